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
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.readers.records.safe_xml import Refused, new_parser
from index.reasons import SkipCode, SkipReason

_NAMESPACE = b"http://www.zotero.org/namespaces/export#"
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?RDF[\s>]")
_BEGINNING = 16_384  # bytes in which the first element stands
_PIECE = 1 << 16
_DEEPEST = 200
_NO_ITEMS = frozenset(("Attachment", "Memo", "Collection"))
_PERSON = ("surname", "givenName")


def _known(head: bytes, _path: str) -> bool:
    beginning = head[:_BEGINNING]
    return _NAMESPACE in beginning and bool(_ROOT.search(beginning))


def divide(stream: IO[bytes], into: Division) -> None:
    """The elements right below the root that may be items."""
    reading = _ItemPlaces(into)
    fed = 0
    try:
        while reading.going and (piece := stream.read(_PIECE)):
            fed += len(piece)
            refuse_packed_bomb(stream, fed)
            reading.feed(piece)
            if len(reading.buffer) > into.longest:
                into.problem = SkipReason(SkipCode.FEED_DAMAGED)
                return
        if reading.going:
            reading.feed(b"", last=True)
    except (expat.ExpatError, Refused, ValueError, LookupError):
        into.problem = SkipReason(SkipCode.FEED_DAMAGED)


class _ItemPlaces:
    """Where the items are; of the bytes only those of the one that is read are held."""

    def __init__(self, into: Division) -> None:
        self.going, self.buffer = True, b""
        self._into = into
        self._parser = new_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.XmlDeclHandler = self._declared
        self._charset = ""
        self._first = self._depth = self._number = 0
        self._begun = -1

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Read on."""
        self.buffer += piece
        self._parser.Parse(piece, last)
        keep = self._begun if self._begun >= 0 else int(self._parser.CurrentByteIndex)
        if keep > self._first:
            self.buffer, self._first = self.buffer[keep - self._first :], keep

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        self._charset = encoding or ""

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if self._depth == 0:
            self._into.preamble = json.dumps(self._charset).encode()
        elif self._depth == 1 and _local(name) not in _NO_ITEMS:
            self._begun = int(self._parser.CurrentByteIndex)
        self._depth += 1

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth != 1 or self._begun < 0:
            return
        end = self.buffer.find(b">", int(self._parser.CurrentByteIndex) - self._first) + 1
        data = self.buffer[self._begun - self._first : end]
        hasher = self._into.hasher()
        hasher.update(data)
        self._number += 1
        self.going = self.going and self._into.add(self._number, self._begun, len(data), hasher.intdigest())
        self._begun = -1


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
