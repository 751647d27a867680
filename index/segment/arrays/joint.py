"""How are the postings of many terms of one field read at once? Terms near one another lie near one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays.postings import FieldPostings, Postings, running

_SKIPPED = 64  # postings of terms between two that are asked for, which are decoded with them


def several(field: FieldPostings, numbers: Sequence[int]) -> list[Postings]:
    """The postings of several terms; the documents of terms near one another are decoded together."""
    chosen = np.array(numbers, np.int64)
    firsts, lasts = field.terms.first_posting[chosen].astype(np.int64), field.terms.first_posting[chosen + 1]
    bounds = zip(numbers, firsts.tolist(), lasts.tolist(), strict=True)
    lists = [Postings(field, number, first, last) for number, first, last in bounds]
    skipped = firsts[1:] - lasts[:-1].astype(np.int64)
    begins = [0, *(np.flatnonzero((skipped < 0) | (skipped > _SKIPPED)) + 1).tolist(), len(lists)]
    for begin, end in ((begin, end) for begin, end in pairwise(begins) if end - begin > 1):
        docs = field.gaps.terms(numbers[begin], _sizes(field, numbers[begin], numbers[end - 1] + 1))
        for postings in lists[begin:end]:
            place = postings.first - lists[begin].first
            postings.docs = docs[place : place + len(postings.counts)]
    return lists


def within(
    field: FieldPostings, first: int, last: int, documents: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """(term, document, place in `forward`) of each occurrence of the terms `first` to `last` (not included) in the
    documents that `documents` (bool[documents]) marks."""
    sizes = _sizes(field, first, last)
    begin, ends = int(field.terms.first_posting[first]), sizes.cumsum()
    which, docs = field.gaps.among(first, sizes, documents)
    starts, frequencies = Postings(field, first, begin, begin + int(ends[-1])).extents(which)
    offsets = running(frequencies)
    positions = field.positions[(starts - offsets[:-1]).repeat(frequencies) + np.arange(offsets[-1])]
    terms = first + ends.searchsorted(which, "right")
    doc = docs.repeat(frequencies)
    return terms.repeat(frequencies), doc, field.starts[doc] + positions


def _sizes(field: FieldPostings, first: int, last: int) -> NDArray[np.int64]:
    """int64[last - first]: the postings of each of the terms."""
    bounds = field.terms.first_posting[first : last + 1].astype(np.int64)
    return np.asarray(bounds[1:] - bounds[:-1])
