"""How are the rows of files that are left to read, read once? By an earlier run that was cut off, else by processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.reindex.environment import Environment
from index.reindex.read.drafts import Draft
from index.reindex.read.jobs import Job, Listener, ReadResult, ReadTask
from index.reindex.read.payload import Setup
from index.reindex.read.tasks import Tasks
from index.reindex.resume.checkpoint import MadeWith
from index.reindex.resume.resuming import Resuming
from index.segment.writer import Built
from index.store.run_states import RunPhase


@dataclass(frozen=True, slots=True)
class ReadPass:
    """One pass over the drafts: what their rows are for, by its name; who takes in what is read of a row.

    `setup` and `made` tell what articles are made with, None for a first look at pages. `stay` tells the places
    (uint64) of the articles that the index has and that are not left to read.
    """

    phase: RunPhase
    drafts: Sequence[Draft]
    take: Callable[[Draft, int, ReadResult], None]
    setup: Callable[[], Setup | None] = lambda: None
    made: MadeWith | None = None
    stay: Callable[[], NDArray[np.uint64]] = lambda: np.zeros(0, np.uint64)


@dataclass
class Passes:
    """The passes of one run, in processes that are ended when the context is left.

    `built` are the segments, later ones replace earlier ones; `others` the places (uint64) of articles in them that
    were not asked for: an earlier run had read them.
    """

    environment: Environment
    workspace: Path
    resuming: Resuming | None = None
    built: list[Built] = field(default_factory=list)
    others: list[NDArray[np.uint64]] = field(default_factory=list)

    def __enter__(self) -> Self:
        pool = self.environment.pool(_reading, self.environment.limits, self.workspace / "reading")
        self._pool = pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    def read(self, one: ReadPass) -> None:
        """Read the rows of the drafts that are to be read."""
        for draft in one.drafts:
            draft.left = draft.todo.copy()
        adopted = self._adopt(one)
        tasks = Tasks(one.drafts, self.environment.workers)
        if not tasks.tasks and not adopted:
            return
        self._tell(one, adopted, adopted + tasks.units)
        if not tasks.tasks:
            return

        def finished(built: Built | None, done: Sequence[tuple[ReadTask, tuple[ReadResult, ...]]]) -> None:
            found = []
            if built is not None:
                self.built.append(built)
            for task, results in done:
                for each in tasks.rows_of(task, results):
                    one.take(*each)
                    found.append(each)
            if self.resuming is not None:
                self.resuming.keep(built, found, one.made)

        self._pool.run(tasks.tasks, one.setup(), Listener(finished, self.environment.watcher.advanced))

    def compare(self, drafts: Sequence[Draft]) -> None:
        """Tell that the drafts, where there are any, are read as far as they go, and the whole archive is looked at."""
        if drafts:
            self.environment.watcher.phase(RunPhase.COMPARING, 0)

    def _adopt(self, one: ReadPass) -> int:
        """Take in what earlier runs have read; how many rows that is."""
        count = 0
        for adopted in self.resuming.adopted(one.drafts, one.made, one.stay) if self.resuming else ():
            if adopted.built is not None:
                self.built.append(adopted.built)
            self.others.append(adopted.others)
            for draft, row, result in adopted.found:
                one.take(draft, row, result)
            count += len(adopted.found)
        return count

    def _tell(self, one: ReadPass, adopted: int, units: int) -> None:
        watcher = self.environment.watcher
        if adopted and self.resuming is not None and (ended := self.resuming.told(looks=one.made is None)):
            watcher.resumed(ended, one.phase, adopted, units)
        watcher.phase(one.phase, units)
        if adopted:
            watcher.advanced(adopted)


def _reading() -> Job:
    """The job, made where it is done: the parent does not load the cleaner (0.5 s of its time at each start)."""
    from index.reindex.read.reading import ReadingJob  # noqa: PLC0415

    return ReadingJob()
