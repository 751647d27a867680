"""What a user sees whom the system does not let in: where the command is typed, and where the articles lie."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import CUTTINGS, ROOT

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
# Root is let in everywhere by two of its capabilities; without them it is a user as others.
ORDINARY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
FROM_A_FOLDER = "import os, sys; os.chdir(sys.argv[1]); {}; os.execvp(sys.argv[2], sys.argv[2:])"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with articles."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/bridge.txt").write_text(f"A bridge for the valley\n\n{STORY}\n\n{STORY} Twice.\n")
    yield tmp_path
    for folder in tmp_path.iterdir():
        folder.chmod(0o700)


def kept_out(*args: object, before: tuple[object, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command as a user whom a folder's mode keeps out."""
    command = [*map(str, before), *ORDINARY, *CUTTINGS, *map(str, args)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}  # as an installed command has no ""
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("what", ["os.chmod(sys.argv[1], 0)", "os.rmdir(sys.argv[1])"])
def test_a_run_begins_in_a_folder_that_its_user_may_not_enter_or_that_is_gone(place: Path, what: str) -> None:
    (place / "here").mkdir()
    begin = (sys.executable, "-c", FROM_A_FOLDER.format(what), place / "here")
    done = kept_out("reindex", place / "archive", "--index", place / "index", before=begin)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 new" in done.stdout


@pytest.mark.parametrize("inner", ["", "/inner"])
def test_articles_that_may_not_be_read_are_not_said_to_be_gone(place: Path, inner: str) -> None:
    (place / "archive/inner").mkdir()
    (place / "archive/bridge.txt").rename(place / "archive/inner/bridge.txt")
    begin = ("reindex", f"{place}/archive{inner}", "--index", place / "index")
    assert kept_out(*begin).returncode == 0
    before = kept_out("search", "bridge", "--index", place / "index").stdout
    (place / "archive").chmod(0)
    for command in (begin, ("reindex", "--index", place / "index")):
        done = kept_out(*command)
        assert done.returncode == 1
        told = (
            f"cuttings: {place}/archive{inner} cannot be read: permission denied; its articles stay in the index: let "
        )
        assert done.stderr.startswith(told)
        assert "--forget" not in done.stderr and done.stderr.count("\n") == 1
    assert kept_out("search", "bridge", "--index", place / "index").stdout == before


def test_a_folder_that_may_not_be_read_is_not_said_to_be_empty(place: Path) -> None:
    (place / "archive").chmod(0)
    done = kept_out("reindex", place / "archive", "--index", place / "index")
    assert done.returncode == 1
    assert done.stderr.startswith(f"cuttings: {place}/archive cannot be read: permission denied: let the user")


def test_a_backup_into_a_folder_that_is_not_there_says_how_to_make_it(place: Path) -> None:
    assert kept_out("reindex", place / "archive", "--index", place / "index").returncode == 0
    (place / "disk").mkdir(mode=0o500)
    done = kept_out("backup", place / "disk/news", "--index", place / "index")
    assert done.returncode == 1
    assert done.stderr.startswith(f"cuttings: {place / 'disk/news'}: ") and done.stderr.count("\n") == 1
    assert "there is no backup in it yet: make the folder" in done.stderr and "holds" not in done.stderr


def test_an_index_of_another_user_is_said_to_be_closed(place: Path) -> None:
    assert kept_out("reindex", place / "archive", "--index", place / "index").returncode == 0
    for path in (place / "index").glob("_MAIN_*.toc"):
        path.chmod(0)
    done = kept_out("search", "bridge", "--index", place / "index")
    assert done.returncode == 1
    assert "Permission denied" in done.stderr and "chown" in done.stderr
