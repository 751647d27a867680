"""What do some words add up to in each article? Over the arrays of a segment, without a question and its tree.

The same formula as for a question of these words (`search.rank.weights`): a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from search import sets
from search.embedded.archive import Archive, SegmentParts
from search.rank.scoring import Scorer
from search.rank.sums import ScoredPart, add_up
from search.rank.weights import Scores

SCORED_FIELDS = ("title", "body")


class HeldTerm(NamedTuple):
    """Where a term stands in the live articles of each segment: their documents with its saturated frequencies (0 to
    1), and its weighted occurrences in all of them, without length norms."""

    parts: list[ScoredPart]
    occurrences: float

    @property
    def articles(self) -> int:
        """How many live articles hold it."""
        return sum(len(docs) for docs, _ in self.parts)


HeldTerms = Callable[[str], HeldTerm]


def held_term(archive: Archive, term: str) -> HeldTerm:
    """Where the term stands in titles and bodies."""
    encoded = term.encode("utf-8", "surrogatepass")
    found = [_held(part, scorer, encoded) for part, scorer in zip(archive.parts, archive.scorers, strict=True)]
    return HeldTerm([part for part, _ in found], sum(occurrences for _, occurrences in found))


def _held(part: SegmentParts, scorer: Scorer, term: bytes) -> tuple[ScoredPart, float]:
    size, live = part.segment.doc_count, part.segment.live
    parts: list[ScoredPart] = []
    occurrences = 0.0
    for name in SCORED_FIELDS:
        postings = part.lists.of(name, term)
        if postings is None:
            continue
        field = scorer.field(name)
        docs, weighted = postings.docs, field.of(postings, None)
        if live is not None:
            alive = live.take(docs)
            docs, weighted = docs[alive], weighted[alive]
        occurrences += float(weighted.sum(dtype=np.float64))
        parts.append((docs, weighted * field.norms.take(docs)))
    if not parts:
        return (sets.EMPTY, np.empty(0, np.float32)), 0.0
    docs, frequency = parts[0] if len(parts) == 1 else _united(parts[0], parts[1], size)
    return (docs, frequency / (frequency + scorer.k1)), occurrences


def _united(title: ScoredPart, body: ScoredPart, size: int) -> ScoredPart:
    """The frequencies in both fields, added; a word of a title mostly stands in the body, too."""
    places = body[0].searchsorted(title[0])
    places[places == len(body[0])] = 0
    if len(body[0]) and (body[0].take(places) == title[0]).all():
        body[1][places] += title[1]
        return body
    docs = sets.unite([title[0], body[0]], size)
    return docs, add_up(docs, [title, body], size)


def summed(archive: Archive, terms: Sequence[tuple[HeldTerm, float]]) -> list[Scores]:
    """float32[doc_count] of each segment: the saturated frequencies of the terms, each times its weight, added up; 0 in
    deleted articles."""
    totals = [np.zeros(segment.doc_count, np.float32) for segment in archive.segments]
    for held, weight in terms:
        for total, (docs, saturated) in zip(totals, held.parts, strict=True):
            total[docs] += saturated * np.float32(weight)
    return totals
