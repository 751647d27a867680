"""What does a run take from outside? Settings, the moment, chance, whoever reads and whoever watches."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from index.reindex.plan.plan import ReindexPlan
from index.reindex.read.jobs import PoolMaker, ReadLimits
from index.reindex.read.workers import Pool
from index.settings import Settings


class Watcher(Protocol):
    """Whoever shows the progress."""

    def planned(self, plan: ReindexPlan) -> None:
        """The plan is made and is about to be carried out."""
        ...

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        """An earlier run, which was cut off after `ended`, has done so many of the pages and lines of a phase."""
        ...

    def phase(self, name: str, units: int) -> None:
        """A phase with that many pages and lines begins."""
        ...

    def advanced(self, units: int) -> None:
        """So many more are done; negative where a process died and they are read again."""
        ...


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run takes from outside, beside what it is asked to do.

    `now` is aware; `seed` is any number that nobody can foresee (see `index.analysis`); `pool` carries out the
    reading. What was read is kept for the run that goes on where this one is cut off, in a young run soon, later every
    `checkpoint` seconds. A checkpoint takes 0.3 s of CPU, and the more segments there are, the sooner they are merged:
    at 120 s 1 % of a run over real pages, which take 30 ms each.
    """

    settings: Settings
    now: datetime
    watcher: Watcher
    seed: int = 1
    pool: PoolMaker = Pool
    checkpoint: float = 120.0

    @property
    def workers(self) -> int:
        """How many processes read."""
        return self.settings.workers or os.cpu_count() or 1

    @property
    def build_budget(self) -> int:
        """How many bytes one of the processes may take to build its segment."""
        return (self.settings.build_mb << 20) // self.workers

    @property
    def limits(self) -> ReadLimits:
        """What the processes, and one page or line in them, may take."""
        memory = (self.settings.worker_mb << 20) + self.build_budget
        return ReadLimits(self.workers, self.settings.file_seconds, memory, checkpoint=self.checkpoint)
