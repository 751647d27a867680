"""Which words does the archive use, and how often? `WordCounts` holds the unstemmed words, sorted, with counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.arrays.postings import MARK_EVERY, FieldPostings
from index.segment import Segment

_FIELDS = ("title", "body")
_SAMPLE = 32  # articles of a term that are looked at to share its count among its forms
_CHUNK = 2_000_000  # postings that are read at once, 60 MB
_VARIANTS = 256
_TOO_MANY = 255


@dataclass(frozen=True)
class WordCounts:
    """Words in ascending order, each with the number of articles that hold it (int64)."""

    words: tuple[str, ...]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, counts: Mapping[str, int] | Iterable[tuple[str, int]]) -> WordCounts:
        """The words of (word, count) pairs; counts of a repeated word are summed, and at least 1."""
        total: dict[str, int] = {}
        for word, count in counts.items() if isinstance(counts, Mapping) else counts:
            total[word] = total.get(word, 0) + count
        words = sorted(total)
        return cls(tuple(words), np.fromiter((max(total[word], 1) for word in words), np.int64, len(words)))

    @cached_property
    def most(self) -> int:
        """The largest count."""
        return int(self.counts.max(initial=0))

    def count(self, word: str) -> int:
        """How often `word` occurs; 0 where it does not."""
        at = bisect_left(self.words, word)
        return int(self.counts[at]) if at < len(self.words) and self.words[at] == word else 0


def archive_words(segments: Sequence[Segment]) -> WordCounts:
    """The words of titles and bodies as they are written in lower case.

    The index counts stems; a stem's articles are shared among its forms as they stand in the stem's first articles
    of each segment, so that the cost goes with the vocabulary, not with the archive.
    """
    return WordCounts.of(pair for segment in segments for field in _FIELDS for pair in _forms(segment, field))


def _forms(segment: Segment, field: str) -> Iterator[tuple[str, int]]:
    """(form, articles) of one field of one segment."""
    postings = segment.field(field)
    names: dict[bytes, dict[int, bytes]] = {}
    for entry, number in segment.forms:
        term, _, form = entry.partition(b"\0")
        names.setdefault(term, {})[number] = form
    for first, last in _chunks(postings):
        terms = postings.terms.terms(first, last)
        for at, variant, articles in _shares(postings, first, last):
            form = names.get(terms[at], {}).get(variant, terms[at] if variant in (0, _TOO_MANY) else b"")
            if form:
                yield form.decode("utf-8", "replace"), articles
        for term in terms:  # forms that the first articles do not hold
            yield from ((form.decode("utf-8", "replace"), 0) for form in names.get(term, {}).values())


def _chunks(postings: FieldPostings) -> Iterator[tuple[int, int]]:
    """Ranges of term numbers of a few million postings each, without the marks and extra terms, which come first."""
    start, _ = postings.terms.prefix_range(b" ")
    count = len(postings.terms)
    while start < count:
        reached = int(postings.terms.first_posting[start]) + _CHUNK
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
