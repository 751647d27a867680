"""Which articles of a segment does a filter on metadata let through?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.facets import SITE
from index.segment.reader import Segment
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import arrived, from_to, possible
from search.match.address_filters import below_host
from search.match.lists import Lists
from search.query import ABOUT, Arrival, Arrived, Copied, FacetFilter, Length, Published
from search.sets import Mask


def let_through(segment: Segment, lists: Lists, node: FacetFilter | Published | Arrived | Length | Copied) -> Mask:
    """bool[doc_count]: what a filter on metadata lets through."""
    if isinstance(node, Length):
        return _between(segment.lengths("body"), node)
    if isinstance(node, Copied):
        return lists.copies.first() if node.first else _between(lists.copies.counts(), node)
    if isinstance(node, Published | Arrived):
        return _timed(segment, node)
    if node.facet in TYPE_OF_FACET or node.facet == ABOUT:
        return lists.names.holding(node.facet, node.text)
    columns = segment.facets
    if node.facet not in columns.names:
        return np.zeros(segment.doc_count, np.bool_)
    fits = below_host(node.text) if node.facet == SITE else lists.readings.holding(node.text)
    return columns.holding(node.facet, fits)


def _timed(segment: Segment, node: Published | Arrived) -> Mask:
    """bool[doc_count]: what was published, or came into the archive, in a time."""
    if isinstance(node, Arrived):
        return arrived(segment.names.added, Arrival.of_days(node.first, node.last))
    keep = from_to(segment.published, node.first, node.last)
    if node.possible:
        keep[possible(segment, node.first, node.last)] = True
    return keep


def _between(numbers: NDArray[np.integer], bounds: Length | Copied) -> Mask:
    """bool, one for each of `numbers`: whether it is between the bounds."""
    keep: Mask = numbers >= bounds.least
    return keep if bounds.most is None else keep & (numbers <= bounds.most)
