"""How are many short byte strings looked up at once? Open addressing in arrays, keyed by the strings' own bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]


class RunTable:
    """A map from keys of `columns` 64-bit words, the first not zero, to 64-bit values, looked up in bulk.

    `odd` is a random odd constant, so that nobody can craft words that fall on one slot. At most half of the slots
    are taken: a key is found after 1.1 to 1.5 looks.
    """

    def __init__(self, columns: int, odd: int) -> None:
        self._odd = np.uint64(odd)
        # A row is a key and its value: both come with one line of the processor's cache.
        self._rows = np.zeros((1 << 12, columns + 1), np.uint64)
        self._shift = np.uint64(64 - 12)
        self.count = 0

    def _slots(self, keys: list[Words]) -> npt.NDArray[np.int64]:
        mixed = keys[0] * self._odd
        for key in keys[1:]:
            mixed ^= mixed >> np.uint64(29)
            mixed += key
            mixed *= self._odd
        mixed ^= mixed >> np.uint64(32)
        mixed *= self._odd
        mixed >>= self._shift
        return mixed.view(np.int64)

    def find(self, keys: list[Words]) -> Words:
        """The value of each key (uint64), 0 where it has none."""
        slots = self._slots(keys)
        rows = np.take(self._rows, slots, axis=0)
        same = _equal(rows, keys)
        values = rows[:, -1].copy()
        rest = np.flatnonzero(~same)
        while len(rest):
            # Not there: empty slots mean that the key is new, the others are looked for one slot on.
            empty = rows[rest, 0] == 0
            values[rest[empty]] = 0
            rest = rest[~empty]
            slots[rest] = (slots[rest] + 1) & (len(self._rows) - 1)
            rows[rest] = np.take(self._rows, slots[rest], axis=0)
            same = _equal(rows[rest], [key[rest] for key in keys])
            values[rest[same]] = rows[rest[same], -1]
            rest = rest[~same]
        return values

    def add(self, keys: list[Words], values: Words) -> None:
        """Enter keys that are not there yet and differ from one another."""
        self.count += len(values)
        if self.count * 2 > len(self._rows):
            self._grow()
        self._place(np.stack([*keys, values], axis=1))

    def _place(self, rows: Words) -> None:
        slots = self._slots([np.ascontiguousarray(column) for column in rows.T[:-1]])
        while len(rows):
            free = self._rows[slots, 0] == 0
            # Of several that want one free slot, the last written gets it; the others see so and move on.
            self._rows[slots[free]] = rows[free]
            lost = (np.take(self._rows, slots, axis=0) != rows).any(axis=1)
            rows, slots = rows[lost], (slots[lost] + 1) & (len(self._rows) - 1)

    def _grow(self) -> None:
        # Old words come last and so get the slots that are looked at first: they are the frequent ones, and their
        # terms have low numbers.
        taken = self._rows[self._rows[:, 0] != 0]
        taken = taken[np.argsort(taken[:, -1])[::-1]]
        size = len(self._rows)
        while self.count * 2 > size:
            size *= 2
        self._rows = np.zeros((size, self._rows.shape[1]), np.uint64)
        self._shift = np.uint64(64 - (size.bit_length() - 1))
        self._place(taken)


def _equal(rows: Words, keys: list[Words]) -> npt.NDArray[np.bool_]:
    """Whether the keys of `rows` are `keys`, row by row."""
    same: npt.NDArray[np.bool_] = rows[:, 0] == keys[0]
    for number, key in enumerate(keys[1:], 1):
        same &= rows[:, number] == key
    return same
