"""Which words are written in the titles and bodies of a segment, and in about how many articles is each?

The index counts stems; a stem's articles are shared among its forms as they stand in the stem's first articles, so that
the cost goes with the vocabulary, not with the articles.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.arrays.postings import MARK_EVERY, FieldPostings
from index.segment.reader import Segment

_FIELDS = ("title", "body")
_SAMPLE = 32  # articles of a term that are looked at to share its count among its forms
TOGETHER = 2_000_000
"""Postings that are read at once, 60 MB."""
_VARIANTS = 256


def written_words(segment: Segment, together: int = TOGETHER) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The words in small letters, ascending, and the articles of each (int64), counted field by field, deleted ones
    among them; 0 for forms that the first articles of their stem do not hold.

    At most `together` postings are read at once, or those of one term where it has more.
    """
    total: dict[str, int] = {}
    for field in _FIELDS:
        for word, articles in _forms(segment, field, together):
            total[word] = total.get(word, 0) + articles
    words = sorted(total)
    return tuple(words), np.fromiter((total[word] for word in words), np.int64, len(words))


def _forms(segment: Segment, field: str, together: int) -> Iterator[tuple[str, int]]:
    """(form, articles) of one field of one segment."""
    postings = segment.field(field)
    names: dict[bytes, dict[int, bytes]] = {}
    for entry, number in segment.forms:
        term, _, form = entry.partition(b"\0")
        names.setdefault(term, {})[number] = form
    for first, last in _chunks(postings, together):
        terms = postings.terms.terms(first, last)
        for place, variant, articles in _shares(postings, first, last):
            form = names.get(terms[place], {}).get(variant, terms[place] if variant in (0, UNNAMED_VARIANT) else b"")
            if form:
                yield form.decode("utf-8", "replace"), articles
        for term in terms:  # forms that the first articles do not hold
            yield from ((form.decode("utf-8", "replace"), 0) for form in names.get(term, {}).values())


def _chunks(postings: FieldPostings, together: int) -> Iterator[tuple[int, int]]:
    """Ranges of term numbers of so many postings each, without the marks and extra terms, which come first."""
    start, _ = postings.terms.prefix_range(b" ")
    count = len(postings.terms)
    while start < count:
        reached = int(postings.terms.first_posting[start]) + together
        end = int(np.searchsorted(postings.terms.first_posting, reached, "right")) - 1
        end = min(max(end, start + 1), count)
        yield start, end
        start = end


def _shares(postings: FieldPostings, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """(which term, variant, articles) by the first articles of each of the terms `first` to `last` (not included)."""
    bounds = postings.terms.first_posting[first : last + 1].astype(np.int64)
    begin, end = int(bounds[0]), int(bounds[-1])
    articles = np.diff(bounds)
    frequencies = postings.frequencies(begin, end).astype(np.int64)
    rank = np.arange(end - begin) - np.repeat(bounds[:-1] - begin, articles)
    chosen = np.flatnonzero(rank < _SAMPLE)
    sizes = frequencies[chosen]
    starts = _first_position(postings, begin) + np.cumsum(frequencies)[chosen] - sizes
    where = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    docs = postings.gaps.terms(first, articles)[chosen]
    variants = postings.forward[np.repeat(postings.starts[docs], sizes) + postings.positions[where]]
    term = np.repeat(np.repeat(np.arange(last - first), articles)[chosen], sizes)
    keys, counts = np.unique(term * _VARIANTS + variants, return_counts=True)
    owner = keys // _VARIANTS
    shared = np.maximum(np.rint(counts / np.bincount(term)[owner] * articles[owner]), 1).astype(np.int64)
    yield from zip(owner.tolist(), (keys % _VARIANTS).tolist(), shared.tolist(), strict=True)


def _first_position(postings: FieldPostings, posting: int) -> int:
    """Where the positions of a posting start."""
    mark = posting // MARK_EVERY
    return int(postings.marks[mark]) + int(postings.frequencies(mark * MARK_EVERY, posting).sum())
