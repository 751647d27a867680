"""In which documents does a term stand, how often, and where? Flat arrays of one field, in term order.

    docs        int32   [postings]     document numbers, ascending inside a term
    counts      uint8   [postings]     frequency (low 5 bits) and frequency in the lead (high 3 bits)
    exceptions  int64   [e, 3]         posting, frequency, lead frequency, where either does not fit its bits
    positions   u2 | u4 [occurrences]  positions of posting 0, of posting 1, ...
    marks       int64   [postings/128] where the positions of every 128th posting start
    lengths     int32   [documents]    positions of each document
    forward     uint8   [all of them]  which surface form stands at each position of document 0, of document 1, ...

One byte instead of two keeps the counts of 100,000 articles at 20 MB and makes a weight a look-up in a table of 256.
A posting's first position is its mark plus the frequencies since: no running sum over a common word's whole list.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.schema import FREQUENCY_BITS, LARGEST_FREQUENCY, LARGEST_LEAD

MARK_EVERY = 128
_DENSE = 64  # from one posting in 64 on, one running sum over the list is cheaper than summing blocks of 128


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """The arrays of one field, as the module's head draws them."""

    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    exceptions: NDArray[np.int64]
    positions: NDArray[Any]
    marks: NDArray[np.int64]
    lengths: NDArray[np.int32]
    forward: NDArray[np.uint8]
    _starts: list[NDArray[np.int64]] = dataclass_field(default_factory=list)

    def starts(self) -> NDArray[np.int64]:
        """int64[documents + 1]: where each document's positions start in `forward`; worked out at first use."""
        if not self._starts:
            self._starts.append(_running(self.lengths))
        return self._starts[0]


class Postings:
    """The documents of one term in one field.

    `docs` is int32[n], ascending, mapped from the file. `counts` is uint8[n] as the module's head describes it: look
    a weight up by byte for all postings at once, then patch the `exceptions`.
    """

    __slots__ = ("_field", "counts", "docs", "first")

    def __init__(self, field: FieldPostings, first: int, last: int) -> None:
        self._field = field
        self.first = first
        self.docs = field.docs[first:last]
        self.counts = field.counts[first:last]

    def __len__(self) -> int:
        return len(self.docs)

    def exceptions(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """(which, frequency, lead frequency) of the postings whose byte does not hold both numbers.

        `which` indexes `docs`, ascending; the three arrays have one length, mostly 0.
        """
        table = self._field.exceptions
        a, b = np.searchsorted(table[:, 0], (self.first, self.first + len(self)))
        rows = table[a:b]
        return rows[:, 0] - self.first, rows[:, 1].astype(np.int32), rows[:, 2].astype(np.int32)

    def frequencies(self) -> NDArray[np.int32]:
        """int32[n]: occurrences in each document."""
        frequency = (self.counts & LARGEST_FREQUENCY).astype(np.int32)
        which, exact, _ = self.exceptions()
        frequency[which] = exact
        return frequency

    def lead_frequencies(self) -> NDArray[np.int32]:
        """int32[n]: occurrences among the first `LEAD_WORDS` positions of each document."""
        frequency = (self.counts >> FREQUENCY_BITS).astype(np.int32)
        which, _, exact = self.exceptions()
        frequency[which] = exact
        return frequency

    def positions(self, which: NDArray[Any] | None = None) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """(offsets int64[m + 1], positions uint16 or uint32 flat): CSR over all postings or those numbered `which`.

        `which` indexes `docs`, ascending. Positions count from 0 and ascend inside a posting.
        """
        offsets, selection = self._occurrences(which)
        return offsets, self._field.positions[selection]

    def variants(self, which: NDArray[Any] | None = None) -> NDArray[np.uint8]:
        """uint8, aligned with the flat positions of `positions(which)`: the surface form of each occurrence.

        `Segment.forms` names the forms of the term; extra terms and marks have none of their own.
        """
        offsets, positions = self.positions(which)
        docs = self.docs if which is None else self.docs[which]
        starts = self._field.starts()[docs]
        return self._field.forward[np.repeat(starts, np.diff(offsets)) + positions]

    def _occurrences(self, which: NDArray[Any] | None) -> tuple[NDArray[np.int64], slice | NDArray[np.int64]]:
        """(CSR offsets, where the occurrences stand in the field's flat arrays)."""
        n = len(self)
        if which is None:
            bounds = _running(self.frequencies())
            begin = self._start() if n else 0
            return bounds, slice(begin, begin + int(bounds[-1]))
        if len(which) * _DENSE >= n:
            bounds = _running(self.frequencies())
            starts = bounds[which] + (self._start() if n else 0)
            sizes = bounds[np.asarray(which) + 1] - bounds[which]
        else:
            starts, sizes = self._sparse_starts(np.asarray(which, np.int64))
        offsets = _running(sizes)
        return offsets, np.repeat(starts - offsets[:-1], sizes) + np.arange(offsets[-1])

    def _start(self) -> int:
        """Where the positions of the first posting start in the field."""
        return int(self._field.marks[self.first // MARK_EVERY]) + _total(
            self._field, self.first // MARK_EVERY * MARK_EVERY, self.first
        )

    def _sparse_starts(self, which: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(first position, frequency) of a few postings, each from its mark."""
        posting = which + self.first
        mark = posting // MARK_EVERY
        base = mark * MARK_EVERY
        column = np.arange(MARK_EVERY)
        block = np.minimum(base[:, None] + column, len(self._field.counts) - 1)
        counts = self._field.counts[block] & LARGEST_FREQUENCY
        before = np.where(column < (posting - base)[:, None], counts, 0).sum(axis=1, dtype=np.int64)
        table = self._field.exceptions
        surplus = _running(table[:, 1] - np.minimum(table[:, 1], LARGEST_FREQUENCY))
        at = np.searchsorted(table[:, 0], posting)
        before += surplus[at] - surplus[np.searchsorted(table[:, 0], base)]
        size = (self._field.counts[posting] & LARGEST_FREQUENCY).astype(np.int64)
        size += surplus[np.searchsorted(table[:, 0], posting, "right")] - surplus[at]
        return self._field.marks[mark] + before, size


def pack_counts(frequency: NDArray[Any], lead: NDArray[Any]) -> NDArray[np.uint8]:
    """The `counts` bytes of postings; see `exception_rows` for what does not fit."""
    return (np.minimum(frequency, LARGEST_FREQUENCY) | (np.minimum(lead, LARGEST_LEAD) << FREQUENCY_BITS)).astype(
        np.uint8
    )


def exception_rows(frequency: NDArray[Any], lead: NDArray[Any], first: int = 0) -> NDArray[np.int64]:
    """int64[e, 3]: the rows of `exceptions` of postings numbered from `first` on.

    A part that holds its largest value is an exception even where that value is exact, so that a reader can tell by
    the byte alone.
    """
    which = np.flatnonzero((frequency >= LARGEST_FREQUENCY) | (lead >= LARGEST_LEAD))
    return np.stack([which + first, frequency[which], lead[which]], axis=1).astype(np.int64)


def is_exception(counts: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which bytes of `counts` do not hold both numbers."""
    return ((counts & LARGEST_FREQUENCY) == LARGEST_FREQUENCY) | (counts >> FREQUENCY_BITS == LARGEST_LEAD)


def _total(field: FieldPostings, first: int, last: int) -> int:
    """Occurrences in the postings `first` to `last`."""
    return int(Postings(field, first, last).frequencies().sum())


def _running(sizes: NDArray[Any]) -> NDArray[np.int64]:
    """int64[n + 1]: 0 and the running sums of `sizes`."""
    total = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=total[1:])
    return total
