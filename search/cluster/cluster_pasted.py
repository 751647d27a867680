"""Which articles of a cluster stand at an address that is a question?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.address import TypedAddress, placed
from index.cluster.page_segment import stored_article
from search.asking.pasted_address import Pasted, pasted_into
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_asked import Clause
from search.cluster.cluster_copies import CARD_FIELDS, id_of
from search.cluster.compiler.address_clauses import at_address
from search.match.address_filters import below_host
from search.query import Address, Reach

_MOST = 500  # articles at an address; their page lists the others
_MOST_NUMBERED = 50  # articles that are looked at; a number that more have is not one's own
_LAST_ADDED: list[dict[str, str]] = [{"added": "desc"}, {"place": "desc"}]


@dataclass(frozen=True, slots=True)
class ClusterAddresses:
    """The addresses of an archive; see `HeldAddresses` for what each call returns."""

    archive: ClusterArchive

    def standing_at(self, address: TypedAddress) -> tuple[str, ...]:
        clause = at_address(Address(*address, Reach.WHOLE), self.archive.knowledge.words.hosts)
        return tuple(id_of(source) for source in self._found(clause, _MOST))

    def numbered(self, number: str) -> Iterator[tuple[TypedAddress, str]]:
        pattern = f".*[^0-9A-Za-z]{re.escape(number)}([^0-9A-Za-z].*)?"
        for source in self._found({"regexp": {"address": {"value": pattern, "flags": "NONE"}}}, _MOST_NUMBERED):
            yield placed(stored_article({**source, "text": {"plain": ""}, "details": {}}).url), id_of(source)

    def has_site(self, host: str) -> bool:
        return bool(self.archive.knowledge.words.hosts(below_host(host)))

    def _found(self, clause: Clause, most: int) -> list[dict[str, object]]:
        return self.archive.sources(self.archive.having(clause), sort=_LAST_ADDED, size=most, fields=CARD_FIELDS)


def pasted_question(archive: ClusterArchive, text: str) -> Pasted | None:
    """What a question is that is an address and nothing else; None for any other."""
    return pasted_into(ClusterAddresses(archive), text)
