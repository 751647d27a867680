"""What does one piece of index contribute to a stretch of terms? The unit in which postings are merged and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(slots=True)
class Stretch:
    """The postings of some terms in a row, term after term.

    `sizes` and `occurrences` (int64) count the postings and positions of each term; the other arrays are one entry a
    posting, `positions` one entry an occurrence. `targets` is the number of each term in the merged stretch.
    """

    sizes: NDArray[np.int64]
    occurrences: NDArray[np.int64]
    docs: NDArray[np.int32]
    frequencies: NDArray[Any]
    leads: NDArray[Any]
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
