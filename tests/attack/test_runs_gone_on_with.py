"""kill -9 at random points of a first and of a later run: the next one goes on, loses nothing, and reads again no more
than what was in hand."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.article import Article
from index.reindex.phases import ReindexRequest
from index.reindex.verify import verify
from tests.reindex.archives import articles, contents, names, run, tables_of_names
from tests.reindex.cut_off import Reads, killed, watched
from tests.reindex.movers import MOVERS
from tests.reindex.recorded import WRITERS, Story
from tests.reindex.test_incremental import World

KILLS, IN_PROCESSES = 12, 2  # of each run, in six minutes: in one process, and in a command with its reading processes
WORKERS = 2


@dataclass(frozen=True)
class Twin:
    """A run that is never cut off: what it reads, and what its index holds then."""

    reads: int
    seconds: float
    held: tuple[object, ...]


def held(index: Path) -> tuple[dict[str, Article], object, object, object]:
    return articles(index), contents(index), names(index), tables_of_names(index)


def written(world: World) -> None:
    """Pages that are read again when others come, and files of records."""
    for name, mover in MOVERS.items():
        for number, text in enumerate(mover.first):
            world.write(world.folder / name / f"{number}.{'html' if text.startswith('<') else 'txt'}", text)
    told: list[Story] = [(n, "", "Quay Post") for n in range(1, 5)]
    for name in ("letters.mbox", "rows.csv"):
        world.write(world.folder / name, WRITERS[name](told))


def changed(world: World) -> None:
    """More pages, one that is another now, one that is gone, one more record."""
    for name, mover in MOVERS.items():
        for number, text in enumerate(mover.then):
            world.write(world.folder / name / f"then-{number}.{'html' if text.startswith('<') else 'txt'}", text)
    first, second, *_ = sorted((world.folder / "recurring").iterdir())
    first.unlink()
    world.write(second, f"{second.read_text()}\nAnd nobody knew why.\n")
    world.write(world.folder / "rows.csv", WRITERS["rows.csv"]([(n, "", "Quay Post") for n in range(5)]))


def prepared(folder: Path, *, later: bool) -> World:
    """The sources, and, for a later run, the index before it in `before`, which else is empty."""
    world = World(folder / "archive")
    world.folder.mkdir()
    written(world)
    (folder / "before").mkdir()
    if later:
        run(folder / "before", world.folder)
        changed(world)
    return world


def twin(folder: Path, world: World) -> Twin:
    index, reads = folder / "twin", Reads()
    shutil.copytree(folder / "before", index)
    started = time.monotonic()
    assert not killed(index, ReindexRequest((world.folder,)), Reads())
    took = time.monotonic() - started
    told = held(index)
    shutil.rmtree(index)
    shutil.copytree(folder / "before", index)
    watched(index, ReindexRequest((world.folder,)), reads)
    assert held(index) == told
    return Twin(len(reads.done), took, told)


def gone_on(index: Path, world: World, whole: Twin, told: str) -> int:
    """How many pages and lines a run reads that goes on."""
    reads = Reads()
    watched(index, ReindexRequest((world.folder,)), reads)
    assert held(index) == whole.held, told
    assert not verify(index).problems, told
    assert not (index / "work").exists(), told
    assert not list(index.rglob("checkpoint")), told
    return len(reads.done)


def ended(index: Path, world: World, read: Path, after: float, *, everything: bool) -> None:
    """Run the command and kill it after so many seconds: it and its processes, or it alone."""
    module = [sys.executable, "-m", "tests.attack.checkpoints", str(read), "reindex", str(world.folder)]
    command = [*module, "--index", str(index), "--workers", str(WORKERS)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, start_new_session=True, **quiet) as running:  # type: ignore[call-overload]
        try:
            running.wait(after)
        except subprocess.TimeoutExpired:
            if everything:
                os.killpg(running.pid, signal.SIGKILL)
            else:
                running.kill()


@pytest.mark.attack
@pytest.mark.parametrize("later", [False, True], ids=["first", "later"])
def test_a_killed_run_is_gone_on_with(
    tmp_path: Path, *, later: bool, seed: int, times: int, record_property: Callable[[str, object], None]
) -> None:
    world = prepared(tmp_path, later=later)
    whole = twin(tmp_path, world)
    chance = random.Random(seed)
    again: Counter[int] = Counter()
    for number in range(KILLS * times):
        index, read = tmp_path / f"index-{number}", tmp_path / f"read-{number}"
        shutil.copytree(tmp_path / "before", index)
        after = whole.seconds * chance.uniform(0, 1.05)
        killed(index, ReindexRequest((world.folder,)), Reads(told=read), after)
        before = len(read.read_text()) if read.exists() else 0
        told = f"--seed {seed}: kill {number} after {after:.3f} of {whole.seconds:.3f} s"
        once_more = gone_on(index, world, whole, told) + before - whole.reads
        assert once_more in (0, 1), f"{told}: {once_more} pages or lines are read again"
        again[once_more] += 1
        shutil.rmtree(index)
    record_property("read again", dict(again))


@pytest.mark.attack
@pytest.mark.parametrize("later", [False, True], ids=["first", "later"])
def test_a_killed_command_is_gone_on_with(
    tmp_path: Path, *, later: bool, seed: int, times: int, record_property: Callable[[str, object], None]
) -> None:
    world = prepared(tmp_path, later=later)
    whole = twin(tmp_path, world)
    chance = random.Random(seed)
    started = time.monotonic()
    shutil.copytree(tmp_path / "before", tmp_path / "timed")
    ended(tmp_path / "timed", world, tmp_path / "read", 1000, everything=True)
    took = time.monotonic() - started
    assert held(tmp_path / "timed") == whole.held
    again: Counter[int] = Counter()
    for number in range(IN_PROCESSES * times):
        index, read = tmp_path / f"index-{number}", tmp_path / f"read-{number}"
        shutil.copytree(tmp_path / "before", index)
        after = took * chance.uniform(0.2, 1.05)
        ended(index, world, read, after, everything=chance.random() < 0.5)
        before = len(read.read_text()) if read.exists() else 0
        told = f"--seed {seed}: kill {number} after {after:.3f} of {took:.3f} s"
        once_more = gone_on(index, world, whole, told) + before - whole.reads
        assert -WORKERS <= once_more <= WORKERS, f"{told}: {once_more} pages or lines are read again"
        again[once_more] += 1
        shutil.rmtree(index)
    record_property("read again", dict(again))
