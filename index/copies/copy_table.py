"""What is published of copies with a generation? Pairs and groups of articles, by the numbers of their places.

A place (`Segment.identities`) has one live article at most, and keeps its number when segments are merged.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.fingerprint import Fingerprint
from index.store.snapshot import Snapshot
from index.store.tables import encode_table, json_array, json_of, opened_table

NAME = "copies"
"""Under which name the table is published with a generation."""


NONE_APART = np.zeros((0, 2), np.uint64)


@cache
def copies_code() -> Fingerprint:
    """What makes pairs and groups of the articles of an archive."""
    return Fingerprint(Path(__file__).parent, (".",), {})


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs of articles: `first` and `second` (uint64) are their places; of the shorter text the number of `words`, how
    many of them are the `same` in the other, in how many `runs` (uint32)."""

    first: NDArray[np.uint64]
    second: NDArray[np.uint64]
    words: NDArray[np.uint32]
    same: NDArray[np.uint32]
    runs: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class CopyTable:
    """The table of a generation.

    `pairs` are all copies, in order, `first` < `second`. `beside` has a row for each article of a group but its first,
    group after group in the order of the articles: `first` is the first of the group, `second` the article. `apart`
    (uint64[n, 2]) are the places of each two articles that never stand in one group, as a person says.
    """

    pairs: Alike
    beside: Alike
    apart: NDArray[np.uint64]

    def encode(self) -> bytes:
        """The table as it is published, with the stamp of the code that made it."""
        arrays = {f"{part}.{column}": getattr(getattr(self, part), column) for part, column in _COLUMNS}
        return encode_table({"code": json_array(copies_code().stamp), **arrays, _APART: self.apart})

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The table of `encode`. Raises `IndexDamaged`."""
        with opened_table(data, "the table of copies") as arrays:
            parts = {part: Alike(*(arrays[f"{part}.{field.name}"] for field in fields(Alike))) for part in _PARTS}
            # A table that was made before there was such a thing is read until the next run.
            apart = arrays[_APART].reshape(-1, 2) if _APART in arrays else NONE_APART
        table = cls(**parts, apart=apart)
        for part in parts.values():
            if len({len(getattr(part, field.name)) for field in fields(Alike)}) > 1:
                raise IndexDamaged("the columns of the table of copies do not fit together")
        return table


_PARTS = ("pairs", "beside")
_APART = "apart"
_COLUMNS = [(part, field.name) for part in _PARTS for field in fields(Alike)]


def located(wanted: NDArray[np.uint64], places: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64: where each article stands among the `places` of those that are live (ascending). Raises `IndexDamaged`
    where one does not."""
    row = np.searchsorted(places, wanted)
    if len(wanted) and (int(row.max()) == len(places) or not np.array_equal(places[row], wanted)):
        raise IndexDamaged("the table of copies names an article that is not there")
    return row


def published_table(snapshot: Snapshot | None) -> CopyTable | None:
    """The table of a generation; None where it has none, or one that was made of an earlier one. Raises
    `IndexDamaged`."""
    if snapshot is None or (data := snapshot.concluded(NAME)) is None:
        return None
    return CopyTable.decode(data)


def of_today(data: bytes | None) -> bool:
    """Whether today's code made a table. Raises `IndexDamaged`."""
    if data is None:
        return False
    with opened_table(data, "the table of copies") as arrays:
        return copies_code().made(json_of(arrays["code"]))
