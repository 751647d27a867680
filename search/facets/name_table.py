"""How many articles have each name, over all the segments of a snapshot?

There may be three times as many names as articles, so nothing is done for each of them where a question is answered:
names have numbers, the commonest of their type the smallest, and only what is shown becomes text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.budget import STANDARD
from search.facets.names import TYPES, SegmentNames, in_order, live_docs
from search.kept import ENTRY, Kept
from search.sets import Docs, as_mask
from search.words.suggest import ValueWords
from search.words.value_names import value_words

_FEW = 20_000  # names of matches up to which sorting them is cheaper than a counter for every name of the archive

_COMMON = 8_192  # names that are always at hand
_LOOKED_AT = 400  # names with a word of which the text is looked at: 1 ms

Numbers = NDArray[np.integer]
_NO_NUMBERS = np.zeros(0, np.int32)


class NameCounts(NamedTuple):
    """The `numbers` (ascending) of the names that some articles have, and of each how many of them have it."""

    numbers: Numbers
    counts: NDArray[np.int64]

    def between(self, first: int, last: int) -> NameCounts:
        """Those of the numbers from `first` up to `last`, which is not included."""
        low, high = np.searchsorted(self.numbers, (first, last))
        return NameCounts(self.numbers[low:high], self.counts[low:high])

    def largest(self, size: int) -> NameCounts:
        """Those with the `size` largest counts, and those that tie with the last of them."""
        if len(self.numbers) <= size:
            return self
        kept = self.counts >= np.partition(self.counts, -size)[-size]
        return NameCounts(self.numbers.compress(kept), self.counts.compress(kept))


class RankedNames(NamedTuple):
    """The most frequent values of a facet with their counts, and how many values there are in all."""

    values: list[tuple[str, int]]
    distinct: int


class NameTable:
    """The names of all the segments in one numbering: by type, then by falling number of live articles. How many
    articles have those that were shown lately is kept in `most` bytes."""

    def __init__(self, names: Sequence[SegmentNames], most: int = STANDARD.names) -> None:
        self._names = tuple(names)
        self._articles: Kept[tuple[str, str], int] = Kept(most)

    @cached_property
    def _numbered(self) -> _Numbered:
        return _Numbered(self._names)

    def warm(self) -> None:
        """Make what the first questions would wait for."""
        _ = self._common
        for names in self._names:
            _ = names.words

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
            codes.take(_places(names.settled.ends, docs)[0])
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

    def ranked(self, counted: NameCounts, facets: Sequence[str], limit: int) -> list[RankedNames]:
        """Of each of some facets the `limit` most frequent values with their counts, those as frequent by name."""
        parts = [counted.between(*self.part(facet)) for facet in facets]
        kept = [part.largest(limit) for part in parts]
        texts = iter(self._shown(np.concatenate([part.numbers for part in kept])))
        ranked = []
        for part, few in zip(parts, kept, strict=True):
            values = list(zip(islice(texts, len(few.counts)), few.counts.tolist(), strict=True))
            values.sort(key=_falling)
            ranked.append(RankedNames(values[:limit], len(part.numbers)))
        return ranked

    def of(self, segment: int, docs: Docs) -> list[dict[str, tuple[str, ...]]]:
        """The values of some documents of a segment by facet, in the order of their first mention."""
        places, sizes = _places(self._names[segment].settled.ends, docs)
        numbers = self._numbered.codes[segment].take(places)
        kinds = np.searchsorted(self._numbered.bounds, numbers, "right") - 1
        named = iter(zip(kinds.tolist(), self._shown(numbers), strict=True))
        told = []
        for size in sizes.tolist():
            values: list[list[str]] = [[] for _ in TYPES]
            for kind, text in islice(named, size):
                values[kind].append(text)
            told.append(dict(zip(TYPES, map(tuple, values), strict=True)))
        return told

    def articles(self, facet: str, value: str) -> int:
        """How many live articles have a value."""
        articles = self._articles.get((facet, value))
        return self._articles.keep((facet, value), self._count(facet, value), ENTRY) if articles is None else articles

    def _count(self, facet: str, value: str) -> int:
        for names, to_common in zip(self._names, self._numbered.to_common, strict=True):
            ordinal = names.settled.ordinal(TYPES[facet], value)
            if ordinal >= 0:
                return int(self._numbered.everywhere[to_common[ordinal]])
        return 0

    def holding(self, words: tuple[str, ...]) -> list[ValueWords]:
        """Of the commonest values with the rarest of these folded words those that hold all of them in order."""
        numbers = self._commonest([names.words.of_all(words) for names in self._names], TYPES)
        return [row for row in self._rows(numbers[:_LOOKED_AT]) if in_order(words, row.words)]

    def beginning(self, start: str, facets: Collection[str], limit: int) -> list[ValueWords]:
        """At most `limit` values of some facets that begin with folded text from one of their words on: of those where
        a word does, the commonest."""
        first, *more = start.split() or [""]
        numbers = self._commonest(
            [names.words.of_all([first]) if more else names.words.beginning(first) for names in self._names], facets
        )
        rows = self._rows(numbers[:_LOOKED_AT])
        return [row for row in rows if f" {start}" in f" {' '.join(row.words)}"][:limit]

    def _commonest(self, ordinals: Sequence[NDArray[np.int32]], facets: Collection[str]) -> Numbers:
        """The numbers of each segment's ordinals that are of some facets and have articles, the commonest first."""
        pairs = zip(self._numbered.to_common, ordinals, strict=True)
        numbers = np.unique(np.concatenate([_NO_NUMBERS, *(to_common.take(few) for to_common, few in pairs)]))
        among = np.concatenate(
            [numbers[slice(*np.searchsorted(numbers, self.part(facet)))] for facet in TYPES if facet in facets]
        )
        articles = self._numbered.everywhere.take(among)
        return among[np.argsort(-articles, kind="stable")][: np.count_nonzero(articles)]

    def _rows(self, numbers: Numbers) -> list[ValueWords]:
        """Names with their words and articles."""
        facets, kinds = list(TYPES), np.searchsorted(self._numbered.bounds, numbers, "right") - 1
        articles = self._numbered.everywhere.take(numbers)
        told = zip(kinds.tolist(), self._read(numbers), articles.tolist(), strict=True)
        return [ValueWords(facets[kind], text, count, value_words(text)) for kind, text, count in told]

    def _shown(self, numbers: Numbers) -> list[str]:
        """The names of these numbers; half of what a page shows are always the same few."""
        listed = numbers.tolist()
        texts = list(map(self._common.get, listed))
        missing = [place for place, text in enumerate(texts) if text is None]
        for place, text in zip(missing, self._read(numbers.take(missing)), strict=True):
            texts[place] = text
        return [text or "" for text in texts]

    @cached_property
    def _common(self) -> dict[int, str]:
        """The commonest names by their numbers: 150 bytes each."""
        numbers = np.argsort(-self._numbered.everywhere, kind="stable")[:_COMMON]
        return dict(zip(numbers.tolist(), self._read(numbers), strict=True))

    def _read(self, numbers: Numbers) -> list[str]:
        """The names of these numbers."""
        where = self._numbered.where.take(numbers)
        if len(self._names) == 1:
            return self._names[0].settled.texts(where)
        segments = np.searchsorted(self._numbered.starts, where, "right") - 1
        texts = np.empty(len(where), object)
        for segment in np.unique(segments).tolist():
            mine = segments == segment
            texts[mine] = self._names[segment].settled.texts(where[mine] - self._numbered.starts[segment])
        listed: list[str] = texts.tolist()
        return listed


def _falling(pair: tuple[str, int]) -> tuple[int, str]:
    """What sorts values by falling count, then by name."""
    return -pair[1], pair[0]


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
            ours = each.ordinals.take(_places(each.ends, docs)[0])
            articles[ordinals] += np.bincount(ours, minlength=len(each.keys))
        order = np.lexsort((different, -articles, types[first]))
        number = np.empty(len(order), np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        self.everywhere: NDArray[np.int64] = articles[order]
        self.where: NDArray[np.int64] = first[order]
        self.bounds = np.searchsorted(types[first][order], np.arange(len(TYPES) + 1)).tolist()
        self.to_common = [number[ordinals] for ordinals in common]
        self.codes = [part.take(each.ordinals) for part, each in zip(self.to_common, settled, strict=True)]


def _places(ends: NDArray[np.int64], docs: Docs) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Where the names of documents stand among those of all documents, whose end `ends` says, and how many each has."""
    stops = ends.take(docs)
    starts = np.where(docs > 0, ends.take(docs - 1), 0)
    sizes = stops - starts
    places: NDArray[np.intp] = np.repeat(stops - np.cumsum(sizes), sizes)
    places += np.arange(len(places))
    return places, sizes
