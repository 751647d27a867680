"""Which names of an archive are offered to readers? Counted over all its segments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.authority import SettledNames, withheld
from index.segment.reader import Segment


def offered_keys(segments: Sequence[Segment], names: Sequence[SettledNames]) -> frozenset[int]:
    """The keys (`SettledNames.keys`) of the names that are offered; `names` are those of each of the segments."""
    keys = np.concatenate([np.zeros(0, np.uint64), *(each.keys for each in names)])
    types = np.concatenate([np.zeros(0, np.uint8), *(each.types for each in names)])
    different, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    articles, vouching = np.zeros((2, len(different)), np.int64)
    start = 0
    for segment, each in zip(segments, names, strict=True):
        common = inverse[start : start + len(each.keys)]
        start += len(each.keys)
        shown = np.ones(segment.doc_count, np.bool_) if segment.live is None else segment.live
        places = np.flatnonzero(shown.repeat(np.diff(each.ends, prepend=0)))
        ours = each.ordinals.take(places)
        articles[common] += np.bincount(ours, minlength=len(each.keys))
        vouched = np.bincount(ours, each.vouched.take(places), len(each.keys))
        vouching[common] += vouched.astype(np.int64)
    return frozenset(different[~withheld(articles, vouching, types[first])].tolist())
