"""What can a reader ask of one result page? `Query`: the question with its filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index.facets import DATE
from search.query.arrival import Arrival


class Sort(StrEnum):
    RELEVANCE = "relevance"
    RECENT = "recent"  # by relevance, but what is older counts less
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"  # what came into the archive last comes first


class Listing(StrEnum):
    """How are copies of each other listed? All of them, or one that stands for its group."""

    ALL = "all"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Selection:
    """A value chosen in a facet; `value` "" is "None stated". `excluded` leaves articles with the value out."""

    facet: str
    value: str
    excluded: bool = False


MAX_RESULTS = 10_000  # articles that the pages of one query reach, and that one export or list holds


@dataclass(frozen=True, slots=True)
class Query:
    """Everything a reader can ask of one result page; `web.urls` reads and writes it.

    Selections are OR inside a facet and AND across. `date` selections have the facet name `date` and a value of
    `2015`, `2015-05` or `2015-05-26`. `first` and `last` bound the day of publication; with `possible` they, and dates
    in the text, also find articles whose year nobody says where one of their days fits. `page` counts from 1.
    `arrival` bounds when they came into the archive.
    `all_words` leaves out articles with only some of the words; `exact` matches words as typed; `as_typed` turns off
    aliases, spelling variants and correction. `copies` says how copies are listed and counted in facets; `first_stood`
    leaves out those that stood elsewhere before. Without `quotes`, hits come without snippets, marks and reasons, so
    that long lists come fast. `compact` shows each result as a line.
    """

    text: str = ""
    selections: tuple[Selection, ...] = ()
    first: date | None = None
    last: date | None = None
    undated: bool = False
    possible: bool = False
    arrival: Arrival | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    all_words: bool = False
    exact: bool = False
    as_typed: bool = False
    copies: Listing = Listing.GROUP
    first_stood: bool = False
    quotes: bool = True
    compact: bool = False


def choosing(query: Query, facet: str, value: str) -> Query:
    """The first page of `query` with one value in the place of those chosen of its facet; what is left out stays so. Of
    a time in which only shorter ones are chosen, these stay."""
    chosen = [selection for selection in query.selections if selection.facet == facet and not selection.excluded]
    kept = tuple(selection for selection in query.selections if selection not in chosen)
    shorter = tuple(one for one in chosen if facet == DATE and one.value.startswith(f"{value}-"))
    if shorter and not any(value.startswith(one.value) for one in chosen if one.value):
        return replace(query, selections=(*kept, *shorter), page=1)
    return replace(query, selections=(*kept, Selection(facet, value)), page=1)
