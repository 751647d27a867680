"""Which facet values do articles have, and how many have each? Counted by one gather and one `bincount` a segment."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from index.facets import DATE, FACET_NAMES
from index.segment.arrays.container import smallest
from index.segment.reader import FacetColumns, Segment
from search.budget import STANDARD, Budget
from search.facets.name_table import NameTable
from search.facets.segment_names import TYPE_OF_FACET, SegmentNames, live_docs
from search.kept import ENTRY, Kept
from search.sets import Docs, Mask, as_mask

_MANY = 8_000  # documents from which on packed columns pay: 9 against 16 ns each, and 45 us for adding up
_MOST_CODES = 1 << 14  # of packed facets: their counters stay in the processor's first cache


# Facet, falling count and value as one number: 6 + 30 + 28 bits.
_FACET_BITS, COUNT_BITS = 58, 28
_MOST = (1 << (_FACET_BITS - COUNT_BITS)) - 1
ORDINAL = (1 << COUNT_BITS) - 1


class Packed:
    """The facets of a segment in fewer columns: several small ones as one number, whose counts are added up again."""

    def __init__(self, columns: FacetColumns) -> None:
        sizes = np.diff(columns.bases).tolist()
        self._bases = columns.bases.tolist()
        self._groups: list[list[int]] = []
        for facet in np.argsort(sizes, kind="stable")[::-1].tolist():
            fits = (g for g in self._groups if sizes[facet] * prod(sizes[f] for f in g) <= _MOST_CODES)
            group = next(fits, None)
            # The largest last: sums over short rows are slow.
            self._groups.append([facet]) if group is None else group.insert(0, facet)
        self._shapes = [[sizes[facet] for facet in group] for group in self._groups]
        self._starts = np.cumsum([0, *map(prod, self._shapes)]).tolist()
        codes = np.empty((len(columns.rows), len(self._groups)), smallest(self._starts[-1]))
        for number, (group, shape) in enumerate(zip(self._groups, self._shapes, strict=True)):
            code = np.full(len(columns.rows), 0, np.int64)
            for facet, size in zip(group, shape, strict=True):
                code *= size
                code += columns.rows[:, facet]
                code -= self._bases[facet]
            codes[:, number] = code + self._starts[number]
        self._codes = codes

    def count(self, docs: Docs) -> NDArray[np.int64]:
        """int64[len(values)]: how many of `docs` have each value as their first."""
        cells = np.bincount(self._codes.take(docs, axis=0).ravel(), minlength=self._starts[-1])
        counts = np.empty(self._bases[-1], np.int64)
        for number, (group, shape) in enumerate(zip(self._groups, self._shapes, strict=True)):
            table = cells[self._starts[number] : self._starts[number + 1]].reshape(shape)
            for axis, facet in enumerate(group):
                axes = tuple(place for place in range(len(group)) if place != axis)
                counts[self._bases[facet] : self._bases[facet + 1]] = table.sum(axis=axes)
        return counts


class SegmentColumns:
    """The facet columns of one segment and the `names` laid over it, with the masks of values that were asked for
    lately."""

    def __init__(self, segment: Segment, budget: Budget = STANDARD) -> None:
        self.segment = segment
        self.names = SegmentNames(segment)
        self.masks: Kept[tuple[str, str], Mask] = Kept(budget.masks)

    def under(self, names: SegmentNames) -> SegmentColumns:
        """The same columns, and all that is kept of them, with other names laid over the segment."""
        columns = copy(self)
        columns.names = names
        return columns

    def part(self, name: str) -> tuple[int, int]:
        """The ordinals (first, last not included) of the facet's values."""
        return self.segment.facets.facet(name)

    @cached_property
    def all_counts(self) -> NDArray[np.int64]:
        """int64[len(values)]: the counts over all live articles."""
        return self._count(live_docs(self.segment))

    def counts(self, docs: Docs, facet: str = "") -> NDArray[np.int64]:
        """int64[len(values)]: how many of the live articles `docs` have each value, or each of one facet alone."""
        if facet:
            return self._count_one(docs, facet)
        if len(docs) * 2 > self.segment.doc_count:
            rest = as_mask(docs, self.segment.doc_count)
            np.logical_not(rest, out=rest)
            if self.segment.live is not None:
                rest &= self.segment.live
            return self.all_counts - self._count(np.flatnonzero(rest).astype(np.int32))
        return self._count(docs)

    def _count(self, docs: Docs) -> NDArray[np.int64]:
        columns = self.segment.facets
        size = len(columns.values)
        if not len(docs):
            return np.zeros(size, np.int64)
        if len(docs) > _MANY:
            counts = self._packed.count(docs)
        else:
            counts = np.bincount(columns.rows.take(docs, axis=0).ravel(), minlength=size)
        if len(columns.extra_docs):
            extras = self._extras(docs)
            counts += np.bincount(columns.extra_values[extras], minlength=size)
        return counts

    def _count_one(self, docs: Docs, facet: str) -> NDArray[np.int64]:
        columns = self.segment.facets
        width = len(columns.names)
        first = columns.rows.reshape(-1).take(docs.astype(np.intp) * width + columns.names.index(facet))
        extra = columns.extra_values[self._extras(docs)] if len(docs) and len(columns.extra_docs) else ()
        counts = np.bincount(first, minlength=len(columns.values))
        return counts + np.bincount(extra, minlength=len(counts)) if len(extra) else counts

    def stated(self, docs: Docs, facet: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The values of one facet that some documents have: of each the place of its document among `docs`, and its
        ordinal."""
        columns = self.segment.facets
        first = columns.rows.reshape(-1).take(docs.astype(np.intp) * len(columns.names) + columns.names.index(facet))
        low, high = self.part(facet)
        extra = as_mask(docs, self.segment.doc_count)[columns.extra_docs]
        extra &= (columns.extra_values >= low) & (columns.extra_values < high)
        holders = np.searchsorted(docs, columns.extra_docs[extra])
        places = np.concatenate([np.arange(len(docs)), holders]).astype(np.int64)
        return places, np.concatenate([first, columns.extra_values[extra]]).astype(np.int64)

    @cached_property
    def _packed(self) -> Packed:
        return Packed(self.segment.facets)

    def _extras(self, docs: Docs) -> NDArray[np.intp] | Mask:
        """Which of the further values belong to `docs`."""
        extra = self.segment.facets.extra_docs
        if len(docs) * 20 > len(extra):
            return as_mask(docs, self.segment.doc_count)[extra]
        low, high = np.searchsorted(extra, docs, side="left"), np.searchsorted(extra, docs, side="right")
        sizes = high - low
        rows: NDArray[np.intp] = (
            np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(low, sizes)
        )
        return rows

    def mask(self, name: str, value: str) -> Mask:
        """bool[doc_count]: the articles that have the value."""
        key = (f"{name} {self.names.stamp}" if name in TYPE_OF_FACET else name), value
        mask = self.masks.get(key)
        if mask is None:
            mask = self._make_mask(name, value)
            self.masks.keep(key, mask, ENTRY + mask.nbytes)
        return mask

    def _make_mask(self, name: str, value: str) -> Mask:
        if name in TYPE_OF_FACET:
            return self.names.mask(name, value)
        if name == DATE and len(value) == 10:
            return self._day_mask(value)
        return self.segment.facets.holding(name, lambda stated: _covers(name, value, stated))

    def _day_mask(self, value: str) -> Mask:
        try:
            day = date.fromisoformat(value).toordinal()
        except ValueError:
            return np.zeros(self.segment.doc_count, np.bool_)
        # A date that is known to the year alone stands as its first of January, which nobody stated.
        return np.asarray((self.segment.published == day) & ~self.year_only)

    @cached_property
    def year_only(self) -> Mask:
        """bool[doc_count]: the articles of which only the year is known."""
        columns = self.segment.facets
        short = np.array([len(value) == 4 for value in columns.values])
        return np.asarray(short[columns.rows[:, columns.names.index(DATE)]])


def _covers(name: str, value: str, stated: str) -> bool:
    """Whether an article with the value `stated` is among those that selecting `value` gives."""
    return stated == value or (name == DATE and len(value) == 4 and stated.startswith(value + "-"))


class FacetTable:
    """The values of all the segments of a snapshot in one numbering, in which the counts are added up. `parts` are the
    facets of columns, `named` counts the names that are laid over the segments, and `names` are those of all facets.

    `order` less a count shifted by `COUNT_BITS` is the key that sorts values: by facet (`first_keys`), the most
    frequent first, then by their numbers, which are its bits of `ORDINAL`. `bounds` are where the facets' values start.
    """

    def __init__(self, columns: Sequence[SegmentColumns], budget: Budget = STANDARD) -> None:
        self.columns = tuple(columns)
        self.names: tuple[str, ...] = FACET_NAMES if columns else ()
        self.named = NameTable([column.names for column in columns], budget.names)
        values: list[str] = []
        self.parts: dict[str, tuple[int, int]] = {}
        for name in columns[0].segment.facets.names if columns else ():
            seen: set[str] = set()
            for column in columns:
                low, high = column.part(name)
                seen.update(column.segment.facets.values[low:high])
            self.parts[name] = (len(values), len(values) + len(seen))
            values.extend(sorted(seen))
        self.values = tuple(values)
        self._one = len(columns) == 1  # then its ordinals are those of the table
        dates = self.values[slice(*self.parts.get(DATE, (0, 0)))]
        self.years = tuple(dict.fromkeys(value[:4] for value in dates))
        place = {year: number for number, year in enumerate(self.years)}
        self.bounds = np.array([0, *(high for _, high in self.parts.values())])
        self.first_keys = np.arange(len(self.parts)) << _FACET_BITS
        self.order = self.first_keys.repeat(np.diff(self.bounds)) + (_MOST << COUNT_BITS) + np.arange(len(values))
        self.year_of = np.array([place[value[:4]] for value in dates], np.intp)
        self._to_common = [] if self._one else [self._places(column) for column in columns]

    def _places(self, column: SegmentColumns) -> NDArray[np.intp]:
        ordinals: list[int] = []
        for name in self.parts:
            first_place = self.parts[name][0]
            place = {value: ordinal for ordinal, value in enumerate(self.values[slice(*self.parts[name])], first_place)}
            low, high = column.part(name)
            ordinals.extend(place[value] for value in column.segment.facets.values[low:high])
        return np.array(ordinals, np.intp)

    def counts(self, matches: Sequence[Docs], facet: str = "") -> NDArray[np.int64]:
        """int64[len(values)]: counts over the matches of all the segments, of all the facets or of one."""
        if self._one:
            return self.columns[0].counts(matches[0], facet)
        total = np.zeros(len(self.values), np.int64)
        for column, ordinals, docs in zip(self.columns, self._to_common, matches, strict=True):
            if len(docs):
                total[ordinals] += column.counts(docs, facet)
        return total

    def numbers(self, segment: int, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64: the numbers that values of a segment have in the table."""
        return ordinals if self._one else self._to_common[segment].take(ordinals)

    @cached_property
    def all_counts(self) -> NDArray[np.int64]:
        """int64[len(values)]: counts over all live articles."""
        if self._one:
            return self.columns[0].all_counts
        total = np.zeros(len(self.values), np.int64)
        for column, ordinals in zip(self.columns, self._to_common, strict=True):
            total[ordinals] += column.all_counts
        return total

    def most_values(self, name: str) -> int:
        """How many values a facet has at most."""
        if name in TYPE_OF_FACET:
            return self.named.size
        first, last = self.parts.get(name, (0, 0))
        return last - first

    @cached_property
    def articles_of(self) -> dict[str, dict[str, int]]:
        """The values of each facet of a column with their live articles."""
        counts = self.all_counts.tolist()
        return {
            name: dict(zip(self.values[low:high], counts[low:high], strict=True))
            for name, (low, high) in self.parts.items()
        }

    def commonest(self, name: str, least: float) -> tuple[str, ...]:
        """The values of a facet that at least so many live articles have, the commonest first."""
        low, high = self.parts.get(name, (0, 0))
        counts = self.all_counts
        ordinals = [ordinal for ordinal in range(low, high) if counts[ordinal] >= least]
        return tuple(self.values[ordinal] for ordinal in sorted(ordinals, key=lambda ordinal: -counts[ordinal]))

    def day_counts(self, matches: Sequence[Docs], month: str) -> dict[str, int]:
        """Articles of each day of `month` (`2015-05`), days without any left out."""
        year, number = int(month[:4]), int(month[5:7])
        start, days = date(year, number, 1).toordinal(), monthrange(year, number)[1]
        total = np.zeros(days, np.int64)
        for column, docs in zip(self.columns, matches, strict=True):
            kept = docs[column.mask(DATE, month)[docs]]
            total += np.bincount(column.segment.published[kept] - start, minlength=days)[:days]
        return {f"{month}-{day + 1:02d}": int(count) for day, count in enumerate(total) if count}
