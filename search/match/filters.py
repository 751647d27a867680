"""Which articles of a segment does a filter on metadata let through?"""

from __future__ import annotations

import numpy as np

from index.facets import SITE
from index.segment.reader import Segment
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import from_to, possible
from search.match.address_filters import below_host
from search.match.lists import Lists
from search.query import ABOUT, FacetFilter, Length, Published
from search.sets import Mask


def let_through(segment: Segment, lists: Lists, node: FacetFilter | Published | Length) -> Mask:
    """bool[doc_count]: what a filter on metadata lets through."""
    if isinstance(node, Length):
        words = segment.lengths("body")
        keep = words >= node.least
        return keep if node.most is None else keep & (words <= node.most)
    if isinstance(node, Published):
        keep = from_to(segment.published, node.first, node.last)
        if node.possible:
            keep[possible(segment, node.first, node.last)] = True
        return keep
    if node.facet in TYPE_OF_FACET or node.facet == ABOUT:
        return lists.names.holding(node.facet, node.text)
    columns = segment.facets
    if node.facet not in columns.names:
        return np.zeros(segment.doc_count, np.bool_)
    fits = below_host(node.text) if node.facet == SITE else lists.readings.holding(node.text)
    return columns.holding(node.facet, fits)
