"""How are words written in a segment, with a small or a capital first letter? Counted in some of its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np

from index.analysis.characters import normal
from index.errors import IndexDamaged
from index.segment.reader import Segment

_ARTICLES = 400  # of one segment; .2 ms each
_WORD = re.compile(r"[^\W\d_]{4,24}")


class LetterCases(NamedTuple):
    """How often words (in normal form) are written with a small first letter, and with a capital one and small ones
    behind it."""

    small: Mapping[str, int]
    capital: Mapping[str, int]


def letter_cases(segment: Segment) -> LetterCases:
    """How the words of some articles of a segment are written, deleted ones included."""
    count = min(_ARTICLES, segment.doc_count)
    chosen = np.linspace(0, segment.doc_count - 1, count).astype(int).tolist()
    small, capital = Counter[str](), Counter[str]()
    for word, often in Counter(chain.from_iterable(map(_WORD.findall, _texts(segment, chosen)))).items():
        if word[0].islower():
            small[normal(word)] += often
        elif word[0].isupper() and not word.isupper():
            capital[normal(word)] += often
    return LetterCases(small, capital)


def _texts(segment: Segment, docs: Iterable[int]) -> Iterator[str]:
    """The texts that can be read: who asks for a damaged article is told, who asks for others is answered."""
    for doc in docs:
        try:
            text = segment.text(doc)
        except IndexDamaged:
            continue
        yield text
