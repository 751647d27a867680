"""Whether a disk has room is told before anything is begun: on a disk that is small, and by what was really written."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.reindex.report import Room
from index.reindex.room import RoomMissing
from index.store.run_file import read_runs
from tests.programs import CUTTINGS, ROOT
from tests.reindex.archives import articles, run

WORDS = [line for line in Path(__file__).read_text().split() if line.isalpha()]


def write(folder: Path, count: int, first: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        chosen = random.Random(number).choices(WORDS, k=300)
        (folder / f"{number}.txt").write_text(f"Story number {number}\n\n{' '.join(chosen)}.\n")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Let the system tell that so many bytes are free."""
    told = SimpleNamespace(f_bavail=size, f_frsize=1, f_bfree=size, f_blocks=10 * size + 1)
    monkeypatch.setattr(os, "statvfs", lambda place: told)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write(tmp_path / "archive", 40)
    run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


def test_a_run_that_would_fill_the_disk_is_refused_before_it_begins(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = articles(index), sorted(index.glob("segments/*/*"))
    free(monkeypatch, size(index) // 3)
    with pytest.raises(RoomMissing, match=r"has \d.* free, and the run needs .* at the least, .* index is as it was"):
        run(index, full=True)
    assert articles(index) == before and sorted(index.glob("segments/*/*")) == files
    told = read_runs(index).unfinished
    assert told and told.phase == "planning" and "free" in told.reason
    report = run(index, full=True, dry_run=True)
    assert report.room and report.room.is_short


def test_a_small_run_is_never_refused(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 0)
    assert run(index).room is None
    write(tmp_path / "archive", 2, first=40)
    report = run(index)
    assert (report.new, report.room) == (2, None)
    (tmp_path / "archive" / "3.txt").unlink()
    assert run(index).gone == 1


def test_a_large_run_is_foretold_and_a_first_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    write(tmp_path / "archive", 10)
    free(monkeypatch, 5_000)
    with pytest.raises(RoomMissing):
        run(index, tmp_path / "archive")
    free(monkeypatch, 10**9)
    assert run(index, tmp_path / "archive").room
    write(tmp_path / "archive", 30, first=10)
    free(monkeypatch, 5_000)
    with pytest.raises(RoomMissing):
        run(index)
    assert len(articles(index)) == 10


def test_where_there_is_an_index_it_tells_what_the_next_takes(index: Path) -> None:
    report = run(index, full=True)
    assert report.room
    grown = sum(segment.stat().st_size for segment in sorted(index.glob("segments/*/segment")))
    assert report.room.at_least < grown < report.room.needed
    assert report.room.at_least > 0.6 * grown and report.room.needed < 1.6 * grown


def test_what_is_foretold_of_mixed_sources(tmp_path: Path) -> None:
    report = run(tmp_path / "index", ROOT / "tests" / "corpus" / "newsroom")
    assert report.room
    assert report.room.at_least < size(tmp_path / "index" / "segments"), "it is not refused wrongly"
    assert not Room(10, 5, 10).is_tight and Room(10, 5, 9).is_tight
    assert not Room(10, 5, 5).is_short and Room(10, 5, 4).is_short


SMALL = """
set -e
mount -t tmpfs -o size={kilobytes}k none "$1" || exit 77
shift
exec "$@"
"""


def on_small_disk(place: Path, kilobytes: int, *options: str) -> subprocess.CompletedProcess[str]:
    """A first run whose index lies on a real disk of that size, which is gone afterwards."""
    disk = place / "disk"
    disk.mkdir(exist_ok=True)
    command = [*CUTTINGS, "reindex", str(place / "archive"), "--index", str(disk / "index"), "--workers", "1"]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", SMALL.format(kilobytes=kilobytes), "sh", str(disk), *command, *options],
        capture_output=True,
        text=True,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine does not let disks be mounted")
    return done


def test_on_a_disk_that_is_small(tmp_path: Path) -> None:
    write(tmp_path / "archive", 60)
    refused = on_small_disk(tmp_path, 64)
    assert refused.returncode == 1
    assert "kB free, and the run needs" in refused.stderr
    assert "nothing was begun, and the index is as it was: make room" in refused.stderr
    dry = on_small_disk(tmp_path, 64, "--dry-run", "--json")
    room = json.loads(dry.stdout)["room"]
    assert dry.returncode == 0 and room["free"] <= 64 * 1024 < room["at_least"] < room["needed"]
    tight = on_small_disk(tmp_path, (room["needed"] - 1) // 1024)
    assert tight.returncode == 0 and "the disk may become full" in tight.stdout
    assert "60 articles in the index" in tight.stdout
