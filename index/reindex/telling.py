"""How does whoever serves an index learn what a run is at? A watcher tells it, by `index.store.run_file`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from index.reindex.environment import Watcher
from index.reindex.plan.plan import ReindexPlan
from index.reindex.report import ReindexReport
from index.store.run_file import RunFile, write_skipped
from index.store.run_states import LastRun, Running, RunPhase, UnfinishedRun

_SECONDS = 0.5  # between two states of one phase: a state takes 0.1 ms, and nobody reads more of them
# The first batch of a step waits for its processes, so that it tells no rate; after five seconds more a step over 766
# saved pages was foretold within a factor of two on a busy machine, and by its first batch within one of eight.
_STEADY = 5


@dataclass(slots=True)
class Telling:
    """A watcher that passes everything on to `watcher` and tells it; `report` is set where the run comes to its end.

    `now` is when the run began, `clock` counts seconds.
    """

    watcher: Watcher
    file: RunFile
    now: datetime
    clock: Callable[[], float] = monotonic
    report: ReindexReport | None = None
    _running: Running = field(init=False)
    _began: float = field(init=False)
    _phase_began: float = field(init=False)
    _first: tuple[float, int] | None = None  # when the first batch of the phase was done, and how many are in it
    _again: float = 0.0

    def __post_init__(self) -> None:
        self._began = self.clock()
        self._enter(RunPhase.PLANNING, 0)

    def planned(self, plan: ReindexPlan) -> None:
        self.watcher.planned(plan)

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        self.watcher.resumed(ended, phase, done, units)

    def phase(self, name: str, units: int) -> None:
        self._enter(name, units)
        self.watcher.phase(name, units)

    def advanced(self, units: int) -> None:
        self._running = replace(self._running, done=self._running.done + units)
        moment = self.clock()
        self._first = self._first or (moment, self._running.done)
        if moment >= self._again:
            self._say()
        self.watcher.advanced(units)

    def end(self, error: BaseException | None) -> None:
        """Tell that the run is over, by the error that ended it where there is one."""
        if error is None and self.report is not None:
            write_skipped(self.file.folder, self.report.skipped, self.report.new_skips)
            self.file.close(_ended(self.report, self.now))
            return
        at = self.now + timedelta(seconds=self.clock() - self._began)
        run = self._running
        told = UnfinishedRun(at.isoformat(timespec="seconds"), run.phase, run.done, run.of, _reason(error))
        self.file.close(None, told)

    def _enter(self, phase: str, units: int) -> None:
        self._phase_began, self._first = self.clock(), None
        self._running = Running(phase, 0, units, self.now.isoformat(timespec="seconds"))
        self._say()

    def _say(self) -> None:
        moment = self.clock()
        seconds = round(moment - self._phase_began, 1)
        self._running = replace(self._running, seconds=seconds, rate=self._rate(moment))
        self._again = moment + _SECONDS
        self.file.say(self._running)

    def _rate(self, moment: float) -> float:
        """Pages and lines a second since the first batch was done, 0 where that is too short ago."""
        since, done = self._first or (moment, 0)
        seconds = moment - since
        return round(max(0, self._running.done - done) / seconds, 3) if seconds >= _STEADY else 0.0


@contextmanager
def telling(folder: Path, watcher: Watcher, now: datetime) -> Iterator[Telling]:
    """A watcher that tells what the run is at until the block ends, and then what it did."""
    told = Telling(watcher, RunFile(folder), now)
    try:
        yield told
    except BaseException as error:
        told.end(error)
        raise
    told.end(None)


def _reason(error: BaseException | None) -> str:
    """Why a run ended early, in one sentence."""
    if isinstance(error, KeyboardInterrupt):
        return "it was interrupted"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error or "") or type(error).__name__


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
