"""Bibliographies in RDF as Zotero writes them: an item is an element below the root, with a type and an address."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any
from xml.parsers import expat

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.records.bookmark_fields import bookmark_of
from index.readers.records.element_places import ElementPlaces
from index.readers.records.form import Division, Form, RecordPlace, digest_key
from index.readers.records.safe_xml import Refused, new_parser
from index.reasons import SkipCode, SkipReason

_NAMESPACE = b"http://www.zotero.org/namespaces/export#"
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?RDF[\s>]")
_BEGINNING = 16_384  # bytes in which the first element stands
_DEEPEST = 200
_NO_ITEMS = frozenset(("Attachment", "Memo", "Collection"))
_PERSON = ("surname", "givenName")


def _known(head: bytes, _path: str) -> bool:
    beginning = head[:_BEGINNING]
    return _NAMESPACE in beginning and bool(_ROOT.search(beginning))


def divide(stream: IO[bytes], into: Division) -> None:
    """The elements right below the root that may be items."""
    _ItemPlaces(into).read(stream)


class _ItemPlaces(ElementPlaces):
    """Where the items are."""

    _depth = 0

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._depth == 0:
            self.into.preamble = json.dumps(self.charset).encode()
        elif self._depth == 1 and _local(name) not in _NO_ITEMS:
            self.begin()
        self._depth += 1

    def ended(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self.begun >= 0:
            self.end()

    def held(self, fed: int) -> int:
        return len(self.buffer)


class _Item:
    """An item as it is read: texts by the names of the elements around them."""

    def __init__(self, data: bytes, charset: str) -> None:
        self.texts: dict[tuple[str, ...], str] = {}
        self.authors: list[dict[str, str]] = []
        self.about = ""
        self._path: list[str] = []
        parser = new_parser(charset)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, 1)

    def said(self, *path: str) -> str:
        """The text of the first element with these names above it, the innermost last."""
        size = len(path)
        return next((text for names, text in self.texts.items() if names[-size:] == path and text.strip()), "")

    def _start(self, raw: str, attributes: Mapping[str, str]) -> None:
        name = _local(raw)
        if not self._path:
            self.about = attributes.get("rdf:about", "")
        if name == "Person" and "authors" in self._path:
            self.authors.append({})
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Refused

    def _end(self, _raw: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        names = tuple(self._path)
        if "Person" in names and self.authors and names[-1] in _PERSON:
            key = "family" if names[-1] == _PERSON[0] else "given"
            self.authors[-1][key] = self.authors[-1].get(key, "") + text
        else:
            self.texts[names] = self.texts.get(names, "") + text


def _page(data: bytes, place: RecordPlace) -> RawPage:
    try:
        item = _Item(data, json.loads(place.preamble))
    except (expat.ExpatError, Refused, ValueError, LookupError):
        raise ReadError(SkipReason(SkipCode.FEED_DAMAGED)) from None
    root = next(iter(item.texts), ("",))[0]
    address = item.said("identifier", "URI", "value") or (item.about if item.about.startswith("http") else "")
    fields: dict[str, Any] = {
        "url": address,
        "title": item.said(root, "title"),
        "author": item.authors,
        "issued": item.said(root, "date"),
        "container-title": next((t for n, t in item.texts.items() if "isPartOf" in n and n[-1] == "title"), ""),
        "language": item.said(root, "language"),
        "date_added": item.said(root, "dateSubmitted"),
    }
    bookmark = bookmark_of(fields)
    if bookmark is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=("identifier",)))
    return RawPage(place.path, digest_key(data), Format.FEED, (), clean=False, bookmark=bookmark)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


BIBLIOGRAPHY = Form("bibliography", 8, "item", _known, divide, _page, bookmarks=True)
