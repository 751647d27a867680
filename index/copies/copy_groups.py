"""Which articles make one group of copies? Each group stands around a head, of which all others are copies.

The articles are taken in the order of their ranks. One that is a copy of no head so far becomes a head itself; any
other joins the head that it has most words in common with. So no two members are further apart than two copies of one
text: a digest that has five stories joins one of them and does not make them one. Groups follow from the pairs and the
ranks alone.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from index.copies.copy_pairs import CopyPairs


def heads(pairs: CopyPairs, rank: NDArray[np.int64]) -> dict[int, int]:
    """The head of each article that is in a group, by their numbers; a head is its own. `rank` has a number for each
    article of the archive, each once; the lowest is the first that may be a head."""
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for first, second, same in zip(pairs.first.tolist(), pairs.second.tolist(), pairs.same.tolist(), strict=True):
        beside[first].append((same, second))
        beside[second].append((same, first))
    chosen: dict[int, int] = {}
    for article in sorted(beside, key=lambda number: int(rank[number])):
        joined = [(same, -int(rank[other]), other) for same, other in beside[article] if chosen.get(other) == other]
        chosen[article] = max(joined)[2] if joined else article
    grouped = {head for article, head in chosen.items() if article != head}
    return {article: head for article, head in chosen.items() if head in grouped}
