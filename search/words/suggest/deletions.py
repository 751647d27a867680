"""Which words are at most two edits from a typed one? Looked up by what is left when letters are taken out of both.

Two words within two edits of each other have a common rest after at most two deletions from each (the symmetric
deletion idea of W. Garbe's SymSpell). The rests of the first seven letters of every word stand as 32-bit hashes beside
the word's number in one sorted array, so a look-up is a bisection for each of the typed word's own rests.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from search.sets import distinct

EDITS = 2
HEAD = 7  # letters that are looked at; 29 rests a word at most
_FACTOR = 0x01000193
_MASK = 0xFFFFFFFF


class DeletionIndex:
    """The rests of `words` (their numbers are their places). About 8 bytes for each of up to 29 rests of a word."""

    def __init__(self, words: Sequence[str]) -> None:
        self._first = _entries(words, 0)
        self._later = np.zeros(0, np.uint64)
        self._built = self._count = len(words)

    @property
    def grown(self) -> int:
        """How many words came after the first."""
        return self._count - self._built

    def with_words(self, words: Sequence[str]) -> DeletionIndex:
        """The index with further words, numbered after those that it has; only these cost anything."""
        grown = copy(self)
        grown._later = np.sort(np.concatenate([self._later, _entries(words, self._count)]))
        grown._count = self._count + len(words)
        return grown

    def near(self, word: str) -> NDArray[np.int64]:
        """Numbers of the words that may be within two edits of `word`, ascending: all that are, and some more."""
        rests = np.fromiter(_rests(word[:HEAD]), np.uint64) << np.uint64(32)
        pieces: list[NDArray[np.uint64]] = []
        for entries in (self._first, self._later) if len(self._later) else (self._first,):
            first = np.searchsorted(entries, rests)
            last = np.searchsorted(entries, rests + np.uint64(_MASK), "right")
            pieces += [entries[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True) if b > a]
        if not pieces:
            return np.zeros(0, np.int64)
        return distinct(np.concatenate(pieces) & np.uint64(_MASK)).astype(np.int64)


def _entries(words: Sequence[str], first: int) -> NDArray[np.uint64]:
    """The rests of words whose numbers begin with `first`, sorted: 32 bits of hash, 32 of the word's number."""
    if not words:
        return np.zeros(0, np.uint64)
    heads = np.zeros((len(words), HEAD), np.uint32)
    lengths = np.zeros(len(words), np.int64)
    joined = np.frombuffer("".join(word[:HEAD] for word in words).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths[:] = [min(len(word), HEAD) for word in words]
    heads[np.arange(HEAD) < lengths[:, None]] = joined
    numbers = np.arange(first, first + len(words), dtype=np.uint64)
    parts: list[NDArray[np.uint64]] = []
    for gone in _removals(HEAD):
        mask = lengths > gone[-1] if gone else np.ones(len(words), bool)
        rest = np.zeros(int(mask.sum()), np.uint32)
        for column in range(HEAD):
            if column not in gone:
                letter = heads[mask, column]
                rest = np.where(letter > 0, (rest ^ letter) * np.uint32(_FACTOR), rest)
        parts.append((rest.astype(np.uint64) << np.uint64(32)) | numbers[mask])
    return np.sort(np.concatenate(parts))


def _removals(length: int) -> list[tuple[int, ...]]:
    return [gone for count in range(EDITS + 1) for gone in combinations(range(length), count)]


def _rests(head: str) -> set[int]:
    """Hashes of `head` without each choice of at most two letters."""
    letters = [ord(char) for char in head]
    rests = set()
    for gone in _removals(len(letters)):
        rest = 0
        for place, letter in enumerate(letters):
            if place not in gone:
                rest = ((rest ^ letter) * _FACTOR) & _MASK
        rests.add(rest)
    return rests
