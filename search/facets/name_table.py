"""How many articles have each name, over all the segments of a snapshot?

There may be three times as many names as articles, so nothing is done for each of them where a question is answered:
names have numbers, the commonest of their type the smallest, and only what is shown becomes text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.facets.names import TYPES, SegmentNames, live_docs
from search.sets import Docs, as_mask

_FEW = 20_000  # names of matches up to which sorting them is cheaper than a counter for every name of the archive

Numbers = NDArray[np.intp]


class CountedName(NamedTuple):
    """A name of a facet with the number of articles that have it."""

    facet: str
    value: str
    articles: int


class NameCounts(NamedTuple):
    """The `numbers` (ascending) of the names that some articles have, and of each how many of them have it."""

    numbers: Numbers
    counts: NDArray[np.int64]

    def between(self, first: int, last: int) -> NameCounts:
        """Those of the numbers from `first` up to `last`, which is not included."""
        low, high = np.searchsorted(self.numbers, (first, last))
        return NameCounts(self.numbers[low:high], self.counts[low:high])


class NameTable:
    """The names of all the segments in one numbering: by type, then by falling number of live articles."""

    def __init__(self, names: Sequence[SegmentNames]) -> None:
        self._names = tuple(names)

    @cached_property
    def _numbered(self) -> _Numbered:
        return _Numbered(self._names)

    def part(self, facet: str) -> tuple[int, int]:
        """The numbers (first, last not included) of a facet's names."""
        bounds = self._numbered.bounds
        return bounds[TYPES[facet]], bounds[TYPES[facet] + 1]

    def counts(self, matches: Sequence[Docs]) -> NameCounts:
        """How many of the live articles `matches`, one array for each segment, have each name."""
        numbered = self._numbered
        live = sum(len(docs) for docs in numbered.live)
        if 2 * sum(map(len, matches)) <= live:
            return self._counted(matches)
        rest = self._counted(
            [
                docs[~as_mask(matching, names.segment.doc_count)[docs]]
                for names, docs, matching in zip(self._names, numbered.live, matches, strict=True)
            ]
        )
        counts = numbered.everywhere.copy()
        counts[rest.numbers] -= rest.counts
        numbers = np.flatnonzero(counts)
        return NameCounts(numbers, counts.take(numbers))

    def _counted(self, matches: Sequence[Docs]) -> NameCounts:
        numbered = self._numbered
        parts = [
            codes.take(_places(names.settled.ends, docs))
            for names, codes, docs in zip(self._names, numbered.codes, matches, strict=True)
            if len(docs)
        ]
        codes = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        if len(codes) <= _FEW:
            few, counts = np.unique(codes, return_counts=True)
            return NameCounts(few.astype(np.intp), counts)
        counts = np.bincount(codes, minlength=len(numbered.everywhere))
        numbers = np.flatnonzero(counts)
        return NameCounts(numbers, counts.take(numbers))

    def ranked(self, counted: NameCounts, facet: str, limit: int) -> tuple[list[tuple[str, int]], int]:
        """The `limit` most frequent values of a facet with their counts, those as frequent by name, and how many values
        there are in all."""
        mine = counted.between(*self.part(facet))
        numbers, counts = mine
        if len(numbers) > limit > 0:
            least = np.partition(counts, -limit)[-limit]
            kept = counts >= least
            numbers, counts = numbers.compress(kept), counts.compress(kept)
        values = list(zip(self.texts(numbers), counts.tolist(), strict=True))
        values.sort(key=lambda pair: (-pair[1], pair[0]))
        return values[:limit], len(mine.numbers)

    def texts(self, numbers: Numbers) -> list[str]:
        """The names of these numbers."""
        where = self._numbered.where.take(numbers)
        segments = np.searchsorted(self._numbered.starts, where, "right") - 1
        ordinals = where - self._numbered.starts.take(segments)
        pairs = zip(segments.tolist(), ordinals.tolist(), strict=True)
        return [self._names[segment].settled.text(ordinal) for segment, ordinal in pairs]

    def articles(self, facet: str, value: str) -> int:
        """How many live articles have a value."""
        for names, to_common in zip(self._names, self._numbered.to_common, strict=True):
            ordinal = names.settled.ordinal(TYPES[facet], value)
            if ordinal >= 0:
                return int(self._numbered.everywhere[to_common[ordinal]])
        return 0

    def commonest(self, most: int) -> list[CountedName]:
        """At most so many names that live articles have, of all types, the commonest ones."""
        everywhere = self._numbered.everywhere
        numbers = np.sort(np.argsort(-everywhere, kind="stable")[:most])
        numbers = numbers.compress(everywhere.take(numbers) > 0)
        facets = np.searchsorted(self._numbered.bounds, numbers, "right") - 1
        named = [list(TYPES)[facet] for facet in facets.tolist()]
        return list(map(CountedName, named, self.texts(numbers), everywhere.take(numbers).tolist()))

    def warm(self) -> None:
        """Make what the first questions would wait for."""
        _ = self._numbered
        for names in self._names:
            names.warm()


class _Numbered:
    """What is worked out of the names of all segments.

    `everywhere` (int64) is of each number how many live articles have the name, `bounds` where the numbers of each type
    start, `where` (int64) in which segment its text stands: its ordinal there behind the segment's `starts`.
    `to_common` (int32) are the numbers of each segment's ordinals, `codes` (int32) of its documents' names, and `live`
    its live documents.
    """

    def __init__(self, names: Sequence[SegmentNames]) -> None:
        settled = [each.settled for each in names]
        self.live = [live_docs(each.segment) for each in names]
        sizes = [len(each.keys) for each in settled]
        self.starts = np.cumsum([0, *sizes])
        keys = np.concatenate([np.zeros(0, np.uint64), *(each.keys for each in settled)])
        types = np.concatenate([np.zeros(0, np.int64), *(each.types for each in settled)])
        different, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        common = np.split(inverse, self.starts[1:-1])
        articles = np.zeros(len(different), np.int64)
        for each, ordinals, docs in zip(settled, common, self.live, strict=True):
            ours = each.ordinals.take(_places(each.ends, docs))
            articles[ordinals] += np.bincount(ours, minlength=len(each.keys))
        order = np.lexsort((different, -articles, types[first]))
        number = np.empty(len(order), np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        self.everywhere: NDArray[np.int64] = articles[order]
        self.where: NDArray[np.int64] = first[order]
        self.bounds = np.searchsorted(types[first][order], np.arange(len(TYPES) + 1)).tolist()
        self.to_common = [number[ordinals] for ordinals in common]
        self.codes = [part.take(each.ordinals) for part, each in zip(self.to_common, settled, strict=True)]


def _places(ends: NDArray[np.int64], docs: Docs) -> NDArray[np.intp]:
    """Where the names of documents stand among those of all documents, whose end `ends` says."""
    stops = ends.take(docs)
    starts = np.where(docs > 0, ends.take(docs - 1), 0)
    sizes = stops - starts
    places: NDArray[np.intp] = np.repeat(stops - np.cumsum(sizes), sizes)
    places += np.arange(len(places))
    return places
