"""How does a damaged index become a sound one? By its last generation that is whole, else anew from the sources.

What is damaged is set aside first, under `aside/<generation>`, an index folder of its own: where articles would be
lost, `cuttings salvage` reads it. It is removed again where nothing is.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import numpy as np

from index.errors import IndexDamaged, IndexMissing, Remedy
from index.reindex.environment import Environment
from index.reindex.expected import Expected, Lost, expected, manifest_of
from index.reindex.manifest import Manifest
from index.reindex.phases import ReindexRequest, reindex
from index.reindex.scan.sources import SourceMissing
from index.reindex.verify import problems_of
from index.segment.arrays.disk import private_file, private_folder, sync
from index.store.leftovers import clean
from index.store.lock import WriteLock
from index.store.publication import (
    ATTACHED,
    LOCK,
    SEGMENTS,
    announce,
    generation_numbers,
    lost_record,
    publish,
    read_generation,
)
from index.store.snapshot import open_generation, open_snapshot

ASIDE = "aside"


class RepairAction(StrEnum):
    """What a repair did. A closed set, for programs: codes are added, never renamed."""

    NONE = "none"  # the index is sound
    OLDER_REMOVED = "older_removed"  # the newest generation is sound; a damaged one that was kept beside it is gone
    OLDER_GENERATION = "older_generation"  # the last generation that is sound answers again
    REBUILT = "rebuilt"  # all was read again from the sources


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was done; `lost` are the articles that the index held and does not hold now, or in an older text. Where
    `exact` is false there may be others. `aside` is where the damaged files lie, None where none of them is needed."""

    action: RepairAction
    lost: tuple[Lost, ...] = ()
    exact: bool = True
    aside: Path | None = None


def repair(environment: Environment) -> Repaired:
    """Mend the index, so that `verify` finds nothing.

    Raises IndexMissing, IndexOutdated, IndexLocked, IndexUnreadable, `SourceMissing` where only the sources could help
    and are not there, and OSError where the disk fails; the index is then as it was.
    """
    folder = environment.settings.index
    if not generation_numbers(folder) and not lost_record(folder):
        raise IndexMissing(f"there is no index in {folder}")
    lock = WriteLock(folder / LOCK, environment.now)
    try:
        mended = _by_generation(folder, environment.now)
    finally:
        lock.release()
    return mended or _rebuilt(folder, environment)


def _by_generation(folder: Path, now: datetime) -> Repaired | None:
    """Mend the index by a generation that is sound, None where none is."""
    problems = {}
    for number in generation_numbers(folder):
        with suppress(IndexDamaged):  # one of another version is no damage
            open_generation(folder, number)
        problems[number] = problems_of(folder, number, {})
    sound = [number for number, wrong in problems.items() if not wrong]
    if not sound:
        return None
    last = max(*problems, lost_record(folder))
    if sound[0] < last:
        return _back_to(folder, sound[0], last + 1)
    if len(sound) == len(problems):
        return Repaired(RepairAction.NONE)
    clean(folder, set(sound))
    return Repaired(RepairAction.OLDER_REMOVED)


def _back_to(folder: Path, number: int, new: int) -> Repaired:
    """Publish a generation once more, under a new number: servers and backups know the damaged one by its own."""
    before = expected(folder)
    held = manifest_of(folder, number) or Manifest.empty()
    lost = before.lost(_changed(before, held))
    aside = _set_aside(folder, new - 1)
    announce(folder, new)
    publish(folder, replace(read_generation(folder, number), number=new))
    clean(folder, {new})
    return _concluded(RepairAction.OLDER_GENERATION, lost, before, aside)


def _changed(before: Expected, held: Manifest) -> list[int]:
    """The rows of articles that another manifest does not list, or with another source."""
    kept = held.rows.take(held.rows.reason == 0)
    known = set(zip(kept.id.tolist(), kept.source.tolist(), strict=True))
    rows = before.manifest.rows
    numbers = before.numbers
    pairs = zip(rows.id[numbers].tolist(), rows.source[numbers].tolist(), strict=True)
    return [row for row, pair in zip(numbers.tolist(), pairs, strict=True) if pair not in known]


def _rebuilt(folder: Path, environment: Environment) -> Repaired:
    """Read everything again."""
    before = expected(folder)
    aside = _set_aside(folder, max([lost_record(folder), *generation_numbers(folder)]))
    try:
        reindex(ReindexRequest(full=True), environment)
    except BaseException as error:
        _remove(aside)
        if isinstance(error, SourceMissing):
            advice = "bring the files back, or run ", Remedy("salvage", "DEST"), " to get the articles out of the index"
            raise SourceMissing(error.parts, *advice) from error
        raise
    held = manifest_of(folder, open_snapshot(folder).generation) or Manifest.empty()
    ids = held.rows.article[held.rows.reason == 0]
    gone = before.numbers[~np.isin(before.manifest.rows.article[before.numbers], ids)]
    return _concluded(RepairAction.REBUILT, before.lost(gone.tolist()), before, aside)


def _concluded(action: RepairAction, lost: tuple[Lost, ...], before: Expected, aside: Path) -> Repaired:
    if lost or not before.exact:
        return Repaired(action, lost, before.exact, aside)
    _remove(aside)
    return Repaired(action)


def _set_aside(folder: Path, number: int) -> Path:
    """Give every file of the index a second name under `aside/<number>`; a copy where the disk has no second names."""
    aside = folder / ASIDE / str(number)
    shutil.rmtree(aside, ignore_errors=True)
    for made in (folder / ASIDE, aside, aside / SEGMENTS, aside / ATTACHED):
        private_folder(made, exist_ok=True)
    files = [path for part in (SEGMENTS, ATTACHED) for path in (folder / part).rglob("*") if path.is_file()]
    for path in [*files, *folder.glob("_MAIN_*.toc")]:
        second = aside / path.relative_to(folder)
        private_folder(second.parent, exist_ok=True)
        try:
            os.link(path, second)
        except OSError:
            with path.open("rb") as file, private_file(second, "wb") as copy:
                shutil.copyfileobj(file, copy)
            sync(second)
    for kept in [*(path for path in aside.rglob("*") if path.is_dir()), aside, folder / ASIDE, folder]:
        sync(kept)  # before the first names are taken away
    return aside


def _remove(aside: Path) -> None:
    shutil.rmtree(aside, ignore_errors=True)
    if aside.parent.is_dir() and not any(aside.parent.iterdir()):
        aside.parent.rmdir()
