"""Which articles are about what an article is about? Those whose beginnings hold a part of the weight of its own.

Each word of the title and the beginning weighs 1 + ln(how often it stands there), times its rarity. The share of this
weight in words that the other article begins with, too, hangs on the size of the archive as little as shares do: of
pairs that were judged to be alike the middle one has .14, with the rarities of 764 pages, of 96 or of 32,600 texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log

from search.embedded.archive import Archive
from search.rank.ranking import MatchRow
from search.rank.weights import idf
from search.words.function_words import is_function_word

# Of 23 judged pairs that are alike 19 reach it, of 29 others 1; of either as many with the rarities of 96 and of 32,600
# texts (half a, see docs/measurements/similar.md).
SHARE_OF_SUBJECT = 0.09
"""The share of an article's weight from which another is of one folder with it, as cuttings are filed by subject."""

_READ = 1_000  # characters: the whole text tells no more (of both an area under the curve of .98) and takes longer


def alike(archive: Archive, place: tuple[int, int], rows: Iterable[MatchRow]) -> Iterator[MatchRow]:
    """Those of the rows, in their order, whose articles are alike to the one at a place (segment, document)."""
    language, *front = beginning(archive, place)
    words = archive.surface_terms.of(language, *front)
    weights = {
        word.term: (1 + log(word.times)) * idf(archive.articles, max(word.articles, 1))
        for word in words
        if not is_function_word(word.term, (language,))
    }
    least = SHARE_OF_SUBJECT * sum(weights.values())
    for row in rows:
        shared = weights.keys() & archive.surface_terms.terms(*beginning(archive, (row.segment, row.doc)))
        if shared and sum(weights[term] for term in shared) >= least:
            yield row


def beginning(archive: Archive, place: tuple[int, int]) -> tuple[str, str, str]:
    """The language of the article at a place, its title and the beginning of its text."""
    segment, doc = archive.segments[place[0]], place[1]
    card = segment.card(doc)
    return card.language, card.title, segment.text(doc)[:_READ]
