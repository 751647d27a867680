"""Is this a format that is not read? One row a format: its name, how its bytes are known, and what to do about it.

A reader for a format replaces its row. Text formats are known by what only a program writes: a news text may hold
`From:` and `Date:` lines, commas, tags or braces, and is still a text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from index.errors import Code, ReadError, Reason
from index.readers import traces

_PAGES = "save the pages that it names as HTML or text"
_HTML = "save the page as HTML"
_OUT = "take the articles out as HTML or text"
_LINES = 'write one JSON object a line, with "id", "title" and "text", into a .jsonl file'


class Foreign(NamedTuple):
    """A format that is not read.

    `starts` are beginnings of its bytes. `looks` says of the beginning of the decoded text whether it is the format.
    """

    name: str
    advice: str
    starts: tuple[bytes, ...] = ()
    looks: Callable[[str], bool] | None = None


FORMATS: tuple[Foreign, ...] = (
    Foreign("a PNG image", "", (b"\x89PNG",)),
    Foreign("a JPEG image", "", (b"\xff\xd8\xff",)),
    Foreign("a GIF image", "", (b"GIF87a", b"GIF89a")),
    Foreign("a PDF document", "", (b"%PDF-",)),
    Foreign("a ZIP archive or an office document", "unpack it, or save it as text or HTML", (b"PK\x03\x04",)),
    Foreign("a program", "", (b"\x7fELF", b"MZ\x90")),
    Foreign("an old office document", "", (b"\xd0\xcf\x11\xe0",)),
    Foreign("a RAR archive", "unpack it", (b"Rar!",)),
    Foreign("a 7-Zip archive", "unpack it", (b"7z\xbc\xaf",)),
    Foreign("an XZ archive", "unpack it", (b"\xfd7zXZ",)),
    Foreign("a bzip2 archive", "unpack it", (b"BZh",)),
    Foreign("a Zstandard archive", "unpack it", (b"\x28\xb5\x2f\xfd",)),
    Foreign("an SQLite database", _OUT, (b"SQLite format 3",)),
    Foreign("an Ogg recording", "", (b"OggS",)),
    Foreign("an MP3 recording", "", (b"ID3",)),
    Foreign("a web font", "", (b"wOFF", b"wOF2")),
    Foreign("a TIFF image", "", (b"II*\x00", b"MM\x00*")),
    Foreign("an icon", "", (b"\x00\x00\x01\x00",)),
    Foreign("a web archive of Safari", _HTML, (b"bplist00",)),
    Foreign("a rich text document (RTF)", "save it as text or HTML", (b"{\\rtf",)),
    Foreign("a PostScript document", "", (b"%!PS",)),
    Foreign("a web archive (WARC)", _OUT, (b"WARC/0.", b"WARC/1.")),
    Foreign("a web archive (ARC)", _OUT, (b"filedesc://",)),
    Foreign("a saved web page in one file (MHTML)", _HTML, looks=traces.is_mhtml),
    Foreign("a mailbox", "save each mail as text or HTML", looks=traces.is_mailbox),
    Foreign("an e-mail", "save it as text or HTML", looks=traces.is_mail),
    Foreign("the answer of a web server with its header", _HTML, looks=traces.is_http),
    Foreign("an address card (vCard)", "", (b"BEGIN:VCARD",)),
    Foreign("a calendar (iCalendar)", "", (b"BEGIN:VCALENDAR",)),
    Foreign("a news feed (RSS or Atom)", _PAGES, looks=traces.is_feed),
    Foreign("a site map", _PAGES, looks=traces.is_sitemap),
    Foreign("an XML document", _OUT, looks=traces.is_xml),
    Foreign("a JSON document", _LINES, looks=traces.is_json),
    Foreign("a table (CSV or TSV)", _LINES, looks=traces.is_table),
    Foreign("a database dump (SQL)", _LINES, looks=traces.is_sql),
    Foreign("program source", "nothing, unless an article is in it: then save that as text", looks=traces.is_source),
)


def foreign_bytes(data: bytes) -> Reason | None:
    """The reason to refuse a file by the first bytes of it, None where they are of no format that is not read."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    found = next((row for row in FORMATS if data.startswith(row.starts)), None) if data else None
    if found is not None:
        return _reason(found)
    if data[4:8] == b"ftyp":
        return _reason(Foreign("a film or a HEIF image", ""))
    if data[:4] == b"RIFF":
        return _reason(Foreign("a WebP image, a WAV recording or an AVI film", ""))
    return None


def foreign_text(text: str) -> Reason | None:
    """The same by the decoded text of a whole file."""
    found = next((row for row in FORMATS if row.looks is not None and row.looks(text)), None)
    return _reason(found) if found is not None else None


def refuse_bytes(data: bytes) -> None:
    """ReadError where the bytes begin as those of a format that is not read."""
    if (reason := foreign_bytes(data)) is not None:
        raise ReadError(reason.text, reason.code, reason.special)


def refuse_text(text: str) -> None:
    """ReadError where the text is of a format that is not read."""
    if (reason := foreign_text(text)) is not None:
        raise ReadError(reason.text, reason.code, reason.special)


def _reason(row: Foreign) -> Reason:
    kind = "is not text: looks like" if row.looks is None else "is not read: looks like"
    return Reason(f"{kind} {row.name}", Code.NOT_UNDERSTOOD, row.advice)
