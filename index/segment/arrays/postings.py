"""In which documents does a term stand, how often, and where? Flat arrays of one field, in term order.

    gaps        see index.segment.arrays.gaps         document numbers
    counts      uint8   [postings]     frequency (low 5 bits) and frequency in the lead (high 3 bits)
    form_bits   uint8   [postings]     which exact forms of the term the document holds, see `index.schema.form_bit`
    exceptions  u2.. u8 [e]            postings of which a count does not fit its bits, ascending
    exact       uint32  [e, 2]         their frequencies and lead frequencies
    positions   u2 | u4 [occurrences]  positions of posting 0, of posting 1, ...
    marks       u2.. u8 [postings/128] where the positions of every 128th posting start
    lengths     int32   [documents]    positions of each document
    forward     uint8   [all of them]  which surface form stands at each position of document 0, of document 1, ...

One byte for both counts keeps those of 100,000 articles at 22 MB and makes a weight a look-up in a table of 256.
A posting's first position is its mark plus the frequencies since: no running sum over a common word's whole list.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.schema import FREQUENCY_BITS, LARGEST_FREQUENCY, LARGEST_LEAD
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.segment.arrays.dictionary import TermDictionary
from index.segment.arrays.gaps import Gaps

MARK_EVERY = 128
_SHORT = 100_000  # up to so many postings all the bounds are worked out, 4 ns each, and kept with the documents
_FEW = 4_096  # postings of many lists whose starts are added up from their marks, 64 counts each
_DENSE = 64  # from one posting in 64 on, one running sum over the list is cheaper than summing blocks of 128


class FieldPostings:
    """The arrays of one field, as the module's head draws them, mapped from a container."""

    def __init__(self, container: Container, field: str) -> None:
        self.container = container
        self._field = field
        self.terms = TermDictionary(
            *(self._array(name) for name in (sections.TERMS, sections.TERM_OFFSETS, sections.FIRST_POSTING))
        )
        byte, word, double = map(self._array, sections.GAPS)
        self.gaps = Gaps((byte, word, double), self._array(sections.GAP_WIDTH), self._array(sections.GAP_START))
        self.counts: NDArray[np.uint8] = self._array(sections.COUNTS)
        self.form_bits: NDArray[np.uint8] = self._array(sections.FORM_BITS)
        self.exceptions: NDArray[Any] = self._array(sections.EXCEPTIONS)
        self.exact: NDArray[np.uint32] = self._array(sections.EXACT).reshape(-1, 2)
        self.positions: NDArray[Any] = self._array(sections.POSITIONS)
        self.marks: NDArray[Any] = self._array(sections.MARKS)

    def _array(self, name: str) -> NDArray[Any]:
        return self.container.array(sections.of_field(self._field, name))

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """int64[documents + 1]: where each document's positions start in `forward`."""
        return running(self._array(sections.LENGTHS))

    @cached_property
    def forward(self) -> NDArray[np.uint8]:
        return self._array(sections.VARIANTS)

    @property
    def fits(self) -> bool:
        """Whether the arrays have the sizes that the dictionary tells."""
        postings = len(self.counts)
        return (
            len(self.terms.first_posting) == len(self.terms.offsets) == len(self.terms) + 1
            and len(self.form_bits) == postings
            and int(self.terms.first_posting[-1]) == postings == sum(len(array) for array in self.gaps.arrays)
            and len(self.gaps.width) == len(self.gaps.start) == len(self.terms)
            and len(self.marks) == -(-postings // MARK_EVERY)
        )

    def of(self, number: int) -> Postings:
        """The postings of a term."""
        first, last = self.terms.first_posting[number : number + 2].tolist()
        return Postings(self, number, first, last)

    def frequencies(self, first: int, last: int) -> NDArray[np.int32]:
        """int32: exact frequencies of the postings `first` to `last` (not included)."""
        frequency = (self.counts[first:last] & LARGEST_FREQUENCY).astype(np.int32)
        which, exact, _ = self.exceptions_between(first, last)
        frequency[which] = exact
        return frequency

    def starts_of(self, postings: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(where its positions start, its frequency) of each of a few postings, added up from its mark."""
        if not len(postings):
            return postings, postings
        mark = postings // MARK_EVERY
        widths = postings - mark * MARK_EVERY + 1
        ends = widths.cumsum()
        since = (postings + 1 - ends).repeat(widths) + np.arange(ends[-1])
        frequency = (self.counts.take(since) & LARGEST_FREQUENCY).astype(np.int64)
        full = np.flatnonzero(frequency == LARGEST_FREQUENCY)
        if len(full):  # what has the largest number that fits is an exception, even where it is exact
            frequency[full] = self.exact[self.find_exceptions(since[full]), 0]
        last = ends - 1
        sizes = frequency.take(last)
        frequency[last] = 0
        return self.marks.take(mark).astype(np.int64) + np.add.reduceat(frequency, ends - widths), sizes

    def exceptions_between(
        self, first: int, last: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """(which from `first` on, frequency, lead frequency) of the exceptions among postings `first` to `last`."""
        a, b = self.find_exceptions(np.array([first, last])).tolist()
        exact = self.exact[a:b].astype(np.int32)
        return self.exceptions[a:b].astype(np.int64) - first, exact[:, 0], exact[:, 1]

    def find_exceptions(self, postings: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64: how many exceptions come before each posting."""
        # Numbers of the table's own type: with others numpy would convert the whole table at each call.
        return np.searchsorted(self.exceptions, postings.astype(self.exceptions.dtype)).astype(np.int64)


class Postings:
    """The documents of one term in one field.

    `counts` is uint8[n] as the module's head describes it: look a weight up by byte for all postings at once, then
    patch the `exceptions`. `form_bits`, uint8[n], says in the same way which exact forms a document holds.
    """

    def __init__(self, field: FieldPostings, number: int, first: int, last: int) -> None:
        self._field = field
        self._number = number
        self.first = first
        self.counts = field.counts[first:last]
        self.form_bits = field.form_bits[first:last]

    @cached_property
    def docs(self) -> NDArray[np.int32]:
        """int32[n]: the documents, ascending."""
        return self._field.gaps.term(self._number, len(self.counts))

    def first_docs(self, most: int) -> NDArray[np.int32]:
        """int32: the first of `docs`, at most so many; the others are not decoded."""
        return (
            self.docs[:most] if "docs" in self.__dict__ else self._field.gaps.term(self._number, min(most, len(self)))
        )

    def __len__(self) -> int:
        return len(self.counts)

    def among(self, documents: NDArray[np.bool_]) -> Postings | None:
        """The postings of the documents that `documents` (bool[documents]) marks; None where there are none."""
        which = np.flatnonzero(documents[self.docs])
        if len(which) == len(self):
            return self
        return SomePostings(self, which) if len(which) else None

    def exceptions(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """(which, frequency, lead frequency) of the postings whose byte does not hold both numbers.

        `which` indexes `docs`, ascending; the three arrays have one length, mostly 0.
        """
        return self._field.exceptions_between(self.first, self.first + len(self))

    def frequencies(self) -> NDArray[np.int32]:
        """int32[n]: occurrences in each document."""
        return self._field.frequencies(self.first, self.first + len(self))

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
        return self.standing(which)[1]

    def standing(self, which: NDArray[Any] | None = None) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """(the offsets of `positions(which)`, `variants(which)`)."""
        offsets, positions = self.positions(which)
        docs = self.docs if which is None else self.docs[which]
        variants: NDArray[np.uint8] = self._field.forward[
            np.repeat(self._field.starts[docs], np.diff(offsets)) + positions
        ]
        return offsets, variants

    @cached_property
    def bounds(self) -> NDArray[Any]:
        """uint32[n + 1] (int64 in a field of more positions): where each posting's positions start in the field."""
        offsets = running(self.frequencies())
        if len(self):
            offsets += self._start()
        return offsets.astype(np.uint32) if len(self._field.positions) < 1 << 32 else offsets

    def _occurrences(self, which: NDArray[Any] | None) -> tuple[NDArray[np.int64], slice | NDArray[np.int64]]:
        """(CSR offsets, where the occurrences stand in the field's flat arrays)."""
        if which is None:
            offsets = running(self.frequencies())
            begin = self._start() if len(self) else 0
            return offsets, slice(begin, begin + int(offsets[-1]))
        starts, sizes = self.extents(which)
        offsets = running(sizes)
        return offsets, (starts - offsets[:-1]).repeat(sizes) + np.arange(offsets[-1])

    def extents(self, which: NDArray[np.intp]) -> tuple[NDArray[Any], NDArray[Any]]:
        """(where its positions start in the field's flat array, their number) of each of the postings `which`."""
        if len(self) <= _SHORT or len(which) * _DENSE >= len(self):
            starts = self.bounds.take(which)
            return starts, self.bounds.take(which + 1) - starts
        return self._field.starts_of(which + self.first)

    def _start(self) -> int:
        """Where the positions of the first posting start in the field."""
        mark = self.first // MARK_EVERY
        since = self._field.frequencies(mark * MARK_EVERY, self.first)
        return int(self._field.marks[mark]) + int(since.sum())


class SomePostings(Postings):
    """Those of a term's postings that `which` (ascending) chooses; everything else as `Postings`."""

    def __init__(self, whole: Postings, which: NDArray[np.intp]) -> None:
        self._field = whole._field
        self._whole = whole
        self._which = which
        self.counts = whole.counts[which]
        self.form_bits = whole.form_bits[which]

    @cached_property
    def docs(self) -> NDArray[np.int32]:
        return self._whole.docs[self._which]

    def extents(self, which: NDArray[np.intp]) -> tuple[NDArray[Any], NDArray[Any]]:
        return self._whole.extents(self._which.take(which))

    def exceptions(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        whole, frequency, lead = self._whole.exceptions()
        _, ours, theirs = np.intersect1d(self._which, whole, assume_unique=True, return_indices=True)
        return ours, frequency[theirs], lead[theirs]

    def frequencies(self) -> NDArray[np.int32]:
        return self._whole.frequencies()[self._which]

    def positions(self, which: NDArray[Any] | None = None) -> tuple[NDArray[np.int64], NDArray[Any]]:
        return self._whole.positions(self._which if which is None else self._which[which])


def extents(
    lists: Sequence[Postings], which: Sequence[NDArray[np.intp]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`Postings.extents` of the postings `which` of each of the lists, one after another; a few of many lists of one
    field are looked up together."""
    parts: list[tuple[NDArray[Any], NDArray[Any]]] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for field, group in groupby(zip(lists, which, strict=True), lambda pair: pair[0]._field):
        row = [(postings, places) for postings, places in group if len(places)]
        few = sum(len(places) for _, places in row) <= _FEW
        if len(row) > 1 and few and not any(isinstance(postings, SomePostings) for postings, _ in row):
            parts.append(field.starts_of(np.concatenate([places + postings.first for postings, places in row])))
        else:
            parts += [postings.extents(places) for postings, places in row]
    return np.concatenate([starts for starts, _ in parts]), np.concatenate([sizes for _, sizes in parts])


def pack_counts(frequency: NDArray[Any], lead: NDArray[Any]) -> NDArray[np.uint8]:
    """The `counts` bytes of postings; see `is_exception` for what does not fit."""
    packed: NDArray[np.uint8] = np.minimum(frequency, LARGEST_FREQUENCY).astype(np.uint8)
    packed |= np.minimum(lead, LARGEST_LEAD).astype(np.uint8) << np.uint8(FREQUENCY_BITS)
    return packed


def is_exception(counts: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which bytes of `counts` do not hold both numbers.

    A part that has its largest value is an exception even where that value is exact, so that the byte alone tells.
    """
    full: NDArray[np.bool_] = (counts & LARGEST_FREQUENCY) == LARGEST_FREQUENCY
    full |= counts >> FREQUENCY_BITS == LARGEST_LEAD
    return full


def running(sizes: NDArray[Any]) -> NDArray[np.int64]:
    """int64[n + 1]: 0 and the running sums of `sizes`."""
    total = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=total[1:])
    return total
