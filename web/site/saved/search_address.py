"""Which search does an address stand for? One that a reader or a program gives, and the spelling that is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from urllib.parse import unquote

from index.address import SpelledAddress, pairs_of, spelled
from index.entity import ENTITY_KINDS, EntityKind
from search.query import Listing, Query, Sort
from web import parameters, paths, regional, urls
from web.paths import Parameter
from web.translation import gettext as _

LONGEST_ADDRESS = 8_000
"""Characters of an address that is kept."""
_PORTS = {"http": ":80", "https": ":443"}

QueryOfName = Callable[[EntityKind, str], Query | None]
"""What finds the articles of a name; None where no article has it."""


class NoSearch(ValueError):
    """An address that is none of a search of this archive; its text says why."""


def read_address(given: str, hosts: Collection[str], query_of_name: QueryOfName) -> Query:
    """The query of the page of results, or of the page of a name, that an address leads to.

    The address is absolute, with one of `hosts` (as `news.example.org:8000`), or relative, with the prefix of the
    service or without. Raises `NoSearch`.
    """
    if len(given) > LONGEST_ADDRESS:
        raise NoSearch(_("The address is longer than %(most)s characters.", most=regional.number(LONGEST_ADDRESS)))
    parts = _taken_apart(given.strip())
    if parts.authority and _host(parts) not in {host.lower() for host in hosts}:
        raise NoSearch(_("The address is of another site."))
    path = urls.inner(urls.prefix(), parts.path)
    if path == paths.SEARCH:
        return _of_parameters(parts.query)
    kind, _slash, value = unquote(path.removeprefix(paths.NAME)).partition("/")
    if path.startswith(paths.NAME) and kind in ENTITY_KINDS and value:
        if (query := query_of_name(next(one for one in ENTITY_KINDS if one == kind), value)) is None:
            raise NoSearch(_("No article has this name."))
        return query
    raise NoSearch(_("The address leads to no search: give that of a page of results, or of a name."))


def _taken_apart(given: str) -> SpelledAddress:
    parts = spelled(given)
    if parts is None:
        raise NoSearch(_("This is no address."))
    if "@" in parts.authority or ((parts.authority or parts.scheme) and parts.scheme not in _PORTS):
        raise NoSearch(_("This is no address of a page."))
    return parts


def _host(parts: SpelledAddress) -> str:
    return parts.authority.lower().removesuffix(_PORTS[parts.scheme])


def _of_parameters(query_string: str) -> Query:
    query, _ = parameters.read(pairs_of(query_string), frozenset({Parameter.TICKED}))
    return replace(query, page=1, per_page=Query().per_page, compact=False)


def address_of(query: Query) -> str:
    """The address that is kept: without host and prefix, with the order of the results."""
    with urls.mounted(""):
        return urls.search(query)


def question_of(query: Query) -> str:
    """The same without order and listing: two queries with one question find the same articles."""
    return address_of(
        replace(query, page=1, per_page=Query().per_page, compact=False, sort=Sort.RELEVANCE, copies=Listing.GROUP)
    )


def query_of(address: str) -> Query:
    """The query of an address that is kept."""
    return _of_parameters(address.partition("?")[2].partition("#")[0])
