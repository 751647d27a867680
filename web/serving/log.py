"""What does the log look like? Each entry begins a line, and what a client sent can neither begin nor steer one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from web.progress import printable


class Entry(logging.Formatter):
    """Time, level and message on one line, control characters made visible; a trace is set in beneath it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's)
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's)
        return "\n".join(f"    {printable(line)}" for line in super().formatException(ei).split("\n"))


def start() -> None:
    """Let warnings and errors of the whole process go to stderr as entries."""
    handler = logging.StreamHandler()
    handler.setFormatter(Entry())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


class Seldom:
    """A warning that cannot fill the log: at most one line in `seconds`, which says how many there were."""

    def __init__(
        self, logger: logging.Logger, seconds: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logger = logger
        self._seconds = seconds
        self._clock = clock
        self._again = float("-inf")
        self._unsaid = 0

    def say(self, words: str) -> None:
        now = self._clock()
        if now < self._again:
            self._unsaid += 1
            return
        more = f"; {self._unsaid:,} more since the last such line" if self._unsaid else ""
        self._logger.warning("%s%s", words, more)
        self._again, self._unsaid = now + self._seconds, 0
