"""Which words does the archive use, and how often? Read from the lists of its segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.arrays.container import Container
from index.segment.arrays.postings import MARK_EVERY, FieldPostings
from index.segment.reader import Segment
from search.words.suggest.counts import WordCounts

_FIELDS = ("title", "body")
_SAMPLE = 32  # articles of a term that are looked at to share its count among its forms
_TOGETHER = 2_000_000  # postings that are read at once, 60 MB
_VARIANTS = 256


class ArchiveWords:
    """The words of titles and bodies as they are written in lower case, of the segments of one publication.

    The index counts stems; a stem's articles are shared among its forms as they stand in the stem's first articles
    of each segment, so that the cost goes with the vocabulary, not with the archive. What `previous` had, too, is not
    read again: all of 100,000 articles take 1.7 s of CPU, and one article more comes as a segment of its own.
    """

    def __init__(self, segments: Sequence[Segment], previous: ArchiveWords | None = None) -> None:
        known = previous._parts if previous else {}
        self._parts: dict[Container, WordCounts] = {}
        for segment in segments:
            self._parts[segment.container] = known.get(segment.container) or segment_words(segment)
        self._sum = (
            self._added(previous) if previous and known.keys() <= self._parts.keys() else _sum(self._parts.values())
        )
        self.counts = WordCounts(self._sum.words, np.maximum(self._sum.counts, 1))
        """The words of all, each counted once at least."""

    def _added(self, previous: ArchiveWords) -> WordCounts:
        """The sum of `previous`, all of whose segments are still there, and of what is new."""
        new = [words for container, words in self._parts.items() if container not in previous._parts]
        return _sum((previous._sum, *new))

    def of(self, segment: Segment) -> WordCounts:
        """The words of one of the segments, 0 for forms that its first articles do not hold."""
        return self._parts[segment.container]


def _sum(parts: Iterable[WordCounts]) -> WordCounts:
    first, *rest = sorted(parts, key=lambda words: -len(words.words)) or [WordCounts.of({})]
    for words in rest:
        first = first.joined(words)
    return first


def segment_words(segment: Segment, together: int = _TOGETHER) -> WordCounts:
    """The words of one segment; 0 for forms that the first articles of their stem do not hold.

    At most `together` postings are read at once, or those of one term where it has more.
    """
    total: dict[str, int] = {}
    for field in _FIELDS:
        for word, articles in _forms(segment, field, together):
            total[word] = total.get(word, 0) + articles
    words = sorted(total)
    return WordCounts(tuple(words), np.fromiter((total[word] for word in words), np.int64, len(words)))


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
