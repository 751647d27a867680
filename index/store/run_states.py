"""What do runs of `reindex` tell of themselves? What `index.store.run_file` writes and reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.errors import Skipped


class RunPhase(StrEnum):
    """What a run is at, in the order in which it comes to it."""

    PLANNING = "planning"
    LOOKING = "looking for what recurs"
    READING = "reading"  # all that is new or has changed
    COMPARING = "comparing what the pages say"  # what only the whole archive tells; comes before READING, too
    READING_AGAIN = "reading again"  # what the archive tells more of now
    PUBLISHING = "publishing"
    SENDING = "publishing to the cluster"


@dataclass(frozen=True, slots=True)
class Running:
    """A run that goes on: its phase, and how many of that phase's pages and lines are done; `of` is 0 where the phase
    has none.

    `since` is when the run began (ISO 8601), `seconds` how long the phase had taken when this was told; "" and 0 where
    that is not known. `rate` is pages and lines a second, 0 as long as that says little.
    """

    phase: str
    done: int
    of: int
    since: str = ""
    seconds: float = 0.0
    rate: float = 0.0

    @property
    def left(self) -> float | None:
        """How many seconds this phase will take still at its rate, None where that is not known or all is done."""
        return (self.of - self.done) / self.rate if self.rate > 0 and self.done < self.of else None


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run that ended before it had published anything: when (ISO 8601), in which phase, and how far it was.

    `reason` is the error that ended it in one sentence, "" where it was killed, or the machine went off.
    """

    at: str
    phase: str
    done: int
    of: int
    reason: str = ""


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
    """What is known of runs. `unfinished` is one after `last` that has not come to its end, where none runs since."""

    running: Running | None = None
    last: LastRun | None = None
    unfinished: UnfinishedRun | None = None


class KnownSkip(NamedTuple):
    """Something that was left out; `new` says that it was not before the last run."""

    skipped: Skipped
    new: bool
