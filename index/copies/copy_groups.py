"""Which articles make one group of copies? Those of which most pairs are copies.

The pairs are gone through from the largest share to the smallest. Two groups become one where more than half of the
pairs between them are copies, so that a digest which has five stories joins one of them and does not make them one.
No group has two articles that a person says are no copies of each other. Groups follow from the pairs, the ranks and
what a person says alone. docs/measurements/copies.md compares them with connected pairs and with groups around one
article.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from index.copies.copy_pairs import CopyPairs

_HALF = 0.5
_NOBODY = np.zeros((0, 2), np.int64)


def copy_groups(pairs: CopyPairs, rank: NDArray[np.int64], apart: NDArray[np.int64] = _NOBODY) -> list[list[int]]:
    """The articles of each group by their numbers, the lowest rank first; the groups in the order of these. `apart`
    (int64[n, 2]) are each two articles that never stand in one group.

    `rank` has a number for each article of the archive, each once. Of pairs that are as alike, those of the lowest
    ranks come first: a rank that depends on the numbers would make groups depend on them.
    """
    first, second = rank[pairs.first], rank[pairs.second]
    low, high = np.minimum(first, second), np.maximum(first, second)
    order = np.lexsort((high, low, -pairs.share))
    in_order = list(zip(low[order].tolist(), high[order].tolist(), strict=True))
    clusters = _Clusters(in_order, rank[apart].tolist())
    number = np.argsort(rank)
    return [number[sorted(members)].tolist() for members in sorted(clusters.members.values(), key=min)]


class _Clusters:
    """Groups by a number, which is that of one of their `members`, from pairs in order; no two articles of a pair of
    `apart` in one."""

    def __init__(self, pairs: list[tuple[int, int]], apart: list[list[int]]) -> None:
        articles = {article for pair in pairs for article in pair}
        self.members: dict[int, list[int]] = {article: [article] for article in articles}
        self._cluster = {article: article for article in articles}
        self._between: dict[int, dict[int, int]] = defaultdict(dict)  # how many pairs are between two groups
        self._apart: defaultdict[int, set[int]] = defaultdict(set)  # which groups a group never joins
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        for one, other in pairs:
            self._between[one][other] = self._between[other][one] = 1
        for one, other in pairs:
            self._join(self._cluster[one], self._cluster[other])
        self.members = {cluster: members for cluster, members in self.members.items() if len(members) > 1}

    def _join(self, one: int, other: int) -> None:
        """Make two groups one, if they are two and more than half of the pairs between them are copies."""
        if one == other or other in self._apart[one]:
            return
        large, small = (one, other) if len(self.members[one]) >= len(self.members[other]) else (other, one)
        if self._between[one][other] <= _HALF * len(self.members[one]) * len(self.members[other]):
            return
        for article in self.members[small]:
            self._cluster[article] = large
        self.members[large] += self.members.pop(small)
        for third in self._apart.pop(small, ()):
            self._apart[third].discard(small)
            self._apart[third].add(large)
            self._apart[large].add(third)
        del self._between[large][small]
        for third, count in self._between.pop(small).items():
            if third != large:
                total = self._between[large].get(third, 0) + count
                self._between[large][third] = self._between[third][large] = total
                del self._between[third][small]
