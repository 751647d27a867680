"""What does a reading process do all its life? Takes tasks, reads their units within limits, hands back results.

It says in shared memory which unit (a page, a line) it is at and since when, which costs nothing per unit, and gives
up a slow unit by itself, by an alarm.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import CuttingsError, ReadError
from index.reasons import SkipCode, SkipReason
from index.reindex.read.jobs import Job, ReadLimits, ReadResult, ReadTask
from index.reindex.scan.sources import unreadable
from index.segment.arrays.disk import private_file

# What the system runs out of while some page is read: every other page would fail of it, too.
_NOBODYS_FAULT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE})

SET_UP, READ, FINISH = "set up", "read", "finish"
"""The orders of a worker."""
_LONGEST_ERROR = 281  # characters of an error that no reader foresaw
IDLE = -1.0
"""The time in the clock of a worker that is at no unit."""


class UnitTimeout(BaseException):
    """The alarm went off: not an Exception, so that no reader takes it for a fault of the page."""


def shared_clock(folder: Path, slots: int) -> NDArray[np.float64]:
    """(slots, 2) float64 in a file that all processes map: the unit that a worker is at, and since when."""
    path = folder / "clock"
    if not path.exists():
        with private_file(path, "wb") as file:
            file.write(np.full((slots, 2), IDLE).tobytes())
    clock: NDArray[np.float64] = np.memmap(path, np.float64, "r+", shape=(slots, 2))
    return clock


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    raise UnitTimeout


def work(connection: Connection, make: Callable[[], Job], folder: Path, slot: int, limits: ReadLimits) -> None:
    """A worker's life: orders in, what came of them out. Ends when the parent goes away.

    An order is a pair: `SET_UP` with what the next tasks are read with, which is not answered; `READ` with a task;
    `FINISH` with nothing, which asks for the segment. `folder` is the worker's own, in that of all of them; `slot` is
    its row of the clock.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it ends its workers
    signal.signal(signal.SIGPROF, _alarm)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    clock = shared_clock(folder.parent, limits.workers)[slot]
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            job = make()
            job.open(folder)
            while True:
                order, value = connection.recv()
                if order == SET_UP:
                    job.set_up(value)
                else:
                    connection.send(job.finish() if order == FINISH else _read(job, value, clock, limits.seconds))
        except (OSError, CuttingsError) as error:  # a full disk, a lost folder: the run's affair, not a page's
            connection.send(error)
    os._exit(0)


def _read(job: Job, task: ReadTask, clock: NDArray[np.float64], seconds: float) -> tuple[ReadResult, ...]:
    results = []
    reasons: dict[SkipReason, SkipReason] = {}  # one of each: a file may hold a million lines that are bad in one way
    for unit in task.units:
        value, reason = None, task.left_out.get(unit)
        if reason is None:
            clock[:] = unit, time.monotonic()
            value, reason = _limited(job.read, task.payload, unit, seconds)
            if reason == too_slow(seconds):
                clock[1] = time.monotonic()
                plain, failed = _limited(job.read_plainly, task.payload, unit, seconds)
                value, reason = (plain, failed) if plain is not None else (None, reason)
            clock[1] = IDLE
        # Keeping is outside the limits: it may write a whole run of postings, which is not this unit's fault.
        results.append(
            ReadResult(unit, None, reasons.setdefault(reason, reason)) if reason else ReadResult(unit, job.keep(value))
        )
    return tuple(results)


def _limited(read: Callable[[Any, int], Any], payload: Any, unit: int, seconds: float) -> tuple[Any, SkipReason | None]:
    """What is read of a unit within the time, or the reason why it is not."""
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            return read(payload, unit), None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except (UnitTimeout, Exception) as error:  # a fault of ours in one page must not cost the other pages either
        if isinstance(error, OSError) and error.errno in _NOBODYS_FAULT:
            raise
        return None, _reason(error, seconds)


def too_slow(seconds: float) -> SkipReason:
    """That a unit took longer than it may."""
    return SkipReason(SkipCode.TOO_SLOW, seconds=seconds)


def _reason(error: BaseException, seconds: float) -> SkipReason:
    match error:
        case UnitTimeout():
            return too_slow(seconds)
        case ReadError():
            return error.reason
        case MemoryError():
            return SkipReason(SkipCode.TOO_MUCH_MEMORY)
        case RecursionError():
            return SkipReason(SkipCode.NESTED_TOO_DEEPLY)
        case OSError():
            return unreadable(error)
    return SkipReason(SkipCode.READING_FAILED, error=f"{type(error).__name__} {error}"[:_LONGEST_ERROR])
