"""How fast is the index checked for damage beside a server? A piece at a time, with a rest after each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from index.settings import Settings
from search.engine import Engine

PIECE = 1 << 20
"""Bytes that are read at once: 1 ms of CPU, so that no request waits for it and 4 MB a second take 0.4 % of a core."""
_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of rest after each byte, and after all has been looked at."""

    a_byte: float
    a_round: float

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The pace of the settings, None where nothing is to be checked."""
        if not settings.scrub_mb:
            return None
        return cls(1 / (settings.scrub_mb * 1e6), settings.scrub_hours * _SECONDS)


def scrub(engine: Engine, pace: Pace | None, wait: Callable[[float], bool]) -> None:
    """Check the index until `wait`, which is told how many seconds to wait, returns true.

    An error ends the round and not the check: the server answers all the same.
    """
    if pace is None:
        return
    read = PIECE
    while not wait(read * pace.a_byte if read else max(pace.a_round, 1.0)):
        try:
            read = engine.scrub(PIECE)
        except Exception:
            logging.getLogger(__name__).exception("the check for damage could not go on")
            read = 0
