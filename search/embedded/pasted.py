"""Is a question an address, and which articles stand there? Looked up in the tables of the segments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.address import TypedAddress, is_plainly_address, pasted, placed
from index.facets import SITE
from index.segment.reader import Segment
from search.match.address_filters import at_address, below_host
from search.notes import Note, NoteCode
from search.query import Address, Parsed, Reach
from search.results import ADDRESS, Offer

_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{7,}(?![0-9A-Za-z])")
_MOST = 10  # articles at the address that are offered; its page lists all of them
_MOST_NUMBERED = 50  # articles of a segment that are looked at, 40 us each; a number that more have is not one's own
_DAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])")  # many articles have the number of a day


@dataclass(frozen=True, slots=True)
class Pasted:
    """An address that is a question, and the ids of the live `articles` there."""

    address: TypedAddress
    articles: tuple[str, ...] = ()

    def reading(self, words: Parsed) -> Parsed:
        """The question as it is answered: by its address where an article stands there, else by its words."""
        if self.articles:
            return Parsed(Address(*self.address, Reach.WHOLE), reworded=True)
        note = Note(NoteCode.ADDRESS_NOT_HELD, typed=self.address.host + self.address.tail)
        return Parsed(words.root, (note, *words.notes), words.reworded)

    def offers(self) -> tuple[Offer, ...]:
        """The articles there as what the question names."""
        return tuple(Offer(ADDRESS, article, 1) for article in self.articles[:_MOST])


def pasted_into(segments: Sequence[Segment], text: str) -> Pasted | None:
    """The address that `text` is, with what the segments have there; None where it names no page, or may be words as
    well and nothing stands there.

    Where nothing stands there, what stands at its path counts: parameters of which we do not know that they only tell
    where a reader came from. Then counts the one article of its number: headlines in addresses are edited.
    """
    address = pasted(text)
    if not address.tail:
        return None
    bare = address._replace(tail=address.tail.partition("?")[0])
    for spelling in dict.fromkeys((address, bare) if bare.tail else (address,)):
        if ids := tuple(segment.article_id(doc) for segment, doc in _standing(segments, spelling)):
            return Pasted(spelling, ids)
    if (numbered := _numbered(segments, address)) is not None:
        return numbered
    meant = is_plainly_address(text) or any(_has_site(segment, address.host) for segment in segments)
    return Pasted(address) if meant else None


def _standing(segments: Sequence[Segment], address: TypedAddress) -> Iterator[tuple[Segment, int]]:
    """The live articles at an address, the one that was added last first."""
    for segment in reversed(segments):
        docs = at_address(segment, Address(*address, Reach.WHOLE))
        yield from ((segment, doc) for doc in reversed(segment.alive(docs).tolist()))


def _numbered(segments: Sequence[Segment], address: TypedAddress) -> Pasted | None:
    """What stands at the one address with the long number of this one: on its site, or at its path on another site."""
    numbers = [number for number in _NUMBER.findall(address.tail) if not _DAY.match(number)]
    if not numbers:
        return None
    standing: dict[TypedAddress, list[str]] = {}
    for segment in reversed(segments):
        docs = segment.alive(segment.addresses.with_words(numbers[-1]))
        for doc in reversed(docs[:_MOST_NUMBERED].tolist()):
            card = segment.card(doc)
            other = placed(card.url)
            if other.host == address.host or other.tail == address.tail:
                standing.setdefault(other, []).append(card.id)
            if len(standing) > 1:
                return None
    return next((Pasted(other, tuple(ids)) for other, ids in standing.items()), None)


def _has_site(segment: Segment, host: str) -> bool:
    """Whether a live article is of a site, or of one below it."""
    docs = segment.facets.holding(SITE, below_host(host))
    return bool(np.any(docs if segment.live is None else docs & segment.live))
