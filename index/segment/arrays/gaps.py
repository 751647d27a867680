"""How are document numbers kept small? As gaps, in the narrowest of three widths that fits all gaps of a term.

A term's documents d0 < d1 < ... are kept as d0, d1 - d0, d2 - d1, ...; a running sum gives them back. Terms of one
width lie one after another in that width's array. Of the postings of 100,000 articles 70 % belong to terms whose gaps
fit one byte; 4 bytes a posting became 1.3, and reading costs 1 to 3 ns a posting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DTYPES = ("u1", "u2", "u4")
_LIMITS = np.array([1 << 8, 1 << 16])  # a largest gap below the first fits width 0, below the second width 1


@dataclass(frozen=True, slots=True)
class Gaps:
    """The documents of all terms of a field.

    `arrays` are the gaps of each width; `width` (uint8) says which of them holds a term, `start` where it starts there.
    """

    arrays: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
    width: NDArray[np.uint8]
    start: NDArray[Any]

    def term(self, number: int, size: int) -> NDArray[np.int32]:
        """int32[size]: the documents of one term, ascending."""
        start = int(self.start[number])
        return np.cumsum(self.arrays[self.width[number]][start : start + size], dtype=np.int32)

    def terms(self, first: int, sizes: NDArray[np.int64]) -> NDArray[np.int32]:
        """int32: the documents of the terms from number `first` on, of those sizes, one after another."""
        docs = np.empty(int(sizes.sum()), np.int32)
        place = np.cumsum(sizes) - sizes
        width = self.width[first : first + len(sizes)]
        for kind, array in enumerate(self.arrays):
            mine = np.flatnonzero(width == kind)
            if len(mine):
                own = sizes[mine]
                start = int(self.start[first + mine[0]])
                running = np.cumsum(array[start : start + int(own.sum())], dtype=np.int64)
                ends = np.cumsum(own)
                before = np.append(0, running[ends[:-1] - 1])
                docs[np.repeat(place[mine] - (ends - own), own) + np.arange(len(running))] = running - np.repeat(
                    before, own
                )
        return docs

    def among(
        self, first: int, sizes: NDArray[np.int64], documents: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(which of what `terms` gives, ascending, and these documents) that `documents` (bool[documents]) marks."""
        place = np.cumsum(sizes) - sizes
        width = self.width[first : first + len(sizes)]
        parts = [(np.empty(0, np.int64), np.empty(0, np.int32))]
        for kind, array in enumerate(self.arrays):
            mine = np.flatnonzero(width == kind)
            if len(mine):
                ends = np.cumsum(sizes[mine])
                start = int(self.start[first + mine[0]])
                # Sums over all terms may pass 32 bits and come back when what was before is taken off.
                docs = np.cumsum(array[start : start + int(ends[-1])], dtype=np.int32)
                docs -= np.append(np.int32(0), docs[ends[:-1] - 1]).repeat(sizes[mine])
                hits = np.flatnonzero(documents.take(docs))
                term = ends.searchsorted(hits, "right")
                parts.append((hits + (place[mine] - ends + sizes[mine])[term], docs[hits]))
        which = np.concatenate([hits for hits, _ in parts])
        order = np.argsort(which, kind="stable")
        return which[order], np.concatenate([docs for _, docs in parts])[order]


def encode(docs: NDArray[np.int32], sizes: NDArray[np.int64]) -> tuple[NDArray[np.uint8], list[NDArray[Any]]]:
    """(width of each term, gaps of each width) of terms with `sizes` documents each, of which none has none."""
    if not len(sizes):
        return np.empty(0, np.uint8), [np.empty(0, dtype) for dtype in DTYPES]
    gaps = np.diff(docs, prepend=np.int32(0))
    first = np.cumsum(sizes) - sizes
    gaps[first] = docs[first]
    width = np.searchsorted(_LIMITS, np.maximum.reduceat(gaps, first), "right").astype(np.uint8)
    of_posting = np.repeat(width, sizes)
    return width, [gaps[of_posting == kind].astype(dtype) for kind, dtype in enumerate(DTYPES)]
