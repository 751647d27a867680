"""Whatever happens in a folder that is watched, the index comes to agree with it; a run is that of `reindex`."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from watchfiles import watch

from index.store.publication import LOCK
from index.store.run_file import read_runs
from tests.reindex.archives import articles, contents, run
from tests.watch.watchers import PATIENCE, Watching, made_anew, story, watching
from web.terminal.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "first.txt").write_text(story(1))
    return place


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def watched(index: Path, folder: Path) -> Iterator[Watching]:
    """A watch whose first run is over."""
    with watching(index, folder) as process:
        assert process.did()["new"] == 1
        yield process


def counts(report: dict[str, int]) -> tuple[int, int, int, int]:
    return report["new"], report["changed"], report["renamed"], report["gone"]


def test_what_a_person_does_with_files(watched: Watching, folder: Path) -> None:
    deep = folder / "2026/may"
    deep.mkdir(parents=True)
    (deep / "second.txt").write_text(story(2))
    assert counts(watched.did()) == (1, 0, 0, 0)
    (deep / "second.txt").write_text(story(2) + "\nThe work begins in May, and the ferry runs until then.\n")
    assert counts(watched.did()) == (0, 1, 0, 0)
    (folder / "2026").rename(folder / "2027")
    assert counts(watched.did()) == (0, 0, 1, 0)
    (folder / "2027/may/second.txt").unlink()
    assert counts(watched.did()) == (0, 0, 0, 1)
    (folder / "2027/may/third.txt").write_text(story(3))
    assert counts(watched.did()) == (1, 0, 0, 0)
    shutil.rmtree(folder / "2027")
    assert counts(watched.did()) == (0, 0, 0, 1)
    watched.agrees_with(folder)


def test_an_editor_saves_by_files_of_its_own(watched: Watching, folder: Path) -> None:
    file = folder / "first.txt"
    (folder / ".first.txt.swp").write_bytes(b"b0VIM 9.0")
    (folder / "4913").touch()
    (folder / "4913").unlink()
    file.rename(folder / "first.txt~")
    file.write_text(story(1) + "\nIt opens in June, the mayor said, and the old ferry is sold.\n")
    (folder / "first.txt~").unlink()
    assert counts(watched.did()) == (0, 1, 0, 0)
    assert [article.path for article in articles(watched.index).values()] == ["first.txt"]
    aside = folder / ".goutputstream-1234"
    aside.write_text(story(5))
    aside.rename(file)
    watched.did()
    watched.agrees_with(folder)


def test_a_file_that_is_still_written_is_read_again_when_it_is_whole(watched: Watching, folder: Path) -> None:
    text = story(4) + story(5)
    with (folder / "growing.txt").open("w") as file:
        file.write(text[:200])
        file.flush()
        assert watched.did()["new"] == 1
        file.write(text[200:])
    assert watched.did()["changed"] == 1
    watched.agrees_with(folder)


def test_ten_thousand_files_are_a_few_runs(watched: Watching, folder: Path) -> None:
    for number in range(10_000):
        if number % 100 == 0:
            (folder / f"page_files/{number}").mkdir(parents=True)
        (folder / f"page_files/{number // 100 * 100}/{number}.css").touch()
    (folder / "page.txt").write_text(story(6))
    runs = [watched.report()]
    while len(runs[-1]["skipped"]) < 10_000 or runs[-1]["articles"] < 2:
        runs.append(watched.report())
    assert len(runs) <= 5  # one, where nothing else holds up the files for a second
    (folder / "page_files/9900/late.txt").write_text(story(7))
    assert watched.did()["new"] == 1


def test_the_index_in_a_folder_that_is_watched_is_none_of_its_changes(folder: Path) -> None:
    with watching(folder / "var/index", folder) as process:
        assert process.report()["new"] == 1
        for number in (2, 3):  # a run that its own files had begun would report in between
            (folder / f"{number}.txt").write_text(story(number))
            assert process.report()["new"] == 1


def test_names_that_are_no_text_and_links_to_hidden_files(watched: Watching, folder: Path) -> None:
    strange = os.fsencode(folder) + b"/caf\xe9.txt"
    Path(os.fsdecode(strange)).write_text(story(2))
    assert watched.did()["new"] == 1
    Path(os.fsdecode(strange)).write_text(
        story(2) + "\nThe caf\u00e9 at the bridge stays open for the time of the work.\n"
    )
    assert watched.did()["changed"] == 1
    hidden = folder / ".store"
    hidden.mkdir()
    (hidden / "object").write_text(story(3))
    (folder / "linked.txt").symlink_to(".store/object")
    assert watched.did()["new"] == 1
    (hidden / "object").write_text(story(3) + "\nThe second bridge of the town is to follow within the year.\n")
    assert watched.did()["changed"] == 1
    watched.agrees_with(folder)


@pytest.mark.parametrize("emptied", [False, True], ids=["gone", "an empty folder left"])
def test_a_folder_that_vanishes_is_waited_for_and_the_others_go_on(
    folder: Path, index: Path, tmp_path: Path, *, emptied: bool
) -> None:
    drive, aside = tmp_path / "drive", tmp_path / "aside"
    drive.mkdir()
    (drive / "second.txt").write_text(story(2))
    run(index, folder, drive)
    with watching(index) as process:
        process.report()
        drive.rename(aside)
        if emptied:
            drive.mkdir()
        process.said(f"{drive} is empty or not there")
        (folder / "third.txt").write_text(story(3))
        assert counts(process.did()) == (1, 0, 0, 0)
        (aside / "fourth.txt").write_text(story(4))
        if emptied:
            drive.rmdir()
        aside.rename(drive)
        assert counts(process.did()) == (1, 0, 0, 0)
        (drive / "fifth.txt").write_text(story(5))
        assert counts(process.did()) == (1, 0, 0, 0)
        process.agrees_with(folder, drive)


def test_an_empty_folder_is_watched_until_its_first_file(folder: Path, tmp_path: Path, index: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with watching(index, inbox, folder) as process:
        process.said(f"{inbox} is empty")
        assert process.did()["new"] == 1
        (inbox / ".part").write_text(story(1))
        (inbox / ".part").rename(inbox / "first.txt")
        assert process.did()["new"] == 1


def test_a_folder_that_another_run_adds_is_watched_and_one_that_it_forgets_is_not(
    folder: Path, index: Path, tmp_path: Path
) -> None:
    run(index, folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "second.txt").write_text(story(2))
    with watching(index) as process:
        process.report()
        run(index, other)
        process.said(f"{folder}, {other}")
        (other / "third.txt").write_text(story(3))
        while process.report()["articles"] != 3:
            pass
        run(index, forget=[other])
        process.said(f"{other} is not indexed any more")
        (folder / "fourth.txt").write_text(story(4))
        assert process.did()["articles"] == 2


def test_polling_sees_the_same(folder: Path, index: Path) -> None:
    with watching(index, folder, "--poll", "1") as process:
        process.said("looked at every 1 s: --poll says so")
        process.did()
        (folder / "new/deep").mkdir(parents=True)
        (folder / "new/deep/second.txt").write_text(story(2))
        assert process.did()["new"] == 1
        (folder / "first.txt").write_text(story(9))
        process.did()
        (folder / "new/deep/second.txt").unlink()
        process.did()
        process.agrees_with(folder)


def limited(what: str, most: int) -> tuple[str, ...]:
    """The beginning of a command that may have so many of what the system counts for each user."""
    script = f'echo {most} > /proc/sys/user/{what} && exec "$@"'
    begin = ("unshare", "-Ur", "sh", "-c", script, "sh")
    if shutil.which("unshare") is None or os.spawnlp(os.P_WAIT, "unshare", *begin, "true"):
        pytest.skip("needs `unshare -Ur`, by which a process gets limits of its own")
    return begin


@pytest.mark.parametrize(("what", "most"), [("max_inotify_watches", 2), ("max_inotify_instances", 0)])
def test_where_the_system_has_no_watches_left_it_is_said_and_folders_are_polled(
    folder: Path, index: Path, what: str, most: int
) -> None:
    (folder / "a/b/c").mkdir(parents=True)
    with watching(index, folder, before=limited(what, most)) as process:
        assert "sysctl fs.inotify.max_user_watches" in process.said(f"{folder} is looked at every 30 s")
        assert process.did()["new"] == 1
        (folder / "a/b/c/second.txt").write_text(story(2))
        assert process.did()["new"] == 1


def test_another_writer_is_waited_for(watched: Watching, folder: Path, index: Path) -> None:
    with (index / LOCK).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / "second.txt").write_text(story(2))
        watched.said("is being written by")
    assert watched.did()["new"] == 1


def test_a_run_that_fails_is_said_once_and_tried_again(watched: Watching, folder: Path, index: Path) -> None:
    newest = max(index.glob("_MAIN_*.toc"))
    whole = newest.read_bytes()
    newest.write_bytes(whole[:-1])
    (folder / "second.txt").write_text(story(2))
    assert "it is tried again" in watched.said("damaged")
    newest.write_bytes(whole)
    assert watched.did()["new"] == 1
    assert watched.sentences.lines.empty()


def test_one_folder_that_cannot_be_read_does_not_keep_the_others_waiting(
    folder: Path, index: Path, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "one.png").touch()
    with watching(index, pictures, folder) as process:
        process.said(f"{pictures} holds no articles")
        assert process.did()["new"] == 1


def in_the_middle_of_a_run(index: Path, folder: Path) -> None:
    """Give a watch some work, and wait until it is at it."""
    index.mkdir(exist_ok=True)
    events = watch(index, rust_timeout=100, step=20, yield_on_timeout=True)
    next(events)
    for number in range(20, 320):
        (folder / f"{number}.txt").write_text(story(number))
    for _ in events:
        if (running := read_runs(index).running) is not None and running.phase == "reading":
            break
        assert len(contents(index)) < 320, "the run was over before it was seen"
    events.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_signal_ends_it_in_the_middle_of_a_run(watched: Watching, folder: Path, number: signal.Signals) -> None:
    before = contents(watched.index)
    in_the_middle_of_a_run(watched.index, folder)
    watched.process.send_signal(number)
    assert "the index is as it was" in watched.said("ended: interrupted")
    assert watched.process.wait(PATIENCE) == 0
    assert contents(watched.index) == before
    run(watched.index, folder, file_seconds=60.0)  # nobody holds the lock
    assert contents(watched.index) == made_anew(watched.index, [folder])


def test_where_it_is_killed_its_run_ends_too(index: Path, folder: Path) -> None:
    with pytest.raises(AssertionError), watching(index, folder) as process:
        process.did()
        in_the_middle_of_a_run(index, folder)
        process.process.kill()
    with (index / LOCK).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the run, which holds it, has ended
    assert len(contents(index)) == 1
    assert read_runs(index).running is None


def test_nothing_to_watch_is_one_sentence(tmp_path: Path) -> None:
    for arguments, words in (((), "say which folder to watch"), ((tmp_path / "none",), "does not exist")):
        result = CliRunner().invoke(main, ["watch", "--index", str(tmp_path / "index"), *map(str, arguments)])
        assert result.exit_code == 1
        assert words in result.stderr and result.stderr.count("\n") == 1
