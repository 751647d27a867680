"""Why is an article among the hits? For each word of the query where it stands, how often, and how rare it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine import Reason
from search.leaves import Leaf
from search.matching import Matcher
from search.scoring import Scorer
from search.sets import Docs


def reasons(
    matcher: Matcher,
    *,
    scorer: Scorer,
    counter: Scorer,
    docs: Docs,
    leaves: Sequence[tuple[Leaf, float]],
    rarity: dict[Leaf, int],
) -> list[tuple[Reason, ...]]:
    """For each of `docs`, a reason for each word and field that it is found in, the weightiest first.

    `counter` is a scorer whose frequencies are plain numbers; a leaf comes with its factor in the score.
    """
    found: list[list[tuple[float, Leaf, str, int]]] = [[] for _ in docs]
    for leaf, factor in leaves:
        weighted = [(field, w * scorer.field(field).norms[docs]) for field, w in scorer.weighted(matcher, docs, leaf)]
        counts = dict(counter.weighted(matcher, docs, leaf))
        if not weighted:
            continue
        whole = np.sum([w for _, w in weighted], axis=0)
        impact = scorer.impact(whole, factor)
        for field, part in weighted:
            share = np.divide(impact * part, whole, out=np.zeros_like(whole), where=whole > 0)
            for row, many in enumerate(counts[field].tolist()):
                if many:
                    found[row].append((float(share[row]), leaf, field, round(many)))
    return [_reasons(rows, rarity) for rows in found]


def _reasons(rows: Sequence[tuple[float, Leaf, str, int]], rarity: dict[Leaf, int]) -> tuple[Reason, ...]:
    total = sum(row[0] for row in rows) or 1.0
    return tuple(
        Reason(leaf.label, field, many, rarity[leaf], round(share / total, 4))
        for share, leaf, field, many in sorted(rows, key=lambda row: -row[0])
    )
