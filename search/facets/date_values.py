"""Which years, months and days does a page offer? By their counts, whoever counted them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from index.facets import DATE
from search.facets.selections import Chosen
from search.results import FacetCounts, FacetValue

_YEAR, _MONTH = 4, 7  # characters


class DateCounts(NamedTuple):
    """The counts of years ("" for what has no date), of the months of a year, and of the days of a month."""

    years: Mapping[str, int]
    months: Callable[[str], Mapping[str, int]]
    days: Callable[[str], Mapping[str, int]]


def date_values(counted: DateCounts, choice: Chosen, ticked: Mapping[str, int]) -> FacetCounts:
    """Years, the months of the one year that is chosen or covers everything, the days of the one chosen month. `ticked`
    are what is selected or excluded, with their counts."""
    shown = dict(counted.years)
    undated = shown.pop("", 0)
    years = set(shown)
    asked = {value[:_YEAR] for value in choice.included if value} or years
    opened = next(iter(asked)) if len(asked) == 1 else ""
    if opened:
        shown |= counted.months(opened)
    months = {value[:_MONTH] for value in choice.included if len(value) >= _MONTH}
    if len(months) == 1:
        shown |= counted.days(next(iter(months)))
    shown |= ticked
    undated = shown.pop("", undated)
    values = [facet_value(value, count, choice) for value, count in sorted(shown.items())]
    if undated or "" in ticked:
        values.append(facet_value("", undated, choice))
    return FacetCounts(DATE, tuple(values), len(years))


def facet_value(value: str, count: int, choice: Chosen) -> FacetValue:
    """A value with its count, as it is chosen."""
    return FacetValue(value, count, value in choice.included, value in choice.excluded)
