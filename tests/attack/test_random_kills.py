"""kill -9 at any moment of a run with its processes: the archive before or the new one, and the next run finishes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.attack.commands import PUBLICATIONS, Place, finish, held, prepared, problems
from tests.attack.system_calls import program
from tests.reindex.archives import keys

KILLS = 6  # of each command


def ended(place: Place, name: str, after: float | None, *, everything: bool) -> int:
    """Run the command, killed after so many seconds: it and its processes, or it alone; its exit code."""
    command = program(PUBLICATIONS[name].command(place.disk, place.sources))
    with subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            return running.wait(after)
        except subprocess.TimeoutExpired:
            if everything:
                os.killpg(running.pid, signal.SIGKILL)
            else:
                running.kill()
            return running.wait()


@pytest.mark.attack
@pytest.mark.parametrize("name", ["merge", "deletion", "backup"])
def test_any_moment(tmp_path: Path, name: str, seed: int, times: int) -> None:
    place = prepared(name, tmp_path)
    index = place.disk / PUBLICATIONS[name].published
    before = tmp_path / "before"
    shutil.copytree(place.disk, before)
    old = held(index)
    started = time.monotonic()
    assert ended(place, name, None, everything=True) == 0
    took = time.monotonic() - started
    new = keys(index)
    chance = random.Random(seed)
    killed = 0
    for number in range(KILLS * times):
        shutil.rmtree(place.disk)
        shutil.copytree(before, place.disk)
        after = took * chance.uniform(0.2, 1.1)
        code = ended(place, name, after, everything=chance.random() < 0.5)
        killed += code == -signal.SIGKILL
        told = f"--seed {seed}: {name}, kill {number} after {after:.3f} of {took:.3f} s"
        assert code in (0, -signal.SIGKILL), told
        assert held(index) == old or keys(index) == new, told
        assert code or keys(index) == new, told
        assert problems(index) == (), told
        finish(name, place, place.disk)
    assert killed, "all runs had ended before"
