"""Which matches stand for their groups of copies in a list? All without copies, and one of each group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.copies.published_groups import CopyGroups
from search.rank.ordering import RowNumbers
from search.sets import Docs, Mask


def representatives(groups: CopyGroups, matches: Sequence[Docs], complete: Sequence[Mask | None]) -> RowNumbers | None:
    """The numbers (ascending) of those that are listed, the matches of all segments being numbered one after another;
    None where all are.

    Of a group it is the first one, in the order of the group, of those that have all the words as `complete` says
    (None: all have); where none has, the first one that matches.
    """
    rows, members = groups.among(matches)
    group = groups.of_members.take(members)
    # Members are numbered group after group, each in its order: so the first of a group has the least of these keys.
    key = (2 * group.astype(np.int64)) * (len(groups.articles) + 1) + members
    if any(mask is not None for mask in complete):
        pairs = zip(matches, complete, strict=True)
        whole = np.concatenate([np.ones(len(docs), np.bool_) if mask is None else mask for docs, mask in pairs])
        key += ~whole.take(rows) * (len(groups.articles) + 1)
    order = key.argsort()
    group = group.take(order)
    again = np.flatnonzero(group[1:] == group[:-1]) + 1
    if not len(again):
        return None
    listed = np.ones(sum(map(len, matches)), np.bool_)
    listed[rows.take(order.take(again))] = False
    return np.flatnonzero(listed)
