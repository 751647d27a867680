"""Which matches stand for their groups of copies in a list? All without copies, and one of each group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.copies.published_groups import NO_GROUP, CopyGroups
from search.rank.ordering import RowNumbers
from search.sets import Docs, Mask


def representatives(groups: CopyGroups, matches: Sequence[Docs], complete: Sequence[Mask | None]) -> RowNumbers:
    """The numbers (ascending) of those that are listed, the matches of all segments being numbered one after another.

    Of a group it is the first one, in the order of the group, of those that have all the words as `complete` says
    (None: all have); where none has, the first one that matches.
    """
    parts = zip(groups.places, matches, strict=True)
    place = np.concatenate([np.zeros(0, np.int32), *(places.take(docs) for places, docs in parts)])
    listed = place == NO_GROUP
    row_of = np.full(len(groups.articles), -1, np.intp)
    row_of[place[~listed]] = np.flatnonzero(~listed)
    standing = np.flatnonzero(row_of >= 0)  # places, group after group
    rows, group = row_of.take(standing), np.searchsorted(groups.ends, standing, "right")
    if any(mask is not None for mask in complete):
        pairs = zip(matches, complete, strict=True)
        whole = np.concatenate([np.ones(len(docs), np.bool_) if mask is None else mask for docs, mask in pairs])
        order = np.argsort(2 * group + ~whole.take(rows), kind="stable")
        rows, group = rows.take(order), group.take(order)
    listed[rows[np.append(True, group[1:] != group[:-1])[: len(rows)]]] = True
    return np.flatnonzero(listed)
