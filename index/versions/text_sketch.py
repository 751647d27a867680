"""Is a text a version of one that was deleted? What is kept of a deleted article is a sample of its rows of words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.copies.kinds import NEAR_DAYS
from index.copies.text_words import shingles, words_of
from index.store.history import SKETCH
from index.versions.same_article import VersionText

_ROW = 4  # words
_LEAST_KEPT = 0.5
"""The part of the sample that a version has, too. Of the pairs of `tests/gold/versions`, in both directions, others
share up to .34, and 15 of 20 versions share more than half. A wrong no costs a link that says "deleted", a wrong yes
leads to another story."""


def sketch_of(text: VersionText) -> NDArray[np.uint32]:
    """uint32[SKETCH]: the day of the text's publication, 0 for none, and the least hashes of its rows of words, then 0
    where it has fewer."""
    sketch = np.zeros(SKETCH, np.uint32)
    rows = _rows(text)[: SKETCH - 1]
    sketch[0], sketch[1 : 1 + len(rows)] = text.day, rows
    return sketch


def recalls(text: VersionText, sketch: NDArray[np.uint32]) -> bool:
    """Whether the text is a version of the one that was sketched. Of days far apart none is: a form that is filled in
    anew has the old one's words."""
    sample = sketch[1:][sketch[1:] > 0]
    day = int(sketch[0])
    apart = bool(day and text.day and abs(day - text.day) > NEAR_DAYS)
    return bool(len(sample) and not apart and np.isin(sample, _rows(text)).mean() >= _LEAST_KEPT)


def _rows(text: VersionText) -> NDArray[np.uint32]:
    """The hashes of the text's rows of words, ascending, each once, none of them 0."""
    hashes = np.unique((shingles(words_of([text.text]).hashes, _ROW) >> np.uint64(32)).astype(np.uint32))
    return hashes[hashes > 0]
