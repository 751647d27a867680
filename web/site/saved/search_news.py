"""What is new in a saved search? What came into the archive later than a moment, counted and as a query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from search.query import Arrival, Listing, Query
from web.site import moves
from web.site.saved.search_address import query_of
from web.state.saved_searches import SavedSearch
from web.translation import gettext as _

_LAST_SECOND = int(datetime(9999, 12, 31, 23, 59, 58, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class SearchNews:
    """A saved search, its query, how many articles that finds, how many of them are new and the query of these, None
    where nothing can be new."""

    search: SavedSearch
    query: Query
    total: int
    new: int
    newer: Query | None


def seconds(moment: datetime | None) -> int:
    """A moment of arrival as it is kept; 0 where it is not known."""
    return int(moment.timestamp()) if moment else 0


def newer(query: Query, after: int, until: int = _LAST_SECOND) -> Query | None:
    """What finds of the articles of `query` those that came later than `after` and not later than `until` (seconds
    since 1970), what came last first; None where the query's own time of arrival leaves nothing."""
    own = query.arrival or Arrival(last=_moment(_LAST_SECOND))
    first, last = _moment(after + 1), _moment(until)
    first, last = max(first, own.first or first), min(last, own.last or last)
    if first > last:
        return None
    open_ended = last == _moment(_LAST_SECOND)
    return moves.newly_arrived(query, Arrival(first, None if open_ended else last))


def news(search: SavedSearch, count: Callable[[Query], int]) -> SearchNews:
    """What is new in a saved search since it was last seen, as `count` counts queries."""
    query = query_of(search.address)
    fresh = newer(query, search.seen)
    total = count(replace(query, copies=Listing.ALL))
    new = count(replace(fresh, copies=Listing.ALL)) if fresh and total else 0
    return SearchNews(search, query, total, new, fresh)


def in_words(query: Query) -> str:
    """The question of a query for people: its words in quotation marks, then its filters."""
    words = [f"“{' '.join(query.text.split())}”"] if query.text.strip() else []
    return " · ".join([*words, *(one.spoken for one in moves.filters(query))]) or _("All articles")


def default_name(query: Query) -> str:
    """What a search is called that its reader gave no name."""
    text = " ".join(query.text.split())
    return text if text and not moves.filters(query) else in_words(query)


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(min(max(second, 1), _LAST_SECOND), UTC)
