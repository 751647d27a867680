"""Who is named in the articles of a batch? Within bounds of memory; what goes wrong costs one article its names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.article import Article
from index.describe.model import FAULT, STRICT
from index.entities.articles import named_articles, without_names
from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.segment.arrays.mentions import NO_NAMES, DocumentNames

_PORTION = 250_000  # characters that are tagged together: what is found in them takes some 20 MB until it is stored
_LONGEST_ERROR = 200
NamedArticle = tuple[Article, DocumentNames]


class Namer:
    """Finds the names of articles (`index.segment.finders.NameArticles`) and notes where it could not.

    `refused` are names that corrections take off an article, by the id of its place.
    """

    def __init__(self) -> None:
        self.refused: dict[int, frozenset[str]] = {}
        self._faults: dict[int, Skipped] = {}  # by the id of the article's place

    def take_faults(self) -> tuple[tuple[int, Skipped], ...]:
        """The faults since this was last asked."""
        faults, self._faults = self._faults, {}
        return tuple(faults.items())

    def __call__(self, articles: Sequence[Article]) -> Iterator[NamedArticle]:
        for portion in _portions(articles):
            try:
                named = named_articles(portion)
            except Exception as error:
                if STRICT in os.environ or isinstance(error, OSError):  # a lost file of ours: the run's affair
                    raise
                named = [self._alone(article) for article in portion]
            for one in named:
                refused = self.refused.pop(int(one[0].id, 16), None) if self.refused else None
                yield without_names(one, refused) if refused else one

    def _alone(self, article: Article) -> NamedArticle:
        """An article by itself, without names where they cannot be found."""
        try:
            return named_articles([article])[0]
        except Exception as error:
            note = f"{FAULT}names ({error!r:.{_LONGEST_ERROR}})"
            self._faults[int(article.id, 16)] = Skipped(article.path, SkipReason(SkipCode.FAULT, text=note))
            return replace(article, repairs=(*article.repairs, note)), NO_NAMES


def _portions(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """The articles in groups of about `_PORTION` characters."""
    first, size = 0, 0
    for number, article in enumerate(articles):
        length = len(article.title) + len(article.text)
        if number > first and size + length > _PORTION:
            yield articles[first:number]
            first, size = number, 0
        size += length
    if first < len(articles):
        yield articles[first:]
