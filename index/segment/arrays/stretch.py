"""What does one piece of index contribute to a stretch of terms? The unit in which postings are merged and written."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays.dictionary import TermDictionary


@dataclass(frozen=True, slots=True)
class Portions:
    """How much is read, merged and kept in memory together. What comes out is the same whatever they are."""

    terms: int = 1 << 15  # of a stretch
    postings: int = 1 << 18  # of a stretch
    aside: int = 1 << 20  # bytes of an array that waits for its turn; a small segment needs no file
    release: int = 1 << 21  # occurrences read from a mapped file before its pages are given back: they count as memory


PORTIONS = Portions()


@dataclass(slots=True)
class Stretch:
    """The postings of some terms in a row, term after term.

    `sizes` and `occurrences` (int64) count the postings and positions of each term. `docs` (int32), `counts` and
    `form_bits` (uint8, see `index.segment.arrays.postings`) are one entry a posting, `positions` one an occurrence.
    `which` (int64, ascending) are the postings whose counts are exceptions, `exact` [which, 2] their frequencies and
    lead frequencies.
    `targets` is the number of each term in the merged stretch.
    """

    sizes: NDArray[np.int64]
    occurrences: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    form_bits: NDArray[np.uint8]
    which: NDArray[np.int64]
    exact: NDArray[Any]
    positions: NDArray[Any]
    targets: NDArray[np.int64]

    def aim(self, targets: NDArray[np.int64]) -> None:
        """Set each term's number in the merged stretch; -1 is a term of which no posting is left."""
        kept = targets >= 0
        self.targets = targets[kept]
        self.sizes = self.sizes[kept]
        self.occurrences = self.occurrences[kept]


class Cursor(Protocol):
    """Reads a field of a piece from its first term to its last. `wide`: some position is above 65,535."""

    wide: bool

    @property
    def remaining(self) -> int:
        """Terms not yet taken."""
        ...

    def pivot(self, postings: int, terms: int) -> bytes | None:
        """The first term after a stretch of up to so many postings and terms; None: the stretch is all the rest.

        A term with more postings than that makes a stretch of its own.
        """
        ...

    def read_terms(self, pivot: bytes | None) -> list[bytes]:
        """The terms before `pivot`; `take` is to be called for as many."""
        ...

    def take(self, count: int) -> Stretch:
        """The next `count` terms' postings of documents that are kept, by their new numbers."""
        ...


class TermWalk:
    """Where a cursor stands in a dictionary: what `Cursor` asks about terms. Inherited by cursors over mapped files."""

    def __init__(self, terms: TermDictionary) -> None:
        self._terms = terms
        self._term = 0

    @property
    def remaining(self) -> int:
        return len(self._terms) - self._term

    def pivot(self, postings: int, terms: int) -> bytes | None:
        bounds = self._terms.first_posting
        # A number of the table's own type: with another numpy would convert the whole table at each call.
        beyond = bounds.dtype.type(min(int(bounds[self._term]) + postings, np.iinfo(bounds.dtype).max))
        last = int(np.searchsorted(bounds, beyond, "right")) - 1
        last = max(min(last, self._term + terms), self._term + 1)
        return self._terms.term(last) if last < len(self._terms) else None

    def read_terms(self, pivot: bytes | None) -> list[bytes]:
        last = len(self._terms) if pivot is None else bisect_left(self._terms, pivot, self._term)
        return self._terms.terms(self._term, last)
