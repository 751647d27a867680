"""Which matches do the selections of a query let through? OR inside a facet and AND across, and a range of dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.segment.reader import Segment
from search.facets.columns import SegmentColumns
from search.query import Arrival, Query, Selection
from search.sets import Docs, Mask


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected in one facet."""

    facet: str
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def passes(self, column: SegmentColumns, docs: Docs) -> Mask:
        """For each of `docs`, whether the selections let it through."""
        keep = np.ones(len(docs), np.bool_)
        if self.included:
            keep = np.zeros(len(docs), np.bool_)
            for value in self.included:
                keep |= column.mask(self.facet, value)[docs]
        for value in self.excluded:
            keep &= ~column.mask(self.facet, value)[docs]
        return keep


def chosen(selections: Iterable[Selection], names: Sequence[str]) -> tuple[Chosen, ...]:
    """The selections by facet, those of unknown facets left out."""
    by_facet: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for selection in selections:
        if selection.facet in names:
            pair = by_facet.setdefault(selection.facet, ({}, {}))
            pair[selection.excluded][selection.value] = None
    return tuple(Chosen(name, tuple(inside), tuple(outside)) for name, (inside, outside) in by_facet.items())


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The matches of one segment before the selections, and which selections each passes."""

    docs: Docs
    passed: dict[str, Mask]

    def without(self, facet: str = "") -> Docs:
        """The matches that pass the selections of all facets but `facet`."""
        keep: Mask | None = None
        for name, mask in self.passed.items():
            if name != facet:
                keep = mask if keep is None else keep & mask
        return self.docs if keep is None else self.docs[keep]


def narrow(column: SegmentColumns, docs: Docs, choices: Sequence[Chosen]) -> Narrowed:
    """The matches with the outcome of each facet's selections."""
    return Narrowed(docs, {choice.facet: choice.passes(column, docs) for choice in choices})


def from_to(days: NDArray[np.integer], first: date | None, last: date | None) -> Mask:
    """bool, one for each of `days` (ordinals, 0: undated): whether it is from the first to the last day."""
    keep: Mask = days >= (first.toordinal() if first else 1)
    return keep & (days <= last.toordinal()) if last else keep


def possible(segment: Segment, first: date | None, last: date | None) -> Docs:
    """The undated articles that can be of a day from the first to the last, as no source says their year."""
    start, end = first or date.min, last or date.max
    return segment.possible.between(start.toordinal(), end.toordinal())


def dated(segment: Segment, docs: Docs, query: Query) -> Docs:
    """The matches published from `query.first` to `query.last`; `undated` adds those without a date to a range,
    `possible` those of them that can be of it; `undated` alone keeps nothing else."""
    if query.first is None and query.last is None:
        return docs[segment.published[docs] == 0] if query.undated else docs
    days = segment.published[docs]
    keep = from_to(days, query.first, query.last)
    if query.undated:
        keep |= days == 0
    elif query.possible:
        keep |= np.isin(docs, possible(segment, query.first, query.last))
    return docs[keep]


def arrived(added: NDArray[np.int64], arrival: Arrival) -> Mask:
    """bool, one for each of `added` (seconds since 1970, 0: not known): whether it is within the time."""
    first, last = arrival.seconds
    keep: Mask = (added >= first) & (added <= last)
    return keep


def since(segment: Segment, docs: Docs, query: Query) -> Docs:
    """The matches that came into the archive in the time that the query asks for."""
    return docs[arrived(segment.names.added[docs], query.arrival)] if query.arrival else docs


def filter_gains(choices: Sequence[Chosen], without: Callable[[str], int]) -> tuple[tuple[str, int], ...]:
    """What leaving out each filter would give, for those that would give something; `without(facet)` is how many
    articles are found without the selections of a facet."""
    gains = []
    for choice in choices:
        count = without(choice.facet)
        if count:
            named = " or ".join(value or "none stated" for value in choice.included)
            left_out = " or ".join(value or "none stated" for value in choice.excluded)
            words = " ".join(filter(None, (named, f"not {left_out}" if left_out else "")))
            gains.append((f"{choice.facet}: {words}", count))
    return tuple(gains)
