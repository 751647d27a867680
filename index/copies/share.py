"""How much of the shorter of two texts stands in the other?"""

from __future__ import annotations

import numpy as np

from index.copies.check import same_share
from index.copies.text_words import words_of

_FIRST, _SECOND = np.array([0]), np.array([1])


def share(first: str, second: str) -> float:
    """The part of the words of the shorter text that stand in a run of `index.copies.check.RUN` words that the other
    text has, too: 0 to 1; 0 where it has no words. The order of the two does not matter. It is what groups of copies
    state."""
    return float(same_share(words_of([first, second]), _FIRST, _SECOND)[0])
