"""Which words speak for running text and which for furniture? Weights of hashed words, learnt in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.features.measure import Floats, Hashes, Measures, mixed

BUCKETS = 1 << 14
_MASK = np.uint64(BUCKETS - 1)
_LONGEST_LINE = 12  # words of a line that may be known as a whole
LONG_LINE = 8  # words of a line that may be a sentence


@dataclass(frozen=True, slots=True)
class WordOdds:
    """Log-odds of running text, in sixteenths (int8), for words, for the first two words, and for whole short lines.

    `long` and `pairs` are for words and pairs of neighbouring words in lines that are long enough for a sentence: what
    tells a caption or a teaser from the text. The tables have `BUCKETS` entries each, addressed by the low bits of the
    hash.
    """

    words: NDArray[np.int8]
    starts: NDArray[np.int8]
    whole: NDArray[np.int8]
    long: NDArray[np.int8]
    pairs: NDArray[np.int8]

    def word_weights(self, m: Measures) -> Floats:
        """The weight of every word of the page."""
        return _looked_up(self.words, m.word_hash)

    def start_weights(self, m: Measures) -> Floats:
        """The weight of each line's first two words (0 for a line without words)."""
        return _scattered(self.starts, *start_hashes(m), len(m.words))

    def line_weights(self, m: Measures) -> Floats:
        """The weight of each short line as a whole (0 for longer ones)."""
        return _scattered(self.whole, *whole_hashes(m), len(m.words))

    def long_weights(self, m: Measures) -> Floats:
        """The weight of every word of the page, if its line is a sentence."""
        return _looked_up(self.long, m.word_hash)

    def pair_weights(self, m: Measures) -> tuple[NDArray[np.int64], Floats]:
        """The line and the weight of every pair of neighbouring words of a line."""
        line, hashes = word_pairs(m)
        return line, _looked_up(self.pairs, hashes)


def empty_lexicon() -> WordOdds:
    """A lexicon that knows nothing."""
    return WordOdds(*(np.zeros(BUCKETS, np.int8) for _ in range(5)))


def word_pairs(m: Measures) -> tuple[NDArray[np.int64], Hashes]:
    """The line, and a hash, of every two neighbouring words of a line."""
    inside = m.word_line[1:] == m.word_line[:-1]
    pairs = m.word_hash[:-1] * np.uint64(3) + m.word_hash[1:] * np.uint64(11)
    return m.word_line[:-1][inside], mixed(pairs[inside])


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
