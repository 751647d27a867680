"""Why is an article among the hits? For each word of the query where it stands, how often, and how rare it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from index.schema import LEAD_WORDS
from search.engine import Reason
from search.leaves import Leaf
from search.matching import Matcher
from search.scoring import Scorer
from search.sets import Docs
from search.spans import FIELD_BITS, FIELDS, POSITION


def reasons(
    matcher: Matcher, scorer: Scorer, docs: Docs, leaves: Sequence[tuple[Leaf, float]], rarity: dict[Leaf, int]
) -> list[tuple[Reason, ...]]:
    """For each of `docs`, a reason for each word and field that it is found in, the weightiest first.

    A leaf comes with its factor in the score.
    """
    k1 = float(scorer.k1)
    found: dict[int, list[tuple[float, Leaf, str, int]]] = {doc: [] for doc in docs.tolist()}
    for leaf, factor in leaves:
        seen: dict[int, list[int]] = {}  # positions by document and field; few, so that loops beat arrays
        for key in matcher.places(leaf, docs).start.tolist():
            seen.setdefault(key >> FIELD_BITS, []).append(key & POSITION)
        weighted: dict[int, list[tuple[float, str, int]]] = {}
        for key, positions in seen.items():
            doc, field = key >> (32 - FIELD_BITS), FIELDS[key & 3]
            weights = scorer.field(field)
            leading = bisect_left(positions, LEAD_WORDS)
            weight = float(weights.weight) * len(positions) + float(weights.lead) * leading
            weight *= float(weights.norms[doc])
            weighted.setdefault(doc, []).append((weight, field, len(positions)))
        for doc, parts in weighted.items():
            whole = sum([part[0] for part in parts])
            share = factor / (whole + k1)  # times the part's weight: its part of the word's impact
            found[doc] += [(weight * share, leaf, field, many) for weight, field, many in parts]
    return [_reasons(found[doc], rarity) for doc in docs.tolist()]


def _reasons(rows: Sequence[tuple[float, Leaf, str, int]], rarity: dict[Leaf, int]) -> tuple[Reason, ...]:
    total = sum([row[0] for row in rows]) or 1.0
    return tuple(
        [
            Reason(leaf.label, field, many, rarity[leaf], round(share / total, 4))
            for share, leaf, field, many in sorted(rows, key=itemgetter(0), reverse=True)
        ]
    )
