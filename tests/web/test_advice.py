"""Is advice data until it is shown, and about the index that is meant?"""

from __future__ import annotations

import ast
import errno
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import CuttingsError, IndexDamaged, IndexMissing, IndexUnreadable, Remedy, unopened
from index.reindex.scan.sources import SourceMissing
from index.settings import Settings
from web.advice import message
from web.reasons import ADVICE
from web.site.problems import problem
from web.terminal import load
from web.terminal.failures import disk_failure

ROOT = Path(__file__).resolve().parents[2]
HERE = Path("/my index")
GONE = SourceMissing(
    "/news is no longer there", "bring it back, or run ", Remedy("reindex", "--forget", "/news"), " to remove them"
)


@pytest.mark.parametrize(
    ("error", "whole", "meant"),
    [
        (
            IndexMissing("there is no index in x"),
            "there is no index in x: run `cuttings reindex`",
            "there is no index in x: run `cuttings reindex --index '/my index'`",
        ),
        (
            IndexDamaged("segment 1: x"),
            "segment 1: x; run `cuttings verify`, then `cuttings repair`",
            "segment 1: x; run `cuttings verify --index '/my index'`, then `cuttings repair --index '/my index'`",
        ),
        (
            GONE,
            "/news is no longer there: bring it back, or run `cuttings reindex --forget /news` to remove them",
            "/news is no longer there: bring it back, or run `cuttings reindex --forget /news --index '/my index'` "
            "to remove them",
        ),
        (CuttingsError("it is so"), "it is so", "it is so"),
    ],
)
def test_an_error_says_what_has_happened_and_what_to_do(error: CuttingsError, whole: str, meant: str) -> None:
    assert (str(error), message(error), message(error, HERE)) == (whole, whole, meant)
    assert error.what == whole.partition("; run")[0].partition(": run")[0].partition(": bring")[0]


def test_what_only_looks_like_a_command_stays_as_it_is() -> None:
    error = IndexMissing("there is no index in `cuttings reindex`")
    assert message(error, HERE).startswith("there is no index in `cuttings reindex`: run ")


def test_the_page_of_an_error_has_the_command_of_its_index() -> None:
    told = problem(IndexDamaged("x"), Settings(index=HERE))
    assert told.command == "cuttings repair --index '/my index'"
    assert told.sentence == "X; run `cuttings verify --index '/my index'`, then `" + told.command + "`"
    assert problem(IndexDamaged("x"), Settings()).command == "cuttings repair"


def test_an_error_from_another_process_keeps_its_advice() -> None:
    again = pickle.loads(pickle.dumps(GONE))
    assert (again.what, again.advice, str(again)) == (GONE.what, GONE.advice, str(GONE))


def test_the_systems_refusal_has_its_advice_apart() -> None:
    error = unopened(PermissionError(errno.EACCES, "Permission denied"), "_MAIN_1.toc")
    assert isinstance(error, IndexUnreadable)
    assert error.what == "the index cannot be read: _MAIN_1.toc: Permission denied"
    (advice,) = error.advice
    assert str(advice).startswith("let the user who runs this read the index's folder and everything in it; ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full: make room, then run `cuttings reindex --index {0}` again; "),
        (errno.EROFS, "the disk is read-only: choose another folder with --index; "),
        (errno.EIO, "broken; "),
    ],
)
@pytest.mark.parametrize(
    ("before", "left"),
    [
        (0, "the index is as it was"),
        (1, "the new state of the index may have been published: run `cuttings reindex --index {0}` again"),
    ],
)
def test_a_failure_of_the_disk_says_how_the_index_stands(
    tmp_path: Path, code: int, said: str, before: int, left: str
) -> None:
    error = disk_failure(OSError(code, "broken"), tmp_path, before)
    assert message(error, tmp_path) == f"{tmp_path}: {said.format(tmp_path)}{left.format(tmp_path)}"


def _sources() -> Iterator[tuple[Path, str]]:
    for package in ("index", "search", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text("utf-8")


def test_no_error_of_the_program_hides_a_command_in_its_text() -> None:
    for path, text in _sources():
        for raised in re.findall(r"raise \w+\((?:[^()]|\([^()]*\))*\)", text):
            assert "`cuttings" not in raised, f"{path}: {raised}"
    assert [text for text in ADVICE.values() if "`cuttings" in text] == []


def test_every_command_that_is_advised_is_there_with_its_options() -> None:
    advised = [
        (path, call)
        for path, text in _sources()
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Remedy"
    ]
    assert len(advised) > 10
    for path, call in advised:
        literal = [given.value for given in call.args if isinstance(given, ast.Constant)]
        if literal[:1] == ["--index"] or not literal:
            continue  # the one that puts the index into another
        command = load(str(literal[0]))
        assert command is not None, path
        options = {option for parameter in command.params for option in parameter.opts}
        assert {name for name in literal[1:] if str(name).startswith("--")} <= options, path
