"""How much of what was worked out may stay in memory? So many bytes; what was asked for longest ago goes first."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

ENTRY = 300  # bytes of a key and of the objects around a value
WORD = 60  # bytes of a short string or a few bytes, and of its place in a tuple

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


_VALUE, _WEIGHT, _USED = range(3)  # of an entry: a list takes an eighth of the time of an object to make


class Kept(Generic[Key, Value]):
    """Values by key, of at most `most` bytes by the weights that come with them. Safe to share between threads.

    Looking up takes no lock, only a mark of when it was: an ordered dictionary under a lock takes ten times as long
    as a dictionary, this twice. Where the bound is passed, what was asked for longest ago goes, a quarter at a time,
    so that sorting all by their marks costs less than a microsecond for each value that comes.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._now = 0
        self._entries: dict[Key, list[Any]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Value | None:
        """The value of `key`, None where none is kept."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._now = entry[_USED] = self._now + 1  # where threads meet, two values may have one mark
        value: Value = entry[_VALUE]
        return value

    def several(self, keys: Sequence[Key]) -> list[Value | None]:
        """The values of several keys, all marked as asked for now."""
        self._now = now = self._now + 1
        values: list[Value | None] = []
        for entry in map(self._entries.get, keys):
            if entry is None:
                values.append(None)
            else:
                entry[_USED] = now
                values.append(entry[_VALUE])
        return values

    def keep(self, key: Key, value: Value, weight: int) -> Value:
        """Keep a value that weighs so many bytes, and give it back; one that is a quarter of all is not kept."""
        if weight * 4 > self.most:
            return value
        with self._lock:
            self._now = now = self._now + 1
            replaced = self._entries.get(key)
            self._entries[key] = [value, weight, now]
            self.weight += weight - (replaced[_WEIGHT] if replaced else 0)
            if self.weight > self.most:
                self._shed(self.most - self.most // 4)
        return value

    def bound(self, most: int) -> None:
        """Keep at most `most` bytes from now on."""
        with self._lock:
            self.most = most
            if self.weight > most:
                self._shed(most - most // 4)

    def _shed(self, left: int) -> None:
        """Forget what was asked for longest ago until the rest weighs at most `left`."""
        keys = list(self._entries)
        marks = np.fromiter((entry[_USED] for entry in self._entries.values()), np.int64, len(keys))
        weights = np.fromiter((entry[_WEIGHT] for entry in self._entries.values()), np.int64, len(keys))
        oldest = np.argsort(marks, kind="stable")
        gone = np.cumsum(weights.take(oldest))
        count = int(gone.searchsorted(self.weight - left)) + 1
        for number in oldest[:count].tolist():
            del self._entries[keys[number]]
        self.weight -= int(gone[count - 1])
