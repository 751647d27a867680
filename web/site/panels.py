"""What does the sidebar show of a facet? Its values with counts, and where each choice leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.facets import BY_NAME, DATE
from search.query import Query
from search.results import FacetCounts, FacetValue
from web import urls, words
from web.site import moves

FIRST_VALUES = 5  # values shown before "Show all"
FILTER_FROM = 15  # values from which the page of all values has a box to filter them


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: a checkbox, its count, and a link that leaves it out, or takes it back where it is left out."""

    id: str
    value: str
    shown: str
    count: str
    selected: bool
    excluded: bool
    exclude: str
    take_back: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A facet. `more` leads to all of its values where not all are shown; `unit` is what is counted."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    distinct: int
    more: str = ""
    unit: str = words.COUNTED_ARTICLE

    @property
    def folded(self) -> bool:
        """Whether it is a line that opens."""
        return BY_NAME[self.name].folded

    @property
    def chosen(self) -> bool:
        """Whether one of its values is chosen or left out, so that its line stands open."""
        return any(choice.selected or choice.excluded for choice in self.choices)


def panels(facets: tuple[FacetCounts, ...], query: Query, unit: str) -> list[Panel]:
    """The facets that have something to choose, the folded ones last; one without values is left out. `unit` is what
    is counted."""
    made = [replace(panel(facet, query, FIRST_VALUES), unit=unit) for facet in facets if facet.name != DATE]
    return sorted((p for p in made if p.choices), key=lambda p: p.folded)


def panel(facet: FacetCounts, query: Query, limit: int, containing: str = "") -> Panel:
    """`limit` values, those that are chosen, and "None stated" last; `containing` keeps the values that hold it."""
    values = [v for v in facet.values if v.value and _fits(facet, v, containing)]
    chosen = [v for v in values[limit:] if v.selected or v.excluded]
    none = [v for v in facet.values if not v.value and _fits(facet, v, containing)]
    leave_out = _leaving_out(query, facet.name)
    shown = tuple(_choice(facet.name, v, n, query, leave_out) for n, v in enumerate(values[:limit] + chosen + none))
    if len(shown) == 1 and not shown[0].value and not (shown[0].selected or shown[0].excluded):
        shown = ()  # "None stated" alone tells nothing
    distinct = max(facet.distinct, len(facet.values))
    return Panel(
        facet.name,
        words.label(facet.name),
        shown,
        distinct,
        urls.facet(facet.name, query) if distinct > len(shown) else "",
        words.unit(grouped=facet.grouped),
    )


def _fits(facet: FacetCounts, value: FacetValue, containing: str) -> bool:
    return containing.casefold() in words.value(facet.name, value.value).casefold()


def _leaving_out(query: Query, facet: str) -> Callable[[str], str]:
    """Where the link leads that leaves a value out."""
    if not query.selections:
        return urls.choosing(query, facet, excluded=True)
    return lambda value: urls.search(moves.with_value(query, facet, value, excluded=True))


def _choice(facet: str, value: FacetValue, number: int, query: Query, leave_out: Callable[[str], str]) -> Choice:
    shown = words.value(facet, value.value)
    return Choice(
        id=f"{facet}-{number}",
        value=value.value,
        shown=shown,
        count=f"{value.count:,}",
        selected=value.selected,
        excluded=value.excluded,
        exclude="" if value.excluded else leave_out(value.value),
        take_back=urls.search(moves.without_value(query, facet, value.value)) if value.excluded else "",
    )
