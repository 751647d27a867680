"""A file of corrections is whole at any moment, and of two who write at once none loses what the other said."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen

import pytest

from index.corrections.changed_file import StillEdited, change_file, read_file

FILE = "corrections.yaml"
_WRITER = """
import sys
from pathlib import Path
from index.corrections.changed_file import change_file
for number in range(40):
    change_file(Path(sys.argv[1]), lambda data: data + f"{sys.argv[2]}{number}\\n".encode())
"""


def add(folder: Path, line: bytes) -> bool:
    return change_file(folder, lambda data: data + line)


def test_processes_and_threads_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [Popen([sys.executable, "-c", _WRITER, str(tmp_path), name]) for name in "ab"]
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda number: add(tmp_path, b"t%d\n" % number), range(40)))
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = (tmp_path / FILE).read_text().split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "abt" for number in range(40))
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_who_edits_without_a_lock_is_not_overwritten(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def edit(data: bytes) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            (tmp_path / FILE).write_bytes(b"by an editor\n")
        return data + b"ours\n"

    assert change_file(tmp_path, edit)
    assert seen == [b"", b"by an editor\n"]
    assert read_file(tmp_path) == b"by an editor\nours\n"

    def never_done(data: bytes) -> bytes:
        (tmp_path / FILE).write_bytes(data + b"more\n")
        return data + b"ours\n"

    with pytest.raises(StillEdited):
        change_file(tmp_path, never_done)
    assert b"ours\nmore\n" in read_file(tmp_path) and read_file(tmp_path).endswith(b"more\n")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_mode_and_link_of_a_file_stay_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    real = tmp_path / "kept" / "mine.yaml"
    real.parent.mkdir()
    real.write_bytes(b"a\n")
    real.chmod(0o640)
    (tmp_path / FILE).symlink_to(real)
    assert add(tmp_path, b"b\n")
    assert (tmp_path / FILE).is_symlink() and real.read_bytes() == b"a\nb\n"
    assert real.stat().st_mode & 0o777 == 0o640
    assert not add(tmp_path, b"")
    assert [path.name for path in real.parent.iterdir()] == ["mine.yaml"]


def test_a_file_that_says_nothing_any_more_goes(tmp_path: Path) -> None:
    add(tmp_path, b"a\n")
    assert change_file(tmp_path, lambda data: b"\n")
    assert list(tmp_path.iterdir()) == []
    assert not change_file(tmp_path, lambda data: data)
    assert list(tmp_path.iterdir()) == []


def test_where_an_edit_fails_the_file_is_as_it_was(tmp_path: Path) -> None:
    add(tmp_path, b"a\n")

    def fail(data: bytes) -> bytes:
        raise ValueError

    with pytest.raises(ValueError):
        change_file(tmp_path, fail)
    assert read_file(tmp_path) == b"a\n" and [path.name for path in tmp_path.iterdir()] == [FILE]


def test_what_a_killed_writer_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / f".{FILE}.part").write_bytes(b"half of something that is much longer")
    assert add(tmp_path, b"a\n")
    assert read_file(tmp_path) == b"a\n" and [path.name for path in tmp_path.iterdir()] == [FILE]
