"""How many articles have each name, over all the segments of a snapshot?

There may be three times as many names as articles, so nothing is done for each of them where a question is answered:
names have numbers, the commonest of their type the smallest, and only what is shown becomes text. Names that hardly an
article vouches for are numbered behind all others: they are found, but neither offered nor counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.budget import STANDARD
from search.facets.name_numbering import NameNumbers, places_between, places_of
from search.facets.segment_names import TYPE_OF_FACET, SegmentNames, in_order
from search.kept import ENTRY, WORD, Kept
from search.sets import Docs, as_mask
from search.words.suggest import ValueWords
from search.words.value_names import value_words

_FEW = 32  # times as many names as those of the matches: from there on sorting these beats a counter for each
_FRONT = 1_000  # names of a facet among which the best nearly always are
_COMMON = 8_192  # names that are always at hand
_LOOKED_AT = 100  # names with a word of which the text is looked at: .25 ms

Numbers = NDArray[np.integer]
NamesOfArticle = dict[str, tuple[str, ...]]
_NO_NUMBERS, _NO_SIZES = np.zeros(0, np.int32), np.zeros(0, np.int64)


class FewCounts(NamedTuple):
    """The `numbers` (ascending) of the names that some articles have, and of each how many of them have it."""

    numbers: Numbers
    counts: NDArray[np.int64]

    def best(self, first: int, last: int, size: int) -> tuple[FewCounts, int]:
        """Of the numbers from `first` up to `last` (not included) those with the `size` largest counts and those that
        tie with the last of them; and how many there are in all."""
        low, high = np.searchsorted(self.numbers, (first, last))
        numbers, counts = self.numbers[low:high], self.counts[low:high]
        if size < high - low:
            kept = counts >= np.partition(counts, -size)[-size]
            numbers, counts = numbers.compress(kept), counts.compress(kept)
        return FewCounts(numbers, counts), int(high - low)

    def less(self, numbers: Numbers) -> FewCounts:
        """One less for each of some numbers, of which none has as many as its count."""
        counts = self.counts.copy()
        np.subtract.at(counts, self.numbers.searchsorted(numbers.astype(self.numbers.dtype)), 1)
        return FewCounts(self.numbers, counts)


class ManyCounts(NamedTuple):
    """Of every number that is offered how many of some articles have the name, and how many of all live articles
    (`everywhere`)."""

    counts: NDArray[np.int64]
    everywhere: NDArray[np.int64]

    def best(self, first: int, last: int, size: int) -> tuple[FewCounts, int]:
        """As that of `FewCounts`. Names that fewer articles have than the last of the best are not looked at."""
        counts = self.counts[first:last]
        distinct, front = int(np.count_nonzero(counts)), counts[: max(size, _FRONT)]
        least = max(1, int(np.partition(front, -size)[-size])) if size < len(front) else 1
        rarer = int(self.everywhere[first:last][::-1].searchsorted(least))
        held = np.flatnonzero(counts[: len(counts) - rarer] >= least)
        few, _ = FewCounts(held, counts.take(held)).best(0, len(counts), size)
        return FewCounts(few.numbers + first, few.counts), distinct

    def less(self, numbers: Numbers) -> ManyCounts:
        """As that of `FewCounts`."""
        return self._replace(counts=self.counts - np.bincount(numbers, minlength=len(self.counts)))


NameCounts = FewCounts | ManyCounts


class RankedNames(NamedTuple):
    """The most frequent values of a facet with their counts, and how many values there are in all."""

    values: list[tuple[str, int]]
    distinct: int


class NameTable:
    """The names of all the segments in one numbering: those that are offered first, by type, then by falling number of
    live articles. Names of articles that were shown lately are kept in `most` bytes."""

    def __init__(self, names: Sequence[SegmentNames], most: int = STANDARD.names) -> None:
        self._names = tuple(names)
        self._told: Kept[tuple[int, int], NamesOfArticle] = Kept(most)

    @cached_property
    def _numbered(self) -> NameNumbers:
        return NameNumbers(self._names)

    def warm(self) -> None:
        """Make what the first questions would wait for."""
        _ = self._common
        for names in self._names:
            _ = names.words

    @property
    def size(self) -> int:
        """How many names there are."""
        return len(self._numbered.everywhere)

    @property
    def offered(self) -> int:
        """How many names are offered: their numbers are the smallest."""
        return self._numbered.offered

    def part(self, facet: str) -> tuple[int, int]:
        """The numbers (first, last not included) of a facet's names that are offered."""
        kind = TYPE_OF_FACET[facet]
        return self._numbered.bounds[kind], self._numbered.bounds[kind + 1]

    def counts(self, matches: Sequence[Docs]) -> NameCounts:
        """How many of the live articles `matches`, one array for each segment, have each name that is offered."""
        numbered = self._numbered
        size, everywhere = numbered.offered, numbered.everywhere[: numbered.offered]
        live = sum(len(docs) for docs in numbered.live)
        if 2 * sum(map(len, matches)) <= live:
            codes = self._codes(matches)
            if len(codes) * _FEW < size:
                return FewCounts(*np.unique(codes, return_counts=True))
            return ManyCounts(np.bincount(codes, minlength=size), everywhere)
        rest = [
            docs[~as_mask(matching, names.segment.doc_count)[docs]]
            for names, docs, matching in zip(self._names, numbered.live, matches, strict=True)
        ]
        return ManyCounts(everywhere - np.bincount(self._codes(rest), minlength=size), everywhere)

    def _codes(self, matches: Sequence[Docs]) -> NDArray[np.int32]:
        """The numbers of the names of some articles that are offered, one after another."""
        parts = zip(self._numbered.stretches, self._numbered.codes, matches, strict=True)
        taken = [codes.take(places_of(stretches, docs)[0]) for stretches, codes, docs in parts if len(docs)]
        return taken[0] if len(taken) == 1 else np.concatenate([_NO_NUMBERS, *taken])

    def stated(self, matches: Sequence[Docs]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The numbers of all names of some articles, one after another, and how many each article has."""
        told = [self._stated(segment, docs) for segment, docs in enumerate(matches)]
        numbers = np.concatenate([_NO_NUMBERS, *(part for part, _ in told)])
        return numbers, np.concatenate([_NO_SIZES, *(sizes for _, sizes in told)])

    def _stated(self, segment: int, docs: Docs) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        settled = self._names[segment].settled
        ends = settled.ends
        places, sizes = places_between(np.where(docs > 0, ends.take(docs - 1), 0), ends.take(docs))
        return self._numbered.to_common[segment].take(settled.ordinals.take(places)), sizes

    def ranked(self, counted: NameCounts, facets: Sequence[str], limit: int) -> list[RankedNames]:
        """Of each of some facets the `limit` most frequent values with their counts, those as frequent by name."""
        parts = [counted.best(*self.part(facet), limit) for facet in facets]
        texts = iter(self._shown(np.concatenate([few.numbers for few, _ in parts])))
        ranked = []
        for few, distinct in parts:
            values = list(zip(islice(texts, len(few.counts)), few.counts.tolist(), strict=True))
            values.sort(key=_falling)
            ranked.append(RankedNames(values[:limit], distinct))
        return ranked

    def of(self, segment: int, docs: Docs) -> list[NamesOfArticle]:
        """The values of some documents of a segment by facet, in the order of their first mention."""
        keys = [(segment, doc) for doc in docs.tolist()]
        known = self._told.several(keys)
        missing = [place for place, told in enumerate(known) if told is None]
        for place, told in zip(missing, self._tell(segment, docs[missing]), strict=True):
            weight = ENTRY + WORD * sum(map(len, told.values()))
            known[place] = self._told.keep(keys[place], told, weight)
        return [told for told in known if told is not None]

    def _tell(self, segment: int, docs: Docs) -> list[NamesOfArticle]:
        numbers, sizes = self._stated(segment, docs)
        kinds = self._numbered.kinds.take(numbers)
        named = iter(zip(kinds.tolist(), self._shown(numbers), strict=True))
        told = []
        for size in sizes.tolist():
            values: list[list[str]] = [[] for _ in TYPE_OF_FACET]
            for kind, text in islice(named, size):
                values[kind].append(text)
            told.append(dict(zip(TYPE_OF_FACET, map(tuple, values), strict=True)))
        return told

    def articles(self, facet: str, value: str) -> int:
        """How many live articles have a value of a facet."""
        number = self.number(facet, value)
        return int(self._numbered.everywhere[number]) if number >= 0 else 0

    def number(self, facet: str, value: str) -> int:
        """The number of a value of a facet, -1 where no article has ever had it."""
        for names, to_common in zip(self._names, self._numbered.to_common, strict=True):
            ordinal = names.settled.ordinal(TYPE_OF_FACET[facet], value)
            if ordinal >= 0:
                return int(to_common[ordinal])
        return -1

    def commonest(self, most: int) -> list[ValueWords]:
        """At most so many names that are offered, of all types, the commonest first."""
        numbers = np.concatenate([np.arange(*self.part(facet))[:most] for facet in TYPE_OF_FACET])
        articles = self._numbered.everywhere.take(numbers)
        return self._rows(numbers[np.argsort(-articles, kind="stable")][:most][: np.count_nonzero(articles)])

    def holding(self, words: tuple[str, ...]) -> list[ValueWords]:
        """Of the commonest values with the rarest of these folded words those that hold all of them in order."""
        numbers = self._commonest([names.words.of_all(words) for names in self._names], TYPE_OF_FACET)
        return [row for row in self._rows(numbers[:_LOOKED_AT]) if in_order(words, row.words)]

    def beginning(self, start: str, facets: Collection[str], limit: int) -> list[ValueWords]:
        """At most `limit` values of some facets that begin with folded text from one of their words on: of those where
        a word does, the commonest."""
        words = start.split()
        numbers = self._commonest([names.words.beginning(words) for names in self._names] if words else [], facets)
        rows = self._rows(numbers[:_LOOKED_AT])
        return [row for row in rows if f" {start}" in f" {' '.join(row.words)}"][:limit]

    def _commonest(self, ordinals: Sequence[NDArray[np.int32]], facets: Collection[str]) -> Numbers:
        """The numbers of each segment's ordinals that are of some facets and have articles, the commonest first."""
        pairs = zip(self._numbered.to_common, ordinals, strict=False)
        numbers = np.unique(np.concatenate([_NO_NUMBERS, *(to_common.take(few) for to_common, few in pairs)]))
        parts = [np.searchsorted(numbers, self.part(facet)) for facet in TYPE_OF_FACET if facet in facets]
        among = np.concatenate([_NO_NUMBERS, *(numbers[first:last] for first, last in parts)])
        articles = self._numbered.everywhere.take(among)
        return among[np.argsort(-articles, kind="stable")][: np.count_nonzero(articles)]

    def _rows(self, numbers: Numbers) -> list[ValueWords]:
        """Names with their words and articles."""
        facets, kinds = list(TYPE_OF_FACET), self._numbered.kinds.take(numbers)
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
