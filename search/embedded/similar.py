"""Which articles may be about the same? Those that share the words that say most of an article.

Some article always shares most, also where none is about the same: `search.embedded.subject` says which are.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from search.embedded.archive import Archive
from search.embedded.article_words import ArticleTerm
from search.embedded.word_scores import HeldTerms, summed
from search.query import Sort
from search.rank.preference import by_language
from search.rank.ranking import MatchRow, Ranking, joined
from search.rank.standing_for import representatives
from search.rank.weights import idf, weight
from search.words.function_words import is_function_word

CANDIDATES = 14
"""How many articles are told at most."""

WORDS = 20
_RAREST, _COMMONEST = 2, 0.1  # articles, and share of the archive, that hold a word which tells articles apart


def candidates(
    archive: Archive, place: tuple[int, int], words: Sequence[ArticleTerm], language: str, held: HeldTerms
) -> list[MatchRow]:
    """The articles that share most with the one at a place (segment, document), which has these words, the likest
    first: one of each group of copies, and none of its own."""
    terms = []
    for term in best(archive.articles, words):
        one = held(term)
        typed = archive.weights.function if is_function_word(term, (language,)) else 1.0
        terms.append((one, typed * weight(archive.articles, one.articles, one.occurrences)))
    totals = summed(archive, terms)
    docs = [np.flatnonzero(total > 0).astype(np.int32) for total in totals]
    parts = zip(archive.segments, docs, totals, strict=True)
    scores = [total.take(found) * by_language(segment, found, language) for segment, found, total in parts]
    whole = [None] * len(docs)
    ranking = Ranking(archive.segments, docs, whole, joined(scores), Sort.RELEVANCE)
    listed = representatives(archive.groups, docs, whole) if len(archive.groups) else None
    rows = ranking.rows(ranking.first(CANDIDATES + 1, listed), lambda number, _: scores[number])
    own = archive.groups.ordinals[place[0]][place[1]]
    return [row for row in rows if row[:2] != place and (own < 0 or _group(archive, row) != own)][:CANDIDATES]


def best(articles: int, words: Sequence[ArticleTerm]) -> list[str]:
    """The words that say most in an archive of so many articles, by frequency and rarity."""
    most = max(_COMMONEST * articles, _RAREST)
    weighed = [
        (-times / (times + 1.2) * idf(articles, holding), term)
        for term, times, holding in words
        if _RAREST <= holding <= most
    ]
    return [term for _, term in nsmallest(WORDS, weighed)]


def _group(archive: Archive, row: MatchRow) -> int:
    return int(archive.groups.ordinals[row.segment][row.doc])
