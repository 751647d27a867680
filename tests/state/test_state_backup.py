"""A backup of the index has what readers keep, of one moment; a restore brings it back, never over what is there."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.web.adding import small_index
from web.state.reader_state import ReaderState
from web.terminal.cli import main

NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return small_index(tmp_path / "own")


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def save(index: Path, *names: str) -> None:
    state = ReaderState(index.with_name("state.sqlite"))
    for name in names:
        state.searches.add(name, f"/search?q={name}", f"/search?q={name}", 7, NOW)
    state.database.close()


def names(state_file: Path) -> list[str]:
    state = ReaderState(state_file)
    kept = [search.name for search in state.searches.all()]
    state.database.close()
    return kept


def test_what_is_kept_goes_into_a_backup_and_comes_back(index: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert cuttings("backup", backup, "--index", index).exit_code == 0
    assert not (backup / "state.sqlite").exists()
    for name in ("one", "two"):
        save(index, name)
        assert cuttings("backup", backup, "--index", index).exit_code == 0, "again into the same folder"
    save(index, "three")
    assert cuttings("verify", "--index", backup).exit_code == 0
    restored = tmp_path / "restored" / "index"
    assert cuttings("restore", backup, "--index", restored).exit_code == 0
    assert names(restored.with_name("state.sqlite")) == ["one", "two"]
    assert sorted(path.name for path in backup.iterdir() if path.name.startswith("state")) == ["state.sqlite"]


def test_a_restore_leaves_what_is_kept(index: Path, tmp_path: Path) -> None:
    save(index, "one")
    cuttings("backup", tmp_path / "backup", "--index", index)
    save(index, "two")
    told = cuttings("restore", tmp_path / "backup", "--index", index.with_name("again"))
    assert told.exit_code == 0 and "state.sqlite is there and stays" in told.stderr
    assert names(index.with_name("state.sqlite")) == ["one", "two"]


def test_a_damaged_file_does_not_keep_the_index_from_its_backup(index: Path, tmp_path: Path) -> None:
    save(index, "one")
    cuttings("backup", tmp_path / "backup", "--index", index)
    for path in index.parent.glob("state.sqlite*"):
        path.write_bytes(b"no database" * 999)
    told = cuttings("backup", tmp_path / "backup", "--index", index)
    assert told.exit_code == 1 and "state.sqlite" in told.stderr
    assert names(tmp_path / "backup" / "state.sqlite") == ["one"]
    told = cuttings("backup", tmp_path / "other", "--index", index)
    assert told.exit_code == 1 and cuttings("verify", "--index", tmp_path / "other").exit_code == 0


def test_a_backup_while_others_save_is_of_one_moment(index: Path, tmp_path: Path) -> None:
    save(index, "first")
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            save(index, f"n{number}")
            state = ReaderState(index.with_name("state.sqlite"))
            state.searches.delete(number + 1)  # there is one at each moment, and for a moment two
            state.database.close()
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert cuttings("backup", tmp_path / f"{number}", "--index", index).exit_code == 0
            assert len(names(tmp_path / f"{number}" / "state.sqlite")) in (1, 2)
    finally:
        done.set()
        writer.join()
