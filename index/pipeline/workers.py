"""How are files read in processes that may hang, run out of memory or die? What one of them was at is left out.

A worker says in shared memory which unit of its task (a page, a line) it is at and since when, which costs nothing
per unit. It gives up a slow unit by itself, by an alarm; one that does not come back is killed. What a killed worker
had read but not yet finished into a segment is read again by another, without the unit that it died of.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import CuttingsError, ReadError
from index.pipeline.sources import why
from index.writer import Built

_IDLE = -1.0
# What the system runs out of while some page is read: every other page would fail of it, too.
_NOBODYS_FAULT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE})
# A unit has the limit in processor time, by its own alarm: a busy machine must not cost a page. What hangs without
# computing, or in a library that no alarm interrupts, is killed after this many times the limit by the clock.
_PATIENCE = 6
_POLL = 0.1  # seconds between looks at the workers' clocks
_DEATHS = 3  # deaths between units, which no unit can be blamed for, before the run is given up


class WorkersDied(CuttingsError):
    """Reading processes end again and again without a file that could be left out for it."""


class UnitTimeout(BaseException):
    """The alarm went off: not an Exception, so that no reader takes it for a fault of the page."""


@dataclass(frozen=True, slots=True)
class Task:
    """Units of one kind that a worker reads in one go.

    `payload` is for the job; `units` numbers the units; `size` is their bytes. `number` is the pool's.
    """

    payload: Any
    units: tuple[int, ...]
    size: int
    number: int = -1


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one unit: the job's value, or the reason why there is none."""

    unit: int
    value: Any = None
    reason: str = ""


class Job(Protocol):
    """What workers do. Made in the worker; `open` runs there before the first task."""

    def open(self, folder: Path) -> None:
        """Get ready; `folder` is the worker's own and may be written to."""
        ...

    def set_up(self, value: Any) -> None:
        """Take what the next units are to be read with."""
        ...

    def read(self, payload: Any, unit: int) -> Any:
        """One unit, within the limits. Raises ReadError with the reason to skip it. Must not change the job."""
        ...

    def keep(self, value: Any) -> Any:
        """Take in what `read` gave; returns what the parent gets to know of it, small enough to travel."""
        ...

    def finish(self) -> Built | None:
        """Write what was read since the last call as a segment."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes, and what each unit may take: seconds, bytes of memory; and the bytes between segments."""

    workers: int
    seconds: float
    memory: int
    segment: int = 128_000_000


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a run.

    `done` is called once for each task, after its articles are in a segment that `built` was called with; `advanced`
    with the units read or given back (negative), for the progress.
    """

    done: Callable[[Task, tuple[Result, ...]], None]
    built: Callable[[Built], None]
    advanced: Callable[[int], None]


class Runner(Protocol):
    """Whoever carries out tasks: `Pool`, or `index.pipeline.inline.Inline`."""

    def __enter__(self) -> Runner: ...

    def __exit__(self, *_: object) -> None: ...

    def run(self, tasks: Iterable[Task], setup: Any, listener: Listener) -> None:
        """Read all tasks, with `setup` told to the job before."""
        ...


PoolMaker = Callable[[Callable[[], Job], Limits, Path], Runner]


@dataclass(slots=True)
class _Worker:
    """A process as the parent sees it. `done` are tasks that were read and are not in a finished segment yet."""

    process: BaseProcess
    connection: Connection
    slot: int
    setup: Any = None
    task: Task | None = None
    done: list[tuple[Task, tuple[Result, ...]]] = field(default_factory=list)
    finishing: bool = False

    @property
    def at_work(self) -> bool:
        return self.task is not None or self.finishing

    @property
    def pending(self) -> int:
        return sum(task.size for task, _ in self.done)


class Pool:
    """Workers for one job, started when there is work. Use as a context manager: leaving it ends them all."""

    def __init__(self, job: Callable[[], Job], limits: Limits, folder: Path) -> None:
        folder.mkdir()
        self._job = job
        self._limits = limits
        self._folder = folder
        self._context = multiprocessing.get_context("spawn")
        self._clock = _shared_clock(folder / "clock", limits.workers)
        self._workers: dict[int, _Worker] = {}
        self._queue: deque[Task] = deque()
        self._setup: Any = None
        self._started = 0
        self._deaths = 0
        self._segment = limits.segment
        self._suspects: dict[int, dict[int, int]] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers.values()):
            self._end(worker)

    def run(self, tasks: Iterable[Task], setup: Any, listener: Listener) -> None:
        """Read all tasks, by workers that were told `setup` before."""
        self._queue.extend(replace(task, number=number) for number, task in enumerate(tasks))
        self._setup = setup
        self._suspects.clear()
        while self._queue or any(worker.at_work or worker.done for worker in self._workers.values()):
            self._fill_up()
            for worker in list(self._workers.values()):
                if not worker.at_work:
                    self._assign(worker)
            ready = wait([worker.connection for worker in self._workers.values()], timeout=_POLL)
            for worker in list(self._workers.values()):
                if worker.connection in ready:
                    self._receive(worker, listener)
                elif self._overdue(worker):
                    worker.process.kill()
                    self._bury(worker, listener, f"took longer than {self._limits.seconds:g} seconds to read")

    def _fill_up(self) -> None:
        """Start workers while there are more tasks than workers to take them."""
        idle = sum(not worker.at_work for worker in self._workers.values())
        for slot in range(self._limits.workers):
            if slot not in self._workers and len(self._queue) > idle:
                self._start(slot)
                idle += 1

    def _start(self, slot: int) -> None:
        self._clock[slot] = (_IDLE, _IDLE)
        ours, theirs = self._context.Pipe()
        self._started += 1
        folder = self._folder / f"worker-{self._started}"
        process = self._context.Process(
            target=_work,
            args=(theirs, self._job, _Desk(folder, self._folder / "clock", slot, self._limits)),
            daemon=True,
            name=f"cuttings-reader-{self._started}",
        )
        process.start()
        theirs.close()
        self._workers[slot] = _Worker(process, ours, slot)

    def _assign(self, worker: _Worker) -> None:
        """The next task, or the order to finish the segment where none is left or much has gathered."""
        try:
            if worker.setup is not self._setup:
                worker.connection.send(_Setup(self._setup))
                worker.setup = self._setup
            if worker.done and (not self._queue or worker.pending > self._segment):
                worker.connection.send(None)
                worker.finishing = True
            elif self._queue:
                worker.task = self._queue.popleft()
                worker.connection.send(worker.task)
        except OSError:  # it has died: that is found out when its pipe is read
            pass

    def _receive(self, worker: _Worker, listener: Listener) -> None:
        """Take a worker's message."""
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker, listener)
            return
        if isinstance(message, BaseException):
            raise message
        if worker.finishing:
            if message is not None:
                listener.built(message)
            done, worker.done, worker.finishing = worker.done, [], False
            for task, results in done:
                listener.done(task, results)
        elif worker.task is not None:
            listener.advanced(len(worker.task.units))
            worker.done.append((worker.task, message))
            worker.task = None

    def _overdue(self, worker: _Worker) -> bool:
        since = float(self._clock[worker.slot, 1])
        return since != _IDLE and time.monotonic() - since > self._limits.seconds * _PATIENCE

    def _bury(self, worker: _Worker, listener: Listener, reason: str = "") -> None:
        """Give back what a dead worker had in hand, without the unit that it died of."""
        worker.process.join(_PATIENCE)
        unit = int(self._clock[worker.slot, 0]) if self._clock[worker.slot, 1] != _IDLE else -1
        listener.advanced(-sum(len(task.units) for task, _ in worker.done))
        self._queue.extendleft(task for task, _ in reversed(worker.done))
        if worker.task is not None:
            self._queue.appendleft(self._without(worker.task, unit, reason, worker.process.exitcode))
        if unit < 0:
            self._deaths += 1
        if self._deaths >= _DEATHS:
            raise WorkersDied(
                f"reading processes keep ending ({_ending(worker.process.exitcode)}): "
                "is there enough memory? Try --workers 1"
            )
        self._segment = max(self._segment // 2, 1)  # the more of them die, the less there is to be read again
        self._end(worker)

    def _without(self, task: Task, unit: int, reason: str, exit_code: int | None) -> Task:
        """The task with the unit marked to be left out: at once where it was slow, else when it kills again."""
        if unit < 0:
            return task
        suspects = self._suspects.setdefault(task.number, {})
        suspects[unit] = suspects.get(unit, 0) + 1
        if not reason and suspects[unit] < 2:
            return task
        cause = reason or f"ended the process that read it ({_ending(exit_code)})"
        return replace(task, payload=_Poisoned.with_unit(task.payload, unit, cause))

    def _end(self, worker: _Worker) -> None:
        del self._workers[worker.slot]
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


@dataclass(frozen=True, slots=True)
class _Setup:
    """What the next tasks are to be read with."""

    value: Any


@dataclass(frozen=True, slots=True)
class _Poisoned:
    """A payload some of whose units must not be touched, and why."""

    payload: Any
    units: dict[int, str]

    @classmethod
    def with_unit(cls, payload: Any, unit: int, reason: str) -> _Poisoned:
        known = payload if isinstance(payload, _Poisoned) else cls(payload, {})
        return cls(known.payload, {**known.units, unit: reason})


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"signal {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"


def _shared_clock(path: Path, slots: int) -> NDArray[np.float64]:
    """(slots, 2) float64 in a file that all processes map: the unit that a worker is at, and since when."""
    if not path.exists():
        path.write_bytes(np.full((slots, 2), _IDLE).tobytes())
    clock: NDArray[np.float64] = np.memmap(path, np.float64, "r+", shape=(slots, 2))
    return clock


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise UnitTimeout


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a worker is given: its own folder, its row of the clock, its limits."""

    folder: Path
    clock: Path
    slot: int
    limits: Limits


def _work(connection: Connection, make: Callable[[], Job], desk: _Desk) -> None:
    """A worker's life: tasks in, results out; None asks for the segment. Ends when the parent goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it ends its workers
    signal.signal(signal.SIGPROF, _alarm)
    limits = desk.limits
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    clock = _shared_clock(desk.clock, limits.workers)[desk.slot]
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            job = make()
            job.open(desk.folder)
            while True:
                message = connection.recv()
                if isinstance(message, _Setup):
                    job.set_up(message.value)
                else:
                    connection.send(job.finish() if message is None else _read(job, message, clock, limits.seconds))
        except (OSError, CuttingsError) as error:  # a full disk, a lost folder: the run's affair, not a page's
            connection.send(error)
    os._exit(0)


def _read(job: Job, task: Task, clock: NDArray[np.float64], seconds: float) -> tuple[Result, ...]:
    poisoned = task.payload if isinstance(task.payload, _Poisoned) else _Poisoned(task.payload, {})
    results = []
    for unit in task.units:
        reason = poisoned.units.get(unit, "")
        value = None
        if not reason:
            clock[:] = unit, time.monotonic()
            value, reason = _limited(job, poisoned.payload, unit, seconds)
            clock[1] = _IDLE
        # Keeping is outside the limits: it may write a whole run of postings, which is not this unit's fault.
        results.append(Result(unit, None, reason) if reason else Result(unit, job.keep(value)))
    return tuple(results)


def _limited(job: Job, payload: Any, unit: int, seconds: float) -> tuple[Any, str]:
    """What the job reads within the time, or the reason why it does not."""
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            return job.read(payload, unit), ""
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (UnitTimeout, Exception) as error:  # a fault of ours in one page must not cost the other pages either
        if isinstance(error, OSError) and error.errno in _NOBODYS_FAULT:
            raise
        return None, _reason(error, seconds)


def _reason(error: BaseException, seconds: float) -> str:
    match error:
        case UnitTimeout():
            return f"took longer than {seconds:g} seconds to read"
        case ReadError():
            return str(error)
        case MemoryError():
            return "took more memory to read than a page may"
        case RecursionError():
            return "is nested too deeply to be read"
        case OSError():
            return f"cannot be read ({why(error)})"
    return f"could not be read: {type(error).__name__} {error}"[:300]
