"""Is everything that search, web and the tools define read by the program? What only tests use lies with the tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

DEFINING = ("search", "web", "tools")
READING = ("index", *DEFINING)

EXCEPTIONS = {
    "pytest_collection_modifyitems": "of the mutants' plugin: pytest calls it",
}
"""Names that nothing in the packages reads, and who does."""


def _trees(root: Path, packages: tuple[str, ...]) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(path for package in packages for path in (root / package).rglob("*.py")):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text("utf-8"))


def read_names(root: Path) -> set[str]:
    """Every name that the packages read, as such, as an attribute, keyword or string, and every word of a template and
    of the files that start a command."""
    names: set[str] = set()
    for _, tree in _trees(root, READING):
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                    names.add(name)
                case ast.Constant(value=str(text)) if text.isidentifier():
                    names.add(text)
    templates = [*(root / "web").rglob("*.html"), *(root / "web").rglob("*.xml")]
    for path in (*templates, root / "setup.cfg", root / "Makefile"):
        if path.exists():
            names |= set(re.findall(r"\w+", path.read_text("utf-8")))
    return names


def _defined(body: list[ast.stmt], *, inherits: bool = False) -> Iterator[tuple[int, str]]:
    """(line, name) of the functions, classes and constants; a decorated function is registered by its decorator, and a
    method of a class with a base may be its base's to call."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node.lineno, node.name
            yield from _defined(node.body, inherits=bool(node.bases))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not (node.decorator_list or inherits or node.name.startswith("__")):
                yield node.lineno, node.name
        elif isinstance(node, ast.Assign) and not inherits:
            names = (name for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))
            yield from ((node.lineno, name.id) for name in names if not name.id.startswith("__"))


def dead(root: Path) -> dict[str, str]:
    """Each name that is defined and never read, with its place."""
    names = read_names(root)
    return {
        name: f"{file}:{line}"
        for file, tree in _trees(root, DEFINING)
        for line, name in _defined(tree.body)
        if name not in names
    }


def test_nothing_is_there_for_nobody_or_for_tests_alone() -> None:
    unread = dead(ROOT)
    assert unread.keys() <= EXCEPTIONS.keys(), {name: unread[name] for name in unread.keys() - EXCEPTIONS.keys()}
    assert unread.keys() >= EXCEPTIONS.keys(), f"leave the list: {EXCEPTIONS.keys() - unread.keys()}"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def lost(): ...\n", "lost"),
        ("class Lost: ...\n", "Lost"),
        ("LOST = 1\n", "LOST"),
        ("class Kept:\n    def lost(self): ...\n\n\nKept()\n", "lost"),
        ("def lost():\n    lost = 1\n", "lost"),
    ],
)
def test_what_nobody_reads_is_noticed(tmp_path: Path, code: str, name: str) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "piece.py").write_text(code, "utf-8")
    assert dead(tmp_path).keys() == {name}
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "reader.py").write_text(f"from search import piece\n\nprint(piece.{name})\n", "utf-8")
    assert dead(tmp_path) == {}


def test_what_a_library_calls_is_not_dead(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    code = "@route\ndef page(): ...\n\n\nclass Walk(HTMLParser):\n    def handle_data(self): ...\n\n\nWalk()\n"
    (tmp_path / "web" / "piece.py").write_text(code, "utf-8")
    assert dead(tmp_path) == {}
