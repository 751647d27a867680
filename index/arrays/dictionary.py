"""Which terms does a field hold? One sorted blob, searched by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


class TermDictionary(Sequence[bytes]):
    """The sorted terms of one field, numbered 0 to len - 1 in the order of their bytes.

    Term n is `blob[offsets[n]:offsets[n + 1]]`, and its postings are numbers `first_posting[n]` to
    `first_posting[n + 1]` of the field.
    """

    def __init__(self, blob: NDArray[np.uint8], offsets: NDArray[Any], first_posting: NDArray[Any]) -> None:
        self.blob = blob.data
        self.offsets = offsets
        self.first_posting = first_posting

    def __len__(self) -> int:
        return max(len(self.offsets) - 1, 0)

    def __iter__(self) -> Iterator[bytes]:
        for first in range(0, len(self), 4096):
            yield from self.terms(first, min(first + 4096, len(self)))

    def __getitem__(self, number: Any) -> Any:
        return self.term(number)

    def term(self, number: int) -> bytes:
        """The bytes of a term."""
        return bytes(self.blob[int(self.offsets[number]) : int(self.offsets[number + 1])])

    def terms(self, first: int, last: int) -> list[bytes]:
        """The terms `first` to `last` (not included)."""
        if first >= last:
            return []
        bounds = self.offsets[first : last + 1].tolist()
        base = bounds[0]
        piece = bytes(self.blob[base : bounds[-1]])
        return [piece[a - base : b - base] for a, b in pairwise(bounds)]

    def find(self, term: bytes) -> int:
        """The term's number, or -1."""
        number = bisect_left(self, term)
        return number if number < len(self) and self.term(number) == term else -1

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers (first, last not included) of the terms that start with `prefix`."""
        first = bisect_left(self, prefix)
        after = _successor(prefix)
        return first, len(self) if after is None else bisect_left(self, after, first)


def _successor(prefix: bytes) -> bytes | None:
    """The least string that is greater than everything that starts with `prefix`; None where there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes([stem[-1] + 1]) if stem else None
