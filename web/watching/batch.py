"""When is it time for a run? When the folders have been quiet, or have not been for long; after a failure, later."""

from __future__ import annotations

from collections.abc import Iterable

QUIET = 1.0  # seconds without a change after which files count as written
LONGEST_WAIT = 30.0  # seconds after the first change when a run does not wait for quiet any more
_PAUSE, _LONGEST_PAUSE = 2.0, 600.0  # seconds after a run that failed; they double with each further failure
_AGAIN = 3600.0  # seconds after a run when everything is looked at without a change


class ChangeBatch:
    """The roots that have changed since the last run took them. Times are seconds of one clock.

    An hour after a run all roots are due again (`overdue`): what is written through a mapping of memory no system
    tells, and dates may wait for their day.
    """

    def __init__(self, now: float) -> None:
        self._roots: set[str] = set()
        self._first = self._last = self._earliest = now
        self._ended = now
        self._pause = 0.0

    def add(self, roots: Iterable[str], now: float) -> None:
        """Roots have changed."""
        before = len(self._roots)
        self._roots |= set(roots)
        if roots:
            self._last = now
            if not before:
                self._first = now

    def due(self, now: float, *, changing: bool = False) -> bool:
        """Whether a run is to begin; `changing` says that files are being written, whatever was told."""
        if not self._roots or now < self._earliest:
            return False
        quiet = now - self._last >= QUIET and not changing
        return quiet or self.late(now)

    def late(self, now: float) -> bool:
        """Whether the first change is so long ago that nothing is waited for any more."""
        return now - self._first >= LONGEST_WAIT

    def wait(self, now: float) -> None:
        """Let it be quiet for a while from now on before a run begins."""
        self._last = now

    def overdue(self, now: float) -> bool:
        """Whether all roots are to be looked at, as none was for long; it is said once."""
        overdue = now - self._ended >= _AGAIN
        if overdue:
            self._ended = now
        return overdue

    def take(self) -> set[str]:
        """The roots that have changed; none have, afterwards."""
        roots, self._roots = self._roots, set()
        return roots

    def ended(self, began: float, now: float) -> None:
        """A run has ended well. The next one waits as long as it took: runs take half of the time at most."""
        self._ended, self._pause = now, 0.0
        self._earliest = now + (now - began)

    def failed(self, roots: Iterable[str], now: float) -> float:
        """A run over the roots has failed; the seconds until they are due again, if no change comes."""
        self._pause = min(_LONGEST_PAUSE, 2 * self._pause or _PAUSE)
        self._earliest = self._ended = now + self._pause
        self.add(roots, now - LONGEST_WAIT)
        return self._pause
