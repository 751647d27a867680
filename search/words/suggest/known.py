"""Does a language know this word? A Bloom filter of the commonest words of 35 languages.

The filter holds words of five letters and more, folded and without accents, of every language together: a question
may be in any. It says yes to all of them and to one strange word in forty, whose slip is then only offered.
It is made by `tools/known_words.py` from the word lists of wordfreq (docs/decisions/0020; `NOTICE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np
import xxhash
from numpy.typing import NDArray

from index.analysis import fold

SHORTEST_RESPELT = 5  # letters; shorter words are not respelt at once
HASHES = 5
BITS_A_WORD = 7.6  # one strange word in forty passes
_FILE = "known_words.bin"


def is_known(word: str) -> bool:
    """Whether some language has `word`, or the word of which it is the plural or possessive in -s."""
    typed = fold(word)
    plural = len(typed) > SHORTEST_RESPELT and typed.endswith("s") and not typed.endswith("ss")
    return _holds(typed) or (plural and _holds(typed[:-1]))


def bloom(words: Iterable[str], size: int) -> NDArray[np.uint8]:
    """The filter of folded words in `size` bytes."""
    bits = np.zeros(size, np.uint8)
    for word in words:
        for bit in _bits(word, size * 8):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bits


def _holds(folded: str) -> bool:
    known = _filter()
    return all(known[bit >> 3] >> (bit & 7) & 1 for bit in _bits(folded, len(known) * 8))


@cache
def _filter() -> bytes:
    return files("search.words.data").joinpath(_FILE).read_bytes()


def _bits(word: str, bits: int) -> list[int]:
    """Where a word's bits are: double hashing (Kirsch and Mitzenmacher, 2006)."""
    digest = xxhash.xxh3_128_intdigest(word.encode("utf-8", "surrogatepass"))
    first, step = digest & 0xFFFFFFFFFFFFFFFF, digest >> 64 | 1
    return [(first + n * step) % bits for n in range(HASHES)]
