"""A call of the system that fails, or at which the process is killed: any of those that a publication makes.

The calls are those of a recording, not a list. The archive before is answered or the new one, what is said is true, and
the next run is as if nothing had happened.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.attack.commands import PUBLICATIONS, Held, Place, finish, held, prepared, problems
from tests.attack.strikes import KILL, Outcome, Strike, Struck, struck
from tests.attack.system_calls import needs_strace

EIO, FULL = "error=EIO", "error=ENOSPC"
GROWS = {"write", "pwrite64", "openat", "open", "mkdir", "rename", "link", "fsync", "ftruncate"}
"""Calls for which a disk may have no room."""
SAMPLED = 8  # strikes of a command of which not every call is tried
WHOLE = "merge"  # of this one every call is

pytestmark = needs_strace


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Struck]:
    with struck(tmp_path_factory.mktemp("struck")) as running:
        yield running


class Trial:
    """A command on a disk that is laid anew for each strike."""

    def __init__(self, program: Struck, name: str, folder: Path) -> None:
        self.name, self._program = name, program
        self._publication = PUBLICATIONS[name]
        self._place = prepared(name, folder)
        self._before = folder / "before"
        self._place.disk.rename(self._before)
        self.old: Held = self._answered(self._laid())
        ended = self._run(None)
        assert ended.code == 0, ended.told
        self._calls = list(program.calls(self._place.disk))
        self.new = self._answered(self._place)

    def _laid(self) -> Place:
        shutil.rmtree(self._place.disk, ignore_errors=True)
        shutil.copytree(self._before, self._place.disk)
        return self._place

    def _answered(self, place: Place) -> Held:
        return held(place.disk / self._publication.published)

    def _run(self, strike: Strike | None) -> Outcome:
        return self._program.run(self._publication.command(self._place.disk, self._place.sources), strike)

    def strikes(self) -> list[Strike]:
        """All strikes: each call fails in each way that it may, and is the last of a killed process."""
        return [
            Strike(harm, call, number, line)
            for call, number, line in self._calls
            for harm in (EIO, FULL, KILL)
            if harm != FULL or (call in GROWS and ("O_RDONLY" not in line))
        ]

    def struck(self, strike: Strike) -> Outcome:
        """What becomes of the command on its disk as it was."""
        self._laid()
        return self._run(strike)

    def suffer(self, strike: Strike) -> None:
        """Strike, look at what is left, run again."""
        ended = self.struck(strike)
        index = self._place.disk / self._publication.published
        answered = self._answered(self._place)
        if strike.harm == KILL:
            assert ended.code in (
                -9,
                0,
            )  # how often a run tells what it is at hangs on the clock: the call may not come
        else:
            assert ended.code in (0, 1), ended.told
            assert "Traceback" not in ended.told, ended.told
            assert ended.code == 0 or "\ncuttings: " in f"\n{ended.told}", ended.told
        if ended.code == 0:
            assert answered == _but_times(self.new, answered)
        elif "the index is as it was" in ended.told:
            assert answered == self.old
        assert answered == self.old or answered == _but_times(self.new, answered)
        if not self._publication.damaged:
            assert problems(index) == ()
        finish(self.name, self._place, self._place.disk)


def _but_times(new: Held, answered: Held) -> Held:
    """The new archive, its articles added when those that are answered were: each run has its own moment."""
    if new is None or answered is None or new[0].keys() != answered[0].keys():
        return new
    return {key: replace(each, added=answered[0][key].added) for key, each in new[0].items()}, new[1]


def strike_all(trial: Trial, strikes: list[Strike], seed: int) -> None:
    print(f"{trial.name}: {len(strikes)} of {len(trial.strikes())} strikes")
    for strike in strikes:
        try:
            trial.suffer(strike)
        except Exception as error:
            raise AssertionError(f"--seed {seed}: {trial.name}, {strike}") from error


def test_a_folder_above_the_index_that_may_not_be_opened(program: Struck, tmp_path: Path) -> None:
    """It cannot be synced, and that is no reason to publish nothing."""
    trial = Trial(program, "first", tmp_path)
    ended = trial.struck(Strike("error=EACCES", "openat", 1, path=str(tmp_path / "disk/var")))
    assert ended.code == 0, ended.told
    assert [line for _, _, line in program.calls(tmp_path) if "(INJECTED)" in line]


@pytest.mark.attack
def test_every_call_of_a_publication(program: Struck, tmp_path: Path, seed: int, times: int) -> None:
    trial = Trial(program, WHOLE, tmp_path)
    strikes = trial.strikes()
    random.Random(seed).shuffle(strikes)
    if times == 1:  # each call that changes something once, by one of the harms, and some of those that only read
        changes = {(each.call, each.number): each for each in strikes if "O_RDONLY" not in each.line}
        strikes = [*changes.values(), *[each for each in strikes if "O_RDONLY" in each.line][:SAMPLED]]
    strike_all(trial, strikes, seed)


@pytest.mark.attack
@pytest.mark.parametrize("name", [name for name in PUBLICATIONS if name != WHOLE])
def test_some_calls_of_the_others(program: Struck, tmp_path: Path, name: str, seed: int, times: int) -> None:
    trial = Trial(program, name, tmp_path)
    strikes = trial.strikes()
    strike_all(trial, random.Random(seed).sample(strikes, min(SAMPLED * times, len(strikes))), seed)
