"""Is this a format that is not read? One row a format: its name and how its bytes are known.

A reader for a format replaces its row, and what `web.reasons` says of it. Text formats are known by what only a
program writes: a news text may hold `From:` and `Date:` lines, commas, tags or braces, and is still a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from index.errors import ReadError
from index.readers import traces
from index.reasons import SkipCode, SkipReason


class Foreign(NamedTuple):
    """A format that is not read, by the name that programs know it by (`web.reasons` calls it otherwise).

    `starts` are beginnings of its bytes. `looks` says of the beginning of the decoded text whether it is the format.
    """

    name: str
    starts: tuple[bytes, ...] = ()
    looks: Callable[[str], bool] | None = None


FORMATS: tuple[Foreign, ...] = (
    Foreign("png", (b"\x89PNG",)),
    Foreign("jpeg", (b"\xff\xd8\xff",)),
    Foreign("gif", (b"GIF87a", b"GIF89a")),
    Foreign("zip", (b"PK\x03\x04",)),
    Foreign("program", (b"\x7fELF", b"MZ\x90")),
    Foreign("old_office", (b"\xd0\xcf\x11\xe0",)),
    Foreign("rar", (b"Rar!",)),
    Foreign("seven_zip", (b"7z\xbc\xaf",)),
    Foreign("xz", (b"\xfd7zXZ",)),
    Foreign("bzip2", (b"BZh",)),
    Foreign("zstandard", (b"\x28\xb5\x2f\xfd",)),
    Foreign("sqlite", (b"SQLite format 3",)),
    Foreign("ogg", (b"OggS",)),
    Foreign("mp3", (b"ID3",)),
    Foreign("web_font", (b"wOFF", b"wOF2")),
    Foreign("tiff", (b"II*\x00", b"MM\x00*")),
    Foreign("icon", (b"\x00\x00\x01\x00",)),
    Foreign("rtf", (b"{\\rtf",)),
    Foreign("postscript", (b"%!PS",)),
    Foreign("arc", (b"filedesc://",)),
    Foreign("http_answer", looks=traces.is_http),
    Foreign("vcard", (b"BEGIN:VCARD",)),
    Foreign("icalendar", (b"BEGIN:VCALENDAR",)),
    Foreign("site_map", looks=traces.is_sitemap),
    Foreign("xml", looks=traces.is_xml),
    Foreign("sql", looks=traces.is_sql),
    Foreign("source_code", looks=traces.is_source),
)
PROPERTY_LIST = Foreign("safari_archive")
"""A property list that holds no page: told by the reader of those that do."""
_FILM = Foreign("film")
_RIFF = Foreign("riff")
_PACKED_PAGE = Foreign("packed_page")
_PACKED = re.compile(rb"\s{0,20}(?:<!doctype[^>]{0,200}>\s{0,20})?<html[^>]{0,1000}?\sdata-sfz[\s=>]", re.I)


def foreign_bytes(data: bytes) -> SkipReason | None:
    """The reason to refuse a file by the first bytes of it, None where they are of no format that is not read."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    found = next((row for row in FORMATS if data.startswith(row.starts)), None) if data else None
    if found is not None:
        return _reason(found)
    if data[4:8] == b"ftyp":
        return _reason(_FILM)
    if data[:4] == b"RIFF":
        return _reason(_RIFF)
    if _PACKED.match(data):
        return _reason(_PACKED_PAGE)
    return None


def foreign_text(text: str) -> SkipReason | None:
    """The same by the decoded text of a whole file."""
    found = next((row for row in FORMATS if row.looks is not None and row.looks(text)), None)
    return _reason(found) if found is not None else None


def refuse_bytes(data: bytes) -> None:
    """ReadError where the bytes begin as those of a format that is not read."""
    if (reason := foreign_bytes(data)) is not None:
        raise ReadError(reason)


def refuse_text(text: str) -> None:
    """ReadError where the text is of a format that is not read."""
    if (reason := foreign_text(text)) is not None:
        raise ReadError(reason)


def _reason(row: Foreign) -> SkipReason:
    if row.looks is None:
        return SkipReason(SkipCode.LOOKS_BINARY, format=row.name)
    return SkipReason(SkipCode.LOOKS_FOREIGN, format=row.name)
