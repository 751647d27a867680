"""Which articles of a segment have a value that a question's words mean? Looked up by the words of the values."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.facets import SEARCHED
from index.segment.reader import Segment
from search.sets import EMPTY, Docs
from search.words.value_names import ValueName, telling_words, value_words

Ordinals = NDArray[np.int64]
_NONE: Ordinals = np.empty(0, np.int64)
_DENSE = 6  # a mask over all documents is cheaper than a sort from a sixth of them on, see `search.sets.unite`


class _Words:
    """The words of a segment's values in order, each with the ordinals of the values that it means by itself: 130 bytes
    a word. Making it takes 3 us a value, as most are of plain letters."""

    def __init__(self, segment: Segment) -> None:
        columns = segment.facets
        by_word: dict[str, list[int]] = {}
        for name in SEARCHED:
            first, last = columns.facet(name)
            for ordinal in range(first, last):
                for word in dict.fromkeys(telling_words(columns.values[ordinal])):
                    by_word.setdefault(word, []).append(ordinal)
        self._words = sorted(by_word)
        lists = [by_word[word] for word in self._words]
        self._starts = np.cumsum([0, *map(len, lists)])
        self._ordinals = np.fromiter(chain.from_iterable(lists), np.int32, int(self._starts[-1]))

    def of(self, word: str) -> Ordinals:
        """The ordinals of the values that `word` means, ascending."""
        place = bisect_left(self._words, word)
        if place == len(self._words) or self._words[place] != word:
            return _NONE
        return self._ordinals[self._starts[place] : self._starts[place + 1]].astype(np.int64)


class _Documents:
    """The documents of each value of one facet: 4 bytes an article, made when one of the values is first asked for."""

    def __init__(self, segment: Segment, name: str) -> None:
        columns = segment.facets
        first, last = columns.facet(name)
        further = (columns.extra_values >= first) & (columns.extra_values < last)
        column = columns.rows[:, columns.names.index(name)]
        ordinals = np.concatenate([column, columns.extra_values[further].astype(column.dtype)])
        docs = np.concatenate([np.arange(len(column), dtype=np.int32), columns.extra_docs[further]])
        stated = ordinals != first  # the first value is "", that of those without any
        ordinals, docs = ordinals[stated], docs[stated]
        self._docs: Docs = docs[np.argsort(ordinals, kind="stable")]
        self._first = first
        self._starts = np.cumsum(np.bincount(ordinals - first, minlength=last - first))

    def of(self, ordinals: Ordinals) -> Docs:
        """The documents of one value after another, those of each in order."""
        places = ordinals - self._first
        starts, ends = self._starts[places - 1], self._starts[places]
        sizes = ends - starts
        steps = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        docs: Docs = self._docs.take(np.repeat(starts, sizes) + steps)
        return docs


class SegmentValues:
    """The values of the searched facets (`index.facets.SEARCHED`) of one segment, by their words."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._documents: dict[str, _Documents] = {}

    @cached_property
    def _words(self) -> _Words:
        return _Words(self._segment)

    def warm(self) -> None:
        """Make what the first questions would wait for: at a million articles it takes half a second."""
        _ = self._words
        for name in SEARCHED:
            self._of_facet(name)

    def ordinals(self, names: Sequence[ValueName]) -> Ordinals:
        """The ordinals of the values that one of the names means, ascending."""
        lists = [part for name in names if len(part := self._meant(name))]
        if len(lists) < 2:
            return lists[0] if lists else _NONE
        return np.unique(np.concatenate(lists))

    def _meant(self, name: ValueName) -> Ordinals:
        lists = [part for word in name.words if len(part := self._words.of(word))]
        if not lists:
            return _NONE
        rarest = min(lists, key=len)
        if len(name.words) == 1 and not name.whole:
            return rarest
        values = self._segment.facets.values
        return rarest[[name.means(value_words(values[ordinal])) for ordinal in rarest.tolist()]]

    def counted(self, names: Sequence[ValueName]) -> tuple[Docs, NDArray[np.int64]]:
        """The documents that have such values (ascending), and how many of them each has."""
        ordinals = self.ordinals(names)
        if not len(ordinals):
            return EMPTY, _NONE
        docs = self._having(ordinals)
        if len(ordinals) == 1:
            return docs, np.ones(len(docs), np.int64)
        if len(docs) * _DENSE < self._segment.doc_count:
            return np.unique(docs, return_counts=True)
        cells = np.bincount(docs, minlength=self._segment.doc_count)
        having = np.flatnonzero(cells)
        return having.astype(np.int32), cells[having]

    def _having(self, ordinals: Ordinals) -> Docs:
        """The documents of the values, each as often as it has some of them."""
        parts = []
        for name in SEARCHED:
            first, last = self._segment.facets.facet(name)
            mine = ordinals[(ordinals >= first) & (ordinals < last)]
            if len(mine):
                parts.append(self._of_facet(name).of(mine))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _of_facet(self, name: str) -> _Documents:
        documents = self._documents.get(name)
        if documents is None:
            documents = self._documents[name] = _Documents(self._segment, name)
        return documents

    def by_facet(self, names: Sequence[ValueName], docs: Docs) -> list[list[tuple[str, int]]]:
        """For each of a few documents, the facets in which it has such values, and how many in each."""
        ordinals = self.ordinals(names)
        if not len(ordinals):
            return [[] for _ in docs]
        columns = self._segment.facets
        meant = set(ordinals.tolist())
        further: list[list[int]] = [[] for _ in docs]
        if len(columns.extra_docs):
            starts, ends = columns.extra_docs.searchsorted(np.stack((docs, docs + 1))).tolist()
            further = [columns.extra_values[a:b].tolist() for a, b in zip(starts, ends, strict=True)]
        values = zip(columns.rows.take(docs, axis=0).tolist(), further, strict=True)
        return [self._facets_of(sorted(meant.intersection(row + more))) for row, more in values]

    def _facets_of(self, ordinals: Sequence[int]) -> list[tuple[str, int]]:
        """The facets of some values of one article, with how many are of each."""
        if not ordinals:
            return []
        columns = self._segment.facets
        numbers = columns.bases.searchsorted(ordinals, side="right") - 1
        return list(Counter(columns.names[number] for number in numbers.tolist()).items())
