"""Which articles stand at an address? Looked up in the tables of the segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.address import TypedAddress, placed
from index.facets import SITE
from index.segment.reader import Segment
from search.match.address_filters import at_address, below_host
from search.query import Address, Reach

_MOST_NUMBERED = 50  # articles of a segment that are looked at, 40 us each; a number that more have is not one's own


@dataclass(frozen=True, slots=True)
class SegmentAddresses:
    """The addresses in some segments; see `HeldAddresses` for what each call returns."""

    segments: Sequence[Segment]

    def standing_at(self, address: TypedAddress) -> tuple[str, ...]:
        return tuple(
            segment.article_id(doc)
            for segment in reversed(self.segments)
            for doc in reversed(segment.alive(at_address(segment, Address(*address, Reach.WHOLE))).tolist())
        )

    def numbered(self, number: str) -> Iterator[tuple[TypedAddress, str]]:
        for segment in reversed(self.segments):
            docs = segment.alive(segment.addresses.with_words(number))
            for doc in reversed(docs[:_MOST_NUMBERED].tolist()):
                card = segment.card(doc)
                yield placed(card.url), card.id

    def has_site(self, host: str) -> bool:
        return any(_has_site(segment, host) for segment in self.segments)


def _has_site(segment: Segment, host: str) -> bool:
    docs = segment.facets.holding(SITE, below_host(host))
    return bool(np.any(docs if segment.live is None else docs & segment.live))
