"""How often does an archive use its words? `WordCounts` holds the unstemmed words, sorted, with counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


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

    def joined(self, other: WordCounts) -> WordCounts:
        """The words of both with their counts added; 1 us for each word of `other`, which is best the smaller."""
        size = len(self.words)
        places = np.fromiter((bisect_left(self.words, word) for word in other.words), np.int64, len(other.words))
        shared = np.array(
            [
                place < size and self.words[place] == word
                for place, word in zip(places.tolist(), other.words, strict=True)
            ],
            bool,
        )
        counts = self.counts.copy()
        counts[places[shared]] += other.counts[shared]
        words: list[str] = []
        last = 0
        for number in np.flatnonzero(~shared).tolist():
            place = int(places[number])
            words += self.words[last:place]
            words.append(other.words[number])
            last = place
        words += self.words[last:]
        return WordCounts(tuple(words), np.insert(counts, places[~shared], other.counts[~shared]))

    def without(self, other: WordCounts) -> WordCounts:
        """The words that `other` does not have."""
        kept = [number for number, word in enumerate(self.words) if not other.count(word)]
        return WordCounts(tuple(self.words[number] for number in kept), self.counts[kept])

    def count(self, word: str) -> int:
        """How often `word` occurs; 0 where it does not."""
        place = bisect_left(self.words, word)
        return int(self.counts[place]) if place < len(self.words) and self.words[place] == word else 0
