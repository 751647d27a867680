"""Which words does the archive use, and how often? `WordCounts` holds the unstemmed words, sorted, with counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class WordCounts:
    """Words in ascending order, each with the number of articles or occurrences that the caller counts (int64)."""

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
    def total(self) -> int:
        """The sum of all counts."""
        return int(self.counts.sum())

    def count(self, word: str) -> int:
        """How often `word` occurs; 0 where it does not."""
        at = bisect_left(self.words, word)
        return int(self.counts[at]) if at < len(self.words) and self.words[at] == word else 0
