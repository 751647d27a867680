"""Which names in the texts of an archive hold these words? Looked up in the file of its values."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.authority import withheld
from index.cluster.values import ValueTable
from search.facets.segment_names import TYPE_OF_FACET, ValueWordIndex, in_order
from search.words.suggest import ValueWords
from search.words.value_names import value_words

_LOOKED_AT = 100  # names with a word of which the text is looked at: .25 ms


class TableNames:
    """The names that are offered; see `KnownNames` for what each call returns."""

    def __init__(self, table: ValueTable) -> None:
        self._table = table

    @cached_property
    def _offered(self) -> NDArray[np.int64]:
        """The numbers of the names that are offered, ascending: by their types, the commonest first."""
        parts = [np.arange(*self._table.part(facet)) for facet in TYPE_OF_FACET]
        numbers = np.concatenate([np.zeros(0, np.int64), *parts])
        articles, vouched = (a.take(numbers).astype(np.int64) for a in (self._table.articles, self._table.vouched))
        return numbers[~withheld(articles, vouched, self._kinds(numbers))]

    def _kinds(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """uint8: the type of each name."""
        kinds = np.zeros(len(numbers), np.uint8)
        for facet, kind in TYPE_OF_FACET.items():
            first, last = self._table.part(facet)
            kinds[(numbers >= first) & (numbers < last)] = kind
        return kinds

    @cached_property
    def _words(self) -> ValueWordIndex:
        return ValueWordIndex(len(self._offered), lambda places: self._table.texts(self._offered.take(places)))

    def offered(self, facet: str) -> int:
        """How many names of a facet are offered."""
        first, last = self._table.part(facet)
        low, high = self._offered.searchsorted((first, last))
        return int(high - low)

    def warm(self) -> None:
        """Read what the first questions would wait for."""
        _ = self._words

    def commonest(self, most: int) -> list[ValueWords]:
        """At most so many names, of all types, the commonest first."""
        articles = self._table.articles.take(self._offered).astype(np.int64)
        numbers = self._offered[np.argsort(-articles, kind="stable")[:most]]
        return self._told(numbers)

    def holding(self, words: tuple[str, ...]) -> list[ValueWords]:
        """Of the commonest names with the rarest of these folded words those that hold all of them in order."""
        return [row for row in self._rows(self._words.of_all(words), TYPE_OF_FACET) if in_order(words, row.words)]

    def beginning(self, start: str, facets: Collection[str], limit: int) -> list[ValueWords]:
        """At most `limit` names of some facets that begin with folded text from one of their words on: of those where a
        word does, the commonest."""
        words = start.split()
        rows = self._rows(self._words.beginning(words), facets) if words else []
        return [row for row in rows if f" {start}" in f" {' '.join(row.words)}"][:limit]

    def _rows(self, places: NDArray[np.int32], facets: Collection[str]) -> list[ValueWords]:
        """The commonest of the names at some places among those that are offered, if of these facets."""
        numbers = np.sort(self._offered.take(places))
        numbers = numbers[np.isin(self._kinds(numbers), [TYPE_OF_FACET[f] for f in facets if f in TYPE_OF_FACET])]
        articles = self._table.articles.take(numbers).astype(np.int64)
        best = np.argsort(-articles, kind="stable")[:_LOOKED_AT]
        return self._told(numbers[best])

    def _told(self, numbers: NDArray[np.int64]) -> list[ValueWords]:
        names = {kind: facet for facet, kind in TYPE_OF_FACET.items()}
        articles = self._table.articles.take(numbers)
        told = zip(self._kinds(numbers).tolist(), self._table.texts(numbers), articles.tolist(), strict=True)
        return [ValueWords(names[kind], text, count, value_words(text)) for kind, text, count in told]
