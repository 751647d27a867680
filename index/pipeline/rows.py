"""What does the index hold of each page and JSON line? One row, as an element of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

REPEATED = 1
"""The reason of a line whose id an earlier line of the file has: it is looked at again whenever the file changes."""
MOST_FAILURES = 1_000
"""Lines of one file that could not be read whose reasons are kept; of further ones the number is."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The pages of files, one element a page, in the order of the file.

    `digest` (uint64) is the xxh3 of a line's bytes, or of a page's file; `id` (uint64) the article's id, 0 where it
    was not read; `number` (int32) the line's number from 1, 0 for a page; `reason` (int32) is 0 for an article in
    the index, else the number in `Manifest.reasons` of the reason why not; `year` (int16) the year that the page
    states as its own, 0 for none; `hangs_on` (uint8) what its dates hang on, in the bits of `index.pipeline.years`.
    """

    digest: NDArray[np.uint64]
    id: NDArray[np.uint64]
    number: NDArray[np.int32]
    reason: NDArray[np.int32]
    year: NDArray[np.int16]
    hangs_on: NDArray[np.uint8]

    @classmethod
    def of(cls, digest: Sequence[int] | NDArray[np.uint64], number: Sequence[int] | NDArray[np.int32]) -> Self:
        """Rows of pages that are not read yet: id 0, no year."""
        n = len(digest)
        return cls(
            np.asarray(digest, np.uint64),
            np.zeros(n, np.uint64),
            np.asarray(number, np.int32),
            np.zeros(n, np.int32),
            np.zeros(n, np.int16),
            np.zeros(n, np.uint8),
        )

    def __len__(self) -> int:
        return len(self.digest)

    def take(self, where: NDArray[Any] | slice) -> Rows:
        return Rows(*(getattr(self, f.name)[where] for f in fields(self)))

    def with_first_failures(self) -> tuple[Rows, int]:
        """The rows without those that could not be read beyond `MOST_FAILURES`, and how many these are."""
        beyond = np.flatnonzero(self.reason > REPEATED)[MOST_FAILURES:]
        return (self.take(np.delete(np.arange(len(self)), beyond)), len(beyond)) if len(beyond) else (self, 0)

    @staticmethod
    def join(parts: Sequence[Rows]) -> Rows:
        """All rows, one part after another; at least one part is needed."""
        return Rows(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Rows)))


def indexed(rows: Rows) -> NDArray[np.uint64]:
    """The ids (uint64) of the rows whose articles are in the index."""
    ids: NDArray[np.uint64] = rows.id[rows.reason == 0]
    return ids
