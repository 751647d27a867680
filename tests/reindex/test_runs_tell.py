"""A run tells what it is at where a server reads it, whole at each moment, and a run that was killed is none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.reindex.plan.plan import ReindexPlan
from index.reindex.telling import Telling
from index.store.run_file import RunFile, read_runs
from index.store.run_states import LastRun, Running, RunStates, UnfinishedRun
from tests.reindex.archives import NOW, run

STORY = "A bridge\n\nThe council agreed on Tuesday to rebuild the bridge that the flood had carried away.\n"


@dataclass
class Reading:
    """A watcher that reads the file whenever it is told something."""

    folder: Path
    told: list[RunStates] = field(default_factory=list)
    plans: list[ReindexPlan] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)

    def planned(self, plan: ReindexPlan) -> None:
        self.told.append(read_runs(self.folder))

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        self.told.append(read_runs(self.folder))

    def phase(self, name: str, units: int) -> None:
        self.told.append(read_runs(self.folder))

    def advanced(self, units: int) -> None:
        self.told.append(read_runs(self.folder))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(
            STORY.replace("Tuesday", f"Tuesday {number}").replace("A b", f"{number} b")
        )
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4 nothing to read")
    return folder


def test_what_a_run_is_at_and_what_it_did(sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert read_runs(index) == RunStates()
    reading = Reading(index)
    report = run(index, sources, watcher=reading)  # type: ignore[arg-type]
    running = [(told.running.phase, told.running.done, told.running.of) for told in reading.told if told.running]
    assert running[0] == ("planning", 0, 0)
    assert ("reading", 0, 3) in running
    assert running[-1] == ("publishing", 0, 0)
    assert {told.running.since for told in reading.told if told.running} == {"2026-03-01T12:00:00+00:00"}
    assert {told.last for told in reading.told} == {None}
    ended = LastRun(NOW.isoformat(timespec="seconds"), round(report.seconds, 3), 3, 0, 0, 0, 1)
    assert read_runs(index) == RunStates(None, ended)


def test_a_run_with_nothing_to_do_is_the_last_one_too(sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, sources)
    (sources / "1.txt").unlink()
    (sources / "2.txt").rename(sources / "3.txt")
    run(index, sources)
    after = read_runs(index).last
    assert after
    assert (after.new, after.changed, after.renamed, after.gone, after.skipped) == (0, 0, 1, 1, 1)
    reading = Reading(index)
    run(index, sources, watcher=reading)  # type: ignore[arg-type]
    assert [told.last for told in reading.told] == [after]
    now = read_runs(index).last
    assert now
    assert (now.new, now.changed, now.renamed, now.gone, now.skipped) == (0, 0, 0, 0, 1)


def test_a_dry_run_tells_nothing(sources: Path, tmp_path: Path) -> None:
    run(tmp_path / "index", sources, dry_run=True)
    assert read_runs(tmp_path / "index") == RunStates()


def test_a_run_that_fails_is_over_and_is_not_the_last(sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, sources)
    before = read_runs(index)
    assert before.unfinished is None
    with pytest.raises(Exception, match="does not exist"):
        run(index, tmp_path / "nowhere")
    after = read_runs(index)
    assert after.last == before.last and after.running is None
    assert after.unfinished and after.unfinished.phase == "planning" and "nowhere does not" in after.unfinished.reason
    run(index)
    assert read_runs(index).unfinished is None, "the next run makes up for it"


WRITER = """
import sys
from pathlib import Path
from index.reindex.telling import Telling
from index.store.run_file import RunFile
from index.store.run_states import Running
file = RunFile(Path(sys.argv[1]))
for done in range(1000):
    file.say(Running("reading", done, 1000))
print("said", flush=True)
sys.stdin.read()
"""


def test_a_killed_run_does_not_run(tmp_path: Path) -> None:
    RunFile(tmp_path).close(LastRun("2026-01-01T00:00:00+00:00", 1.5, 1, 2, 3, 4, 5))
    last = read_runs(tmp_path).last
    assert last
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        while writer.poll() is None and not select_line(writer):
            told = read_runs(tmp_path)  # each state is a whole one
            assert told.last == last
            assert told.running is None or told.running.of == 1000
        assert read_runs(tmp_path) == RunStates(Running("reading", 999, 1000), last)
        writer.send_signal(signal.SIGKILL)
    told = read_runs(tmp_path)
    assert told.unfinished
    assert told == RunStates(None, last, UnfinishedRun(told.unfinished.at, "reading", 999, 1000))
    written = datetime.fromtimestamp((tmp_path / "run.json").stat().st_mtime, UTC)
    assert told.unfinished.at == written.isoformat(timespec="seconds")
    assert b'"running":{"phase"' in (tmp_path / "run.json").read_bytes()
    file = RunFile(tmp_path)
    file.say(Running("planning", 0, 0))
    assert read_runs(tmp_path) == RunStates(Running("planning", 0, 0), last)
    file.close(None)
    assert read_runs(tmp_path) == RunStates(None, last)


@dataclass
class Clock:
    """Counts the seconds that a test lets pass."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_how_fast_it_goes_and_how_long_it_takes(tmp_path: Path) -> None:
    clock = Clock()
    told = Telling(Reading(tmp_path), RunFile(tmp_path), NOW, clock)
    told.phase("looking", 10)
    clock.seconds += 50
    told.phase("reading", 1000)
    seen = []
    for seconds, units in ((4, 100), (4, 100), (12, 240)):
        clock.seconds += seconds
        told.advanced(units)
        seen.append(read_runs(tmp_path).running)
    assert [(run.done, run.seconds, run.rate, run.left) for run in seen if run] == [
        (100, 4, 0, None),
        (200, 8, 0, None),
        (440, 20, 21.25, 560 / 21.25),
    ]
    clock.seconds += 7
    told.end(KeyboardInterrupt())
    assert read_runs(tmp_path).unfinished == UnfinishedRun(
        "2026-03-01T12:01:17+00:00", "reading", 440, 1000, "it was interrupted"
    )


def select_line(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has said its line by now."""
    assert process.stdout
    os.set_blocking(process.stdout.fileno(), False)
    return bool(process.stdout.read())


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"running":{"x":1},"last":null}', b'{"last":3,"running":null}']
)
def test_a_file_that_is_none_tells_nothing_and_stops_no_run(sources: Path, tmp_path: Path, data: bytes) -> None:
    index = tmp_path / "index"
    index.mkdir()
    (index / "run.json").write_bytes(data)
    assert read_runs(index) == RunStates()
    assert run(index, sources).new == 3
    assert read_runs(index).last


def test_a_file_that_cannot_be_written_stops_no_run(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "index" / "run.json").mkdir(parents=True)
    assert run(tmp_path / "index", sources).new == 3
    assert read_runs(tmp_path / "index") == RunStates()
