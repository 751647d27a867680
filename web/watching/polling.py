"""Has a root changed that the system does not tell of? It is looked at again and again, as a run would look at it."""

from __future__ import annotations

from collections.abc import Callable

from web.watching.sight import sight

_SOON = 2.5  # seconds until it is looked at again after a change: FAT and SMB tell times to 2 s
_SHARE = 20  # a look that took long waits so many times as long for the next: 5 % of the time at most


class PolledRoot:
    """A root whose state at the making is the one that changes are told of. `index` is passed over, `every` are the
    seconds between two looks."""

    def __init__(self, path: str, index: str, every: float, clock: Callable[[], float]) -> None:
        self._path, self._index, self._every, self._clock = path, index, every, clock
        self.changing = False
        """Whether the last look found it changed: what is written now may not be whole."""
        self._digest = 0
        self._due = 0.0
        self._look()

    def changed(self) -> bool:
        """Look at it where it is time to; whether it is another than at the last look."""
        if self._clock() < self._due:
            return False
        before = self._digest
        self._look()
        self.changing = self._digest != before
        if self.changing:
            self._due = min(self._due, self._clock() + _SOON)
        return self.changing

    def _look(self) -> None:
        started = self._clock()
        self._digest = sight(self._path, self._index, digest=True).digest
        ended = self._clock()
        self._due = ended + max(self._every, _SHARE * (ended - started))
