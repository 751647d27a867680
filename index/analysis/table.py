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
        self._keys = [np.zeros(1 << 12, np.uint64) for _ in range(columns)]
        self._values = np.zeros(1 << 12, np.uint64)
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
        same = np.take(self._keys[0], slots) == keys[0]
        for table, key in zip(self._keys[1:], keys[1:], strict=True):
            same &= np.take(table, slots) == key
        values = np.take(self._values, slots)
        rest = np.flatnonzero(~same)
        if not len(rest):
            return values
        slots = slots[rest]
        while len(rest):
            # Not there: empty slots mean that the key is new, the others are looked for one slot on.
            empty = self._keys[0][slots] == 0
            values[rest[empty]] = 0
            rest, slots = rest[~empty], (slots[~empty] + 1) & (len(self._values) - 1)
            same = self._keys[0][slots] == keys[0][rest]
            for table, key in zip(self._keys[1:], keys[1:], strict=True):
                same &= table[slots] == key[rest]
            values[rest[same]] = self._values[slots[same]]
            rest, slots = rest[~same], slots[~same]
        return values

    def add(self, keys: list[Words], values: Words) -> None:
        """Enter keys that are not there yet and differ from one another."""
        self.count += len(values)
        if self.count * 2 > len(self._values):
            self._grow()
        self._place(keys, values)

    def _place(self, keys: list[Words], values: Words) -> None:
        slots = self._slots(keys)
        rest = np.arange(len(values))
        while len(rest):
            free = self._keys[0][slots] == 0
            # Of several that want one free slot, the last written gets it; the others see so and move on.
            won = free
            for table, key in zip(self._keys, keys, strict=True):
                table[slots[free]] = key[rest[free]]
            for table, key in zip(self._keys, keys, strict=True):
                won = won & (table[slots] == key[rest])
            self._values[slots[won]] = values[rest[won]]
            rest, slots = rest[~won], (slots[~won] + 1) & (len(self._values) - 1)

    def _grow(self) -> None:
        # Old words come last and so get the slots that are looked at first: they are the frequent ones, and their
        # terms have low numbers.
        taken = np.flatnonzero(self._keys[0])
        taken = taken[np.argsort(self._values[taken])[::-1]]
        keys, values = [table[taken] for table in self._keys], self._values[taken]
        size = len(self._values)
        while self.count * 2 > size:
            size *= 2
        self._keys = [np.zeros(size, np.uint64) for _ in keys]
        self._values = np.zeros(size, np.uint64)
        self._shift = np.uint64(64 - (size.bit_length() - 1))
        self._place(keys, values)
