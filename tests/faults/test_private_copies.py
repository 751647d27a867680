"""A copy of an index is as private as the index: files 0600, folders 0700, whatever the umask says."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.saved import cuttings, flip_unseen, segment_of
from tests.index.test_private_files import open_to_others


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


def no_second_name(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_backups_and_restored_indexes_are_their_owner_s(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}
    fsync = os.fsync

    def looked(descriptor: int) -> None:
        for folder in (tmp_path / "saved", tmp_path / "again"):
            if folder.exists():
                seen.update(open_to_others(folder))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", looked)  # also while it is written
    assert cuttings("backup", tmp_path / "saved", "--index", index).exit_code == 0
    assert cuttings("restore", tmp_path / "saved", "--index", tmp_path / "again").exit_code == 0
    assert seen == {}
    assert (tmp_path / "again/segments").is_dir()
    assert open_to_others(tmp_path / "saved") == open_to_others(tmp_path / "again") == {}


def test_salvaged_articles_are_their_owner_s(index: Path, tmp_path: Path) -> None:
    assert cuttings("salvage", tmp_path / "salvaged", "--index", index).exit_code == 0
    assert (tmp_path / "salvaged/articles.jsonl").is_file()
    assert open_to_others(tmp_path / "salvaged") == {}


@pytest.mark.parametrize("linked", [True, False], ids=["second names", "copies"])
def test_what_a_repair_puts_aside_is_its_owner_s(index: Path, monkeypatch: pytest.MonkeyPatch, *, linked: bool) -> None:
    flip_unseen(segment_of(index))
    newest = max((index / "segments").glob("2-*/segment"))
    flip_unseen(newest)
    (index.with_name("archive") / "three.txt").unlink()
    if not linked:
        monkeypatch.setattr(os, "link", no_second_name)
    repaired = cuttings("repair", "--index", index)
    assert repaired.exit_code == 0, repaired.output
    assert list((index / "aside").rglob("segment"))
    assert open_to_others(index) == {}
