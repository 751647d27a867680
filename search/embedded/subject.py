"""Which articles are about what an article is about? Those whose beginnings hold a part of the weight of its own.

Each word of the title and the beginning weighs 1 + ln(how often it stands there), times its rarity. The share of this
weight in words that the other article begins with, too, hangs on the size of the archive as little as shares do: of
pairs that were judged to be alike the middle one has .14, with the rarities of 764 pages, of 96 or of 32,600 texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log
from typing import NamedTuple

from search.embedded.archive import Archive
from search.embedded.article_words import SurfaceTerms
from search.rank.ranking import MatchRow
from search.rank.weights import idf
from search.words.function_words import is_function_word

# Of 23 judged pairs that are alike 19 reach it, of 29 others 1; of either as many with the rarities of 96 and of 32,600
# texts (half a, see docs/measurements/similar.md).
SHARE_OF_SUBJECT = 0.09
"""The share of an article's weight from which another is of one folder with it, as cuttings are filed by subject."""

_READ = 1_000  # characters: the whole text tells no more (of both an area under the curve of .98) and takes longer


class Beginning(NamedTuple):
    """The language of an article, its title and the beginning of its text."""

    language: str
    title: str
    text: str

    @classmethod
    def of(cls, language: str, title: str, text: str) -> Beginning:
        """Of the whole text."""
        return cls(language, title, text[:_READ])


class ArticleSubject:
    """What the article of a beginning is about, told by `terms` in an archive of so many articles."""

    def __init__(self, terms: SurfaceTerms, articles: int, begun: Beginning) -> None:
        self._terms = terms
        self._weights = {
            word.term: (1 + log(word.times)) * idf(articles, max(word.articles, 1))
            for word in terms.of(*begun)
            if not is_function_word(word.term, (begun.language,))
        }
        self._least = SHARE_OF_SUBJECT * sum(self._weights.values())

    def is_of(self, other: Beginning) -> bool:
        """Whether the article of another beginning is alike."""
        shared = self._weights.keys() & self._terms.terms(*other)
        return bool(shared) and sum(self._weights[term] for term in shared) >= self._least


def alike(archive: Archive, place: tuple[int, int], rows: Iterable[MatchRow]) -> Iterator[MatchRow]:
    """Those of the rows, in their order, whose articles are alike to the one at a place (segment, document)."""
    subject = ArticleSubject(archive.surface_terms, archive.articles, _beginning(archive, place))
    return (row for row in rows if subject.is_of(_beginning(archive, (row.segment, row.doc))))


def _beginning(archive: Archive, place: tuple[int, int]) -> Beginning:
    segment, doc = archive.segments[place[0]], place[1]
    card = segment.card(doc)
    return Beginning.of(card.language, card.title, segment.text(doc))
