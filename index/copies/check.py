"""How much of the shorter of two texts stands in the other, and is what differs only what is filled into a form?

A word is the same where it stands in a run of `RUN` words that the other text has, too. A slot is a place where few
words stand between the same words in both texts, with figures in either, and not the same: what is filled into a form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.copies.ranges import ranges
from index.copies.text_words import TextWords, shingles
from index.hashing import mixed

RUN = 12
"""A run of so many words is hardly by chance."""

CONTEXT = 4
"""How many words before and behind a slot are the same."""

SLOT = 8
"""How many words may stand in a slot."""

_FACTOR = np.uint64(0x9FB21C651E98DF25)
_PLACES = np.uint64((1 << 24) - 1)
"""The bits of a place: the texts that are compared at once have at most 16 million words. The 40 above it tell pieces
apart: of a million words that are looked up among as many, one is taken for another."""


def share_of(same: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.float64]:
    """The part of texts of so many `words` that is the `same`, 0 to 1; 0 where there are no words."""
    return same / np.maximum(words, 1)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """How pairs of texts compare, an int64 a pair: the `words` of the shorter text, how many of them are the `same`, in
    how many `runs`; how many slots are `filled`; of the figures of the shorter text how many there are (`figures`), how
    many stand among the same words (`kept_figures`) and how many the other text has not (`new_figures`)."""

    words: NDArray[np.int64]
    same: NDArray[np.int64]
    runs: NDArray[np.int64]
    filled: NDArray[np.int64]
    figures: NDArray[np.int64]
    kept_figures: NDArray[np.int64]
    new_figures: NDArray[np.int64]

    @property
    def share(self) -> NDArray[np.float64]:
        """The part of the shorter text that is the same, 0 to 1."""
        return share_of(self.same, self.words)


@dataclass(frozen=True, slots=True)
class _Shorter:
    """The words of the shorter text of each pair in a row: `place` (int64) among the words of all texts, `pair` (int64)
    and `other` (int64), the longer text; `count` pairs."""

    place: NDArray[np.int64]
    pair: NDArray[np.int64]
    other: NDArray[np.int64]
    count: int

    def sums(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many words are chosen in each pair."""
        return np.bincount(self.pair[chosen], minlength=self.count)


class _Lookup:
    """Where pieces of texts stand in other texts. A piece has a number (uint64) and begins at a word; `chosen` says
    which words begin one. What it is known by and its place are one number."""

    def __init__(self, words: TextWords, numbers: NDArray[np.uint64], chosen: NDArray[np.bool_]) -> None:
        self._numbers, self._chosen = numbers, chosen
        place = np.flatnonzero(chosen)
        text = np.searchsorted(words.ends, place, side="right")
        self._entries = _keys(numbers[place], text) | place.astype(np.uint64)
        self._entries.sort()

    def standing(self, shorter: _Shorter) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """bool, int64: whether the piece that begins at each word stands in the other text, and where first."""
        hit, place = self._chosen[shorter.place], np.zeros(len(shorter.place), np.int64)
        if not len(self._entries):
            return hit, place
        asked = np.flatnonzero(hit)
        keys = _keys(self._numbers[shorter.place[asked]], shorter.other[asked])
        entry = self._entries[np.minimum(np.searchsorted(self._entries, keys), len(self._entries) - 1)]
        hit[asked] = entry & ~_PLACES == keys
        place[asked] = (entry & _PLACES).astype(np.int64)
        return hit, place


def _keys(numbers: NDArray[np.uint64], texts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """uint64: what a piece of a text is known by."""
    return mixed(numbers + texts.astype(np.uint64) * _FACTOR) & ~_PLACES


def compare(words: TextWords, first: NDArray[np.int64], second: NDArray[np.int64]) -> Comparisons:
    """How pairs of the texts compare, given by the numbers of the texts; the order of a pair does not matter."""
    length = np.diff(words.ends, prepend=0)
    shorter = _shorter(words, first, second, length)
    standing, _ = _runs_of(words, RUN).standing(shorter)
    same = _covered(standing, RUN)
    begins = same & ~np.append(False, same[:-1] & (shorter.pair[1:] == shorter.pair[:-1]))[: len(same)]
    hit, found = _runs_of(words, CONTEXT).standing(shorter)
    figure = words.figure[shorter.place]
    known, _ = _Lookup(words, words.hashes, words.figure).standing(shorter)
    return Comparisons(
        words=np.minimum(length[first], length[second]),
        same=shorter.sums(same),
        runs=shorter.sums(begins),
        filled=_slots(words, shorter, hit, found),
        figures=shorter.sums(figure),
        kept_figures=shorter.sums(figure & _covered(hit, CONTEXT)),
        new_figures=shorter.sums(figure & ~known),
    )


def same_share(words: TextWords, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """The `share` of `compare`, which takes a third of its time."""
    length = np.diff(words.ends, prepend=0)
    shorter = _shorter(words, first, second, length)
    standing, _ = _runs_of(words, RUN).standing(shorter)
    return share_of(shorter.sums(_covered(standing, RUN)), np.minimum(length[first], length[second]))


def _shorter(
    words: TextWords, first: NDArray[np.int64], second: NDArray[np.int64], length: NDArray[np.int64]
) -> _Shorter:
    """The shorter texts of the pairs; of two that are equally long one that their words alone decide."""
    place = np.arange(len(words.hashes)) - np.repeat(words.ends - length, length)
    sums = np.zeros(len(words.hashes) + 1, np.uint64)
    np.cumsum(mixed(words.hashes + place.astype(np.uint64)), out=sums[1:])
    order = sums[words.ends] - sums[words.ends - length]
    turned = (length[first] > length[second]) | ((length[first] == length[second]) & (order[first] > order[second]))
    short, long = np.where(turned, second, first), np.where(turned, first, second)
    pair = np.repeat(np.arange(len(short)), length[short])
    return _Shorter(ranges(words.ends[short] - length[short], length[short]), pair, long[pair], len(short))


def _runs_of(words: TextWords, size: int) -> _Lookup:
    """Where runs of `size` words stand."""
    numbers = np.zeros(len(words.hashes), np.uint64)
    runs = shingles(words.hashes, size)
    numbers[: len(runs)] = runs
    whole = np.ones(len(numbers), np.bool_)  # whether a run that begins here ends in its text
    for short in range(1, size):
        whole[(words.ends - short)[words.ends >= short]] = False
    return _Lookup(words, numbers, whole)


def _covered(hit: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    """bool: which words are part of a run of `size` that begins where `hit` says so."""
    change = np.zeros(len(hit) + 1, np.int32)
    change[:-1] += hit
    change[size:] -= hit[: max(len(hit) + 1 - size, 0)]
    return np.cumsum(change)[:-1] > 0


def _slots(words: TextWords, shorter: _Shorter, hit: NDArray[np.bool_], found: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many slots are filled in anew in each pair. `hit` says which contexts the other text has, at `found`."""
    rows = np.flatnonzero(hit)
    last, following = rows[:-1], rows[1:]
    width, other_width = following - last - CONTEXT, found[following] - found[last] - CONTEXT
    narrow = (width > 0) & (width <= SLOT) & (other_width > 0) & (other_width <= SLOT)
    narrow &= shorter.pair[following] == shorter.pair[last]
    last, width, other_width = last[narrow], width[narrow], other_width[narrow]
    count, total = _figures_before(words)
    start, other_start = shorter.place[last] + CONTEXT, found[last] + CONTEXT
    end, other_end = start + width, other_start + other_width
    changed = total[end] - total[start] != total[other_end] - total[other_start]
    changed &= (count[end] > count[start]) & (count[other_end] > count[other_start])
    return np.bincount(shorter.pair[last[changed]], minlength=shorter.count)


def _figures_before(words: TextWords) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """How many figures stand before each word, and the sum of their numbers."""
    count, total = np.zeros(len(words.figure) + 1, np.int64), np.zeros(len(words.figure) + 1, np.uint64)
    np.cumsum(words.figure, out=count[1:])
    np.cumsum(words.hashes * words.figure, out=total[1:])
    return count, total
