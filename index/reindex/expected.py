"""Which articles did an index hold, by what is left of it? The newest manifest that is whole says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.errors import IndexDamaged, IndexOutdated, unopened
from index.naming import id_text
from index.reindex import manifest
from index.reindex.manifest import Manifest
from index.store.publication import generation_numbers, lost_record, read_generation


@dataclass(frozen=True, slots=True)
class Lost:
    """An article that is not there any more: its id, its source, and its line where that is a file of JSON lines."""

    id: str
    path: str
    line: int = 0


@dataclass(frozen=True)
class Expected:
    """The articles that a manifest lists; `exact` where it is that of the newest generation, else others may have been
    there."""

    manifest: Manifest
    exact: bool

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The rows of the manifest that are articles."""
        return np.flatnonzero(self.manifest.rows.reason == 0)

    def lost(self, rows: Collection[int]) -> tuple[Lost, ...]:
        """The articles of these rows."""
        known = self.manifest.rows
        files = np.searchsorted(self.manifest.first, np.array(sorted(rows), np.int64), side="right") - 1
        return tuple(
            Lost(id_text(int(known.article[row])), self.manifest.paths[file], int(known.number[row]))
            for row, file in zip(sorted(rows), files.tolist(), strict=True)
        )


def expected(folder: Path) -> Expected:
    """What the index in the folder held, also where it is damaged. Raises IndexUnreadable."""
    numbers = generation_numbers(folder)
    for number in numbers:
        if (known := manifest_of(folder, number)) is not None:
            return Expected(known, exact=number == numbers[0] and not lost_record(folder))
    return Expected(Manifest.empty(), exact=False)


def manifest_of(folder: Path, number: int) -> Manifest | None:
    """The manifest of a generation, None where it is not whole. Raises IndexUnreadable."""
    try:
        record = read_generation(folder, number, any_version=True)
        entry = next(entry for entry in record.attached if entry.name == manifest.NAME)
        data = _bytes(folder, entry.path)
        if len(data) == entry.size and xxh3_64_intdigest(data) == entry.digest:
            return Manifest.decode(data)
    except (IndexDamaged, IndexOutdated, FileNotFoundError, StopIteration, KeyError, TypeError):
        pass
    return None


def _bytes(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise unopened(error, path) from error
