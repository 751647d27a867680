"""How is XML read that others wrote? By expat, which opens nothing; what declares entities is not read on.

Entities are what makes a small file large.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

_USUAL = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}


class Refused(Exception):
    """A document that declares entities."""


def new_parser(charset: str = "") -> Any:
    """A parser of bytes in a character set, "" for that which they name; it raises `Refused` where entities are
    declared, and passes those of HTML that are not."""
    parser = expat.ParserCreate(charset or None)
    parser.UseForeignDTD()
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    return parser


def _refuse(*_: object) -> None:
    raise Refused


def local_names(attributes: Mapping[str, str]) -> dict[str, str]:
    """What the prefixes of a document stand for, by the attributes of its first element: the usual prefix of each."""
    spaces = {name.partition(":")[2]: uri for name, uri in attributes.items() if name.partition(":")[0] == "xmlns"}
    return {prefix: _USUAL[uri] for prefix, uri in spaces.items() if uri in _USUAL}
