"""Which documents of old and new segments are there together? What was removed or comes again later is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays.identity import LOOKED_UP
from index.segment.reader import Segment


class Removal(NamedTuple):
    """An article that was removed: its identity, and how many new segments there were then."""

    article: int
    stood: int


def succeeding(old: Sequence[Segment], new: Sequence[Segment], removed: Sequence[Removal]) -> list[Segment]:
    """All segments in order, without the articles that were removed since or come again in a later new one.

    Raises IndexDamaged where a table of articles is not what was written.
    """
    segments = []
    for place, segment in enumerate([*old, *new]):
        since = place - len(old)  # the place among the new segments, negative for an old one
        gone = [np.array([removal.article for removal in removed if removal.stood > since], np.uint64)]
        gone += [later.identities.by_document for later in new[max(since + 1, 0) :]]
        segments.append(_deleting(segment, np.concatenate(gone)))
    return segments


def _deleting(segment: Segment, gone: NDArray[np.uint64]) -> Segment:
    """The segment without the articles of the identities `gone`; itself where it does not hold any of them.

    Raises IndexDamaged where it cannot tell, because the table of its articles is not what was written.
    """
    if not len(gone):
        return segment
    for section in LOOKED_UP:
        segment.container.check(section)
    documents = segment.identities.among(gone)
    live = documents if segment.live is None else documents[segment.live[documents]]
    if not len(live):
        return segment
    deleted = np.union1d(segment.deleted, live).astype(np.int32)
    return segment.with_deleted(deleted, "")
