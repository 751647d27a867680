"""Runs that are cut off: by an exception, as by Ctrl-C, or by kill -9, at a page or line or after so many seconds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.reindex.phases import Environment, ReindexRequest, reindex
from index.reindex.read import tasks
from index.reindex.read.jobs import Job, Listener, ReadLimits, ReadResult, ReadTask
from index.reindex.report import ReindexReport
from index.settings import Settings
from tests.reindex.archives import NOW, Watched
from tests.reindex.inline import Inline

LOOKED, READ = "L", "R"


class CutOff(BaseException):
    """The run ends here."""


@dataclass
class Reads:
    """Which pages and lines a run reads, looks and readings; it is cut off at the one after `most`. Each is written
    into the file `told`, too, which outlives a process."""

    most: int = 1 << 30
    kill: bool = False
    told: Path = Path(os.devnull)
    done: list[str] = field(default_factory=list)

    def one(self, kind: str) -> None:
        """Another one is about to be read."""
        if len(self.done) == self.most:
            if self.kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise CutOff
        self.done.append(kind)
        with self.told.open("a") as file:
            file.write(kind)


class CountingPool(Inline):
    """Reads in this process, and tells `reads`."""

    def __init__(self, make: Callable[[], Job], limits: ReadLimits, folder: Path, reads: Reads) -> None:
        super().__init__(make, limits, folder)
        self._reads = reads
        self._kind = READ

    def run(self, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
        self._kind = READ if setup else LOOKED
        super().run(tasks, setup, listener)

    def _read(self, task: ReadTask, unit: int) -> ReadResult:
        self._reads.one(self._kind)
        return super()._read(task, unit)


@contextmanager
def small_tasks() -> Iterator[None]:
    """A task a page, so that a checkpoint comes after each."""
    before = tasks._BYTES
    tasks._BYTES = 1
    try:
        yield
    finally:
        tasks._BYTES = before


def watched(
    index: Path,
    request: ReindexRequest,
    reads: Reads | None = None,
    watcher: Watched | None = None,
    *,
    checkpoint: float = 0.0,
) -> ReindexReport:
    """A run in this process with a checkpoint after each page, or after so many seconds. Raises `CutOff`."""
    told = reads or Reads()
    environment = Environment(
        Settings.read({}, index=index, workers=2),
        NOW,
        watcher or Watched(),
        pool=lambda make, limits, folder: CountingPool(make, limits, folder, told),
        checkpoint=checkpoint,
    )
    with small_tasks():
        return reindex(request, environment)


def cut_off(index: Path, *paths: Path, after: int, full: bool = False) -> bool:
    """Whether a run was cut off after so many pages and lines; else it came to its end."""
    try:
        watched(index, ReindexRequest(paths, full=full), Reads(after))
    except CutOff:
        return True
    return False


def killed(index: Path, request: ReindexRequest, reads: Reads, after: float | None = None) -> bool:
    """Whether a run in a process of its own was killed, by `reads` or after so many seconds."""
    if not (child := os.fork()):
        code = 1
        try:
            watched(index, request, reads)
            code = 0
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"the run failed: {ended}"
    return ended != 0
