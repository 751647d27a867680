"""How do results divide over time, or by two facets at once? The answers of `Engine.periods` and `Engine.cross`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.notes import Note
from search.results import FacetCounts


class PeriodLength(StrEnum):
    """How long a period is."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"

    @property
    def length(self) -> int:
        """The characters of such a period: `2015`, `2015-05`, `2015-05-26`."""
        return {PeriodLength.YEARS: 4, PeriodLength.MONTHS: 7, PeriodLength.DAYS: 10}[self]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """How the results of a query spread over time.

    `counts` are the periods of the length `step` that have results, in order, each with how many the query lists when
    it asks for this period alone. `coarser` is how many are of a date that is not known so exactly, `undated` how many
    have none, `listed` how many there are, as `Results.listed` says. Where copies count as one (`grouped`), a group
    stands in each period that one of its articles is of. `partial` says whether the time was up.
    """

    step: PeriodLength
    counts: tuple[tuple[str, int], ...]
    undated: int = 0
    coarser: int = 0
    listed: int = 0
    partial: bool = False
    grouped: bool = False
    notes: tuple[Note, ...] = ()
    notices: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many results have a value of one facet and a value of another.

    `rows` and `columns` are the values with their counts over all results, "" (None stated) last; where values of the
    facet are chosen, these are they. `cells` has a row for each value of `rows`: each number is what the query lists
    when both values are chosen in the place of what is chosen in their facets. `listed`, `partial` and `grouped` are as
    in `PeriodCounts`.
    """

    rows: FacetCounts
    columns: FacetCounts
    cells: tuple[tuple[int, ...], ...]
    listed: int = 0
    partial: bool = False
    grouped: bool = False
    notes: tuple[Note, ...] = ()
    notices: tuple[Note, ...] = ()
