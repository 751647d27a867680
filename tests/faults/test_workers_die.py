"""A page that hangs, takes all memory or kills its process costs that page and nothing else."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import ReadError
from index.reasons import SkipCode, SkipReason
from index.reindex.read.jobs import Listener, ReadLimits, ReadResult, ReadTask
from index.reindex.read.workers import Pool, WorkersDied, undisturbed
from index.segment.writer import Built
from web.reasons import sentence

LIMITS = ReadLimits(workers=2, seconds=0.3, memory=400 << 20)


@dataclass
class Odd:
    """A job that does with each unit what the payload says, and remembers what it kept in a file."""

    folder: Path = Path()

    def open(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def set_up(self, value: Any) -> None:
        pass

    def read(self, payload: tuple[str, ...], unit: int) -> str:
        match payload[unit]:
            case "spin" | "spin once" | "spin twice":
                while True:
                    pass
            case "hang":
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
                time.sleep(600)
            case "die":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "die once":
                self._die_once()
            case "eat":
                return "x" * (4 << 30)
            case "fault":
                raise ZeroDivisionError("no such thing")
            case "refuse":
                raise ReadError(SkipReason(SkipCode.CONTROL_CHARACTERS))
            case "deep":
                return deep(10**9)
        return payload[unit]

    def _die_once(self) -> None:
        marker = self.folder.parent / "died"
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def read_plainly(self, payload: tuple[str, ...], unit: int) -> str | None:
        while payload[unit] == "spin twice":
            pass
        return "plain" if payload[unit] == "spin once" else None

    def keep(self, value: str) -> str:
        with (self.folder / "kept").open("a") as file:
            file.write(f"{value}\n")
        return value

    def finish(self) -> None:
        kept = self.folder / "kept"
        if kept.exists():
            kept.rename(self.folder / f"finished-{time.monotonic_ns()}")


def deep(n: int) -> str:
    return deep(n - 1) if n else ""


def outcome(tmp_path: Path, *tasks: tuple[str, ...], limits: ReadLimits = LIMITS) -> dict[tuple[int, int], ReadResult]:
    """The result of every unit, by task and unit."""
    results: dict[tuple[int, int], ReadResult] = {}
    advanced: list[int] = []

    def finished(_built: Built | None, done: Sequence[tuple[ReadTask, tuple[ReadResult, ...]]]) -> None:
        for task, found in done:
            for result in found:
                assert (task.number, result.unit) not in results
                results[task.number, result.unit] = result

    with Pool(Odd, limits, tmp_path / "pool") as pool:
        pool.run(
            [ReadTask(units, tuple(range(len(units))), len(units)) for units in tasks],
            None,
            Listener(finished, advanced.append),
        )
    assert sum(advanced) == len(results) == sum(len(units) for units in tasks)
    return results


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("spin twice", "longer than 0.3 seconds"),
        ("spin", "longer than 0.3 seconds"),
        ("hang", "longer than 0.3 seconds"),
        ("die", "SIGSEGV"),
        ("eat", "memory"),
        ("fault", "ZeroDivisionError no such thing"),
        ("refuse", "is not text"),
        ("deep", "nested too deeply"),
    ],
)
def test_only_the_bad_unit_is_left_out(tmp_path: Path, unit: str, reason: str) -> None:
    results = outcome(tmp_path, ("a", "b"), ("c", unit, "d"), ("e",))
    bad = results.pop((1, 1))
    assert bad.reason is not None and reason in sentence(bad.reason)
    assert sorted(result.value for result in results.values()) == ["a", "b", "c", "d", "e"]
    finished = [line for path in (tmp_path / "pool").glob("*/finished-*") for line in path.read_text().split()]
    assert sorted(finished) == ["a", "b", "c", "d", "e"], "each is kept once, in a segment that was finished"


def test_a_unit_that_takes_too_long_is_read_plainly(tmp_path: Path) -> None:
    results = outcome(tmp_path, ("a", "spin once", "b"))
    assert [(results[0, unit].value, results[0, unit].reason) for unit in range(3)] == [
        ("a", None),
        ("plain", None),
        ("b", None),
    ]


@pytest.mark.parametrize(("checkpoint", "tasks"), [(0.0, [1, 1, 1]), (600.0, [3])])
def test_a_segment_is_finished_when_its_time_has_come(tmp_path: Path, checkpoint: float, tasks: list[int]) -> None:
    finished: list[int] = []
    limits = replace(LIMITS, workers=1, checkpoint=checkpoint)
    with Pool(Odd, limits, tmp_path / "pool") as pool:
        listener = Listener(lambda _, done: finished.append(len(done)), lambda _: None)
        pool.run([ReadTask((unit,), (0,), 1) for unit in "abc"], None, listener)
    assert finished == tasks


def test_a_process_that_is_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    results = outcome(tmp_path, ("a", "die once", "b"))
    assert [results[0, unit].value for unit in range(3)] == ["a", "die once", "b"]


@dataclass
class NeverOpens(Odd):
    def open(self, folder: Path) -> None:
        os._exit(3)


def test_processes_that_never_start_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(WorkersDied, match="exit code 3"), Pool(NeverOpens, LIMITS, tmp_path / "pool") as pool:
        pool.run([ReadTask(("a",), (0,), 1)], None, Listener(lambda *_: None, lambda _: None))


@dataclass
class FullDisk(Odd):
    def keep(self, value: str) -> str:
        raise OSError(28, "No space left on device")


def test_a_full_disk_ends_the_run_with_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"), Pool(FullDisk, LIMITS, tmp_path / "pool") as pool:
        pool.run([ReadTask(("a",), (0,), 1)], None, Listener(lambda *_: None, lambda _: None))


def test_a_signal_waits_for_the_end_of_what_it_would_leave_half_done() -> None:
    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    done: list[str] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            with undisturbed():
                signal.raise_signal(signal.SIGTERM)
                done.append("started")
            done.append("went on")
        assert done == ["started"]
        assert signal.getsignal(signal.SIGTERM) is interrupt
    finally:
        signal.signal(signal.SIGTERM, before)
