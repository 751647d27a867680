"""What is looked for in articles while a segment is written? Names and fingerprints, by what reads articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Article
from index.segment.arrays.mentions import NO_NAMES, DocumentNames
from index.segment.arrays.print_tables import Prints

NameArticles = Callable[[Sequence[Article]], Iterable[tuple[Article, DocumentNames]]]
"""What finds the names of articles: each article, in order, with its `mentions`, and its names."""


def unnamed(articles: Sequence[Article]) -> Iterable[tuple[Article, DocumentNames]]:
    """The articles as they are, without names."""
    return ((article, NO_NAMES) for article in articles)


TakePrints = Callable[[Sequence[Article]], Prints]
"""What takes the fingerprints of the texts of articles."""


def no_prints(articles: Sequence[Article]) -> Prints:
    """No fingerprints of each article."""
    return Prints(np.zeros(0, np.uint32), np.zeros(len(articles), np.int64))


@dataclass(frozen=True, slots=True)
class Finders:
    """What is found in articles besides their words."""

    name: NameArticles = unnamed
    prints: TakePrints = no_prints


NOTHING_FOUND = Finders()
"""What finds no names and takes no fingerprints."""
