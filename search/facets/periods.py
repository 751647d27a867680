"""How many of some matches are of each year, month or day? Of the length that is asked for, or of one that suits."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from index.facets import DATE
from search.breakdown import PeriodLength
from search.facets.tally import MatchTally

_MOST_MONTHS = 36  # that are told one by one where nobody asks for a length: a page has room for so many links
_FEWEST_MONTHS = 3  # below which days are told


class CountedPeriods(NamedTuple):
    """The periods in order with their counts, and how many have no date, or one that is not so exact."""

    step: PeriodLength
    counts: tuple[tuple[str, int], ...]
    undated: int
    coarser: int


def count_periods(found: MatchTally, step: PeriodLength | None) -> CountedPeriods:
    """The periods of the length `step` that some matches are of; without `step` of the one that suits their span."""
    table = found.table
    low, high = table.parts.get(DATE, (0, 0))
    values = found.values(DATE) if high else None
    if values is None:
        return CountedPeriods(step or PeriodLength.YEARS, (), 0, 0)
    years = found.years(values)
    undated = years.pop("", 0)
    stated = zip(table.values[low:high], values[low:high].tolist(), strict=True)
    months = {value: count for value, count in stated if len(value) == PeriodLength.MONTHS.length and count}
    step = step or suited_length(list(months))
    if step is PeriodLength.YEARS:
        return CountedPeriods(step, tuple(sorted(years.items())), undated, 0)
    counts = months if step is PeriodLength.MONTHS else found.every_day()
    return CountedPeriods(step, tuple(sorted(counts.items())), undated, found.year_alone())


def suited_length(months: list[str]) -> PeriodLength:
    """The length of periods that shows a span of months best."""
    if not months:
        return PeriodLength.YEARS
    first, last = (date.fromisoformat(f"{month}-01") for month in (min(months), max(months)))
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    if span > _MOST_MONTHS:
        return PeriodLength.YEARS
    return PeriodLength.MONTHS if span >= _FEWEST_MONTHS else PeriodLength.DAYS
