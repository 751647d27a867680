"""A run that was cut off is gone on with: what was read is not read again, and the index is that of a run never cut."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from index.reindex.phases import ReindexRequest
from index.reindex.resume import keeping, rules_stamp
from index.reindex.scan.sources import SourceMissing
from index.reindex.verify import verify
from index.store import publication, transaction
from tests.reindex.archives import Watched, articles, contents, run
from tests.reindex.archives import names as named
from tests.reindex.cut_off import LOOKED, READ, CutOff, Reads, killed, watched
from tests.reindex.test_incremental import BODIES, DATELINES, World
from web.progress import ProgressLines
from web.terminal.failures import standing


def archive(folder: Path, count: int = 6) -> World:
    """A folder of so many pages of text, and a file of three JSON lines."""
    folder.mkdir()
    world = World(folder)
    for number in range(count):
        world.write(
            folder / f"{number}.txt", f"Story number {number}\n\n{BODIES[number % 4]} {number}\n\n{BODIES[4]}\n"
        )
    world.write(folder / "lines.jsonl", "".join(f'{{"id": {n}, "text": "{BODIES[n]} {n}"}}\n' for n in range(3)))
    return world


def gone_on(index: Path, folder: Path, **asked: Any) -> tuple[list[str], Watched]:
    """What a run reads that goes on, and what it tells; its index is that of a run that was never cut off."""
    reads, watcher = Reads(), Watched()
    watched(index, replace(ReindexRequest((folder,)), **asked), reads, watcher)
    run(index.with_name("anew"), folder)
    assert contents(index) == contents(index.with_name("anew"))
    assert named(index) == named(index.with_name("anew"))
    assert articles(index).keys() == articles(index.with_name("anew")).keys()
    assert not verify(index).problems
    assert not (index / "work").exists()
    assert not list(index.rglob("checkpoint")), "what is published has nothing that is no part of an index"
    return reads.done, watcher


@pytest.fixture
def world(tmp_path: Path) -> World:
    return archive(tmp_path / "archive")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def kill(index: Path, folder: Path, after: int, **asked: Any) -> None:
    assert killed(index, replace(ReindexRequest((folder,)), **asked), Reads(after, kill=True))


LOOKS = 6  # lines of JSON are not looked at first


@pytest.mark.parametrize("after", range(LOOKS + 9))
def test_a_first_run_that_was_killed_is_gone_on_with(world: World, index: Path, after: int) -> None:
    kill(index, world.folder, after)
    reads, watcher = gone_on(index, world.folder)
    assert len(reads) == LOOKS + 9 - after
    assert reads.count(LOOKED) == max(LOOKS - after, 0)
    looked, read = min(after, LOOKS), max(after - LOOKS, 0)
    assert watcher.resumptions == ([(read, 9)] if read else [(looked, LOOKS)] if looked else [])


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("after", [1, 4, 9, 14])
def test_a_later_run_that_was_killed_is_gone_on_with(world: World, index: Path, after: int, *, full: bool) -> None:
    archive(index.with_name("first"))
    run(index, index.with_name("first"))
    kill(index, world.folder, after, full=full)
    ids = articles(index).keys()
    assert len(ids) == 9, "the index is the one before"
    reads = Reads()
    watched(index, ReindexRequest((world.folder,), full=full), reads)
    everything = 2 * (LOOKS + 9) if full else LOOKS + 9
    assert len(reads.done) <= everything - after + 2
    assert len(reads.done) + after >= everything
    run(index.with_name("anew"), index.with_name("first"), world.folder)
    assert contents(index) == contents(index.with_name("anew"))
    assert ids < articles(index).keys()


def test_a_file_that_changes_comes_or_goes_before_the_run_goes_on(world: World, index: Path) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    world.write(world.folder / "1.txt", f"Another story\n\n{BODIES[5]}\n\n{BODIES[6]}\n")
    (world.folder / "2.txt").unlink()
    world.write(world.folder / "new.txt", f"A new story\n\n{BODIES[5]} Yes.\n\n{BODIES[3]}\n")
    reads, watcher = gone_on(index, world.folder)
    assert reads == [LOOKED] * 2 + [READ] * 3, "the changed one, the new one, and the one that had not been read"
    assert watcher.resumptions == [(6, 9)]


def test_a_file_that_is_again_what_the_index_holds_is_not_replaced(world: World, index: Path) -> None:
    """A killed run had read it as it was meanwhile: its checkpoint is not adopted."""
    run(index, world.folder)
    text, stat = (world.folder / "1.txt").read_bytes(), (world.folder / "1.txt").stat()
    world.write(world.folder / "1.txt", f"Another story\n\n{BODIES[5]}\n\n{BODIES[6]}\n")
    world.write(world.folder / "2.txt", f"A second story\n\n{BODIES[5]}\n\n{BODIES[6]}\n")
    world.write(world.folder / "new.txt", f"A new story\n\n{BODIES[5]} Yes.\n\n{BODIES[3]}\n")
    kill(index, world.folder, 3 + 2)
    (world.folder / "1.txt").write_bytes(text)
    os.utime(world.folder / "1.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    reads, _ = gone_on(index, world.folder)
    assert reads == [READ], "one of three"


def test_a_touched_file_is_known_by_its_bytes(world: World, index: Path) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    world.stamp(world.folder / "3.txt")
    reads, _ = gone_on(index, world.folder)
    assert reads == [LOOKED, READ]


@pytest.mark.parametrize("after", range(2, 7))
def test_what_is_read_again_for_the_archive_s_sake_is_not_read_once_more(world: World, index: Path, after: int) -> None:
    """A page that comes changes the years by which the dates of others are read, whose files are as they were."""
    for number in range(5):
        text = f"Story number {number}\n\n{DATELINES[2]}\n\n{BODIES[0]}\n\n{BODIES[1]} {number}\n"
        world.write(world.folder / f"undated-{number}.txt", text)
    run(index, world.folder)
    world.write(world.folder / "new.txt", f"A bridge\n\n3 March 1998\n\n{BODIES[2]}\n\n{BODIES[1]}\n")
    kill(index, world.folder, after)
    assert len(gone_on(index, world.folder)[0]) == 2 + 5 - after


@pytest.mark.parametrize("file", ["checkpoint", "segment", "names"])
@pytest.mark.parametrize("harm", ["flipped", "short", "zeros", "gone"])
def test_a_damaged_checkpoint_is_read_anew(world: World, index: Path, file: str, harm: str) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    path = sorted((index / "work").rglob(f"inline*/{file}"))[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"flipped": bytes(data), "short": bytes(data[:-9]), "zeros": bytes(len(data))}[harm])
    reads, _ = gone_on(index, world.folder)
    assert reads == [READ] * (1 if file == "names" else 2), "what follows from the segment is made anew"


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_articles_of_which_nobody_knows_how_they_were_made_are_read_anew(world: World, index: Path, harm: str) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    (states,) = (index / "work").glob("*/states/*")
    data = bytearray(states.read_bytes())
    data[-5] ^= 1
    states.write_bytes(data) if harm == "flipped" else states.unlink()
    reads, _ = gone_on(index, world.folder)
    assert reads == [READ] * 9


@pytest.mark.parametrize("knobs", [{"keep_empty": True}, {"entities": False}, {"file_mb": 49}])
def test_other_settings_read_everything_anew(world: World, index: Path, knobs: dict[str, Any]) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    watcher = Watched()
    run(index, world.folder, watcher=watcher, **knobs)
    assert not watcher.resumptions
    assert len(articles(index)) == 9


def test_another_program_reads_everything_anew(world: World, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    monkeypatch.setattr(rules_stamp, "_code", lambda: "that of tomorrow")
    reads, watcher = gone_on(index, world.folder)
    assert len(reads) == LOOKS + 9
    assert not watcher.resumptions


def test_other_corrections_read_everything_anew(world: World, index: Path) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    world.write(world.folder / "corrections.yaml", f"- by: {{title: '{BODIES[2]} 2'}}\n  set: {{title: Corrected}}\n")
    reads, _ = gone_on(index, world.folder)
    assert len(reads) == LOOKS + 9
    assert "Corrected" in {article.title for article in articles(index).values()}


def test_what_a_plain_run_has_read_is_not_enough_for_a_full_one(world: World, index: Path) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    assert len(gone_on(index, world.folder, full=True)[0]) == LOOKS + 9


def test_what_could_not_be_read_is_not_tried_again_unless_it_is_asked_for(world: World, index: Path) -> None:
    world.write(world.folder / "9.pdf", b"%PDF-1.4 nothing to read")
    kill(index, world.folder, 7 + 8)
    shutil.copytree(index, index.with_name("again"))
    assert gone_on(index, world.folder)[0] == [READ]
    reads = Reads()
    watched(index.with_name("again"), ReindexRequest((world.folder,), failed=True), reads)
    assert reads.done == [LOOKED, READ]


def test_runs_that_are_killed_one_after_another_read_each_page_once(world: World, index: Path) -> None:
    done: list[str] = []
    while True:
        reads = Reads(2, kill=True, told=index.with_name("told"))
        over = not killed(index, ReindexRequest((world.folder,)), reads)
        done.append(reads.told.read_text())
        reads.told.unlink()
        if over:
            break
    assert "".join(done) == LOOKED * LOOKS + READ * 9
    gone_on(index, world.folder)


def test_ctrl_c_keeps_what_was_read_and_nothing_else(world: World, index: Path) -> None:
    with pytest.raises(CutOff):
        watched(index, ReindexRequest((world.folder,)), Reads(LOOKS + 4))
    kept = {path.name for path in (index / "work").rglob("*") if path.is_file()}
    assert kept - {path.name for path in (index / "work").glob("*/states/*")} == {"checkpoint", "segment", "names"}
    assert standing(index, 0).state == "the index is as it was; the next run goes on with what was read"
    assert len(gone_on(index, world.folder)[0]) == 5


def test_a_disk_that_does_not_take_what_was_read_stops_no_run(
    world: World, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keeping, "write_checkpoint", full)
    assert len(gone_on(index, world.folder)[0]) == LOOKS + 9


def test_a_person_is_told_what_is_read_already(capsys: pytest.CaptureFixture[str]) -> None:
    ended = datetime(2026, 3, 1, 14, 32).astimezone()
    ProgressLines().resumed(ended, "reading", 83_000, 100_000)
    ProgressLines().resumed(ended, "looking for what recurs", 1_000, 2_000)
    begin = "Going on with a run that ended at 2026-03-01 14:32: "
    assert capsys.readouterr().out.splitlines() == [
        f"{begin}83,000 of 100,000 files are read already",
        f"{begin}1,000 of 2,000 files are looked at already",
    ]


def test_a_short_run_leaves_nothing(world: World, index: Path) -> None:
    with pytest.raises(CutOff):
        watched(index, ReindexRequest((world.folder,)), Reads(LOOKS + 4), checkpoint=600.0)
    assert not (index / "work").exists()


def test_a_run_that_cannot_begin_leaves_what_was_read(world: World, index: Path) -> None:
    kill(index, world.folder, LOOKS + 9 - 1)
    world.folder.rename(world.folder.with_name("away"))
    with pytest.raises(SourceMissing):
        run(index)
    world.folder.with_name("away").rename(world.folder)
    assert gone_on(index, world.folder)[0] == [READ]


def test_what_nobody_needs_any_more_is_gone_when_nothing_is_new(world: World, index: Path) -> None:
    run(index, world.folder)
    world.write(world.folder / "new.txt", f"A new story\n\n{BODIES[5]} Yes.\n\n{BODIES[3]}\n")
    kill(index, world.folder, 1)
    (world.folder / "new.txt").unlink()
    assert run(index).generation == 0
    assert not (index / "work").exists()


def test_checkpoints_of_files_that_are_gone_take_no_room(world: World, index: Path) -> None:
    """However often runs are cut off while files come and go."""
    sizes = []
    for number in range(4):
        kill(index, world.folder, LOOKS + 2 if number == 0 else 7)
        sizes.append(len(list((index / "work").rglob("checkpoint"))))
        for path in world.folder.glob("*.txt"):
            world.write(path, f"{path.read_text()} {number}\n")
    assert max(sizes) <= LOOKS + 2


@pytest.mark.parametrize("call", ["placed", "committed"])
def test_a_run_that_is_killed_as_it_publishes_is_gone_on_with(world: World, index: Path, call: str) -> None:
    def published(*given: Any) -> None:
        if call == "committed":
            publication.publish(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "publish", published)
        assert killed(index, ReindexRequest((world.folder,)), Reads())
    assert list((index / "segments").iterdir())
    assert gone_on(index, world.folder)[0] == []
