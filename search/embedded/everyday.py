"""Which words does the archive write in small letters? Counted in some articles of each segment.

They are no names, so that nobody need look for other spellings of them: of the words of a question nearly all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from index.analysis.characters import normal
from index.errors import IndexDamaged
from index.segment.reader import Segment

_ARTICLES = 400  # of one segment; .2 ms each
_WORD = re.compile(r"[^\W\d_]{4,24}")
_SMALL = 0.2  # of a name's occurrences begin with a small letter at most


class EverydayWords:
    """The everyday words of some segments (in normal form); what `previous` counted is not counted again."""

    def __init__(self, segments: Sequence[Segment], previous: EverydayWords | None = None) -> None:
        known = previous._parts if previous else {}
        self._parts: dict[Hashable, Counter[str]] = {}  # by container, which stays where articles are deleted
        for segment in segments:
            self._parts[segment.container] = known.get(segment.container) or _counted(segment)
        self.words = frozenset(_small(self._parts.values()))


def _counted(segment: Segment) -> Counter[str]:
    """How often the words of some articles are written, as they are written."""
    count = min(_ARTICLES, segment.doc_count)
    chosen = np.linspace(0, segment.doc_count - 1, count).astype(int).tolist()
    return Counter(chain.from_iterable(map(_WORD.findall, _texts(segment, chosen))))


def _texts(segment: Segment, docs: Iterable[int]) -> Iterator[str]:
    """The texts that can be read: who asks for a damaged article is told, who asks for others is answered."""
    for doc in docs:
        try:
            text = segment.text(doc)
        except IndexDamaged:
            continue
        yield text


def _small(parts: Iterable[Counter[str]]) -> Iterable[str]:
    """The words of which more than a few are written in small letters; what has no small letters is none."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for part in parts:
        for word, count in part.items():
            if word[0].islower():
                small[normal(word)] += count
            elif word[0].isupper() and not word.isupper():
                capital[normal(word)] += count
    return (word for word, count in small.items() if count > _SMALL * (count + capital[word]))
