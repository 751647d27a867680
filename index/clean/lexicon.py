"""Which words speak for running text and which for furniture? Weights of hashed words, learnt in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.measure import Floats, Hashes, Measures, mixed

BUCKETS = 1 << 14
_MASK = np.uint64(BUCKETS - 1)
_LONGEST_LINE = 12  # words of a line that may be known as a whole


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Log-odds of running text, in sixteenths (int8), for words, for the first two words, and for whole short lines.

    The three tables have `BUCKETS` entries each, addressed by the low bits of the hash.
    """

    words: NDArray[np.int8]
    starts: NDArray[np.int8]
    whole: NDArray[np.int8]

    def word_weights(self, m: Measures) -> Floats:
        """The weight of every word of the page."""
        return _looked_up(self.words, m.word_hash)

    def start_weights(self, m: Measures) -> Floats:
        """The weight of each line's first two words (0 for a line without words)."""
        return _scattered(self.starts, *start_hashes(m), len(m.words))

    def line_weights(self, m: Measures) -> Floats:
        """The weight of each short line as a whole (0 for longer ones)."""
        return _scattered(self.whole, *whole_hashes(m), len(m.words))


def empty_lexicon() -> Lexicon:
    """A lexicon that knows nothing."""
    return Lexicon(*(np.zeros(BUCKETS, np.int8) for _ in range(3)))


def start_hashes(m: Measures) -> tuple[NDArray[np.int64], Hashes]:
    """Lines that have words, and a hash of the first two words of each."""
    first = m.first_word
    lines = m.word_line[first]
    if not len(lines):
        return lines, np.zeros(0, np.uint64)
    second = np.minimum(first + 1, len(m.word_hash) - 1)
    other = np.where(m.word_line[second] == lines, m.word_hash[second], np.uint64(0))
    return lines, mixed(m.word_hash[first] * np.uint64(3) + other)


def whole_hashes(m: Measures) -> tuple[NDArray[np.int64], Hashes]:
    """Short lines that have words, and a hash of each."""
    lines = m.word_line[m.first_word]
    lines = lines[m.words[lines] <= _LONGEST_LINE]
    return lines, m.line_hash[lines]


def _looked_up(table: NDArray[np.int8], hashes: Hashes) -> Floats:
    weights: Floats = table[hashes & _MASK].astype(np.float32) / 16
    return weights


def _scattered(table: NDArray[np.int8], lines: NDArray[np.int64], hashes: Hashes, count: int) -> Floats:
    out = np.zeros(count, np.float32)
    out[lines] = _looked_up(table, hashes)
    return out
