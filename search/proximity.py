"""Do words that were typed side by side stand close together? A light addition to the scores of the best matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.leaves import Leaf
from search.matching import Matcher
from search.query import Node, Ranked, Word
from search.sets import Docs
from search.spans import Spans, followed
from search.weights import Scores

REACH = 8  # positions between two words from which on they no longer count as close


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words of the query and what their standing together counts."""

    left: Leaf
    right: Leaf
    factor: float


def neighbours(root: Node) -> list[tuple[Word, Word]]:
    """The pairs of words that were typed side by side."""
    if not isinstance(root, Ranked):
        return []
    pairs = zip(root.wanted, root.wanted[1:], strict=False)
    return [(a, b) for a, b in pairs if isinstance(a, Word) and isinstance(b, Word) and a != b and a.field == b.field]


def closeness(matcher: Matcher, docs: Docs, pairs: Sequence[Pair], k1: float) -> Scores:
    """What the pairs add to the score of each of `docs` (float32).

    Two occurrences with g positions between, up to `REACH`, in either order, count 1 / (1 + g); the sum over an
    article saturates as a word's frequency does.
    """
    total = np.zeros(len(docs), np.float32)
    places: dict[Leaf, Spans] = {}
    for pair in pairs:
        for leaf in (pair.left, pair.right):
            if leaf not in places:
                places[leaf] = matcher.standing.of(leaf, docs)
        left, right = places[pair.left], places[pair.right]
        tf = np.zeros(len(docs))
        for one, other in ((left, right), (right, left)):
            i, j = followed(one, other, REACH)
            if len(i):
                gap = other.start[j] - one.end[i]
                of = np.searchsorted(docs, (one.start[i] >> 32).astype(np.int32))
                tf += np.bincount(of, 1 / (1 + gap), minlength=len(docs))
        total += (pair.factor * tf / (k1 + tf)).astype(np.float32)
    return total
