"""How much of what was worked out may stay in memory? So many bytes; what was asked for longest ago goes first."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

ENTRY = 300  # bytes of a key and of the objects around a value
WORD = 60  # bytes of a short string or a few bytes, and of its place in a tuple

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Entry(Generic[Value]):
    __slots__ = ("used", "value", "weight")

    def __init__(self, value: Value, weight: int, used: int) -> None:
        self.value = value
        self.weight = weight
        self.used = used


class Kept(Generic[Key, Value]):
    """Values by key, of at most `most` bytes by the weights that come with them. Safe to share between threads.

    Looking up takes no lock, only a mark of when it was: an ordered dictionary under a lock takes ten times as long
    as a dictionary, this twice. Where the bound is passed, what was asked for longest ago goes, a quarter at a time,
    so that sorting all by their marks costs a few microseconds for each value that comes.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._now = 0
        self._entries: dict[Key, _Entry[Value]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Value | None:
        """The value of `key`, None where none is kept."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._now = entry.used = self._now + 1  # where threads meet, two values may have one mark
        return entry.value

    def several(self, keys: Sequence[Key]) -> list[Value | None]:
        """The values of several keys, all marked as asked for now."""
        self._now = now = self._now + 1
        values: list[Value | None] = []
        for entry in map(self._entries.get, keys):
            if entry is None:
                values.append(None)
            else:
                entry.used = now
                values.append(entry.value)
        return values

    def keep(self, key: Key, value: Value, weight: int) -> Value:
        """Keep a value that weighs so many bytes, and give it back; one that is a quarter of all is not kept."""
        if weight * 4 > self.most:
            return value
        with self._lock:
            self._now = now = self._now + 1
            replaced = self._entries.get(key)
            self._entries[key] = _Entry(value, weight, now)
            self.weight += weight - (replaced.weight if replaced else 0)
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
        for key, entry in sorted(self._entries.items(), key=lambda item: item[1].used):
            if self.weight <= left:
                break
            del self._entries[key]
            self.weight -= entry.weight
