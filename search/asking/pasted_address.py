"""Is a question an address, and which articles stand there?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from index.address import TypedAddress, is_plainly_address, pasted
from search.notes import Note, NoteCode
from search.query import Address, Parsed, Reach
from search.results import ADDRESS, Offer

_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{7,}(?![0-9A-Za-z])")
_MOST = 10  # articles at the address that are offered; its page lists all of them
_DAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])")  # many articles have the number of a day


class HeldAddresses(Protocol):
    """The addresses of an archive's articles, as it shows them now."""

    def standing_at(self, address: TypedAddress) -> tuple[str, ...]:
        """The ids of the articles at an address, the one that was added last first."""
        ...

    def numbered(self, number: str) -> Iterable[tuple[TypedAddress, str]]:
        """The addresses that have a number, each with the id of an article there, the one that was added last first;
        not all where they are very many."""
        ...

    def has_site(self, host: str) -> bool:
        """Whether an article is of a site, or of one below it."""
        ...


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


def pasted_into(held: HeldAddresses, text: str) -> Pasted | None:
    """The address that `text` is, with what is held there; None where it names no page, or may be words as well and
    nothing stands there.

    Where nothing stands there, what stands at its path counts: parameters of which we do not know that they only tell
    where a reader came from. Then counts the one article of its number: headlines in addresses are edited.
    """
    address = pasted(text)
    if not address.tail:
        return None
    bare = address._replace(tail=address.tail.partition("?")[0])
    for spelling in dict.fromkeys((address, bare) if bare.tail else (address,)):
        if ids := held.standing_at(spelling):
            return Pasted(spelling, ids)
    if (numbered := _numbered(held, address)) is not None:
        return numbered
    return Pasted(address) if is_plainly_address(text) or held.has_site(address.host) else None


def _numbered(held: HeldAddresses, address: TypedAddress) -> Pasted | None:
    """What stands at the one address with the long number of this one: on its site, or at its path on another site."""
    numbers = [number for number in _NUMBER.findall(address.tail) if not _DAY.match(number)]
    if not numbers:
        return None
    standing: dict[TypedAddress, list[str]] = {}
    for other, article_id in held.numbered(numbers[-1]):
        if other.host == address.host or other.tail == address.tail:
            standing.setdefault(other, []).append(article_id)
        if len(standing) > 1:
            return None
    return next((Pasted(other, tuple(ids)) for other, ids in standing.items()), None)
