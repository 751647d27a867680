"""What readers keep outlasts kills, is written by several processes at once, and fails with a sentence alone."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.state.conftest import Writer
from web.state.database import StateDatabase, StateUnusable
from web.state.reader_state import STEPS, ReaderState
from web.state.saved_searches import MOST_SAVED, AlreadySaved, TooManySaved

NOW = datetime(2026, 11, 30, 5, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from web.state.reader_state import ReaderState

state = ReaderState(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    name = f"{sys.argv[2]}{number}"
    made = state.searches.add(name, f"/search?q={name}", f"/search?q={name}", number, datetime.now(UTC))
    if sys.argv[2] == "killed":  # one stays, and is written again and again
        state.searches.delete(made.id - 1)
    print(made.id, flush=True)
"""


def test_what_is_kept_is_there_for_another_process(state: ReaderState) -> None:
    first = state.searches.add("Ferries", "/search?q=ferry&sort=newest", "/search?q=ferry", 7, NOW)
    again = ReaderState(state.database.path)
    assert again.searches.all() == (first,) == (again.searches.get(first.id),)
    assert again.searches.of_question("/search?q=ferry") == first
    assert again.searches.get(first.id + 1) is None and again.searches.of_question("/search?q=f") is None
    again.database.close()


def test_the_file_is_its_owners_alone_and_made_by_the_first_that_is_kept(state: ReaderState) -> None:
    assert state.searches.all() == ()
    assert not state.searches.delete(1) and not state.searches.see(1, 2)
    assert not state.database.path.parent.exists()
    state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    for path in state.database.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_question_is_saved_once(state: ReaderState) -> None:
    first = state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    with pytest.raises(AlreadySaved) as told:
        state.searches.add("b", "/search?q=a&sort=newest", "/search?q=a", 8, NOW)
    assert told.value.search == first
    assert state.searches.all() == (first,)


def test_an_id_is_never_given_again(state: ReaderState) -> None:
    first = state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    assert state.searches.delete(first.id) and not state.searches.delete(first.id)
    assert state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW).id > first.id


def test_there_is_a_most(state: ReaderState) -> None:
    for number in range(MOST_SAVED):
        state.searches.add(f"{number}", f"/search?q={number}", f"/search?q={number}", 7, NOW)
    with pytest.raises(TooManySaved):
        state.searches.add("z", "/search?q=z", "/search?q=z", 7, NOW)


def test_what_was_seen_and_told_never_goes_back(state: ReaderState) -> None:
    one = state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    two = state.searches.add("b", "/search?q=b", "/search?q=b", 7, NOW)
    assert state.searches.see(one.id, 9) and state.searches.see(one.id, 8)
    state.searches.alert([one.id, two.id], 11)
    state.searches.alert([two.id], 10)
    assert state.searches.rename(two.id, "c") and not state.searches.rename(99, "c")
    rows = [(row.name, row.seen, row.alerted) for row in state.searches.all()]
    assert rows == [("a", 9, 11), ("c", 7, 11)]


def test_a_kill_loses_nothing_that_was_kept(tmp_path: Path, writer: Writer) -> None:
    path, last = tmp_path / "state.sqlite", 0
    for lines in (3, 1, 9, 20):
        running = writer(path, "killed", 100_000)
        assert running.stdout
        for _ in range(lines):
            last = int(running.stdout.readline())
        running.send_signal(signal.SIGKILL)
        rest = running.stdout.read().split("\n")
        running.wait()
        last = max(last, *(int(line) for line in rest[:-1]), 0)
        state = ReaderState(path)
        kept = [row.id for row in state.searches.all()]
        assert last in kept or last + 1 in kept
        with state.database.reading() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for row in kept:
            state.searches.delete(row)
        state.database.close()


def test_several_processes_and_threads_write_at_once(tmp_path: Path, writer: Writer) -> None:
    path = tmp_path / "state.sqlite"
    state = ReaderState(path)
    running = [writer(path, name, 30) for name in ("one-", "two-", "three-")]

    def add(number: int) -> None:
        state.searches.add(f"t{number}", f"/search?q=t{number}", f"/search?q=t{number}", number, NOW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(30)))
    for one in running:
        told, _ = one.communicate()
        assert one.returncode == 0 and len(told.split()) == 30
    names = {row.name for row in state.searches.all()}
    assert len(names) == 120 and {"one-29", "two-0", "three-7", "t29"} <= names
    state.database.close()


def test_a_forked_process_opens_the_file_anew(state: ReaderState) -> None:
    state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    child = os.fork()
    if not child:
        try:
            state.searches.add("b", "/search?q=b", "/search?q=b", 7, NOW)
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    state.searches.add("c", "/search?q=c", "/search?q=c", 7, NOW)
    assert [row.name for row in state.searches.all()] == ["a", "b", "c"]


def test_a_file_that_was_replaced_is_read(state: ReaderState, tmp_path: Path) -> None:
    state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    other = ReaderState(tmp_path / "other.sqlite")
    other.searches.add("z", "/search?q=z", "/search?q=z", 7, NOW)
    copied = tmp_path / "copied.sqlite"
    other.database.copy(copied)
    other.database.close()
    for path in state.database.path.parent.glob("state.sqlite-*"):
        path.unlink()
    copied.replace(state.database.path)
    assert [row.name for row in state.searches.all()] == ["z"]


def test_a_copy_is_one_file_of_one_moment(state: ReaderState, tmp_path: Path) -> None:
    state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    target = tmp_path / "copy" / "state.sqlite"
    target.parent.mkdir()
    state.database.copy(target)
    state.searches.add("b", "/search?q=b", "/search?q=b", 7, NOW)
    assert [path.name for path in target.parent.iterdir()] == ["state.sqlite"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with sqlite3.connect(f"{target.as_uri()}?immutable=1", uri=True) as connection:
        assert connection.execute("SELECT name FROM saved_searches").fetchall() == [("a",)]


def test_a_file_of_fewer_steps_gets_the_others(tmp_path: Path) -> None:
    first, second = "CREATE TABLE a (one)", "CREATE TABLE b (two)"
    old = StateDatabase(tmp_path / "state.sqlite", (first,))
    with old.writing() as connection:
        connection.execute("INSERT INTO a VALUES (1)")
    new = StateDatabase(tmp_path / "state.sqlite", (first, second))
    with new.writing() as connection:
        connection.execute("INSERT INTO b SELECT one FROM a")
    with new.reading() as connection:
        assert connection.execute("SELECT two FROM b").fetchall() == [(1,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    for one in (old, new):
        one.close()
    with pytest.raises(StateUnusable, match="newer version"), old.reading():
        pass


def test_a_write_that_fails_changes_nothing(state: ReaderState) -> None:
    state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    with pytest.raises(KeyError), state.database.writing() as connection:
        connection.execute("DELETE FROM saved_searches")
        raise KeyError
    assert len(state.searches.all()) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"SQLite format 3\0" + b"\xff" * 5000, "no database|damaged"), (b"something else" * 500, "no database")],
)
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(data)
    state = ReaderState(path)
    with pytest.raises(StateUnusable, match=told):
        state.searches.all()
    with pytest.raises(StateUnusable, match=told):
        state.searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    assert path.read_bytes() == data


def test_a_file_of_another_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE others (x)")
    with pytest.raises(StateUnusable, match="another program"):
        ReaderState(path).searches.all()


def test_a_page_that_is_damaged_is_told_when_it_is_read(state: ReaderState) -> None:
    for number in range(100):
        state.searches.add(f"{number}" * 50, f"/search?q={number}", f"/search?q={number}", 7, NOW)
    state.database.close()
    with state.database.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x55" * (state.database.path.stat().st_size - 4096))
    with pytest.raises(StateUnusable, match="damaged"):
        state.searches.all()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StateUnusable, match="permission denied"):
            ReaderState(tmp_path / "state.sqlite").searches.add("a", "/search?q=a", "/search?q=a", 7, NOW)
    finally:
        tmp_path.chmod(0o700)


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StateUnusable, match="not a directory"):
        ReaderState(tmp_path / "file" / "state.sqlite").searches.all()


def test_the_steps_make_tables_that_hold_their_types() -> None:
    connection = sqlite3.connect(":memory:")
    for step in STEPS:
        connection.execute(step)
    kinds = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    assert all(strict for name, strict in kinds if not name.startswith("sqlite_"))
