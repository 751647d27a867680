"""What do the words of a question add up to? Sums of scores that stand at some documents each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.rank.weights import Scores
from search.sets import Docs

ScoredPart = tuple[Docs, Scores]


def add_up(docs: Docs, parts: Sequence[ScoredPart], documents: int) -> Scores:
    """The sums over `parts` for each of `docs`; a part holds a score for each of its own documents.

    The order of additions is the order of `parts`, whatever the path, so that equal articles score equally.
    """
    if len(parts) > 1 and all(len(docs) < 30 * len(holding) < 900 * len(docs) for holding, _ in parts):
        return _add_up_dense(docs, parts, documents)
    total = np.zeros(len(docs), np.float32)
    dense: Scores | None = None
    for part_docs, scores in parts:
        if part_docs is docs:
            total += scores
        elif not len(part_docs) or not len(docs):
            continue
        elif len(docs) * 30 < len(part_docs):
            places = part_docs.searchsorted(docs)
            places[places == len(part_docs)] = 0
            total += np.where(part_docs[places] == docs, scores[places], np.float32(0))
        elif len(part_docs) * 30 < len(docs):
            places = docs.searchsorted(part_docs)
            places[places == len(docs)] = 0
            held = docs[places] == part_docs
            total[places[held]] += scores[held]
        else:
            dense = np.zeros(documents, np.float32) if dense is None else dense
            dense[part_docs] = scores
            total += dense.take(docs)
            dense[part_docs] = 0
    return total


def _add_up_dense(docs: Docs, parts: Sequence[ScoredPart], documents: int) -> Scores:
    """`add_up` over all the documents of the segment, read off once at the end."""
    dense = np.zeros(documents, np.float32)
    (first_docs, scores), *rest = parts
    dense[first_docs] = scores
    for part_docs, scores in rest:
        dense[part_docs] = dense.take(part_docs) + scores
    return dense.take(docs)
