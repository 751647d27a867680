"""Which files of an index does nobody need? Those that no kept generation names: older ones, and a killed writer's."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path

from index.errors import IndexDamaged, IndexOutdated, IndexUnreadable
from index.segment.arrays.disk import private_folder, sync
from index.store.publication import (
    ATTACHED,
    CHECKPOINT,
    SEGMENTS,
    STATES,
    Generation,
    forget_announced,
    generation_numbers,
    generation_path,
    read_generation,
)


def tidy(folder: Path) -> None:
    """Remove what neither of the two newest generations names. For a writer that has nothing to publish."""
    with suppress(IndexDamaged, IndexOutdated):  # of a generation that cannot be read nobody knows what it names
        clean(folder, set(generation_numbers(folder)[:2]))


def clean(folder: Path, kept: set[int]) -> None:
    """Remove what no generation of `kept` names, records first: what is left of one without its record is no harm.

    Raises IndexDamaged, IndexOutdated or IndexUnreadable where a kept one cannot be read; nothing is removed then.
    """
    records = [read_generation(folder, number) for number in kept]
    if older := [number for number in generation_numbers(folder) if number not in kept]:
        for number in older:
            generation_path(folder, number).unlink(missing_ok=True)
        sync(folder)  # a loss of power must not bring a record back whose files are gone
    _clean_segments(folder / SEGMENTS, records)
    attached = {Path(entry.path).parts[1] for record in records for entry in record.attached}
    for path in (folder / ATTACHED).iterdir():
        if path.name not in attached:
            shutil.rmtree(path, ignore_errors=True)
    forget_announced(folder)


def new_workspace(work: Path) -> Path:
    """Make a folder for what this process builds, below that of all.

    Processes of a killed run may still write for a moment: none of their paths is one of ours, also where the killed
    one had the same number, as in a container.
    """
    path = next(path for n in count(1) if not (path := work / f"{os.getpid()}-{n}").exists())
    private_folder(path)
    return path


def keep_checkpoints(workspace: Path) -> None:
    """Remove from the folder of a run what no later one can go on with, and the folder where nothing is left."""
    checkpoints = {path.parent for depth in ("*", "*/*") for path in workspace.glob(f"{depth}/{CHECKPOINT}")}
    kept = {*checkpoints, workspace / STATES} if checkpoints else set()
    above = {checkpoint.parent for checkpoint in checkpoints} - kept
    for path in workspace.iterdir():
        inner = [*path.iterdir()] if path in above else [path]
        for one in inner:
            if one.is_dir() and one not in kept:
                shutil.rmtree(one, ignore_errors=True)
            elif one.is_file():
                one.unlink(missing_ok=True)
    if not checkpoints:
        shutil.rmtree(workspace, ignore_errors=True)
    with suppress(OSError):
        workspace.parent.rmdir()


def unnamed(folder: Path) -> tuple[Path, ...]:
    """The folders of segments that no generation names: a writer was killed between their placing and its commit.

    None where a generation cannot be read: nobody knows what it names.
    """
    try:
        named = {entry.name for n in generation_numbers(folder) for entry in read_generation(folder, n).segments}
        return tuple(sorted(path for path in (folder / SEGMENTS).iterdir() if path.name not in named))
    except (IndexDamaged, IndexOutdated, IndexUnreadable, OSError):
        return ()


def _clean_segments(folder: Path, records: list[Generation]) -> None:
    """Remove the segments that no record names, and of the others the lists of deleted documents that none does."""
    named: dict[str, set[str]] = {}
    for record in records:
        for segment in record.segments:
            named.setdefault(segment.name, set()).add(segment.deleted)
    for path in folder.iterdir():
        if path.name not in named:
            shutil.rmtree(path, ignore_errors=True)
            continue
        (path / CHECKPOINT).unlink(missing_ok=True)
        for deleted in path.glob("deleted-*"):
            if deleted.name not in named[path.name]:
                deleted.unlink(missing_ok=True)
