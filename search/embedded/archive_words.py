"""Which words does the archive use, and how often? Read from the lists of its segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.segment.arrays.container import Container
from index.segment.reader import Segment
from index.segment.written_words import TOGETHER, written_words
from search.words.suggest.counts import WordCounts


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


def segment_words(segment: Segment, together: int = TOGETHER) -> WordCounts:
    """The words of one segment; 0 for forms that the first articles of their stem do not hold.

    At most `together` postings are read at once, or those of one term where it has more.
    """
    words, counts = written_words(segment, together)
    return WordCounts(words, counts)
