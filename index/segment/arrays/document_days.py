"""Which day is each document of? And which can it be of that has no date, as no source says the year?

possible.docs   i4   ascending, once for each of its days
possible.days   i4   `date.toordinal()` of the day
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import Article, ArticleDate
from index.schema import NO_TIME
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter


def day_number(date: ArticleDate | None) -> int:
    """The ordinal of the date's day, 0 for none."""
    return date.moment.toordinal() if date else 0


def minute_number(date: ArticleDate | None) -> int:
    """The minute of the date's day, NO_TIME where it has none."""
    minute = date.minute() if date else None
    return NO_TIME if minute is None else minute


@dataclass(frozen=True, slots=True)
class PossibleDays:
    """The days that undated documents can be of: `docs` int32, ascending, and in parallel `days` int32 (ordinals)."""

    docs: NDArray[np.int32]
    days: NDArray[np.int32]

    def between(self, first: int, last: int) -> NDArray[np.int32]:
        """int32, ascending: the documents that can be of a day from `first` to `last`."""
        return np.unique(self.docs[(self.days >= first) & (self.days <= last)])

    def sound(self, published: NDArray[np.int32]) -> bool:
        """Whether every document is there, in order, and has no date of its own."""
        if len(self.docs) != len(self.days) or not len(self.docs):
            return len(self.docs) == len(self.days)
        ordered = bool((np.diff(self.docs) >= 0).all()) and int(self.docs[0]) >= 0
        return ordered and int(self.docs[-1]) < len(published) and not published[self.docs].any()

    def renumbered(self, numbers: NDArray[np.int32]) -> PossibleDays:
        """The same of documents with new numbers, -1 for those that are left out."""
        docs = numbers[self.docs]
        return PossibleDays(docs[docs >= 0], self.days[docs >= 0])


def possible_days(articles: Sequence[Article], first: int) -> PossibleDays:
    """Those of articles whose numbers count from `first`. One with a date of change is filed under that."""
    pairs = [
        (first + number, day.toordinal())
        for number, article in enumerate(articles)
        if article.yearless is not None and article.filed_under is None
        for day in article.possible_days
    ]
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return PossibleDays(both[:, 0], both[:, 1])


def write_possible(writer: ContainerWriter, parts: Iterable[PossibleDays]) -> None:
    """Write those of parts whose documents are numbered one after another."""
    nothing, every = np.zeros(0, np.int32), [*parts]
    writer.add(sections.POSSIBLE_DOCS, np.concatenate([nothing, *(part.docs for part in every)]))
    writer.add(sections.POSSIBLE_DAYS, np.concatenate([nothing, *(part.days for part in every)]))


def read_possible(container: Container) -> PossibleDays:
    return PossibleDays(container.array(sections.POSSIBLE_DOCS), container.array(sections.POSSIBLE_DAYS))
