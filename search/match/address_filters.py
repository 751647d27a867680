"""Which articles of a segment stand at an address on the web, below one, or on a site?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.address import in_ascii
from index.facets import SITE
from index.segment.reader import Segment
from search.query import Address, Reach
from search.sets import EMPTY, Docs


def below_host(host: str) -> Callable[[str], bool]:
    """Whether a site is `host`, or one below it by whole labels."""
    return lambda site: site == host or site.endswith(f".{host}")


def at_address(segment: Segment, node: Address) -> Docs:
    """The articles that a filter on addresses lets through: sorted int32, deleted ones included."""
    table = segment.addresses
    address = in_ascii(node.host) + node.tail
    if not node.tail:  # an article whose address is that of a site is not in the table
        sites = below_host(node.host) if node.reach is Reach.BELOW else node.host.__eq__
        docs = np.flatnonzero(segment.facets.holding(SITE, sites)).astype(np.int32)
        return np.setdiff1d(docs, table.below(address)) if node.reach is Reach.WHOLE else docs
    match node.reach:
        case Reach.WORD:
            return table.with_words(node.tail)
        case Reach.BELOW:
            return _below(segment, node)
        case Reach.BEGINNING:
            return table.beginning(address)
        case _:
            return table.whole(address)


def _below(segment: Segment, node: Address) -> Docs:
    """Those on each of the segment's sites that the host stands for."""
    facets = segment.facets
    first, last = facets.facet(SITE)
    sites = filter(below_host(node.host), facets.values[first:last])
    parts = [segment.addresses.below(in_ascii(site) + node.tail) for site in sites]
    return np.unique(np.concatenate(parts)) if parts else EMPTY
