"""How does whoever serves an index learn what a run is at? A watcher tells it, by `index.store.run_file`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from index.reindex.environment import Watcher
from index.reindex.plan.plan import ReindexPlan
from index.reindex.report import ReindexReport
from index.store.run_file import RunFile
from index.store.run_states import LastRun, Running

_PLANNING = Running("planning", 0, 0)
_SECONDS = 0.5  # between two states of one phase: a state takes 0.1 ms, and nobody reads more of them


@dataclass(slots=True)
class Telling:
    """A watcher that passes everything on to `watcher` and tells it; `report` is set where the run comes to its end."""

    watcher: Watcher
    file: RunFile
    clock: Callable[[], float] = monotonic
    report: ReindexReport | None = None
    _running: Running = _PLANNING
    _again: float = 0.0

    def planned(self, plan: ReindexPlan) -> None:
        self.watcher.planned(plan)

    def phase(self, name: str, units: int) -> None:
        self._say(Running(name, 0, units))
        self.watcher.phase(name, units)

    def advanced(self, units: int) -> None:
        self._running = Running(self._running.phase, self._running.done + units, self._running.of)
        if self.clock() >= self._again:
            self._say(self._running)
        self.watcher.advanced(units)

    def _say(self, running: Running) -> None:
        self._running, self._again = running, self.clock() + _SECONDS
        self.file.say(running)


@contextmanager
def telling(folder: Path, watcher: Watcher, now: datetime) -> Iterator[Telling]:
    """A watcher that tells what the run is at until the block ends, and then what it did."""
    file = RunFile(folder)
    told = Telling(watcher, file)
    file.say(_PLANNING)
    try:
        yield told
    finally:
        file.close(_ended(told.report, now) if told.report else None)


def _ended(report: ReindexReport, now: datetime) -> LastRun:
    counts = report.counts
    return LastRun(
        now.isoformat(timespec="seconds"),
        round(report.seconds, 3),
        counts.new,
        counts.changed,
        counts.renamed,
        counts.gone,
        len(report.skipped),
    )
