"""How large may a piece of code become? Lines of files and functions, branches, parameters, bare truth values.

ruff holds the last three wherever `make lint` runs. Here everything is measured anew, without the settings and `noqa`
comments of the project, so that each exception stands in one list with its reason.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("index", "search", "web", "tools", "tests")
FILE_LINES, FUNCTION_LINES, COMPLEXITY, PARAMETERS = 300, 40, 10, 5
MOST_EXCEPTIONS = 10
EXCEPTIONS = {
    "index/readers/html_walk.py: Walk.run": "hot: cut into methods, reading took 5 % more CPU at the least",
    "tests/reindex/archives.py: run": "all that a run can be asked for: a hundred tests name only what they mean",
}
"""`file` or `file: function` -> why it is over a budget. At most ten; what is within them has to leave the list."""
RULES = ("C901", "PLR0913", "FBT001", "FBT002", "FBT003")


def offences(root: Path, packages: Iterable[str] = PACKAGES) -> dict[str, set[str]]:
    """`file` or `file: function` -> what it is over."""
    over: dict[str, set[str]] = {}
    functions: dict[str, list[tuple[int, int, str]]] = {}  # by file: first and last line, name
    for path in sorted(path for package in packages for path in (root / package).rglob("*.py")):
        file, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
        if (lines := len(text.splitlines())) > FILE_LINES:
            over.setdefault(file, set()).add(f"{lines} lines")
        functions[file] = list(_functions(ast.parse(text)))
        for first, last, name in functions[file]:
            if last - first >= FUNCTION_LINES:
                over.setdefault(f"{file}: {name}", set()).add(f"{last - first + 1} lines")
    for file, line, message in _of_ruff(root, packages):
        around = [function for function in functions[file] if function[0] <= line <= function[1]]
        name = max(around)[2] if around else "module"
        over.setdefault(f"{file}: {name}", set()).add(message)
    return over


def _functions(node: ast.AST, within: str = "") -> Iterator[tuple[int, int, str]]:
    """First line (of the `def`), last line and dotted name of each function."""
    for child in ast.iter_child_nodes(node):
        name = within
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{within}.{child.name}".lstrip(".")
            if not isinstance(child, ast.ClassDef):
                yield child.lineno, child.end_lineno or child.lineno, name
        yield from _functions(child, name)


def _of_ruff(root: Path, packages: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """(file, line, what) of each offence against `RULES`, whatever the project's settings and comments say."""
    limits = [f"lint.mccabe.max-complexity={COMPLEXITY}", f"lint.pylint.max-args={PARAMETERS}"]
    config = [word for limit in (*limits, 'target-version="py311"') for word in ("--config", limit)]
    options = ["--isolated", "--ignore-noqa", "--no-cache", "--exit-zero", "--output-format", "json"]
    found = _ruff("check", *options, *config, "--select", ",".join(RULES), *packages, cwd=root)
    for offence in json.loads(found.stdout):
        file = Path(offence["filename"]).relative_to(root.resolve()).as_posix()
        yield file, offence["location"]["row"], f"{offence['code']} {offence['message']}"


def _ruff(*arguments: str, cwd: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", *arguments]
    result = subprocess.run(command, cwd=cwd, input=text, capture_output=True, text=True, timeout=120)
    assert result.returncode in (0, 1), result.stderr
    return result


@pytest.fixture(scope="module")
def over() -> dict[str, set[str]]:
    return offences(ROOT)


def test_everything_is_within_the_budgets(over: dict[str, set[str]]) -> None:
    told = [f"{place}: {', '.join(sorted(what))}" for place, what in over.items() if place not in EXCEPTIONS]
    assert not told, "\n".join(told)


def test_exceptions_are_few_and_needed(over: dict[str, set[str]]) -> None:
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS
    assert all(EXCEPTIONS.values())
    assert EXCEPTIONS.keys() <= over.keys(), "within the budgets: leaves the list"


def _function(lines: int, head: str = "def f():") -> str:
    return head + "\n" + "    pass\n" * (lines - 1)


def _branches(count: int) -> str:
    return "def f(n):\n" + "".join(f"    if n == {n}:\n        return {n}\n" for n in range(count))


@pytest.mark.parametrize(
    ("within", "beyond", "message"),
    [
        ("n = 1\n" * 300, "n = 1\n" * 301, "301 lines"),
        (_function(40), _function(41), "41 lines"),
        (_function(40, "@f\ndef f():"), _function(41, "@f\ndef f():"), "41 lines"),
        (_branches(9), _branches(10), "C901"),
        (_function(2, "def f(a, b, c, d, e):"), _function(2, "def f(a, b, c, d, *, e, f):"), "PLR0913"),
        (
            "class C:\n    def f(self, a, b, c, d, e): ...\n",
            "class C:\n    def f(self, a, b, c, d, e, f): ...\n",
            "PLR0913",
        ),
        (_function(2, "def f(*, a: bool):"), _function(2, "def f(a: bool):"), "FBT001"),
        (_function(2, "def f(*, a=True):"), _function(2, "def f(a=True):"), "FBT002"),
        ("f(1, a=True)\n", "f(1, True)\n", "FBT003"),
        ("f(1, a=True)\n", "f(1, True)  # noqa\n", "FBT003"),
        ("f(1, a=True)\n", "# ruff: noqa\nf(1, True)\n", "FBT003"),
    ],
)
def test_what_is_over_a_budget_is_told(tmp_path: Path, within: str, beyond: str, message: str) -> None:
    (tmp_path / "code").mkdir()
    file = tmp_path / "code" / "piece.py"
    file.write_text(within, "utf-8")
    assert offences(tmp_path, ["code"]) == {}
    file.write_text(beyond, "utf-8")
    told = [what for place in offences(tmp_path, ["code"]).values() for what in place]
    assert any(what.startswith(message) for what in told), told


@pytest.mark.parametrize("package", PACKAGES)
def test_lint_holds_what_ruff_can(package: str) -> None:
    code = _branches(10) + "\n\ndef g(a, b, c, d, e, f: bool, g=True):\n    return f(1, True)\n"
    options = ["--output-format", "json", "--stdin-filename", f"{package}/piece.py"]
    told = _ruff("check", *options, "-", cwd=ROOT, text=code)
    assert {offence["code"] for offence in json.loads(told.stdout)} >= set(RULES)


def test_no_two_test_files_have_one_name() -> None:
    """pytest imports them by their bare names, so that one of two would not be run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
