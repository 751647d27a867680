"""How are files read in processes that may hang, run out of memory or die? What one of them was at is left out.

A worker (`index.reindex.read.worker`) gives up a slow unit by itself; one that does not come back is killed. What a
killed worker had read but not yet finished into a segment is read again by another, without the unit that it died of.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from index.errors import CuttingsError
from index.reasons import SkipCode, SkipReason
from index.reindex.read.jobs import FIRST_CHECKPOINT, Job, Listener, ReadLimits, ReadResult, ReadTask
from index.reindex.read.worker import FINISH, IDLE, READ, SET_UP, shared_clock, too_slow, work
from index.segment.arrays.disk import private_folder

# A unit has the limit in processor time, by its own alarm: a busy machine must not cost a page. What hangs without
# computing, or in a library that no alarm interrupts, is killed after this many times the limit by the clock.
_PATIENCE = 6
_POLL = 0.1  # seconds between looks at the workers' clocks
_DEATHS = 3  # deaths between units, which no unit can be blamed for, before the run is given up


class WorkersDied(CuttingsError):
    """Reading processes end again and again without a file that could be left out for it."""


@dataclass(slots=True)
class _Worker:
    """A process as the parent sees it. `done` are tasks that were read and are not in a finished segment yet, the first
    of them `since` a moment."""

    process: BaseProcess
    connection: Connection
    slot: int
    setup: Any = None
    task: ReadTask | None = None
    done: list[tuple[ReadTask, tuple[ReadResult, ...]]] = field(default_factory=list)
    since: float = 0.0
    finishing: bool = False

    @property
    def at_work(self) -> bool:
        return self.task is not None or self.finishing

    @property
    def pending(self) -> int:
        return sum(task.size for task, _ in self.done)


class Pool:
    """Workers for one job, started when there is work. Use as a context manager: leaving it ends them all."""

    def __init__(self, job: Callable[[], Job], limits: ReadLimits, folder: Path) -> None:
        private_folder(folder)
        self._job = job
        self._limits = limits
        self._folder = folder
        self._context = multiprocessing.get_context("spawn")
        self._clock = shared_clock(folder, limits.workers)
        self._workers: dict[int, _Worker] = {}
        self._queue: deque[ReadTask] = deque()
        self._setup: Any = None
        self._began = time.monotonic()
        self._started = 0
        self._deaths = 0
        self._segment = limits.segment
        self._suspects: dict[int, dict[int, int]] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers.values()):
            self._end(worker)

    def run(self, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
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
                    self._bury(worker, listener, too_slow(self._limits.seconds))

    def _fill_up(self) -> None:
        """Start workers while there are more tasks than workers to take them."""
        idle = sum(not worker.at_work for worker in self._workers.values())
        for slot in range(self._limits.workers):
            if slot not in self._workers and len(self._queue) > idle:
                self._start(slot)
                idle += 1

    def _start(self, slot: int) -> None:
        self._clock[slot] = (IDLE, IDLE)
        ours, theirs = self._context.Pipe()
        self._started += 1
        folder = self._folder / f"worker-{self._started}"
        process = self._context.Process(
            target=work,
            args=(theirs, self._job, folder, slot, self._limits),
            daemon=True,
            name=f"cuttings-reader-{self._started}",
        )
        leave_closed_folder()
        with undisturbed():
            process.start()
        theirs.close()
        self._workers[slot] = _Worker(process, ours, slot)

    def _assign(self, worker: _Worker) -> None:
        """The next task, or the order to finish the segment where none is left or much has gathered."""
        try:
            if worker.setup is not self._setup:
                worker.connection.send((SET_UP, self._setup))
                worker.setup = self._setup
            if worker.done and (not self._queue or self._has_read_enough(worker)):
                worker.connection.send((FINISH, None))
                worker.finishing = True
            elif self._queue:
                worker.task = self._queue.popleft()
                worker.connection.send((READ, worker.task))
        except OSError:  # it has died: that is found out when its pipe is read
            pass

    def _has_read_enough(self, worker: _Worker) -> bool:
        """Whether it is time for a worker to finish its segment: so much is lost where the run is cut off.

        Half of what a run has done at most, and few segments all the same.
        """
        age = max(FIRST_CHECKPOINT, worker.since - self._began)
        return worker.pending > self._segment or time.monotonic() - worker.since > min(self._limits.checkpoint, age)

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
            done, worker.done, worker.finishing = worker.done, [], False
            listener.finished(message, done)
        elif worker.task is not None:
            listener.advanced(len(worker.task.units))
            if not worker.done:
                worker.since = time.monotonic()
            worker.done.append((worker.task, message))
            worker.task = None

    def _overdue(self, worker: _Worker) -> bool:
        since = float(self._clock[worker.slot, 1])
        return since != IDLE and time.monotonic() - since > self._limits.seconds * _PATIENCE

    def _bury(self, worker: _Worker, listener: Listener, reason: SkipReason | None = None) -> None:
        """Give back what a dead worker had in hand, without the unit that it died of."""
        worker.process.join(_PATIENCE)
        unit = int(self._clock[worker.slot, 0]) if self._clock[worker.slot, 1] != IDLE else -1
        listener.advanced(-sum(len(task.units) for task, _ in worker.done))
        self._queue.extendleft(task for task, _ in reversed(worker.done))
        if worker.task is not None:
            self._queue.appendleft(self._without(worker.task, unit, reason, worker.process.exitcode))
        if unit < 0:
            self._deaths += 1
        if self._deaths >= _DEATHS:
            raise WorkersDied(
                f"reading processes keep ending ({_ending(worker.process.exitcode)})",
                "is there enough memory? Try --workers 1",
            )
        self._segment = max(self._segment // 2, 1)  # the more of them die, the less there is to be read again
        self._end(worker)

    def _without(self, task: ReadTask, unit: int, reason: SkipReason | None, exit_code: int | None) -> ReadTask:
        """The task with the unit marked to be left out: at once where it was slow, else when it kills again."""
        if unit < 0:
            return task
        suspects = self._suspects.setdefault(task.number, {})
        suspects[unit] = suspects.get(unit, 0) + 1
        if reason is None and suspects[unit] < 2:
            return task
        cause = reason or _ended(exit_code)
        return replace(task, left_out={**task.left_out, unit: cause})

    def _end(self, worker: _Worker) -> None:
        del self._workers[worker.slot]
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


def leave_closed_folder() -> None:
    """Go to the root where the present folder may not be entered or is gone: each new process would die of it.

    No relative path could have led anywhere from there, so none changes its meaning.
    """
    try:
        os.chdir(Path.cwd())
    except OSError:
        os.chdir("/")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end: a process that is half started prints that its parent is gone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    late: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    known = {number: handler for number, handler in before.items() if handler is not None}  # None: not set by Python
    for number in known:
        signal.signal(number, lambda caught, _: late.append(caught))
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)
    for caught in late:
        signal.raise_signal(caught)


def _ended(exit_code: int | None) -> SkipReason:
    """That reading a unit ended the process."""
    if exit_code is not None and exit_code < 0:
        return SkipReason(SkipCode.KILLED, signal=signal.Signals(-exit_code).name)
    return SkipReason(SkipCode.PROCESS_ENDED, exit_code=str(exit_code))


def _ending(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"signal {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"
