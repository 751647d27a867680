"""Why is an article among the hits? For each word of the query where it stands, how often, and how rare it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.schema import LEAD_WORDS
from search.engine import Reason
from search.leaves import Leaf
from search.matching import Matcher
from search.query import Field
from search.scoring import Scorer
from search.sets import Docs
from search.spans import FIELD_BITS, FIELDS, POSITION


def reasons(
    matcher: Matcher, scorer: Scorer, docs: Docs, leaves: Sequence[tuple[Leaf, float]], rarity: Mapping[Leaf, int]
) -> list[tuple[Reason, ...]]:
    """For each of `docs`, a reason for each word and field that it is found in, the weightiest first.

    A leaf comes with its factor in the score. All are counted in one table [leaf, document, field].
    """
    if not leaves:
        return [()] * len(docs)
    fields = FIELDS if any(leaf.field is Field.REMOVED for leaf, _ in leaves) else FIELDS[:2]
    shape = len(leaves), len(docs), len(fields)
    places = [matcher.standing.of(leaf, docs).start for leaf, _ in leaves]
    start = np.concatenate(places)
    row = np.repeat(np.arange(len(leaves)) * len(docs), [len(keys) for keys in places])
    row += docs.searchsorted(start >> 32)
    cell = row * len(fields) + ((start >> FIELD_BITS) & 3)
    cells = len(leaves) * len(docs) * len(fields)
    many = np.bincount(cell, minlength=cells)
    leading = np.bincount(cell, (start & POSITION) < LEAD_WORDS, cells)
    weights = [scorer.field(field) for field in fields]
    share = many.reshape(shape) * [float(of.weight) for of in weights]
    share += leading.reshape(shape) * [float(of.lead) for of in weights]
    share *= np.array([of.norms.take(docs) for of in weights], np.float64).T
    saturated = share.sum(axis=2, keepdims=True) + float(scorer.k1)
    share *= np.array([factor for _, factor in leaves]).reshape(-1, 1, 1) / saturated
    total = share.sum(axis=(0, 2)).reshape(-1, 1)
    share /= np.where(total > 0, total, 1)
    held = np.flatnonzero(many)
    weight = share.take(held)
    order = np.argsort(-weight, kind="stable")
    listed = held.take(order)
    row, field_of = np.divmod(listed, len(fields))
    leaf_of, doc_of = np.divmod(row, len(docs))
    named = [(leaf.label, rarity[leaf]) for leaf, _ in leaves]
    found: list[list[Reason]] = [[] for _ in docs]
    for at, field, doc, times, part in zip(
        leaf_of.tolist(),
        field_of.tolist(),
        doc_of.tolist(),
        many.take(listed).tolist(),
        weight.take(order).round(4).tolist(),
        strict=True,
    ):
        word, holding = named[at]
        found[doc].append(Reason(word, fields[field], times, holding, part))
    return [tuple(rows) for rows in found]
