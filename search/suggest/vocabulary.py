"""Which words does the archive use, and how often? `WordCounts` holds the unstemmed words, sorted, with counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.segment import Segment

_FIELDS = ("title", "body")
_SAMPLE = 8  # articles of a term that are looked at to share its count among its forms
_CHUNK = 50_000
_VARIANTS = 256
_TOO_MANY = 255


@dataclass(frozen=True)
class WordCounts:
    """Words in ascending order, each with the number of articles that hold it (int64)."""

    words: tuple[str, ...]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, counts: Mapping[str, int] | Iterable[tuple[str, int]]) -> WordCounts:
        """The words of (word, count) pairs; counts of a repeated word are summed."""
        total: dict[str, int] = {}
        for word, count in counts.items() if isinstance(counts, Mapping) else counts:
            total[word] = total.get(word, 0) + count
        words = sorted(total)
        return cls(tuple(words), np.fromiter((total[word] for word in words), np.int64, len(words)))

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
    dictionary = segment.terms(field)
    first, _ = dictionary.prefix_range(b" ")  # marks and extra terms come before
    names: dict[bytes, dict[int, bytes]] = {}
    for entry, number in segment.forms:
        term, _, form = entry.partition(b"\0")
        names.setdefault(term, {})[number] = form
    for start in range(first, len(dictionary), _CHUNK):
        end = min(start + _CHUNK, len(dictionary))
        bounds = dictionary.first_posting[start : end + 1].astype(np.int64)
        articles = np.diff(bounds)
        terms = dictionary.terms(start, end)
        for at, variant, share in _shares(segment, field, bounds):
            form = names.get(terms[at], {}).get(variant, terms[at] if variant in (0, _TOO_MANY) else b"")
            if form:
                yield form.decode("utf-8", "replace"), max(round(share * int(articles[at])), 1)


def _shares(segment: Segment, field: str, bounds: NDArray[np.int64]) -> Iterator[tuple[int, int, float]]:
    """(which term, variant, its share of the term's occurrences) by the first articles of each term."""
    sizes = np.minimum(np.diff(bounds), _SAMPLE)
    ends = np.cumsum(sizes)
    which = np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes) + np.repeat(bounds[:-1], sizes)
    postings = segment.all_postings(field)
    offsets, _ = postings.positions(which)
    term = np.repeat(np.repeat(np.arange(len(sizes)), sizes), np.diff(offsets))
    keys, counts = np.unique(term * _VARIANTS + postings.variants(which), return_counts=True)
    total = np.bincount(term, minlength=len(sizes))
    owner = keys // _VARIANTS
    shares = counts / total[owner]
    yield from zip(owner.tolist(), (keys % _VARIANTS).tolist(), shares.tolist(), strict=True)
