"""The build server's run: what fails is told with its minutes, hides nothing else, and is the run's status."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = Path(".ci", "run")
REST = re.search(r"^rest=\((.+?)\)", (ROOT / RUN).read_text("utf-8"), re.MULTILINE)
assert REST
TARGETS = ["test", *REST[1].split()]


def run(folder: Path, *failing: str, **environment: str) -> tuple[int, list[str], list[str]]:
    """The status of a run over a Makefile in which some targets fail, which targets ran, and what it told of each."""
    (folder / RUN).parent.mkdir()
    shutil.copy(ROOT / RUN, folder / RUN)
    rules = [f"{name}:\n\t@echo ran {name}\n\t@{'false' if name in failing else 'true'}\n" for name in TARGETS]
    (folder / "Makefile").write_text("".join(rules), "utf-8")
    done = subprocess.run([folder / RUN], capture_output=True, text=True, check=False, env=os.environ | environment)
    told = [line for line in done.stdout.splitlines() if re.match(r" +\d+:\d\d  make ", line)]
    return done.returncode, re.findall(r"^ran (.+)$", done.stdout, re.MULTILINE), told


def test_the_minutes_of_each_command_are_told(tmp_path: Path) -> None:
    status, ran, told = run(tmp_path)
    assert (status, ran) == (0, TARGETS)
    assert [line.partition("  make ")[2] for line in told] == TARGETS


@pytest.mark.parametrize("failing", TARGETS)
def test_what_fails_is_told_and_the_others_run(tmp_path: Path, failing: str) -> None:
    status, ran, told = run(tmp_path, failing)
    assert (status, ran) == (1, TARGETS)
    assert [line.split()[2] for line in told if line.endswith("(failed)")] == [failing]
    assert len(told) == len(TARGETS)


def test_what_has_no_time_left_has_failed(tmp_path: Path) -> None:
    status, ran, told = run(tmp_path, REST_SECONDS="0")
    assert (status, ran) == (1, ["test"])
    assert [line.endswith("(no time left)") for line in told] == [False] + [True] * (len(TARGETS) - 1)


def test_the_build_server_runs_nothing_that_the_longest_command_leaves_out() -> None:
    rule = re.search(r"^REST := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert rule
    assert set(TARGETS) <= {"test", *rule[1].split()}
    planned = subprocess.run(["make", "--dry-run", "test-all"], cwd=ROOT, capture_output=True, text=True, check=True)
    for module in ("pytest", "tools.memory", "tools.hostile", "coverage report"):
        assert module in planned.stdout
