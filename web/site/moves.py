"""Which queries are one click away from this one? Each move goes back to the first page, as its results are others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from index.facets import DATE
from search.query import Arrival, Listing, Query, Selection, Sort
from web import words
from web.translation import gettext as _
from web.translation import noted

_SWITCHES = {  # fields of `Query` that are on or off, as a filter says it
    "possible": noted("Days without a year, too"),
    "all_words": noted("All words"),
    "exact": noted("Exact forms"),
    "as_typed": noted("As typed"),
    "first_stood": noted("Only where it first stood"),
}


def first_page(query: Query) -> Query:
    return query if query.page == 1 else replace(query, page=1)


def page(query: Query, number: int) -> Query:
    return replace(query, page=number)


def sorted_by(query: Query, sort: Sort) -> Query:
    return replace(first_page(query), sort=sort)


def asking(query: Query, text: str) -> Query:
    """Other words, the same filters; what was corrected may be corrected again."""
    return replace(first_page(query), text=text, as_typed=False)


def as_typed(query: Query, text: str | None = None) -> Query:
    return replace(first_page(query), as_typed=True, text=query.text if text is None else text)


def one_word(query: Query, word: str) -> Query:
    """Only one of the words, without any filter."""
    return replace(unfiltered(query), text=word, exact=query.exact, as_typed=query.as_typed)


def all_words(query: Query, *, wanted: bool) -> Query:
    return replace(first_page(query), all_words=wanted)


def shown(query: Query, *, compact: bool) -> Query:
    """The same page as lines, or as cards."""
    return replace(query, compact=compact)


def per_page(query: Query, number: int) -> Query:
    return replace(first_page(query), per_page=number)


def listing(query: Query, copies: Listing) -> Query:
    """Copies listed as one, or each."""
    return replace(first_page(query), copies=copies)


def with_value(query: Query, facet: str, value: str) -> Query:
    """The value chosen, and not left out any more."""
    kept = tuple(s for s in query.selections if (s.facet, s.value) != (facet, value))
    return replace(query, selections=(*kept, Selection(facet, value)), page=1)


def without(query: Query, selection: Selection) -> Query:
    return replace(first_page(query), selections=tuple(s for s in query.selections if s != selection))


def without_facet(query: Query, facet: str) -> Query:
    return replace(first_page(query), selections=tuple(s for s in query.selections if s.facet != facet))


def any_date(query: Query) -> Query:
    kept = tuple(s for s in query.selections if s.facet != DATE)
    return replace(first_page(query), selections=kept, first=None, last=None, undated=False, possible=False)


def in_period(query: Query, period: str | None) -> Query:
    """Only the year, month or day `period` ("" is the undated articles) in place of those chosen; None is any.

    Bounds and other periods left out stay in force, as the counts of the date facet are counted under them.
    """
    kept = tuple(s for s in query.selections if s.facet != DATE or (s.excluded and s.value != period))
    chosen = () if period is None else (Selection(DATE, period),)
    return replace(query, selections=kept + chosen, page=1)


def with_undated(query: Query) -> Query:
    """The articles without a date as well as those of the range of days."""
    return replace(query, undated=True, page=1)


def bounded(query: Query, first: date | None, last: date | None) -> Query:
    return replace(first_page(query), first=first, last=last)


def within(query: Query, first: date, last: date) -> Query:
    """Only the days from the first to the last, of those that are asked for, in place of a chosen period."""
    kept = in_period(query, None)
    return bounded(kept, max(first, query.first or first), min(last, query.last or last))


def arrived(query: Query, arrival: Arrival | None) -> Query:
    """Only what came into the archive in that time; None is any."""
    return replace(first_page(query), arrival=arrival)


def newly_arrived(query: Query, arrival: Arrival | None) -> Query:
    """The same, what came last first."""
    return sorted_by(arrived(query, arrival), Sort.ADDED)


def arriving(query: Query) -> Query:
    """Each article that it finds, copies as well, what came last first: as a feed tells what is new."""
    return listing(sorted_by(query, Sort.ADDED), Listing.ALL)


def unfiltered(query: Query) -> Query:
    """The same words in the same order without any filter."""
    kept = query.compact
    return Query(query.text, sort=query.sort, per_page=query.per_page, copies=query.copies, compact=kept)


def _turned_off(query: Query, name: str) -> Query:
    """The same without one of `_SWITCHES`."""
    off: dict[str, Any] = {name: False}
    return replace(first_page(query), **off)


class Filter(NamedTuple):
    """A filter in force: in a word, in words for who does not see where it stands, whether it leaves out, the query
    without it, and the facet whose value it is, "" for none."""

    shown: str
    spoken: str
    leaves_out: bool
    rest: Query
    facet: str = ""


def filters(query: Query) -> list[Filter]:
    """The filters of a query."""
    out = []
    for s in query.selections:
        heading, value = words.heading(s.facet), words.value(s.facet, s.value)
        named = _("%(label)s: %(value)s", label=heading, value=value)
        spoken = _("%(label)s: without %(value)s", label=heading, value=value) if s.excluded else named
        shown = value if s.value or s.facet == DATE else named
        out.append(Filter(shown, spoken, s.excluded, without(query, s), s.facet))
    others = []
    if query.first:
        others.append((_("From %(day)s", day=words.day(query.first)), bounded(query, None, query.last)))
    if query.last:
        others.append((_("To %(day)s", day=words.day(query.last)), bounded(query, query.first, None)))
    if query.arrival:
        others.append((_("Added: %(when)s", when=words.arrival(query.arrival)), arrived(query, None)))
    if query.undated:
        said = _("Undated, too") if query.first or query.last else _("Undated")
        others.append((said, replace(first_page(query), undated=False)))
    others += [(_(said), _turned_off(query, name)) for name, said in _SWITCHES.items() if getattr(query, name)]
    return out + [Filter(said, said, leaves_out=False, rest=rest) for said, rest in others]
