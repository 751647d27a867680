"""A backup holds a generation whole or not at all, whatever ends it, and `restore` makes the same index of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.reindex.verify import verify
from index.store.lock import WriteLock
from index.store.publication import encode_generation
from index.store.snapshot import open_snapshot
from tests.faults.saved import cuttings, files, flip, flip_unseen, grow, segment_of, write
from tests.reindex.archives import NOW, articles, keys, run


def test_a_backup_is_restored_as_it_was(index: Path, saved: Path, tmp_path: Path) -> None:
    assert cuttings("verify", "--index", saved).exit_code == 0
    restored = cuttings("restore", saved, "--index", tmp_path / "again")
    assert restored.exit_code == 0, restored.output
    assert restored.stdout.startswith("restored: 3 articles, generation 2 of 2026-03-01")
    assert articles(tmp_path / "again") == articles(index)
    assert cuttings("verify", "--index", tmp_path / "again").exit_code == 0
    assert run(tmp_path / "again").generation == 0  # it knows its folders, and that they are as they were
    assert (tmp_path / "again/roots.json").read_bytes() == (index / "roots.json").read_bytes()
    assert not list((tmp_path / "again").glob("*.unfinished"))


def test_what_is_there_is_not_copied_again(index: Path, saved: Path) -> None:
    again = json.loads(cuttings("backup", saved, "--index", index, "--json").stdout)
    assert (again["generation"], again["articles"], again["copied"], again["bytes"]) == (2, 3, 0, 0)
    first = segment_of(saved).stat()
    before = {path for path in files(index) if path.startswith(("segments/", "attached/"))}
    grow(index, "four")
    new = {path for path in files(index) if path.startswith(("segments/", "attached/"))} - before
    more = json.loads(cuttings("backup", saved, "--index", index, "--json").stdout)
    assert (more["generation"], more["articles"], more["copied"]) == (3, 4, len(new))
    assert more["files"] > more["copied"] > 0
    assert segment_of(saved).stat().st_ino == first.st_ino
    assert segment_of(saved).stat().st_ino != segment_of(index).stat().st_ino  # no second name
    assert not verify(saved).problems
    assert sorted(path.name for path in saved.glob("*.toc")) == ["_MAIN_2.toc", "_MAIN_3.toc"]
    for name in ("five", "six"):
        grow(index, name)
        cuttings("backup", saved, "--index", index)
    assert sorted(path.name for path in saved.glob("*.toc")) == ["_MAIN_4.toc", "_MAIN_5.toc"]
    assert keys(saved) == keys(index)


def test_damage_in_the_index_does_not_reach_the_backup(index: Path, saved: Path) -> None:
    grow(index, "four")
    newest = max((index / "segments").glob("3-*/segment"))
    flip_unseen(newest)
    before = files(saved)
    failed = cuttings("backup", saved, "--index", index)
    assert failed.exit_code == 4, failed.output
    assert f"segments/{newest.parent.name}/segment: " in failed.stderr
    assert open_snapshot(saved).generation == 2
    assert not verify(saved).problems
    assert {path: data for path, data in files(saved).items() if path in before} == before


def test_an_index_that_answers_from_an_older_generation_is_not_backed_up(index: Path, saved: Path) -> None:
    flip(index / "_MAIN_2.toc")
    failed = cuttings("backup", saved, "--index", index)
    assert failed.exit_code == 4
    assert "generation 2 is damaged: _MAIN_2.toc" in failed.stderr
    assert not verify(saved).problems


@pytest.mark.parametrize("part", ["segments/1-0/segment", "segments/1-0/names", "attached/2/manifest", "_MAIN_2.toc"])
def test_the_next_backup_mends_a_damaged_copy(index: Path, saved: Path, part: str) -> None:
    flip(saved / part)
    assert cuttings("verify", "--index", saved).exit_code == 4
    assert cuttings("backup", saved, "--index", index).exit_code == 0
    assert not verify(saved).problems
    assert (saved / part).read_bytes() == (index / part).read_bytes()


def test_restore_takes_the_newest_generation_that_is_whole(index: Path, saved: Path, tmp_path: Path) -> None:
    before = articles(index)
    grow(index, "four")
    assert cuttings("backup", saved, "--index", index).exit_code == 0
    flip_unseen(max((saved / "segments").glob("3-*/segment")))
    restored = cuttings("restore", saved, "--index", tmp_path / "again")
    assert restored.exit_code == 0
    assert "an older generation was restored, because generation 3 is damaged: " in restored.stderr
    assert articles(tmp_path / "again") == before
    assert not verify(tmp_path / "again").problems


def test_restore_of_a_backup_without_a_whole_generation(saved: Path, tmp_path: Path) -> None:
    flip_unseen(saved / "segments/1-0/segment")
    failed = cuttings("restore", saved, "--index", tmp_path / "again")
    assert failed.exit_code == 4
    assert "no older generation is whole; take another backup" in failed.stderr
    assert cuttings("search", "ferry", "--index", tmp_path / "again").exit_code == 3


def test_restore_refuses_a_folder_that_is_not_empty(index: Path, saved: Path, tmp_path: Path) -> None:
    before = files(index)
    refused = cuttings("restore", saved, "--index", index)
    assert refused.exit_code == 1
    assert f"{index} is not empty" in refused.stderr
    assert files(index) == before
    (tmp_path / "empty").mkdir()
    assert cuttings("restore", saved, "--index", tmp_path / "empty").exit_code == 0
    assert keys(tmp_path / "empty") == keys(index)


def test_restore_of_nothing(tmp_path: Path) -> None:
    failed = cuttings("restore", tmp_path / "nowhere", "--index", tmp_path / "again")
    assert failed.exit_code == 3
    assert "there is no backup in" in failed.stderr
    assert not (tmp_path / "again").exists()


def inside(index: Path) -> Path:
    return index / "backup"


def around(index: Path) -> Path:
    return index.parent


def the_index(index: Path) -> Path:
    return index


def linked(index: Path) -> Path:
    index.with_name("link").symlink_to(index)
    return index.with_name("link") / "backup"


def with_other_things(index: Path) -> Path:
    folder = index.with_name("home")
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear")
    return folder


def of_another_index(index: Path) -> Path:
    write(index.with_name("others"), "ten", "eleven")
    run(index.with_name("other"), index.with_name("others"))
    target = index.with_name("other-saved")
    assert cuttings("backup", target, "--index", index.with_name("other")).exit_code == 0
    return target


def of_a_longer_index(index: Path) -> Path:
    target = index.with_name("longer")
    shutil.copytree(index, index.with_name("copy"))
    run(index.with_name("copy"), full=True)
    assert cuttings("backup", target, "--index", index.with_name("copy")).exit_code == 0
    return target


REFUSED: list[tuple[Callable[[Path], Path], str]] = [
    (inside, "lie one inside the other"),
    (around, "lie one inside the other"),
    (the_index, "lie one inside the other"),
    (linked, "lie one inside the other"),
    (with_other_things, "is no backup, it holds letter.txt"),
    (of_another_index, "is a backup of another index"),
    (of_a_longer_index, "it holds generation 3, and this is generation 2"),
]


@pytest.mark.parametrize(("place", "words"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_a_folder_that_is_not_fit_is_refused_and_nothing_is_written(
    index: Path, place: Callable[[Path], Path], words: str
) -> None:
    target = place(index)
    before, held = files(index), files(target) if target.is_dir() else {}
    refused = cuttings("backup", target, "--index", index)
    assert refused.exit_code == 1
    assert words in refused.stderr and refused.stderr.count("\n") == 1
    assert files(index) == before
    assert (files(target) if target.is_dir() else {}) == held


def test_two_backups_at_once(index: Path, saved: Path) -> None:
    lock = WriteLock(saved / "LOCK", NOW)
    assert cuttings("backup", saved, "--index", index).exit_code == 5
    lock.release()
    assert cuttings("backup", saved, "--index", index).exit_code == 0


def test_a_record_that_leads_out_of_the_folder_is_no_backup(saved: Path, tmp_path: Path) -> None:
    record = open_snapshot(saved).record
    (saved.parent / "manifest").write_bytes((saved / "attached/2/manifest").read_bytes())
    stranger = replace(record.attached[0], path="../manifest", size=(saved.parent / "manifest").stat().st_size)
    (saved / "_MAIN_2.toc").write_bytes(encode_generation(replace(record, attached=(stranger,))))
    failed = cuttings("restore", saved, "--index", tmp_path / "again")
    assert failed.exit_code == 4
    assert "names ../manifest, which is no file of an index" in failed.stderr
