"""Whatever ends a backup or a restore, the folder holds the state before or the new one, and the next finishes."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from typing import Any

import pytest

from index.reindex.verify import verify
from tests.faults.copying import killed_at_sync
from tests.faults.saved import cuttings, grow, write
from tests.reindex.archives import articles, run


def test_a_killed_backup_leaves_the_earlier_one_and_the_next_finishes(index: Path, saved: Path) -> None:
    kept = articles(saved)
    grow(index, "four")
    for number in range(1, 100, 3):
        target = saved.with_name(f"saved-{number}")
        shutil.copytree(saved, target)
        code = killed_at_sync(number, "backup", target, "--index", index)
        assert articles(target) in ((kept, articles(index)) if code else (articles(index),))
        assert not verify(target).problems, number
        assert cuttings("backup", target, "--index", index).exit_code == 0
        assert not verify(target).problems
        assert articles(target) == articles(index)
        assert not list(target.glob("*.publishing"))
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert code == 0 and number > 10


def test_a_killed_restore_leaves_no_index_and_the_next_finishes(index: Path, saved: Path) -> None:
    for number in range(1, 100, 3):
        target = index.with_name(f"again-{number}")
        code = killed_at_sync(number, "restore", saved, "--index", target)
        searched = cuttings("search", "ferry", "--index", target).exit_code
        assert searched in ((0, 3) if code else (0,)), number
        assert cuttings("restore", saved, "--index", target).exit_code == (1 if code == 0 else 0)
        assert articles(target) == articles(index)
        assert not verify(target).problems
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert code == 0 and number > 10


class _Full:
    """The system's `fsync`, which fails for the file with which a disk of so many bytes is full."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._fsync = os.fsync

    def __call__(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        self._room -= status.st_size if S_ISREG(status.st_mode) else 0
        if self._room < 0 and S_ISREG(status.st_mode):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._fsync(descriptor)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_leaves_what_was_there(
    index: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    grow(index, "four")
    kept = articles(saved)
    target = saved if command == "backup" else index.with_name("again")
    source = (target, "--index", index) if command == "backup" else (saved, "--index", target)
    for room in (0, 2_000):
        monkeypatch.setattr(os, "fsync", _Full(room))
        failed = cuttings(command, *source)
        assert failed.exit_code == 1, failed.output
        assert f"{target}: the disk is full; " in failed.stderr and f"`cuttings {command} {source[0]}" in failed.stderr
        monkeypatch.undo()
        if command == "backup":
            assert articles(saved) == kept and not verify(saved).problems
            assert list((saved / "work").iterdir() if (saved / "work").exists() else ()) == []
        else:
            assert cuttings("search", "ferry", "--index", target).exit_code == 3
    assert cuttings(command, *source).exit_code == 0
    assert not verify(target).problems


def test_ctrl_c_says_what_the_folder_holds(index: Path, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(index, "four")
    kept = articles(saved)

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    for command, told in (
        (("backup", saved), "the backup before or this one"),
        (("restore", saved), "no index or the whole one"),
    ):
        folder = index if command[0] == "backup" else index.with_name("again")
        ended = cuttings(*command, "--index", folder)
        assert ended.exit_code == 130
        assert (
            f"interrupted; it holds {told}: run `cuttings {command[0]} {saved} --index {folder}` again" in ended.stderr
        )
    monkeypatch.undo()
    assert articles(saved) == kept


def test_a_source_that_the_system_does_not_let_be_read_is_not_called_damaged(
    index: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(index, "four")
    opened = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("/attached/3/manifest"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    failed = cuttings("backup", saved, "--index", index)
    assert failed.exit_code == 1
    assert "the index cannot be read: attached/3/manifest: Permission denied" in failed.stderr
    assert not verify(saved).problems


def test_a_folder_that_may_not_be_written_is_named(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    failed = cuttings("backup", tmp_path / "file/inside", "--index", index)
    assert failed.exit_code == 1 and "a part of the path is a file" in failed.stderr
    made = Path.mkdir

    def refuse(path: Path, *args: Any, **kwargs: Any) -> None:
        if path == tmp_path / "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        made(path, *args, **kwargs)

    monkeypatch.setattr(Path, "mkdir", refuse)
    failed = cuttings("backup", tmp_path / "closed", "--index", index)
    assert failed.exit_code == 1 and "closed: writing is not permitted" in failed.stderr


def test_a_reindex_that_publishes_while_files_are_copied(
    index: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two publications and a merge of everything remove the generation that is being copied: it is copied whole."""
    write(index.with_name("archive"), "four")
    run(index)
    expected = articles(index)
    synced = os.fsync
    waiting: list[Callable[[], object]] = [
        lambda: run(index, full=True),
        lambda: grow(index, "five"),
        lambda: grow(index, "six"),
    ]

    def interrupted(descriptor: int) -> None:
        if waiting and Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(saved / "work"):
            monkeypatch.setattr(os, "fsync", synced)
            waiting.pop(0)()
            monkeypatch.setattr(os, "fsync", interrupted)
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", interrupted)
    assert cuttings("backup", saved, "--index", index).exit_code == 0
    assert len(waiting) < 2, "nothing was published meanwhile"
    assert not (index / "_MAIN_3.toc").exists()
    assert articles(saved) == expected
    assert not verify(saved).problems
    monkeypatch.undo()
    assert cuttings("backup", saved, "--index", index).exit_code == 0
    assert articles(saved) == articles(index)
