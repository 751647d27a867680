"""Which kept lines say again what others say: equal lines, and lines that hold the whole article once more?"""

from __future__ import annotations

import numpy as np

from index.clean.features.lines import Lines
from index.clean.features.measure import Bools, Hashes

_FEWEST_WORDS = 5
_WHOLE_WORDS = 120  # a line that holds the article once more is long
_HELD = 0.8
_MOST_LONG = 8


def copies(lines: Lines, kept: Bools, probability: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """The numbers of kept lines to leave out.

    Of equal lines of five words or more the likeliest stays: a pull quote goes, the sentence stays. A long line goes
    where the shorter kept lines hold four fifths of its 4-word shingles: pages carry their text a second time in one
    element for a preview or a script.
    """
    best: dict[int, int] = {}
    out: list[int] = []
    for number in np.flatnonzero(kept & (lines.measures.words >= _FEWEST_WORDS)).tolist():
        key = int(lines.measures.line_hash[number])
        other = best.setdefault(key, number)
        if other != number:
            worse = number if probability[number] <= probability[other] else other
            best[key] = other if worse == number else number
            out.append(worse)
    left = kept.copy()
    left[out] = False
    return out + _held_by_others(lines, left)


def _held_by_others(lines: Lines, kept: Bools) -> list[int]:
    m = lines.measures
    long = np.flatnonzero(kept & (m.words >= _WHOLE_WORDS))
    if not len(long):
        return []
    shingles, line = _shingles(m.word_hash, m.word_line)
    out = []
    for number in long[np.argsort(-m.words[long], kind="stable")][:_MOST_LONG].tolist():
        shorter = kept & (m.words < m.words[number] / 2)
        own = shingles[line == number]
        if len(own) and np.isin(own, shingles[shorter[line]]).mean() >= _HELD:
            out.append(number)
            kept[number] = False
    return out


def _shingles(words: Hashes, line: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[Hashes, np.ndarray]:
    """A number for each run of four words within a line, and its line."""
    if len(words) < 4:
        return words[:0], line[:0]
    with np.errstate(over="ignore"):
        run = words[:-3] * np.uint64(3)
        for place, salt in ((1, 5), (2, 7), (3, 11)):
            run += words[place : len(words) - 3 + place] * np.uint64(salt)
    inside = line[:-3] == line[3:]
    return run[inside], line[:-3][inside]
