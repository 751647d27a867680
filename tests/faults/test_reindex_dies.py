"""Whatever ends a run, the index that was published before is whole, and the next run finishes."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.errors import IndexLocked
from index.reindex.verify import verify
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.query import Query
from tests.faults.dying import AFTER, BEFORE, LOOKING, READING, killed_at
from tests.programs import CUTTINGS
from tests.reindex.archives import NOW, keys, names, run
from web.terminal.cli import main

STORY = "The council agreed on Tuesday to rebuild the bridge of Lisbon, said Karin Holt, who has sat in it for years."


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"The story of {name}\n\n{STORY}\n\n{STORY} It was {name} who said so.\n")


def command(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*CUTTINGS, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two articles; a third waits in the folder."""
    write(tmp_path / "archive", "one", "two")
    run(tmp_path / "index", tmp_path / "archive")
    write(tmp_path / "archive", "three")
    return tmp_path / "index"


STEPS = [LOOKING, READING, BEFORE, AFTER]


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_leaves_a_working_index_and_the_next_finishes(index: Path, step: str) -> None:
    assert killed_at(step, "reindex", "--index", index, "--workers", 1) == -signal.SIGKILL
    verdict = verify(index)
    assert not verdict.problems
    assert keys(index) == ({"one", "two", "three"} if step == AFTER else {"one", "two"})
    run(index)
    assert keys(index) == {"one", "two", "three"}
    assert not verify(index).problems
    run(index.with_name("anew"), index.with_name("archive"))
    assert names(index) == names(index.with_name("anew"))
    assert (0, "Karin Holt") in names(index)["three.txt", "three"][0]


def test_what_the_processes_of_a_killed_run_still_write_is_in_nobodys_way(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert killed_at(BEFORE, "reindex", "--index", index, "--workers", 1) == -signal.SIGKILL
    assert list((index / "work").rglob("*"))
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)  # as where they make anew what was just removed
    run(index)
    monkeypatch.undo()
    assert keys(index) == {"one", "two", "three"}
    assert not verify(index).problems
    run(index)
    assert not (index / "work").exists()


def test_the_first_run_killed_leaves_no_index_and_the_next_finishes(tmp_path: Path) -> None:
    write(tmp_path / "archive", "one")
    assert killed_at(BEFORE, "reindex", tmp_path / "archive", "--index", tmp_path / "index") == -signal.SIGKILL
    searched = command("search", "story", "--index", tmp_path / "index")
    assert f"run `cuttings reindex --index {tmp_path / 'index'}`" in searched.communicate()[1]
    assert searched.returncode == 3
    run(tmp_path / "index", tmp_path / "archive")
    assert keys(tmp_path / "index") == {"one"}


@pytest.mark.parametrize("step", STEPS[:3])
@pytest.mark.parametrize("known", [(), ("old",)], ids=["the first run", "another folder"])
def test_a_killed_run_has_not_forgotten_its_folder(tmp_path: Path, step: str, known: tuple[str, ...]) -> None:
    index = tmp_path / "index"
    for name in known:
        write(tmp_path / name, name)
        run(index, tmp_path / name)
    write(tmp_path / "archive", "one", "two")
    assert killed_at(step, "reindex", tmp_path / "archive", "--index", index) == -signal.SIGKILL
    assert run(index, dry_run=True).new == 2
    assert run(index).new == 2
    assert keys(index) == {"one", "two", *known}
    assert run(index).generation == 0


def test_a_folder_whose_killed_run_was_a_slip_can_be_forgotten(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write(tmp_path / "archive", "one")
    run(index, tmp_path / "archive")
    for slip in ("moved", "wrong"):
        write(tmp_path / slip, "slip")
        assert killed_at(READING, "reindex", tmp_path / slip, "--index", index) == -signal.SIGKILL
    shutil.rmtree(tmp_path / "moved")
    run(index, forget=[tmp_path / "wrong"])
    assert keys(index) == {"one"}
    write(tmp_path / "moved", "slip")
    run(index)
    assert keys(index) == {"one"}


def test_a_folder_that_failed_at_once_is_not_remembered(tmp_path: Path) -> None:
    index = tmp_path / "index"
    (tmp_path / "empty").mkdir()
    for slip in ("nowhere", "empty"):
        refused = command("reindex", tmp_path / slip, "--index", index)
        assert "no articles" in (said := refused.communicate()[1]) or "does not exist" in said
    assert "say which folder to index" in command("reindex", "--index", index).communicate()[1]


def test_a_killed_forgetting_forgets_nothing_yet(tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in ("one", "two"):
        write(tmp_path / name, name)
        run(index, tmp_path / name)
    assert killed_at(BEFORE, "reindex", "--forget", tmp_path / "two", "--index", index) == -signal.SIGKILL
    assert run(index, full=True).articles == 2


class _FolderNotSynced:
    """The system's `fsync`, which fails for a folder that holds a generation of that number: its name may not last."""

    def __init__(self, newest: Path) -> None:
        self._newest = newest
        self._fsync = os.fsync

    def __call__(self, descriptor: int) -> None:
        if self._newest.exists() and os.path.samestat(os.fstat(descriptor), self._newest.parent.stat()):
            raise OSError(errno.EIO, "Input/output error")
        self._fsync(descriptor)


def test_an_error_after_publishing_does_not_say_that_the_index_is_as_it_was(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _FolderNotSynced(index / "_MAIN_2.toc"))
    failed = CliRunner().invoke(main, ["reindex", "--index", str(index)])
    assert failed.exit_code == 1
    assert keys(index) == {"one", "two", "three"}
    assert "as it was" not in failed.stderr
    assert f"may have been published: run `cuttings reindex --index {index}` again\n" in failed.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_the_index_as_it_was_and_says_so(index: Path, number: signal.Signals) -> None:
    running = command("reindex", "--index", index, "--workers", 1)
    assert running.stdout is not None
    while "looking" not in (line := running.stdout.readline()):
        assert line, running.stderr.read() if running.stderr else ""
    running.send_signal(number)
    _, errors = running.communicate()
    assert running.returncode == 130
    assert errors == "cuttings: interrupted; the index is as it was\n"
    assert keys(index) == {"one", "two"}


def test_a_search_during_a_run_sees_the_old_archive(index: Path) -> None:
    engine = open_engine(index)
    with open_store(index, now=NOW) as store:
        assert engine.search(Query("council")).total == 2
        store.remove(next(iter(hit.id for hit in engine.search(Query("council")).hits)))
        assert open_engine(index).search(Query("council")).total == 2
    assert engine.search(Query("council")).total == 2
    run(index)
    assert engine.search(Query("council")).total == 3


def test_the_second_of_two_runs_says_who_holds_the_index(index: Path) -> None:
    with open_store(index, now=NOW):
        second = command("reindex", "--index", index)
        errors = second.communicate()[1]
        assert second.returncode == 5
        assert f"process {os.getpid()}" in errors
        assert errors.count("\n") == 1
        with pytest.raises(IndexLocked):
            run(index)
        assert run(index, dry_run=True).new == 1, "a dry run needs no lock"
    assert run(index).articles == 3


def test_a_full_disk_is_one_sentence_and_the_index_is_as_it_was(index: Path) -> None:
    resource = pytest.importorskip("resource")
    limit = 40_000  # bytes of any one file: no segment fits

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    write(index.parent / "archive", *(f"story-{n}" for n in range(400)))
    full = subprocess.run(
        [
            *CUTTINGS,
            "reindex",
            "--index",
            str(index),
            "--workers",
            "1",
        ],
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        # What coverage writes of this process is larger than the disk, too, and it complains of it at the end.
        env={name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_CONFIG"},
    )
    assert full.returncode == 1, full.stderr
    assert full.stderr.endswith("the index is as it was\n")
    assert full.stderr.count("\n") == 1, full.stderr
    assert keys(index) == {"one", "two"}
    assert not verify(index).problems


def test_an_index_that_is_damaged_is_built_anew_only_when_asked(index: Path) -> None:
    for path in index.glob("_MAIN_*.toc"):
        path.write_bytes(path.read_bytes()[:-1])
    plain = command("reindex", "--index", index)
    assert "cuttings repair" in plain.communicate()[1]
    assert plain.returncode == 4
    report = run(index, full=True)
    assert report.articles == 3, "the folders are remembered beside the index"
    assert not verify(index).problems
