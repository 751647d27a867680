"""What do the tests say of a mutant? Each is tried in a process of its own, forked where the libraries are loaded.

The sources lie in a copy of the checkout, so that processes which the tests start see the mutant, too. Random tests try
a part of what they try in the suite, from a fixed seed, and do not shrink what they find: a verdict is the same twice.
"""

from __future__ import annotations

import builtins
import importlib
import os
import pickle
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tools.mutants.areas import Area
from tools.mutants.reach import HOOK, Reached, Watch, watched
from tools.mutants.sample import Mutant

COPIED = ("index", "search", "web", "tests", "tools", "seeds", "setup.cfg", "pyproject.toml")
QUESTIONS = 100  # a tenth of what the suite asks
EXAMPLES = 20  # a part of what Hypothesis tries in the suite: one in so many, ten at least
LEAST_SECONDS = 20  # of CPU that a mutant's tests may take; above, three times what they take without a mutant
PATIENCE = 20  # seconds of the clock for each of CPU: other work may run beside
MEMORY = 8 << 30  # bytes of address space; a mutant that asks for more is killed
_LOADED = (
    *("web.terminal.cli", "web.site.app", "web.terminal.reindex"),
    *("index.reindex.phases", "search.embedded.engine", "index.extract"),
)
_PRODUCT = ("index", "search", "web")
OUTPUT = "mutant-output.txt"
VERDICTS = ("killed", "timed out", "survived", "not reached")


def copied(root: Path, folder: Path) -> None:
    """Copy what the tests need of a checkout."""
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(root / name, folder / name)


def load_libraries() -> None:
    """Import the product for the sake of its libraries, then forget the product: a fork imports it from its copy."""
    for name in _LOADED:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] in _PRODUCT]:
        del sys.modules[name]


def reached(folder: Path, area: Area, mutants: Sequence[Mutant]) -> Reached:
    """Run all tests of an area over watched sources; `RuntimeError` with their output where one fails."""
    originals = {file: (folder / file).read_bytes() for file in dict.fromkeys(mutant.file for mutant in mutants)}
    for file, data in originals.items():
        changes = [(number, mutant.change) for number, mutant in enumerate(mutants) if mutant.file == file]
        _put(folder / file, watched(data.decode(), changes).encode())
    tests = area.test_files(folder)
    result = folder / "reached.pickle"

    def run() -> int:
        watch = Watch()
        setattr(builtins, HOOK, watch.hook)
        code = _pytest([*tests], watch)
        result.write_bytes(pickle.dumps(watch.reached))
        return code

    status = _forked(folder, run, 3600)
    for file, data in originals.items():
        _put(folder / file, data)
    if status != 0:
        raise RuntimeError(f"the tests of {area.name} fail without a mutant:\n{(folder / OUTPUT).read_text()}")
    found = pickle.loads(result.read_bytes())
    assert isinstance(found, Reached)
    return found


def verdict(folder: Path, mutant: Mutant, tests: Sequence[str], seconds: float) -> str:
    """Which of `VERDICTS` the tests give a mutant; `seconds` is what they take without it."""
    if not tests:
        return "not reached"
    path = folder / mutant.file
    data = path.read_bytes()
    _put(path, mutant.change.applied(data.decode()).encode())
    limit = max(LEAST_SECONDS, round(3 * seconds))
    status = _forked(folder, lambda: _pytest(tests, _Order(tests)), limit)
    _put(path, data)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timed out"
    return "killed" if status else "survived"


def _put(path: Path, data: bytes) -> None:
    """Write a source, and remove what Python compiled of the one before, which may look as old."""
    path.write_bytes(data)
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def _pytest(tests: Sequence[str], plugin: object) -> int:
    """Run tests up to the first that fails, in this process: the exit code of pytest."""
    profile = hypothesis.settings(
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate), derandomize=True, database=None, deadline=None
    )
    hypothesis.settings.register_profile("mutants", profile)
    hypothesis.settings.load_profile("mutants")
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = ["-x", "-p", "no:cacheprovider", "-p", "no:randomly", f"--questions={QUESTIONS}"]
    return int(pytest.main([*options, *files], plugins=[plugin, _Fewer()]))


class _Fewer:
    """A plugin of pytest: tests of Hypothesis try fewer examples."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test: Any = getattr(item, "obj", None)
            settings = getattr(test, "_hypothesis_internal_use_settings", None)
            if settings is not None:
                fewer = max(10, settings.max_examples // EXAMPLES)
                test._hypothesis_internal_use_settings = hypothesis.settings(settings, max_examples=fewer)


class _Order:
    """A plugin of pytest: only these tests, in this order."""

    def __init__(self, tests: Collection[str]) -> None:
        self._ranks = {name: rank for rank, name in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._ranks), key=lambda item: self._ranks[item.nodeid]
        )


def _forked(folder: Path, run: Callable[[], int], seconds: int) -> int:
    """Run a function in a fork that lives in the folder: its exit code, or the signal that ended it, negative."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            _settle(folder, seconds)
            code = run()
        finally:
            os._exit(code)
    end = time.monotonic() + seconds * PATIENCE
    status: int | None = None
    while status is None and time.monotonic() < end:
        done, raw = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(raw) if done else None
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # and what the tests started and left behind
    if status is None:
        os.waitpid(child, 0)
        return -signal.SIGKILL
    return status


def _settle(folder: Path, seconds: int) -> None:
    """Make this process one that runs tests of the folder: its own group, limits, output and imports."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(folder)
    os.environ["PYTHONPATH"] = str(folder)
    sys.path.insert(0, str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
