"""The reading job without processes: for tests of everything but the processes, for debuggers and profilers.

Nothing guards it: a page that hangs or takes all memory takes the run with it. `cuttings reindex` never uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import ReadError
from index.reindex.read.jobs import Job, Listener, ReadLimits, ReadResult, ReadTask


class Inline:
    """Stands where `index.reindex.read.workers.Pool` stands, and does the same in this process."""

    def __init__(self, make: Callable[[], Job], limits: ReadLimits, folder: Path) -> None:
        folder.mkdir()
        self._job = make()
        self._checkpoint = limits.checkpoint
        self._job.open(folder / "inline")

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None:
        self._job.finish()

    def run(self, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
        """Read all tasks, one after another, into one segment; without seconds between checkpoints one each."""
        self._job.set_up(setup)
        done = []
        for number, task in enumerate(tasks):
            done.append((replace(task, number=number), tuple(self._read(task, unit) for unit in task.units)))
            listener.advanced(len(task.units))
            if not self._checkpoint:
                listener.finished(self._job.finish(), done)
                done = []
        listener.finished(self._job.finish(), done)

    def _read(self, task: ReadTask, unit: int) -> ReadResult:
        try:
            value = self._job.read(task.payload, unit)
        except ReadError as error:
            return ReadResult(unit, None, error.reason)
        return ReadResult(unit, self._job.keep(value))
