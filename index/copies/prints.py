"""Which fingerprints has each of many texts? Hashes of five words in a row, the least of each eight: winnowing.

Two texts that share twelve words in a row share a fingerprint, wherever these stand: their eight rows of five words
have the same least hash in both. A text has about two fingerprints for nine words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.copies.text_words import TextWords, chunks, shingles, words_of
from index.segment.arrays.print_tables import Prints, joined

SHINGLE = 5
"""Words that are hashed together."""

WINDOW = 8
"""Rows of words of which the least is kept. A wider window keeps fewer; `python -m tools.copies` compares."""

LEAST_RUN = SHINGLE + WINDOW - 1
"""A run of so many words that two texts share gives them a fingerprint to share."""

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def fingerprints(texts: Sequence[str]) -> Prints:
    """The fingerprints of each text; a text of fewer than `SHINGLE` words has none."""
    return joined([prints_of(words_of(chunk)) for chunk in chunks(texts)])


def prints_of(words: TextWords, window: int = WINDOW) -> Prints:
    """The fingerprints of texts by their words."""
    count = len(words)
    length = np.diff(words.ends, prepend=0)
    text = np.repeat(np.arange(count, dtype=np.uint64), length)
    number = shingles(words.hashes, SHINGLE) >> _HALF
    inside = text[: len(number)] == text[SHINGLE - 1 :]
    # With its text above it, the number of a later text is never the least of a window.
    keys = _least(((text[: len(number)] << _HALF) | number)[inside], window)
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    ends = np.searchsorted(keys, (np.arange(count, dtype=np.uint64) + np.uint64(1)) << _HALF)
    return Prints((keys & _LOW).astype(np.uint32), ends.astype(np.int64))


def _least(keys: NDArray[np.uint64], window: int) -> NDArray[np.uint64]:
    """The least of each `window` keys of one text, and of the first of a text with fewer."""
    least, width = keys, 1
    while width < window:
        step = min(width, window - width)
        least = least.copy()
        np.minimum(least[:-step], least[step:], out=least[:-step])
        width += step
    text = keys >> _HALF
    whole = np.zeros(len(keys), np.bool_)
    whole[:1] = True
    whole[1:] = text[1:] != text[:-1]
    whole[: -(window - 1)] |= text[: -(window - 1)] == text[window - 1 :]
    return least[whole]
