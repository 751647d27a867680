"""`cuttings`, which ends itself as kill -9 does at a step of a reindex: `python -m tests.faults.dying STEP reindex ...`

The steps are those after which a crash must leave a working index. They are wrapped from outside, around the program's
own parts: nothing in the program knows of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from index.reindex.read.jobs import Listener, ReadResult, ReadTask
from index.reindex.read.workers import Pool
from index.segment.writer import Built
from index.store.transaction import EmbeddedStore
from web.terminal.cli import main

LOOKING, READING = "looking for what recurs", "reading"
BEFORE, AFTER = "before publish", "after publish"


def killed_at(step: str, *arguments: object) -> int:
    """Run the command in a process that ends itself at the step; what it returned, -9 where it got there."""
    command = [sys.executable, "-m", "tests.faults.dying", step, *map(str, arguments)]
    return subprocess.run(command, capture_output=True).returncode


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_when_read(*, looks: bool) -> None:
    """End the process when the first task of the phase is done and what it gave is taken in."""
    carry_out = Pool.run

    def run(pool: Pool, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
        def finished(built: Built | None, done: Sequence[tuple[ReadTask, tuple[ReadResult, ...]]]) -> None:
            listener.finished(built, done)
            if (setup is None) == looks:
                _die()

        carry_out(pool, tasks, setup, replace(listener, finished=finished))

    Pool.run = run  # type: ignore[assignment, method-assign]


def _die_when_published(step: str) -> None:
    commit = EmbeddedStore.publish

    def publish(store: EmbeddedStore) -> int:
        if step == BEFORE:
            _die()
        generation = commit(store)
        _die()
        return generation

    EmbeddedStore.publish = publish  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    wanted = sys.argv.pop(1)
    if wanted in (BEFORE, AFTER):
        _die_when_published(wanted)
    else:
        _die_when_read(looks=wanted == LOOKING)
    main()
