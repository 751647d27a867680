"""Does one of two texts of the same address take the place of the other?

An address says little by itself: records may have that of their section, a page that of the first page of a long
article, and at one address a paper may put the weather of each day. So the texts must share words in a row. Thresholds
were chosen on `tests/gold/versions`: of its 17 pairs all are told, the least like versions share .33, the most alike
others .21. To hide a text behind another that does not say it is worse than to list both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.article import Article, Precision
from index.copies.check import compare
from index.copies.kinds import NEAR_DAYS, PairKind, pair_kinds
from index.copies.text_words import TextWords, shingles, words_of

LEAST_RELATED = 0.25
"""The part of the shorter text, in runs of twelve words, from which on the texts are versions."""

_ROW = 4  # words; each word of a run of twelve is in a row of four, so that these bound it
_FEW = 24  # words of a text in which runs of twelve tell nothing
_LEAST_OF_FEW = 0.5  # of such a text's rows
_FIRST, _SECOND = np.array([0]), np.array([1])


@dataclass(frozen=True, slots=True)
class VersionText:
    """What is compared of an article: its text, and the `day` (ordinal) of its publication, 0 for none."""

    text: str
    day: int

    @classmethod
    def of(cls, article: Article) -> VersionText:
        date = article.published
        known = date is not None and date.precision in (Precision.DAY, Precision.MINUTE)
        return cls(article.text, date.moment.toordinal() if date is not None and known else 0)


def related(first: VersionText, second: VersionText) -> bool:
    """Whether the two texts are versions of one article; the order does not matter.

    Where they are of days far apart, they are if they were copies of each other at two addresses: a form that is filled
    in anew is none.
    """
    if first.text == second.text:
        return bool(first.text)
    words = words_of([first.text, second.text])
    fewest = int(np.diff(words.ends, prepend=0).min())
    rows = _rows_shared(words)
    if rows < LEAST_RELATED or fewest < _FEW:
        return rows >= _LEAST_OF_FEW
    compared = compare(words, _FIRST, _SECOND)
    if first.day and second.day and abs(first.day - second.day) > NEAR_DAYS:
        days = tuple(np.array([text.day], np.int32) for text in (first, second))
        return bool(pair_kinds(compared, compared.share, (days[0], days[1]))[0] == PairKind.COPY)
    return bool(compared.share[0] >= LEAST_RELATED)


def _rows_shared(words: TextWords) -> float:
    """The part of the shorter text's rows of words that the longer one has, too; 0 where it has none."""
    shorter, longer = sorted((shingles(words.of(text).hashes, _ROW) for text in (0, 1)), key=len)
    return float(np.isin(shorter, longer).mean()) if len(shorter) else 0.0
