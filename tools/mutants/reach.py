"""Which tests reach a mutant? A copy of the sources counts who comes by, so that only those tests are run."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import process_time

import pytest

from tools.mutants.operators import Mutation

HOOK = "_mutant_reached"  # a builtin where the tests are watched; absent in processes that they start


def watched(source: str, changes: Sequence[tuple[int, Mutation]]) -> str:
    """The source with a call of the hook before each statement that holds a change, with the change's number."""
    tree = ast.parse(source)
    lines = source.encode().split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    _Watcher(starts, changes).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Watcher(ast.NodeTransformer):
    def __init__(self, starts: list[int], changes: Sequence[tuple[int, Mutation]]) -> None:
        self._starts = starts
        self._changes = changes

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list):
                setattr(node, name, [part for statement in body for part in self._with_calls(statement)])
        for handler in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            self.generic_visit(handler)
        return node

    def _with_calls(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statement behind a call for each change in it that is in no statement below it."""
        inside = [(number, change) for number, change in self._changes if self._holds(statement, change)]
        below = [part for part in ast.walk(statement) if isinstance(part, ast.stmt) and part is not statement]
        own = [number for number, change in inside if not any(self._holds(part, change) for part in below)]
        calls = [ast.parse(f"getattr(__import__('builtins'), {HOOK!r}, id)({number})").body[0] for number in own]
        self.generic_visit(statement)
        return [*calls, statement]

    def _holds(self, statement: ast.stmt, change: Mutation) -> bool:
        assert statement.end_lineno is not None and statement.end_col_offset is not None
        first = self._starts[statement.lineno - 1] + statement.col_offset
        end = self._starts[statement.end_lineno - 1] + statement.end_col_offset
        return first <= change.start and change.end <= end


@dataclass
class Reached:
    """What a run of all tests showed: how long each took (CPU seconds), and which came by each mutant's number.

    A mutant that was reached while a test was set up may be reached for all tests of that file: fixtures are shared.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    files: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    imported: set[int] = field(default_factory=set)

    def selected(self, number: int) -> tuple[list[str], float]:
        """The tests to run for a mutant, and the CPU seconds that they take; quick files before slow ones, and quick
        tests before slow ones within a file, which shares its fixtures."""
        names = self.tests[number] | {
            name for name in self.seconds if number in self.imported or _file(name) in self.files[number]
        }
        files: defaultdict[str, float] = defaultdict(float)
        for name in names:
            files[_file(name)] += self.seconds[name]
        ordered = sorted(names, key=lambda name: (files[_file(name)], _file(name), self.seconds[name]))
        return ordered, sum(files.values())


def _file(name: str) -> str:
    return name.partition("::")[0]


class Watch:
    """A plugin of pytest that fills `reached`; its `hook` is what the watched sources call."""

    def __init__(self) -> None:
        self.reached = Reached()
        self._test: str | None = None
        self._setting_up = False

    def hook(self, number: int) -> None:
        """A mutant's statement is about to be run."""
        if self._test is None:
            self.reached.imported.add(number)
        elif self._setting_up:
            self.reached.files[number].add(_file(self._test))
        else:
            self.reached.tests[number].add(self._test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        self._test = item.nodeid
        begin = process_time()
        result = yield
        self.reached.seconds[item.nodeid] = process_time() - begin
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> object:
        self._setting_up = True
        result = yield
        self._setting_up = False
        return result
