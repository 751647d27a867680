"""What does one entry of a feed say? The elements below it by their usual names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.readers.records.safe_xml import Refused, new_parser

ENTRIES = frozenset(("item", "entry"))
"""The elements that are entries."""
_DEEPEST = 200  # elements within each other; an entry has ten
_NAME_BEHIND = re.compile(r"\S+@\S+\s*\(([^()]+)\)")  # of a mail's address, as RSS writes authors
_LINK = frozenset(("href", "src", "alt"))


@dataclass(slots=True)
class _Element:
    """An element right below the entry: its name, its attributes, its text or markup, and names of persons in it."""

    name: str
    attributes: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def said(self) -> str:
        return "".join(self.text).strip()


@dataclass(slots=True)
class FeedEntry:
    """An entry of a feed; `about` is what it calls itself where its element says it."""

    elements: list[_Element] = field(default_factory=list)
    about: str = ""

    def said(self, *names: str) -> str:
        """The text of the first element that has any, names that stand before others first; "" for none."""
        for name in names:
            for one in self.elements:
                if one.name == name and (text := one.said()):
                    return text
        return ""

    def is_markup(self, name: str) -> bool:
        """Whether the text of an element is markup: that of Atom says so, that of others always may be."""
        kinds = (one.attributes.get("type", "") for one in self.elements if one.name == name and one.said())
        kind = next(kinds, "")
        return kind not in ("text", "text/plain") and not (kind == "" and name in ("content", "summary"))

    def address(self) -> str:
        """The address of the page that the entry is about; "" for none."""
        if original := self.said("feedburner:origLink"):
            return original
        for one in self.elements:
            address = one.said() or one.attributes.get("href", "").strip()
            if address and one.name == "link" and one.attributes.get("rel", "alternate") == "alternate":
                return address
        for one in self.elements:
            if one.name == "guid" and one.attributes.get("isPermaLink", "true") == "true":
                return one.said() if one.said().startswith(("http://", "https://")) else ""
        return ""

    def authors(self) -> tuple[str, ...]:
        """The names of who wrote it."""
        found = [name for one in self.elements if one.name == "author" for name in one.names]
        found = found or [one.said() for one in self.elements if one.name == "dc:creator"]
        if not found:
            texts = [one.said() for one in self.elements if one.name == "author"]
            named = [(_NAME_BEHIND.fullmatch(text), text) for text in texts]
            found = [match[1] if match else text for match, text in named if match or "@" not in text]
        return tuple(dict.fromkeys(" ".join(name.split()) for name in found if name.strip()))


def read_entry(data: bytes, charset: str, prefixes: Mapping[str, str]) -> FeedEntry:
    """The entry whose element has these bytes. Raises `expat.ExpatError`, `Refused`, `ValueError` and `LookupError`."""
    return _EntryReading(charset, prefixes).read(data)


def usual_names(raw: str, prefixes: Mapping[str, str]) -> str:
    """The name of an element with the usual prefix."""
    prefix, _, name = raw.rpartition(":")
    usual = prefixes.get(prefix, prefix)
    return f"{usual}:{name}" if usual else name


class _EntryReading:
    def __init__(self, charset: str, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._parser = new_parser(charset)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.SkippedEntityHandler = self._skipped
        self._entry = FeedEntry()
        self._path: list[str] = []

    def read(self, data: bytes) -> FeedEntry:
        self._parser.Parse(data, 1)
        return self._entry

    @property
    def _inside(self) -> _Element | None:
        return self._entry.elements[-1] if len(self._path) >= 2 else None

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        name = usual_names(raw, self._prefixes)
        if not self._path:
            self._entry.about = attributes.get("rdf:about", "")
        elif len(self._path) == 1:
            self._entry.elements.append(_Element(name, attributes))
        elif (inside := self._inside) is not None:  # markup that stands there as elements
            linked = "".join(f' {key}="{html.escape(attributes[key])}"' for key in attributes if key in _LINK)
            inside.text.append(f"<{name.rpartition(':')[2]}{linked}>")
            if name == "name":
                inside.names.append("")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Refused

    def _end(self, _raw: str) -> None:
        name = self._path.pop()
        if len(self._path) >= 2 and (inside := self._inside) is not None:
            inside.text.append(f"</{name.rpartition(':')[2]}>")

    def _text(self, text: str) -> None:
        if (inside := self._inside) is None:
            return
        if len(self._path) > 2 and self._path[-1] == "name" and inside.names:
            inside.names[-1] += text
        # What stands between elements of markup is escaped, so that it does not become markup.
        as_markup = len(self._path) > 2 or inside.attributes.get("type") == "xhtml"
        inside.text.append(html.escape(text, quote=False) if as_markup else text)

    def _skipped(self, name: str, *_: object) -> None:
        self._text(html.unescape(f"&{name};"))
