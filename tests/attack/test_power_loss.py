"""Wherever the power fails, the folder holds the archive before or the new one, and the next run finishes.

What a command does is recorded call by call; `tests.attack.disk` says what may be left of it, and which file system is
assumed.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.errors import CuttingsError
from tests.attack.commands import PUBLICATIONS, Held, Place, finish, held, prepared, problems
from tests.attack.disk import Disk, PowerLoss, last_states, power_losses
from tests.attack.system_calls import SystemCall, needs_strace, recorded

STATES, LAST, FINISHED = 60, 12, 15  # of one command: states that are opened, those of the end, those that are finished
DRAWN = 6  # states drawn before every sync
QUICK = "second"

pytestmark = needs_strace


@dataclass(frozen=True)
class Recorded:
    """A command that was run, the calls that it made, and what was answered from its folder before and after it."""

    name: str
    place: Place
    before: Disk
    calls: list[SystemCall]
    old: Held
    new: Held
    damaged: bytes = b""

    def trial(self, state: PowerLoss, folder: Path) -> Path:
        """The state in a folder of its own, and what holds of all states looked at."""
        folder.mkdir()
        state.lay(folder)
        index = folder / PUBLICATIONS[self.name].published
        assert held(index) in (self.old, self.new), state.told
        if self.damaged:
            assert any(path.read_bytes() == self.damaged for path in folder.rglob("segment")), state.told
        else:
            assert problems(index) == (), state.told
        return folder


def record(name: str, folder: Path) -> Recorded:
    place = prepared(name, folder)
    publication = PUBLICATIONS[name]
    index = place.disk / publication.published
    damaged = publication.damaged(place.disk).read_bytes() if publication.damaged else b""
    old, before = held(index), Disk(place.disk)
    calls = recorded(publication.command(place.disk, place.sources), place.disk, folder / "trace")
    return Recorded(name, place, before, calls, old, held(index), damaged)


def of_disk(folder: Path) -> dict[Path, bytes | None]:
    return {path.relative_to(folder): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")}


def every_state(run: Recorded, folder: Path, seed: int, most: int) -> None:
    """Try so many of the states, drawn by the seed, and finish some of them."""
    told = f"--seed {seed}"
    disk = run.before.copy()
    states = list(power_losses(disk, run.calls, random.Random(seed), DRAWN))
    assert disk.state(disk.pending, "").files == of_disk(run.place.disk), "the model is not what was written"
    chance = random.Random(seed)
    for number, state in enumerate(chance.sample(states, min(most, len(states)))):
        lost = run.trial(state, folder / f"lost-{number}")
        if number < most * FINISHED // STATES:
            try:
                finish(run.name, run.place, lost)
            except Exception as error:
                raise AssertionError(f"{told}: {state.told}") from error
    index = PUBLICATIONS[run.name].published
    for number, state in enumerate(last_states(disk, random.Random(seed), LAST)):
        if number < LAST:
            lost = run.trial(state, folder / f"last-{number}")
            assert held(lost / index) == run.new, f"{told}: {state.told}"
            assert problems(lost / index) == (), f"{told}: {state.told}"


def of_sync(calls: list[SystemCall], name: str) -> list[int]:
    """The numbers of the calls that sync a file or folder of that name."""
    return [number for number, call in enumerate(calls) if call.name == "fsync" and call.path.name == name]


def loses(run: Recorded, left_out: int, folder: Path, seed: int) -> bool:
    """Whether a state is wrong where a sync is left out."""
    calls = [call for number, call in enumerate(run.calls) if number != left_out]
    disk = run.before.copy()
    states = power_losses(disk, calls, random.Random(seed), DRAWN)
    for number, state in enumerate(states):
        if is_wrong(run, state, folder / f"{left_out}-{number}"):
            return True
    states = last_states(disk, random.Random(seed), LAST)
    for number, state in enumerate(states):
        if is_wrong(run, state, folder / f"{left_out}-last-{number}", last=True):
            return True
    return False


def is_wrong(run: Recorded, state: PowerLoss, folder: Path, *, last: bool = False) -> bool:
    """Whether what is answered is neither the archive before nor the new one, and at the end not the new one."""
    try:
        run.trial(state, folder)
        if run.name == "restore":  # what is wrong there is noticed by the next one
            finish(run.name, run.place, folder)
        return last and held(folder / PUBLICATIONS[run.name].published) != run.new
    except (AssertionError, CuttingsError):
        return True
    finally:
        shutil.rmtree(folder)


def test_a_second_publication(tmp_path: Path, seed: int) -> None:
    every_state(record(QUICK, tmp_path), tmp_path, seed, 16)


def test_a_sync_that_is_left_out_is_noticed(tmp_path: Path, seed: int) -> None:
    """Names of segments that do not last before the commit: a state without a segment is found."""
    run = record(QUICK, tmp_path)
    assert loses(run, of_sync(run.calls, "segments")[-1], tmp_path, seed)


@pytest.mark.attack
@pytest.mark.parametrize(
    ("name", "which", "told"),
    [
        ("first", ("var", 0), "the folder of the index has no name"),
        ("merge", ("index", -2), "the record of an old generation comes back, its files do not"),
        ("nothing new", ("segments", 0), "what a killed writer left comes back, without what said whose it is"),
        ("restore", ("index", 0), "what a restore began with is there, without what said that it may be restored into"),
        ("repair", ("aside", 0), "the damaged file has lost both of its names"),
    ],
)
def test_which_loss_a_sync_prevents(tmp_path: Path, name: str, which: tuple[str, int], told: str, seed: int) -> None:
    """Of the syncs of a file or folder of a name, one is left out."""
    run = record(name, tmp_path)
    assert loses(run, of_sync(run.calls, which[0])[which[1]], tmp_path, seed), told


@pytest.mark.attack
def test_every_sync_before_the_commit_is_needed(tmp_path: Path, seed: int) -> None:
    """But for those of the note of roots, which no generation hangs on."""
    run = record(QUICK, tmp_path)
    commit = next(number for number, call in enumerate(run.calls) if call.target and call.target.suffix == ".toc")
    begun = next(number for number, call in enumerate(run.calls) if call.path.suffix == ".publishing")
    needed = [number for number in range(begun, commit) if run.calls[number].name == "fsync"]
    assert len(needed) > 10
    assert [number for number in needed if not loses(run, number, tmp_path, seed)] == []


@pytest.mark.attack
@pytest.mark.parametrize("name", PUBLICATIONS)
def test_any_command_that_publishes(tmp_path: Path, name: str, seed: int, times: int) -> None:
    every_state(record(name, tmp_path), tmp_path, seed, STATES * times)
