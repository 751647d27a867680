"""`cuttings` with a checkpoint after each page: `python -m tests.attack.checkpoints FILE reindex ...`

It writes a byte into FILE for each page and line that its processes have read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from index.reindex import environment, phases
from index.reindex.environment import Environment, Watcher
from index.reindex.read.jobs import Listener, ReadTask
from index.reindex.read.workers import Pool
from index.settings import Settings
from tests.reindex.archives import NOW
from tests.reindex.cut_off import small_tasks
from web.terminal.cli import main


def _telling(told: Path) -> None:
    """Have pools tell what they have read."""
    carry_out = Pool.run

    def run(pool: Pool, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
        def advanced(units: int) -> None:
            with told.open("a") as file:
                file.write("." * units)
            listener.advanced(units)

        carry_out(pool, tasks, setup, replace(listener, advanced=advanced))

    Pool.run = run  # type: ignore[assignment, method-assign]


def _environment(settings: Settings, _: datetime, watcher: Watcher, seed: int) -> Environment:
    """That of every run of the tests, whose articles are all of one moment."""
    return Environment(settings, NOW, watcher, seed, checkpoint=0.0)


if __name__ == "__main__":
    _telling(Path(sys.argv.pop(1)))
    phases.Environment = environment.Environment = _environment  # type: ignore[misc, assignment]
    with small_tasks():
        main()
