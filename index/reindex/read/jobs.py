"""What is read in processes, and how is it asked for? The job, its tasks and their results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from index.reasons import SkipReason
from index.segment.writer import Built


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Units of one kind that a worker reads in one go.

    `payload` is for the job; `units` numbers the units; `size` is their bytes. `number` is the pool's; `left_out` are
    units that must not be touched, with the reason.
    """

    payload: Any
    units: Sequence[int]
    size: int
    number: int = -1
    left_out: Mapping[int, SkipReason] = field(default_factory=dict)


class ReadResult(NamedTuple):
    """What became of one unit: the job's value, or the reason why there is none. Millions of them travel."""

    unit: int
    value: Any = None
    reason: SkipReason | None = None


class Job(Protocol):
    """What workers do. Made in the worker; `open` runs there before the first task."""

    def open(self, folder: Path) -> None:
        """Get ready; `folder` is the worker's own and may be written to."""
        ...

    def set_up(self, value: Any) -> None:
        """Take what the next units are to be read with."""
        ...

    def read(self, payload: Any, unit: int) -> Any:
        """One unit, within the limits. Raises ReadError with the reason to skip it. Must not change the job."""
        ...

    def read_plainly(self, payload: Any, unit: int) -> Any:
        """The unit in a way that takes less time, after `read` took too long; None where there is no such way."""
        ...

    def keep(self, value: Any) -> Any:
        """Take in what `read` gave; returns what the parent gets to know of it, small enough to travel."""
        ...

    def finish(self) -> Built | None:
        """Write what was read since the last call as a segment."""
        ...


FIRST_CHECKPOINT = 15.0  # seconds: to read what these gave costs less than a person notices


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How many processes, and what each unit may take: seconds, bytes of memory; and what a process may read before it
    finishes a segment: so many bytes, or by the clock as long as the run is old, from `FIRST_CHECKPOINT` to so many
    seconds."""

    workers: int
    seconds: float
    memory: int
    segment: int = 128_000_000
    checkpoint: float = 120.0


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a run.

    `finished` is called with the tasks that a process has read and the segment that their articles are in, None where
    there are none: once for each task. `advanced` with the units read or given back (negative), for the progress.
    """

    finished: Callable[[Built | None, Sequence[tuple[ReadTask, tuple[ReadResult, ...]]]], None]
    advanced: Callable[[int], None]


class Runner(Protocol):
    """Whoever carries out tasks: `index.reindex.read.workers.Pool`, or another that does so without processes."""

    def __enter__(self) -> Runner: ...

    def __exit__(self, *_: object) -> None: ...

    def run(self, tasks: Iterable[ReadTask], setup: Any, listener: Listener) -> None:
        """Read all tasks, with `setup` told to the job before."""
        ...


PoolMaker = Callable[[Callable[[], Job], ReadLimits, Path], Runner]
