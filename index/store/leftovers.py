"""Which files of an index does nobody need? Those that no kept generation names: older ones, and a killed writer's."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from index.errors import IndexDamaged, IndexOutdated
from index.segment.arrays.disk import sync
from index.store.publication import (
    ATTACHED,
    SEGMENTS,
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
        for deleted in path.glob("deleted-*"):
            if deleted.name not in named[path.name]:
                deleted.unlink(missing_ok=True)
