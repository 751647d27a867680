"""What is a run of `reindex` at, and what did the last one do? One small file beside the index, for whoever serves it.

Each state is written aside and renamed, so that a reader sees a whole one. The run holds a lock on the file that it
wrote last, which the system lets go of when the process ends however it may: a state that says "running" without that
lock is what a killed run left behind, and says how far it came. What the run left out stands in a file of its own.
Neither is a part of the index, and nothing hangs on them.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.segment.arrays.disk import private_file
from index.store.run_states import KnownSkip, LastRun, Running, RunStates, UnfinishedRun

_NAME = "run.json"
_SKIPPED = "skipped.json"


class RunFile:
    """Tells what a run is at, from its making to `close`. Whoever holds the lock of the index makes one.

    A disk that does not take the file stops no run: what cannot be written is not told.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / _NAME
        self._last = _stated(self._path).last
        self._held = -1

    def say(self, running: Running) -> None:
        """Tell that the run is at `running`."""
        with suppress(OSError):
            self._write(RunStates(running, self._last), held=True)

    def close(self, ended: LastRun | None, unfinished: UnfinishedRun | None = None) -> None:
        """Tell that the run is over; `ended` is None where it did not come to its end, but ended as `unfinished`."""
        self._last = ended or self._last
        with suppress(OSError):
            self._write(RunStates(None, self._last, unfinished), held=False)
        self._let_go()

    def _write(self, runs: RunStates, *, held: bool) -> None:
        aside = self._path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        with private_file(aside, "xb") as file:
            file.write(orjson.dumps(asdict(runs)))
            file.flush()
            if held:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # before anybody can see the file
            descriptor = os.dup(file.fileno()) if held else -1
        aside.replace(self._path)
        self._let_go()
        self._held = descriptor

    def _let_go(self) -> None:
        if self._held >= 0:
            os.close(self._held)
            self._held = -1


def is_told(folder: Path | None) -> bool:
    """Whether runs over the index in `folder` tell anything on this machine."""
    return folder is not None and (folder / _NAME).exists()


def read_runs(folder: Path) -> RunStates:
    """What the runs over the index in `folder` tell; nothing where nothing is told or it cannot be read."""
    path = folder / _NAME
    try:
        with path.open("rb") as file:
            stated, run = _decoded(file.read()), file.fileno()
            if stated.running is None or _is_held(run):
                return stated
            return RunStates(None, stated.last, _cut_off(stated.running, os.fstat(run).st_mtime))
    except OSError:
        return RunStates()


def _is_held(descriptor: int) -> bool:
    """Whether the process that wrote the file still runs. Asking holds nobody up: the run has its own lock by then."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _cut_off(run: Running, seconds: float) -> UnfinishedRun:
    """A run of which this is the last that was told, at a moment in seconds since 1970."""
    at = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return UnfinishedRun(at, run.phase, run.done, run.of)


def _stated(path: Path) -> RunStates:
    try:
        return _decoded(path.read_bytes())
    except OSError:
        return RunStates()


def _decoded(data: bytes) -> RunStates:
    try:
        stated: Mapping[str, Any] = orjson.loads(data)
        running, last, unfinished = stated["running"], stated["last"], stated.get("unfinished")
        return RunStates(
            Running(**running) if running else None,
            LastRun(**last) if last else None,
            UnfinishedRun(**unfinished) if unfinished else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return RunStates()


def write_skipped(folder: Path, skipped: Sequence[Skipped], new: Collection[Skipped]) -> None:
    """Tell what a run left out. A disk that does not take the file stops no run: what cannot be written is not told."""
    rows = [[one.path, one.line, one.unit, one.why.code, dict(one.why.values), one in new] for one in skipped]
    path = folder / _SKIPPED
    aside = path.with_suffix(".new")
    with suppress(OSError):
        aside.unlink(missing_ok=True)
        with private_file(aside, "xb") as file:
            file.write(json.dumps(rows, default=str).encode())  # names of files may hold what is no UTF-8
        aside.replace(path)


def read_skipped(folder: Path) -> tuple[KnownSkip, ...]:
    """What the last run over the index in `folder` left out; nothing where nothing is told or it cannot be read."""
    try:
        rows: list[list[Any]] = json.loads((folder / _SKIPPED).read_bytes())
        return tuple(KnownSkip(Skipped(path, _reason(*why), line, unit), new) for path, line, unit, *why, new in rows)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _reason(code: str, values: dict[str, Any]) -> SkipReason:
    named = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return SkipReason(SkipCode(code), **named)
