"""What is published with a generation is backed up, checked and mended, by whatever name: nothing knows a list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import authority
from index.reindex.verify import verify
from index.store.publication import AttachedEntry
from index.store.scrub import Scrub
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from tests.faults.saved import cuttings, flip, grow, write
from tests.reindex.archives import NOW, articles, names, run

UNKNOWN = "unknown-table"
SPEECH = (
    "President Nicolas Sarkozy met Angela Merkel in Berlin on Monday. The talks between Sarkozy and Merkel at the "
    "headquarters of Siemens took three hours, a spokesman of the European Commission said."
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations with names, the newest with a file that no command has heard of."""
    write(tmp_path / "archive", "one", "two")
    (tmp_path / "archive/talks.txt").write_text(f"Talks in Berlin\n\n{SPEECH}\n\n{SPEECH}\n")
    run(tmp_path / "index", tmp_path / "archive")
    with open_store(tmp_path / "index", now=NOW) as store:
        store.attach(UNKNOWN, b"What a later version of the program keeps of an archive.")
        store.publish()
    return tmp_path / "index"


def attached(folder: Path) -> dict[str, AttachedEntry]:
    return {entry.name: entry for entry in open_snapshot(folder).record.attached}


def scrubbed(folder: Path) -> list[str]:
    """The files that a whole round in the background calls damaged."""
    scrub = Scrub(folder)
    while scrub.step(1 << 20):
        pass
    return [damage.path for damage in scrub.damage]


def test_a_backup_and_a_restored_index_hold_every_attached_file(index: Path, tmp_path: Path) -> None:
    entries = attached(index)
    assert {UNKNOWN, authority.NAME, "manifest"} <= set(entries)
    assert any(rows for rows, _ in names(index).values())
    assert cuttings("backup", tmp_path / "saved", "--index", index).exit_code == 0
    assert cuttings("restore", tmp_path / "saved", "--index", tmp_path / "again").exit_code == 0
    for folder in (tmp_path / "saved", tmp_path / "again"):
        assert attached(folder) == entries
        assert all((folder / e.path).read_bytes() == (index / e.path).read_bytes() for e in entries.values())
        assert names(folder) == names(index)
        assert not verify(folder).problems
        assert scrubbed(folder) == []


def test_a_flipped_bit_in_any_attached_file_is_seen_and_mended(index: Path, tmp_path: Path) -> None:
    held, told = articles(index).keys(), names(index)
    for name, entry in attached(index).items():
        harmed = tmp_path / f"harmed-{name}"
        shutil.copytree(index, harmed)
        flip(harmed / entry.path)
        assert any(entry.path in problem for problem in verify(harmed).problems), name
        assert scrubbed(harmed) == [entry.path]
        assert cuttings("backup", tmp_path / f"saved-{name}", "--index", harmed).exit_code == 4, name
        repaired = cuttings("repair", "--index", harmed)
        assert repaired.exit_code == 0, repaired.output
        assert not verify(harmed).problems
        assert scrubbed(harmed) == []
        assert articles(harmed).keys() == held
        assert names(harmed) == told


def test_a_run_carries_on_what_it_does_not_know(index: Path, tmp_path: Path) -> None:
    before = attached(index)[UNKNOWN]
    grow(index, "three")
    assert attached(index)[UNKNOWN] == before
    assert cuttings("backup", tmp_path / "saved", "--index", index).exit_code == 0
    assert attached(tmp_path / "saved")[UNKNOWN] == before
