"""The mutation sample: which changes are made, which are drawn, and what is said of them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tools.mutants.areas import AREAS, Area
from tools.mutants.operators import changes
from tools.mutants.reach import HOOK, watched
from tools.mutants.sample import drawn, mutants_of
from tools.mutants.survivors import LIST, read

ROOT = Path(__file__).resolve().parent.parent.parent


def after(source: str) -> set[str]:
    """The sources that one change leaves of a source."""
    return {change.applied(source) for change in changes(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {"(a <= b)"}),
        ("a == b", {"(a != b)"}),
        ("a in b", {"(a not in b)"}),
        ("a < b <= c", {"(a <= b <= c)", "(a < b < c)"}),
        ("a + b", {"(a - b)"}),
        ("a // b", {"(a * b)"}),
        ("a and b", {"(a or b)"}),
        ("not a", {"(a)"}),
        ("x = 7", {"x = 8"}),
        ("x = .25", {"x = 0.5"}),
        ("x = 0.0", {"x = 1.0"}),
        ("x = True", {"x = False"}),
        ("x = 'text'", set()),
        ("é = 'ß'; x = 7", {"é = 'ß'; x = 8"}),
        ("x = a if b else c", {"x = a if (not (b)) else c"}),
        ("x = a if b == c else d", {"x = a if (b != c) else d"}),
        ("x = [a for a in b if a]", {"x = [a for a in b if (not (a))]"}),
        ("if a: b", {"if (not (a)): b"}),
        ("while a: b", {"while (not (a)): b"}),
        ("x = min(a)", {"x = max(a)"}),
        ("x = np.maximum(a, b)", {"x = np.minimum(a, b)"}),
        ("x = a.searchsorted(b, 'left')", {"x = a.searchsorted(b, 'right')"}),
        ("f(a)", {"pass"}),
        ("a.b = c", {"pass"}),
        ("a += b", {"pass", "a -= b"}),
        ("raise E(f(1))", {"pass"}),
        ("for a in b: break", {"for a in b: continue"}),
    ],
)
def test_each_slip_is_made(source: str, expected: set[str]) -> None:
    assert after(source) == expected


@pytest.mark.parametrize(
    ("returns", "replacement"),
    [
        ("bool", "(not (a.b))"),
        ("int", "0"),
        ("list[int]", "[]"),
        ("tuple[int, ...]", "()"),
        ("str", "''"),
        ("Node | None", "None"),
        ("NDArray[np.int64]", "(a.b * 0)"),
        ("Node", "None"),
    ],
)
def test_a_returned_value_is_the_empty_one_of_its_type(returns: str, replacement: str) -> None:
    source = f"def f(a) -> {returns}:\n    return a.b\n"
    assert after(source) == {f"def f(a) -> {returns}:\n    return {replacement}\n"}


@pytest.mark.parametrize(
    "source",
    [
        '"""Text of 1."""',
        "x = f'{1 + 1}'",
        "x: Literal[1]",
        "X = A | B[C] | None",
        "isinstance(a, (A if 1 else B)).c",
        "assert 1 < 2",
        "if TYPE_CHECKING:\n    x = 1",
        "@cache(maxsize=1)\nclass A: ...",
        "class A(Protocol):\n    x = 1",
        "class A:\n    def __repr__(self): return a + b",
        "__all__ = [f(1)]",
        "import a",
        "x = zip(a, b, strict=True)",
        "logging.getLogger('a').setLevel(10)",
    ],
)
def test_what_cannot_change_a_result_is_left_out(source: str) -> None:
    assert after(source) == set()


def test_every_mutant_of_the_product_compiles_and_is_named_once() -> None:
    names: dict[str, set[str]] = {}
    for area in AREAS:
        for mutant in mutants_of(ROOT, area.sources(ROOT)):
            compile(mutant.change.applied((ROOT / mutant.file).read_text("utf-8")), mutant.file, "exec")
            assert mutant.name not in names.setdefault(area.name, set())
            names[area.name].add(mutant.name)


def test_an_edit_elsewhere_leaves_the_sample(tmp_path: Path) -> None:
    function = "def {}(a, b):\n    if a < b and b > 3:\n        return a + 1\n    return b * 2 - a\n\n\n"
    code = "".join(function.format(f"f{number}") for number in range(20))
    (tmp_path / "one.py").write_text(code)
    before = {mutant.name for mutant in drawn(tmp_path, ["one.py"], size=30)}
    assert len(before) == 30
    head, tail = code.split("def f10")
    (tmp_path / "two.py").write_text(f"def f10{tail}")
    (tmp_path / "one.py").write_text(f'"""More."""\n\nx = f()\n\n\n{head}')
    names = {mutant.name for mutant in drawn(tmp_path, ["one.py", "two.py"], size=30)}
    assert before == names
    assert before != {mutant.name for mutant in drawn(tmp_path, ["one.py", "two.py"], seed=1, size=30)}


def test_a_constant_is_named_by_its_own_name() -> None:
    source = "LEAST = 3\n\n\nclass Limits:\n    most: int = 7\n\n\ndef f(a):\n    b = 2\n"
    assert [change.scope for change in changes(source)] == ["LEAST", "Limits.most", "f"]


def test_the_sources_are_watched_where_a_change_stands() -> None:
    source = "def f(a):\n    if a > 2:\n        return 1\n    elif a:\n        return a - 5\n"
    found = changes(source)
    calls: list[int] = []
    code = watched(source, list(enumerate(found)))
    space: dict[str, object] = {"__builtins__": {"getattr": getattr, "id": id, "__import__": lambda name: _Hook(calls)}}
    exec(code, space)
    f = space["f"]
    assert callable(f)
    assert f(7) == 1
    assert {found[number].before for number in calls} == {"a > 2", "2", "1"}
    calls.clear()
    assert f(1) == -4
    assert {found[number].before for number in calls} == {"a > 2", "2", "a", "a - 5", "5"}


class _Hook:
    def __init__(self, calls: list[int]) -> None:
        setattr(self, HOOK, calls.append)


def test_tests_say_what_they_notice(tmp_path: Path) -> None:
    """A change that a test notices is killed, also one that never ends; others survive; the file is as before."""
    (tmp_path / "conftest.py").write_text(
        "def pytest_addoption(parser): parser.addoption('--questions', type=int, default=1)\n"
    )
    source = "LIMIT = 3\n\n\ndef total(a):\n    n = 0\n    while n < a:\n        n += 1\n    return n + 0 * LIMIT\n"
    (tmp_path / "sums.py").write_text(source + "\n\ndef idle(a):\n    return a + 1\n")
    (tmp_path / "test_sums.py").write_text("import sums\n\n\ndef test_total():\n    assert sums.total(4) == 4\n")
    code = """
        from pathlib import Path
        from tools.mutants import trial
        from tools.mutants.areas import Area
        from tools.mutants.sample import mutants_of
        trial.LEAST_SECONDS = 20
        folder = Path(__import__("sys").argv[1])
        mutants = mutants_of(folder, ["sums.py"])
        reached = trial.reached(folder, Area("sums", ("sums.py",), ("test_sums.py",)), mutants)
        for number, mutant in enumerate(mutants):
            print(mutant.name, "=", trial.verdict(folder, mutant, reached.selected(number)[0], 0))
    """
    before = (tmp_path / "sums.py").read_bytes()
    command = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    verdicts = dict(line.split(" = ") for line in run.stdout.splitlines() if line)
    assert verdicts["total: n < a -> n <= a"] == "killed"
    assert verdicts["total: n += 1 -> pass"] == "timed out"
    assert verdicts["LIMIT: 3 -> 4"] == "survived"
    assert verdicts["idle: a + 1 -> a - 1"] == "not reached"
    assert (tmp_path / "sums.py").read_bytes() == before


def test_a_pattern_that_fits_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no file fits gone"):
        Area("a", ("gone/*.py",), ()).sources(tmp_path)
    for area in AREAS:
        assert area.sources(ROOT)
        assert area.test_files(ROOT)


def test_the_list_of_survivors_names_mutants_of_their_areas() -> None:
    for area in AREAS:
        names = {mutant.name for mutant in mutants_of(ROOT, area.sources(ROOT))}
        assert read(area.name).keys() <= names
    with pytest.raises(ValueError, match="not a mutant with its reason"):
        read("query", "## query\n\n- `` f: 1 -> 2 ``\n")
    assert read("query", "## query\n\n- `` f: 1 -> 2 ``: No reader sees it.\n") == {"f: 1 -> 2": "No reader sees it."}
    headings = [line[3:] for line in LIST.read_text("utf-8").split("\n") if line.startswith("## ")]
    assert set(headings) <= {area.name for area in AREAS}
