"""How many of some matches have each value? Articles are counted, or groups of copies: those with an article that has
the value.

Groups are counted as articles less those whose value a copy has, too: only matches of which another match is a copy are
looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.copies.published_groups import CopyGroups
from index.facets import DATE
from search.facets.columns import FacetTable, SegmentColumns
from search.facets.name_table import NameCounts
from search.facets.segment_names import live_docs
from search.sets import Docs, as_mask

ValueCounts = NDArray[np.int64]


class CopiedMatches(NamedTuple):
    """Those matches of which another one is a copy: the documents of each segment, and the group of each of them all,
    segment after segment."""

    docs: tuple[Docs, ...]
    groups: NDArray[np.int32]


class ValueTally:
    """Counts the values of a `table` over articles; where `groups` are given, over these."""

    def __init__(self, table: FacetTable, groups: CopyGroups | None = None) -> None:
        self.table = table
        self.groups = groups

    @cached_property
    def size(self) -> int:
        """How many articles there are, or groups."""
        return self.of(self._live).total

    @cached_property
    def articles_of(self) -> dict[str, dict[str, int]]:
        """The values of each facet of a column with their counts over all live articles."""
        if self.groups is None:
            return self.table.articles_of
        counts = self.of(self._live).values().tolist()
        return {
            name: dict(zip(self.table.values[low:high], counts[low:high], strict=True))
            for name, (low, high) in self.table.parts.items()
        }

    @cached_property
    def _live(self) -> list[Docs]:
        return [live_docs(column.segment) for column in self.table.columns]

    def of(self, matches: Sequence[Docs]) -> MatchTally:
        """The counts of some live articles, one array for each segment."""
        return MatchTally(self.table, matches, self.groups)


class MatchTally:
    """The counts of some `matches`."""

    def __init__(self, table: FacetTable, matches: Sequence[Docs], groups: CopyGroups | None) -> None:
        self.matches = matches
        self._table = table
        self._groups = groups

    @property
    def total(self) -> int:
        """How many there are."""
        return self._groups.count(self.matches) if self._groups else sum(map(len, self.matches))

    @cached_property
    def _copied(self) -> CopiedMatches | None:
        return copied_matches(self._groups, self.matches) if self._groups else None

    def values(self, facet: str = "") -> ValueCounts:
        """int64[len(table.values)]: the counts of all facets of columns, or of one alone."""
        counts = self._table.counts(self.matches, facet)
        if self._copied:
            groups, values = _stated(self._table, self._copied, facet)
            counts = counts - np.bincount(_again(groups, values, len(counts)), minlength=len(counts))
        return counts

    def names(self) -> NameCounts:
        """The counts of names in the texts."""
        named = self._table.named
        counts = named.counts(self.matches)
        if self._copied:
            numbers, sizes = named.stated(self._copied.docs)
            counts = counts.less(_again(self._copied.groups.repeat(sizes), numbers, named.size))
        return counts

    def years(self, values: ValueCounts) -> dict[str, int]:
        """The counts of years that have any, "" for what has no date, from those of all values."""
        low, high = self._table.parts[DATE]
        counts = np.bincount(self._table.year_of, values[low:high]).astype(np.int64)
        if self._copied:
            groups, months = _once(*_stated(self._table, self._copied, DATE), len(values))
            repeated = _again(groups, self._table.year_of.take(months - low), len(counts))
            counts -= np.bincount(repeated, minlength=len(counts))
        return {year: count for year, count in zip(self._table.years, counts.tolist(), strict=True) if count}

    def days(self, month: str) -> dict[str, int]:
        """The counts of the days of a month (`2015-05`) that have any. Raises ValueError where there is no such
        month."""
        counts = self._table.day_counts(self.matches, month)
        columns = self._table.columns
        inside = [docs[column.mask(DATE, month)[docs]] for column, docs in zip(columns, self.matches, strict=True)]
        copied = copied_matches(self._groups, inside) if self._groups else None
        if copied:
            parts = zip(columns, copied.docs, strict=True)
            days = np.concatenate([column.segment.published[docs] for column, docs in parts])
            repeated, times = np.unique(_again(copied.groups, days, int(days.max()) + 1), return_counts=True)
            for day, count in zip(repeated.tolist(), times.tolist(), strict=True):
                counts[date.fromordinal(day).isoformat()] -= count
        return counts

    def having(self, facet: str, value: str) -> int:
        """How many have a value."""
        pairs = zip(self._table.columns, self.matches, strict=True)
        holding = [docs[column.mask(facet, value)[docs]] for column, docs in pairs]
        return MatchTally(self._table, holding, self._groups).total


def copied_matches(groups: CopyGroups, matches: Sequence[Docs]) -> CopiedMatches | None:
    """Those matches of which another one is a copy; None where there are none."""
    of_docs = [ordinals.take(docs) for ordinals, docs in zip(groups.ordinals, matches, strict=True)]
    every = np.concatenate([np.zeros(0, np.int32), *of_docs])
    several = np.zeros(len(groups) + 1, np.bool_)  # the last one is that of no group
    several[:-1] = np.bincount(every[every >= 0], minlength=len(groups)) > 1
    if not several.any():
        return None
    masks = [several.take(part) for part in of_docs]
    docs = tuple(docs[mask] for docs, mask in zip(matches, masks, strict=True))
    return CopiedMatches(docs, every[np.concatenate(masks)])


def _stated(table: FacetTable, copied: CopiedMatches, facet: str) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The values that copied matches have, of all facets or of one: of each its group, and its number in the table."""
    groups, values, start = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)], 0
    for segment, (column, docs) in enumerate(zip(table.columns, copied.docs, strict=True)):
        places, ordinals = _stated_by(column, docs, facet)
        groups.append(copied.groups[start + places])
        values.append(table.numbers(segment, ordinals))
        start += len(docs)
    return np.concatenate(groups), np.concatenate(values)


def _stated_by(column: SegmentColumns, docs: Docs, facet: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """The values of documents of a segment: of each the place of its document among `docs`, and its ordinal."""
    facets = column.segment.facets
    extra = as_mask(docs, column.segment.doc_count)[facets.extra_docs]
    further, holders = facets.extra_values[extra], np.searchsorted(docs, facets.extra_docs[extra])
    if not facet:
        first, width = facets.rows.take(docs, axis=0).ravel(), len(facets.names)
    else:
        first, width = facets.rows[:, facets.names.index(facet)].take(docs), 1
        low, high = column.part(facet)
        inside = (further >= low) & (further < high)
        further, holders = further[inside], holders[inside]
    places = np.concatenate([np.arange(len(docs)).repeat(width), holders])
    return places, np.concatenate([first, further]).astype(np.int64)


def _keys(groups: NDArray[np.int32], values: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """Each pair of a group and a value below `size` as one number, sorted."""
    keys = groups.astype(np.int64) * size + values
    keys.sort()
    return keys


def _again(groups: NDArray[np.int32], values: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """The values below `size` that an article before has in the same group, as often as that is so."""
    keys = _keys(groups, values, size)
    again: NDArray[np.int64] = keys[1:][keys[1:] == keys[:-1]] % size
    return again


def _once(
    groups: NDArray[np.int32], values: NDArray[np.integer], size: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The different pairs of a group and a value below `size`."""
    keys = _keys(groups, values, size)
    keys = keys[np.append(True, keys[1:] != keys[:-1])]
    return (keys // size).astype(np.int32), keys % size
