"""News feeds (RSS, Atom, RDF): an article an entry, with the text that the feed gives of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from index.errors import ReadError
from index.page import Format, Line, RawPage
from index.readers.records.element_places import ElementPlaces
from index.readers.records.entry import ENTRIES, FeedEntry, read_entry, usual_names
from index.readers.records.form import Division, Form, RecordPlace, digest_key
from index.readers.records.safe_xml import Refused, local_names
from index.readers.records.stated import lines_of_markup, text_of_markup
from index.readers.text import lines_of
from index.readers.traces import is_feed
from index.reasons import SkipCode, SkipReason

_LONGEST_TITLE = 1_000
_BEGINNING = 16_384  # bytes in which the first element of a feed stands
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf)[\s>]", re.I)
_TEXTS = ("content:encoded", "content", "summary", "description")


class _Said(NamedTuple):
    """What a feed says of all its entries: its title, its language, its character set, what its prefixes stand for."""

    title: str
    language: str
    charset: str
    prefixes: dict[str, str]


def _known(head: bytes, _path: str) -> bool:
    return b"\0" not in head and bool(_ROOT.search(head[:_BEGINNING])) and is_feed(head.decode("latin-1"))


def divide(stream: IO[bytes], into: Division) -> None:
    """The entries, from the first to the last byte of their elements."""
    _FeedReading(into).read(stream)


class _FeedReading(ElementPlaces):
    """What is known while a feed is read piece by piece."""

    def __init__(self, into: Division) -> None:
        super().__init__(into)
        self.parser.CharacterDataHandler = self._text
        self._said = _Said("", "", "", {})
        self._path: list[str] = []

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._path:
            language = attributes.get("xml:lang", "")
            self._said = self._said._replace(prefixes=local_names(attributes), language=language, charset=self.charset)
        usual = usual_names(name, self._said.prefixes)
        self._path.append(usual)
        if usual in ENTRIES and self.begun < 0:
            if not self.number:
                self.into.preamble = json.dumps(self._said).encode()
            self.begin()

    def ended(self, name: str) -> None:
        usual = self._path.pop()
        if usual in ENTRIES and self.begun >= 0 and not ENTRIES & set(self._path):
            self.end()

    def held(self, fed: int) -> int:
        return fed - self.place

    def _text(self, text: str) -> None:
        if self.begun >= 0 or len(self._path) < 2 or self._path[-2] not in ("channel", "feed"):
            return
        if self._path[-1] == "title":
            self._said = self._said._replace(title=(self._said.title + text)[:_LONGEST_TITLE])
        elif self._path[-1] == "language":
            self._said = self._said._replace(language=(self._said.language + text)[:_LONGEST_TITLE].strip())


def _page(data: bytes, place: RecordPlace) -> RawPage:
    said = _Said(*json.loads(place.preamble))
    try:
        entry = read_entry(data, said.charset, said.prefixes)
    except (expat.ExpatError, Refused, ValueError, LookupError):
        raise ReadError(SkipReason(SkipCode.FEED_DAMAGED)) from None
    lines = next(filter(None, (_lines(entry, name) for name in _TEXTS)), ())
    if not lines:
        raise ReadError(SkipReason(SkipCode.NO_TEXT_IN_ENTRY))
    given: dict[str, Any] = {
        "title": _plain(entry, "title"),
        "url": entry.address(),
        "authors": list(entry.authors()),
        "published": entry.said("pubDate", "published", "dc:date", "issued", "dcterms:issued", "updated"),
        "modified": entry.said("updated", "modified", "dcterms:modified"),
        "publisher": _decoded(said.title),
        "language": said.language,
    }
    given = {name: value for name, value in given.items() if value}
    key = entry.said("guid", "id") or entry.about or given.get("url") or digest_key(data)
    return RawPage(place.path, key, Format.FEED, lines, given=given, clean=False)


def _lines(entry: FeedEntry, name: str) -> tuple[Line, ...]:
    """The lines of the text in the first element of this name."""
    text = entry.said(name)
    return lines_of_markup(text) if entry.is_markup(name) else lines_of(text) if text.strip() else ()


def _plain(entry: FeedEntry, name: str) -> str:
    text = entry.said(name)
    return _decoded(text) if entry.is_markup(name) else " ".join(text.split())


def _decoded(text: str) -> str:
    """Text that may hold markup or entities, as one line."""
    found = text_of_markup(text) if "<" in text or "&" in text else ""
    return found or " ".join(text.split())


FEED = Form("feed", 5, "entry", _known, divide, _page)
