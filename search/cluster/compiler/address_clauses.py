"""Which articles stand at an address on the web, below one, or on a site? As a query over the field of addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from index.address import in_ascii
from index.cluster.documents import sendable
from index.cluster.mapping import facet_field
from index.facets import SITE
from index.segment.arrays.addresses import CASES, PATH_WORD
from search.cluster.cluster_asked import Clause
from search.cluster.compiler.clauses import NOTHING, all_of, any_of, one_of_terms
from search.match.address_filters import below_host
from search.query import Address, Reach

Hosts = Callable[[Callable[[str], bool]], Sequence[str]]

_FIELD = "address"
# An escaped character below %80 is no letter, as what else is no letter or digit.
_BEFORE = "[^/?]*[/?](.*([^A-Za-z0-9]|%[0-7][0-9A-Fa-f]))?"
_BETWEEN = "[^0-9A-Za-z]{1,12}"
_BEHIND = "(([^A-Za-z0-9%]|%[0-7]).*)?"
_SIGN = re.compile(r"[^0-9A-Za-z%]")


def at_address(node: Address, hosts: Hosts) -> Clause:
    """The articles that a filter on addresses lets through; `hosts` gives the archive's sites that fit."""
    address = in_ascii(node.host) + node.tail
    if not node.tail:  # an article whose address is that of a site has no other
        sites = below_host(node.host) if node.reach is Reach.BELOW else node.host.__eq__
        having = one_of_terms(facet_field(SITE), list(map(sendable, hosts(sites))))
        return all_of([having], [_below(address)]) if node.reach is Reach.WHOLE else having
    match node.reach:
        case Reach.WORD:
            return _with_words(node.tail)
        case Reach.BELOW:
            return any_of(_below(in_ascii(site) + node.tail) for site in hosts(below_host(node.host)))
        case Reach.BEGINNING:
            return _beginning(address)
        case _:
            return _whole(address)


def _whole(address: str) -> Clause:
    return {"term": {_FIELD: sendable(address)}}


def _beginning(address: str) -> Clause:
    return {"prefix": {_FIELD: sendable(address)}}


def _below(address: str) -> Clause:
    ends = "/?" if "?" not in address else "&"
    return any_of([_whole(address), *(_beginning(address + end) for end in ends)])


def _with_words(text: str) -> Clause:
    words = PATH_WORD.findall(text)
    if not words:
        return NOTHING
    spelt = sorted({tuple(quote(sendable(spelling(word))) for word in words) for spelling in CASES})
    return any_of(_standing(_BETWEEN.join(_SIGN.sub(r"\\\g<0>", word) for word in each)) for each in spelt)


def _standing(pattern: str) -> Clause:
    return {
        "regexp": {_FIELD: {"value": _BEFORE + pattern + _BEHIND, "flags": "NONE", "max_determinized_states": 50_000}}
    }
