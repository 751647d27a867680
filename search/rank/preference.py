"""What makes a match better than its words alone say? The question's language, and a title that holds all its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from index.facets import LANGUAGE
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from search import sets
from search.match.matching import Matcher
from search.rank.weights import Scores
from search.sets import Docs
from search.words.leaves import FIELDS_OF, Leaf

# Of 52 names that articles of several languages of 1,253 real pages hold, the first hit was in another language than
# most of the archive for .19, as many as their share; with .9 or .8 for .12, nearly all of them words of it, too.
OTHER_LANGUAGE = 0.8
# Two or three words of a title, drawn by lot for 500 of these pages: its page comes first for 401, with 1.2 for 467,
# with 1.5 for 469. nDCG@10 of Cranfield and CACM, which have titles, is the same with 1 to 1.5.
WHOLE_TITLE = 1.2
# Words: what is longer is the beginning of a text without a title. Without this, TIME's short questions lose .006.
LONGEST_TITLE = 16
HALVED = 365.0  # days: what is older by so many counts half
TITLE = "title"
_MAIN = 0.5  # of the articles: the language of so many is that of the archive
_EVIDENCE = log(8)  # so much likelier must the words be in another language


def language_of(matchers: Sequence[Matcher], leaves: Sequence[Leaf], articles: Mapping[str, int]) -> str:
    """The language that a question is in, see `likeliest`. `articles` are the archive's, by language."""
    return likeliest((_held(matchers, leaf) for leaf in leaves), articles)


def likeliest(words: Iterable[Mapping[str, int]], articles: Mapping[str, int]) -> str:
    """The language in which words are by far the likeliest, else the archive's main language, "" where it has none.
    Each of `words` is told by the articles of each language that hold it; they are asked for only where they matter.
    """
    known = {code: count for code, count in articles.items() if code and count}
    if not known:
        return ""
    main = max(known, key=lambda code: (known[code], code))
    total = sum(articles.values())
    if len(known) == 1:
        return main
    likely = dict.fromkeys(known, 0.0)
    for held in words:
        share = sum(held.values()) / total
        if share:
            for code, count in known.items():
                likely[code] += log((held.get(code, 0) + share) / (count + 1))
    best = max(known, key=lambda code: (likely[code], code == main, code))
    if best != main and likely[best] - likely[main] > _EVIDENCE:
        return best
    return main if known[main] >= _MAIN * total else ""


def _held(matchers: Sequence[Matcher], leaf: Leaf) -> dict[str, int]:
    """How many live articles of each language hold a leaf."""
    held: dict[str, int] = {}
    for matcher in matchers:
        docs = matcher.segment.alive(matcher.holding(leaf))
        codes, numbers = _languages(matcher.segment, docs)
        counts = np.bincount(numbers, minlength=len(codes))
        for code, count in zip(codes, counts.tolist(), strict=True):
            held[code] = held.get(code, 0) + count
    return held


def _languages(segment: Segment, docs: Docs) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The languages of a segment, and the number of that of each of `docs` among them."""
    columns = segment.facets
    low, high = columns.facet(LANGUAGE)
    return columns.values[low:high], columns.rows[docs, columns.names.index(LANGUAGE)].astype(np.intp) - low


def preferred(matcher: Matcher, docs: Docs, language: str, leaves: Sequence[Leaf]) -> Scores:
    """float32: what the score of each of `docs` is multiplied by. `leaves` are the words that a title may all hold."""
    factors = by_language(matcher.segment, docs, language)
    if len(leaves) > 1:
        factors[sets.is_in(docs, _titled(matcher, leaves), matcher.segment.doc_count)] *= np.float32(WHOLE_TITLE)
    return factors


def by_language(segment: Segment, docs: Docs, language: str) -> Scores:
    """float32: what the score of each of `docs` is multiplied by for its language; 1 where that of the question is
    not known."""
    low, high = segment.facets.facet(LANGUAGE)
    if not language or {*segment.facets.values[low:high]} <= {"", language}:
        return np.ones(len(docs), np.float32)
    codes, numbers = _languages(segment, docs)
    table = np.array([1 if code in ("", language) else OTHER_LANGUAGE for code in codes], np.float32)
    return table.take(numbers)


def _titled(matcher: Matcher, leaves: Sequence[Leaf]) -> Docs:
    """The articles whose titles hold all of the words."""
    docs = sets.intersect([_in_title(matcher, leaf) for leaf in leaves], matcher.segment.doc_count)
    return docs[matcher.segment.lengths(TITLE)[docs] <= LONGEST_TITLE]


def _in_title(matcher: Matcher, leaf: Leaf) -> Docs:
    if TITLE not in FIELDS_OF[leaf.field]:
        return sets.EMPTY
    if leaf.plain:
        lists = [postings.docs for slot in leaf.slots for postings in matcher.lists.of_slot(TITLE, slot)]
        return sets.unite(lists, matcher.segment.doc_count)
    places = matcher.standing.of(leaf)
    return places.take(places.field_of() == TEXT_FIELDS.index(TITLE)).docs()


def recency(days: NDArray[np.int32], oldest: int, newest: int) -> Scores:
    """float32: what the scores of articles of these days (ordinals) are multiplied by, 1 on the newest day. What has no
    date (0) counts as the oldest."""
    ages = newest - np.where(days == 0, oldest, days)
    factors: Scores = np.reciprocal(1 + ages.astype(np.float32) / np.float32(HALVED))
    return factors
