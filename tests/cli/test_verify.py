"""What `cuttings verify` says and exits with, in every state that an index can be in; and what runs that fail say."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.errors import IndexUnreadable
from index.schema import FORMAT_VERSION
from index.store.publication import generation_path
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.query import Query
from tests.reindex.archives import keys, run
from web.terminal.cli import EXIT_CODES, main

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def write(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(f"The story of {name}\n\n3 March 1998\n\n{STORY}\n\n{STORY} It was {name}.\n")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations."""
    for name in ("one", "two"):
        write(tmp_path / "archive", name)
        run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def nothing(index: Path) -> None:
    pass


def newest_segment(index: Path) -> None:
    flip(index / "segments/2-0/segment" if (index / "segments/2-0").exists() else index / "segments/2-1/segment")


def newest_manifest(index: Path) -> None:
    flip(index / "attached/2/manifest")


def kept_record(index: Path) -> None:
    flip(generation_path(index, 1))


def kept_manifest(index: Path) -> None:
    flip(index / "attached/1/manifest")


def lost_record(index: Path) -> None:
    generation_path(index, 2).unlink()


def lost_records(index: Path) -> None:
    lost_record(index)
    generation_path(index, 1).unlink()


def moved(index: Path) -> None:
    index.rename(index.with_name("elsewhere"))


STATES: list[tuple[Callable[[Path], None], int, str]] = [
    (nothing, 0, ""),
    (newest_segment, 4, "segments/2-1/segment: "),
    (newest_manifest, 4, "attached/2/manifest: "),
    (kept_record, 4, "generation 1, kept in case that the newest is damaged: _MAIN_1.toc: "),
    (kept_manifest, 4, "generation 1, kept in case that the newest is damaged: attached/1/manifest: "),
    (lost_record, 4, "generation 2 has lost its record, _MAIN_2.toc"),
    (lost_records, 4, "generation 2 has lost its record, _MAIN_2.toc"),
    (moved, 3, "there is no index"),
]


@pytest.mark.parametrize(("harm", "code", "words"), STATES, ids=lambda value: getattr(value, "__name__", None))
def test_verify_exits_as_the_table_says(index: Path, harm: Callable[[Path], None], code: int, words: str) -> None:
    harm(index)
    result = cuttings("verify", "--index", index)
    assert result.exit_code == code, result.output
    assert words in result.stderr
    assert code in dict(EXIT_CODES)
    if code == 4:
        assert f"`cuttings repair --index {index}`" in result.stderr
        shutil.copytree(index, index.with_name("harmed"))
        assert cuttings("repair", "--index", index).exit_code == 0
        assert cuttings("verify", "--index", index).exit_code == 0
        assert cuttings("reindex", "--index", index, "--workers", 1).exit_code == 0
        assert keys(index) == {"one", "two"}
        index = index.with_name("harmed")
        assert cuttings("reindex", "--full", "--index", index, "--workers", 1).exit_code == 0
        assert cuttings("verify", "--index", index).exit_code == 0
        assert keys(index) == {"one", "two"}


def test_verify_of_another_version(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.publication.FORMAT_VERSION", FORMAT_VERSION + 1)
    assert cuttings("verify", "--index", index).exit_code == 3


class Refusing:
    """The system refuses to open files whose path ends as `ending`, as it would without permission or a sound disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, ending: str, code: int) -> None:
        for module in (io, os):  # files are opened by the one, those that are mapped by the other
            self._wrap(monkeypatch, module, ending, code)

    def _wrap(self, monkeypatch: pytest.MonkeyPatch, module: Any, ending: str, code: int) -> None:
        opened = module.open

        def open_file(file: Any, *args: Any, **kwargs: Any) -> Any:
            if str(file).endswith(ending):
                raise OSError(code, os.strerror(code), str(file))
            return opened(file, *args, **kwargs)

        monkeypatch.setattr(module, "open", open_file)


@pytest.mark.parametrize("ending", ["_MAIN_2.toc", "2-1/segment", "2/manifest"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE])
def test_what_the_system_refuses_to_read_is_not_called_damaged(
    index: Path, monkeypatch: pytest.MonkeyPatch, ending: str, code: int
) -> None:
    Refusing(monkeypatch, ending, code)
    asked = [["verify"], ["reindex", "--workers", "1"]]
    if ending != "2/manifest":  # no search reads it
        asked.append(["search", "flood"])
        health = open_engine(index).health()
        assert not health.ok and "cannot be read" in str(health.error)
        with pytest.raises(IndexUnreadable):
            open_engine(index).search(Query("flood"))
    for command in asked:
        result = cuttings(*command, "--index", index)
        assert result.exit_code == 1, result.output
        assert result.stderr.startswith("cuttings: the index cannot be read: ")
        assert ending in result.stderr and os.strerror(code) in result.stderr
        assert "damaged" not in result.output and "cuttings repair" not in result.output
        assert result.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed(index: Path) -> None:
    index.chmod(0)
    result = cuttings("verify", "--index", index)
    index.chmod(0o755)
    assert result.exit_code == 1
    assert "Permission denied" in result.stderr and "read the index's folder" in result.stderr


def test_what_failed_before_the_commit_left_the_index_as_it_was(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _failing(index, monkeypatch, lambda: not generation_path(index, 3).exists())
    assert said.endswith("the index is as it was\n")
    assert open_snapshot(index).generation == 2


def test_what_failed_after_the_commit_may_have_been_published(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _failing(index, monkeypatch, lambda: generation_path(index, 3).exists())
    assert said.endswith(f"may have been published: run `cuttings reindex --index {index}` again\n")
    assert open_snapshot(index).generation == 3


def _failing(index: Path, monkeypatch: pytest.MonkeyPatch, when: Callable[[], bool]) -> str:
    """What a run says of which the disk fails to sync anything `when` that is so."""
    synced = os.fsync

    def sync(descriptor: int) -> None:
        if when():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        synced(descriptor)

    write(index.parent / "archive", "three")
    monkeypatch.setattr(os, "fsync", sync)
    result = cuttings("reindex", "--index", index, "--workers", 1)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_ctrl_c_after_the_commit_says_so(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = os.fsync

    def sync(descriptor: int) -> None:
        if generation_path(index, 3).exists():
            raise KeyboardInterrupt
        synced(descriptor)

    write(index.parent / "archive", "three")
    monkeypatch.setattr(os, "fsync", sync)
    result = cuttings("reindex", "--index", index, "--workers", 1)
    assert result.exit_code == 130
    assert "interrupted; the new state of the index may have been published" in result.stderr


def test_a_run_without_news_cleans_what_a_killed_one_left(index: Path) -> None:
    """A kill inside the clean-up leaves an older record and its files; a kill before the commit leaves new ones."""
    before = {path.relative_to(index) for path in index.rglob("*")}
    for path in ("_MAIN_0.toc", "segments/0-0/segment", "attached/0/manifest", "segments/3-1/segment", "3.publishing"):
        (index / path).parent.mkdir(exist_ok=True)
        (index / path).write_bytes(b"left")
    assert cuttings("reindex", "--index", index, "--workers", 1).exit_code == 0
    assert {path.relative_to(index) for path in index.rglob("*")} == before
    assert cuttings("verify", "--index", index).exit_code == 0


def test_verify_does_not_advise_itself(index: Path) -> None:
    for record in index.glob("_MAIN_*.toc"):
        record.write_bytes(b"")
    said = CliRunner().invoke(main, ["verify", "--index", str(index)])
    assert said.exit_code == 4
    assert "cuttings verify" not in said.stderr and "cuttings repair" in said.stderr
