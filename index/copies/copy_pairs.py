"""Which pairs of articles are copies, and how much of them is the same? Candidates are compared, text by text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.copies.candidates import ArchiveState, affected, candidates, print_counts
from index.copies.check import Comparisons, compare, share_of
from index.copies.kinds import PairKind, pair_kinds
from index.copies.text_words import words_of
from index.segment.arrays.print_tables import PrintTable

_BATCH = 60  # pairs that are compared at once: their arrays stay in the processor's cache

ReadTexts = Callable[[Sequence[int]], Sequence[str]]
"""Gives the clean texts of articles by their numbers."""


@dataclass(frozen=True, slots=True)
class CopyPairs:
    """Pairs of copies in order, all int64: `first` < `second`; of the shorter text the number of `words`, how many of
    them are the `same` in the other, in how many `runs`."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    words: NDArray[np.int64]
    same: NDArray[np.int64]
    runs: NDArray[np.int64]

    @property
    def share(self) -> NDArray[np.float64]:
        """The part of the shorter text that is the same, 0 to 1."""
        return share_of(self.same, self.words)

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> CopyPairs:
        """Some of the pairs."""
        return CopyPairs(*self._rows()[:, chosen])

    def _rows(self) -> NDArray[np.int64]:
        return np.stack([self.first, self.second, self.words, self.same, self.runs])

    @classmethod
    def joined(cls, parts: Sequence[CopyPairs]) -> CopyPairs:
        """The pairs of several parts as they come."""
        return cls(*np.concatenate([np.zeros((5, 0), np.int64), *(part._rows() for part in parts)], axis=1))


NO_PAIRS = CopyPairs.joined([])


def copy_pairs(
    tables: Sequence[PrintTable], state: ArchiveState, articles: NDArray[np.int64], texts: ReadTexts
) -> CopyPairs:
    """The pairs of copies of which at least one is among `articles` (live, ascending, each once)."""
    pairs = candidates(tables, state, articles)
    counts = print_counts(tables)
    told = pairs.shared / np.maximum(np.minimum(counts[pairs.first], counts[pairs.second]), 1)
    parts = [NO_PAIRS]
    for start in range(0, len(pairs.first), _BATCH):
        rows = slice(start, start + _BATCH)
        first, second = pairs.first[rows], pairs.second[rows]
        result = _compared(first, second, texts)
        copies = pair_kinds(result, told[rows], (state.days[first], state.days[second])) == PairKind.COPY
        parts.append(CopyPairs(first, second, result.words, result.same, result.runs).of(copies))
    return CopyPairs.joined(parts)


def updated_pairs(
    pairs: CopyPairs, tables: Sequence[PrintTable], change: tuple[ArchiveState, ArchiveState], texts: ReadTexts
) -> CopyPairs:
    """The pairs of copies after a change, from those before it: what `copy_pairs` gives for all live articles.

    `change` is the state before and after; both have a place for every article of the tables. Only what the change can
    touch is looked for and compared.
    """
    before, after = change
    articles = affected(tables, before, after)
    touched = ~after.live
    touched[articles] = True
    kept = pairs.of(~(touched[pairs.first] | touched[pairs.second]))
    every = CopyPairs.joined([kept, copy_pairs(tables, after, articles, texts)])
    return every.of(np.lexsort((every.second, every.first)))


def compared_pairs(first: NDArray[np.int64], second: NDArray[np.int64], texts: ReadTexts) -> CopyPairs:
    """How pairs of articles compare, copies or not, in their order."""
    parts = [NO_PAIRS]
    for start in range(0, len(first), _BATCH):
        rows = slice(start, start + _BATCH)
        result = _compared(first[rows], second[rows], texts)
        parts.append(CopyPairs(first[rows], second[rows], result.words, result.same, result.runs))
    return CopyPairs.joined(parts)


def _compared(first: NDArray[np.int64], second: NDArray[np.int64], texts: ReadTexts) -> Comparisons:
    """How the texts of pairs compare."""
    articles, number = np.unique(np.concatenate([first, second]), return_inverse=True)
    words = words_of(texts(articles.tolist()))
    return compare(words, number[: len(first)], number[len(first) :])
