"""What does the log say of the index? Each thing that is wrong with it once, as an error, when it begins to be."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from index.errors import CuttingsError, IndexMissing
from search.engine import Engine
from search.health import EngineHealth
from web.advice import message
from web.sentences import sentence
from web.serving import pace
from web.serving.pace import Pace
from web.translation import SOURCE, spoken

_LOG = logging.getLogger("cuttings.index")
_LOOK = 1.0  # seconds between two looks at how the index is


class DamageLog:
    """Writes what is wrong with the index in `folder` into the log; what ends and begins again is written again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: frozenset[str] = frozenset()

    def look(self, health: EngineHealth) -> None:
        """Write what was not wrong when it was looked at last. That there is no index yet is no fault."""
        with spoken(SOURCE):
            wrong = tuple(self._wrong(health))
        for told in wrong:
            self._say(told)
        self._told = frozenset(map(_fault, wrong))

    def failed(self, error: CuttingsError) -> None:
        """Write that an answer failed by the fault of the index."""
        with spoken(SOURCE):
            self._say(message(error, self._folder))

    def _say(self, told: str) -> None:
        if _fault(told) not in self._told:
            self._told |= {_fault(told)}
            _LOG.error("%s", told)

    def _wrong(self, health: EngineHealth) -> Iterator[str]:
        known = ""
        if health.error is not None and not isinstance(health.error, IndexMissing):
            known = message(health.error, self._folder)
            yield known
        if health.problem is not None:
            known = sentence(health.problem, self._folder)
            yield known
        yield from (told for told in health.damaged if told.partition(": ")[2] not in known)


def _fault(told: str) -> str:
    """What is wrong, without what to do: an answer that fails and one that may be wrong advise differently."""
    return told.partition("; ")[0]


def watch(engine: Engine, pacing: Pace | None, log: DamageLog, ended: Callable[[float], bool] | None = None) -> None:
    """Check the index at a pace, and look each second how it is, until `ended`, which waits for so many seconds."""
    ended = ended or threading.Event().wait

    def wait(seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            log.look(engine.health())
            if ended(min(left, _LOOK)):
                return True
        return False

    pace.scrub(engine, pacing, wait)
    wait(float("inf"))
