"""What do runs of `reindex` tell of themselves? The states that `index.store.run_file` writes and reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A run that goes on: its phase, and how many of that phase's pages and lines are done; `of` is 0 where the phase
    has none."""

    phase: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run that came to its end. `at` is when it began (ISO 8601), `seconds` are by the clock, the others
    count articles and, `skipped`, what is in the folders and not in the index."""

    at: str
    seconds: float
    new: int
    changed: int
    renamed: int
    gone: int
    skipped: int


@dataclass(frozen=True, slots=True)
class RunStates:
    running: Running | None = None
    last: LastRun | None = None
