"""Which words does the archive write in small letters? Counted in some articles of each segment.

They are no names, so that nobody need look for other spellings of them: of the words of a question nearly all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

_SMALL = 0.2  # of a name's occurrences begin with a small letter at most


def small_words(parts: Iterable[tuple[Mapping[str, int], Mapping[str, int]]]) -> frozenset[str]:
    """The words of which more than a few are written in small letters, from how often they are written with a small
    first letter and with a capital one; what has no small letters is none."""
    small, capital = Counter[str](), Counter[str]()
    for part in parts:
        small.update(part[0])
        capital.update(part[1])
    return frozenset(word for word, count in small.items() if count > _SMALL * (count + capital[word]))
