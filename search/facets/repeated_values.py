"""Which values does a group of copies have more than once among some of its articles? By tables that follow from the
groups of a generation and are made once for it.

Of all that copied articles have only that is kept which at least two articles of one group have: most of a page's
matches have no copy among them, and nothing is done for those.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.copies.ranges import ranges

_FEW = 8  # so many times as many pairs as are looked at: sorting these is faster then than counting all

Numbers = NDArray[np.int64]


class RepeatedValues:
    """What the articles of groups have: of each entry the place of its article among all members of groups, and the
    number of its value, in parallel; `of_members` (int32) is the group of each member."""

    def __init__(self, members: Numbers, values: Numbers, of_members: NDArray[np.int32]) -> None:
        key = values * (int(of_members.max(initial=0)) + 1) + of_members.take(members)
        order = key.argsort(kind="stable")
        begins = np.append(True, np.diff(key.take(order)) != 0)[: len(key)]
        pair = np.cumsum(begins) - 1  # of a value and a group, by value
        several = np.bincount(pair) > 1 if len(pair) else np.zeros(0, np.bool_)
        kept = np.flatnonzero(several.take(pair))
        self._values = values.take(order[begins][several])
        owner = members.take(order.take(kept))
        by_member = owner.argsort(kind="stable")
        self._pairs = (np.cumsum(several) - 1).take(pair.take(kept)).take(by_member).astype(np.int32)
        self._lengths = np.bincount(owner, minlength=len(of_members))
        self._starts = np.cumsum(self._lengths) - self._lengths

    def again(self, members: NDArray[np.int32]) -> Numbers:
        """int64, ascending: of some members of groups the values that one before has in the same group, as often as
        that is so."""
        pairs = self._pairs.take(ranges(self._starts.take(members), self._lengths.take(members)))
        if len(pairs) * _FEW < len(self._values):
            pairs.sort()
            return np.asarray(self._values.take(pairs[1:][pairs[1:] == pairs[:-1]]))
        times = np.bincount(pairs, minlength=1)
        several = np.flatnonzero(times > 1)
        return np.asarray(self._values.take(several).repeat(times.take(several) - 1))
