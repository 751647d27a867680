"""Can the search that is shown be saved, is it, or does it show what is new in one that is?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from search.query import Query
from web import urls
from web.shelf import engine
from web.site.own_forms import can_send
from web.site.reader_keeping import keeping
from web.site.saved.search_address import question_of
from web.site.saved.search_news import seconds
from web.state.database import StateUnusable
from web.state.saved_searches import SavedSearch


@dataclass(frozen=True, slots=True)
class SearchSaving:
    """What the form of a page of results sends: the address of the search, and the last arrival (seconds since 1970)
    that the page knows of. `saved` is the search as it is saved, or (`is_news`) the one of which it shows what came
    in a time; None where it is not saved."""

    address: str
    until: int
    saved: SavedSearch | None = None
    is_news: bool = False


def saving(query: Query) -> SearchSaving | None:
    """How a search is saved; None where none can be. Where what is kept cannot be read, as if nothing were."""
    state = keeping()
    if state is None or not can_send():
        return None
    address, until = urls.search(replace(query, page=1)), seconds(engine().last_arrival())
    with suppress(StateUnusable):
        if saved := state.searches.of_question(question_of(query)):
            return SearchSaving(address, until, saved)
        if query.arrival and (saved := state.searches.of_question(question_of(replace(query, arrival=None)))):
            return SearchSaving(address, until, saved, is_news=True)
    return SearchSaving(address, until)
