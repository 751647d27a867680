"""Under which id is each document of a segment published, and since when? A file of its own beside the segment.

A segment is written by a process that sees some of the articles; which id each of them has is known when all are read
(`index.reindex.agree.register`). The file lies in the segment's folder and never changes either: as long as an article
is not read anew, it keeps its id.

    ids      u8  [documents]   the article's id
    order    i4  [documents]   the documents by their ids
    added    i8  [documents]   when the article was first published, seconds since 1970; 0: not known
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter

FILE = "names"


class Names:
    """The table of one segment: `ids` is uint64[documents], `added` int64[documents].

    Raises IndexDamaged, IndexOutdated or IndexUnreadable where the file in `folder` is not what was written.
    """

    def __init__(self, folder: Path, documents: int) -> None:
        self.container = Container(folder / FILE)
        self.container.prove()
        self.ids: NDArray[np.uint64] = self.container.array(sections.IDS)
        self.added: NDArray[np.int64] = self.container.array(sections.ADDED)
        self._order: NDArray[np.int32] = self.container.array(sections.ID_ORDER)
        if not len(self.ids) == len(self.added) == len(self._order) == documents:
            raise IndexDamaged(f"{self.container.shown}: it is not of this segment")

    def find(self, number: int) -> list[int]:
        """The documents with this id, the last first."""
        key = np.uint64(number)
        first = int(np.searchsorted(self.ids, key, "left", sorter=self._order))
        last = int(np.searchsorted(self.ids, key, "right", sorter=self._order))
        found: list[int] = self._order[first:last].tolist()
        return found[::-1]

    def in_order(self) -> bool:
        """Whether the order names every document once and sorts their ids."""
        ordered = self.ids[self._order]
        every = np.array_equal(np.sort(self._order), np.arange(len(self.ids)))
        return every and bool((ordered[:-1] <= ordered[1:]).all())


@dataclass(frozen=True, slots=True)
class NewNames:
    """What a run publishes: of each article the identity of the id that it was added with (uint64, ascending), its
    lasting id (uint64), and when it was first published (int64, seconds since 1970)."""

    added_as: NDArray[np.uint64]
    ids: NDArray[np.uint64]
    since: NDArray[np.int64]

    def of(self, identities: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The id and the moment of each article by its identity; 0 and 0 for what is not published."""
        ids, since = np.zeros(len(identities), np.uint64), np.zeros(len(identities), np.int64)
        place = np.searchsorted(self.added_as, identities)
        place[place == len(self.added_as)] = 0
        known = np.flatnonzero(self.added_as[place] == identities) if len(self.added_as) else place[:0]
        ids[known], since[known] = self.ids[place[known]], self.since[place[known]]
        return ids, since


def write_names(folder: Path, ids: NDArray[np.uint64], added: NDArray[np.int64]) -> None:
    """Write the table of the segment in `folder`, in the place of one that nobody has opened yet."""
    (folder / FILE).unlink(missing_ok=True)
    writer = ContainerWriter(folder / FILE)
    writer.add(sections.IDS, ids.astype("<u8"))
    writer.add(sections.ID_ORDER, np.argsort(ids, kind="stable").astype(np.int32))
    writer.add(sections.ADDED, added.astype("<i8"))
    writer.close()
