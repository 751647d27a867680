"""What does the sidebar show of a facet? Its values with counts, each a box to tick, and how much is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.facets import BY_NAME, DATE, LANGUAGE, PERSON, PUBLISHER
from search.query import Query
from search.results import FacetCounts, FacetValue, Results
from web import regional, urls, words
from web.translation import gettext as _

FIRST_VALUES = 5  # values shown before "Show all"
_FOLDED_BELOW = 0.1  # a facet that fewer of the results state is a line that opens
_ROUNDED = -2  # digits of an estimate that are told: hundreds
_FIRST = (PUBLISHER, PERSON, LANGUAGE)  # what readers narrow by most stands first, the others in the table's order


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: a box, ticked where the value is chosen or left out. `box` is the name that it sends, `count` its
    `number` as it is shown."""

    id: str
    box: str
    value: str
    shown: str
    count: str
    number: int
    selected: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A facet. `distinct` is how many values it has, an estimate where it is `about`. `more` leads to all of them where
    not all are shown; `unit` is what is counted; `known` says of how many results it is known; a `folded` one is a line
    that opens."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    distinct: int
    more: str = ""
    unit: str = words.COUNTED_ARTICLE
    known: str = ""
    folded: bool = False
    about: bool = False

    @property
    def chosen(self) -> bool:
        """Whether one of its values is chosen or left out, so that its line stands open."""
        return any(choice.selected or choice.excluded for choice in self.choices)


def panels(results: Results, unit: str) -> list[Panel]:
    """The facets of some results that have something to choose, the folded ones last; one without values is left out.
    `unit` is what is counted."""
    made = [_beside(facet, results, unit) for facet in results.facets if facet.name != DATE]
    return sorted((p for p in made if p.choices), key=_place)


def _place(panel: Panel) -> tuple[bool, int]:
    return panel.folded, _FIRST.index(panel.name) if panel.name in _FIRST else len(_FIRST)


def _beside(facet: FacetCounts, results: Results, unit: str) -> Panel:
    """The panel of a facet beside results."""
    made = panel(facet, results.query, FIRST_VALUES)
    if made.chosen:
        return replace(made, unit=unit)
    if BY_NAME[facet.name].settled is not None:
        return replace(made, unit=unit, known=_("in the texts"), folded=BY_NAME[facet.name].folded)
    stated = results.listed - next((value.count for value in facet.values if not value.value), 0)
    folded = BY_NAME[facet.name].folded or stated < results.listed * _FOLDED_BELOW
    known = _("known for %(n)s of %(total)s", n=regional.number(stated), total=regional.number(results.listed))
    return replace(made, unit=unit, known=known, folded=folded)


def panel(facet: FacetCounts, query: Query, limit: int) -> Panel:
    """Those values that are chosen or left out, then others up to `limit` in all, and "None stated" last."""
    values = [v for v in facet.values if v.value]
    chosen = [v for v in values if v.selected or v.excluded]
    others = [v for v in values if not (v.selected or v.excluded)][: max(0, limit - len(chosen))]
    none = [v for v in facet.values if not v.value]
    shown = tuple(choice(facet.name, v, n) for n, v in enumerate(chosen + others + none))
    if len(shown) == 1 and not shown[0].value and not (shown[0].selected or shown[0].excluded):
        shown = ()  # "None stated" alone tells nothing
    distinct = max(facet.distinct, len(facet.values)) - len(none)  # as a page of all values counts them
    distinct = round(distinct, _ROUNDED) if facet.about else distinct
    return Panel(
        facet.name,
        words.heading(facet.name),
        shown,
        distinct,
        urls.facet(facet.name, query) if distinct > len(shown) - len(none) else "",
        words.unit(grouped=facet.grouped),
        about=facet.about,
    )


def choice(facet: str, value: FacetValue, number: int) -> Choice:
    """The box of a value, the `number`-th on its page."""
    ticked = value.selected or value.excluded
    return Choice(
        id=f"{facet}-{number}",
        box=urls.selecting(facet, excluded=value.excluded) if ticked else urls.ticking(facet),
        value=value.value,
        shown=words.value(facet, value.value),
        count=regional.number(value.count),
        number=value.count,
        selected=value.selected,
        excluded=value.excluded,
    )
