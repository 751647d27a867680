"""Bibliographies as lines of text: RIS and BibTeX (BibLaTeX). An entry is of a page where it has its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import IO, Any

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.decode import decode
from index.readers.records.bookmark_fields import bookmark_of
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.reasons import SkipCode, SkipReason

_RIS = re.compile(rb"\s{0,100}TY  ?- ?[A-Za-z]{2,10}\s{0,5}\r?\n(?:[A-Z][A-Z0-9]  ?-)")
_BIBTEX = re.compile(
    rb"(?:\s|%[^\n]{0,1000}\n|@(?:comment|preamble|string)\s{0,5}\{[^\n]{0,1000}\n){0,500}"
    rb"@[A-Za-z]{2,30}\s{0,5}\{[^{}=,\s]{0,200}\s{0,5},\s{0,100}[\w-]{1,30}\s{0,20}=",
    re.I,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEGINS_RIS = re.compile(rb"(?:\xef\xbb\xbf)?TY  ?-")
_ENDS_RIS = re.compile(rb"ER  ?-")
_BEGINS_BIBTEX = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}@([A-Za-z]{2,30})\s{0,5}\{")
_LINE = 1 << 20  # bytes of a line at most: of an abstract
_BRACE = re.compile(rb"\\.|[{}]", re.S)
_NO_ENTRIES = frozenset((b"comment", b"preamble", b"string"))
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_NAME = re.compile(r"[\s,]*([\w-]{1,60})\s*=\s*")
_BARE = re.compile(r"[^,\s}]*")
_URL = re.compile(r"https?://[^\s{}]+")
_ACCENT = re.compile(r"\{?\\([\"'`^~=.]|[cvuHkr](?=[\s{]))\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))\}?")
_COMBINING = dict(
    zip("\"'`^~=.cvuHkr", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a", strict=True)
)
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
}
_LETTER = re.compile(r"\{?\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i)(?![A-Za-z])(?:\{\}|\s)?\}?")
_COMMAND = re.compile(r"\\[A-Za-z]{1,30}\s?|\\(?=\W)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905


def _known(head: bytes, _path: str) -> bool:
    bare = head.removeprefix(_BYTE_ORDER_MARK)
    return bool(_RIS.match(bare) or _BIBTEX.match(bare))


def divide(stream: IO[bytes], into: Division) -> None:
    """The entries with an address, each from its first line to its last; others are counted."""
    number = place = begun = depth = size = 0
    entry: list[bytes] = []
    is_ris = kept = True
    for line in _lines(stream):
        tag = _BEGINS_BIBTEX.match(line)
        if _BEGINS_RIS.match(line) or (tag and (not entry or depth <= 1)):
            entry, begun, size, depth, is_ris = [], place, 0, 0, tag is None
            kept = tag is None or tag[1].lower() not in _NO_ENTRIES
        elif not entry:
            place += len(line)
            continue
        entry.append(line)
        place, size = place + len(line), size + len(line)
        if not is_ris:
            marks = [mark for mark in _BRACE.findall(line) if len(mark) == 1]
            depth += marks.count(b"{") - marks.count(b"}")
        if size > into.longest:
            entry = []
        elif _ENDS_RIS.match(line) if is_ris else depth <= 0:
            data, entry = b"".join(entry), []
            if kept and b"://" in data:
                number += 1
                hasher = into.hasher()
                hasher.update(data)
                if not into.add(number, begun, len(data), hasher.intdigest()):
                    return
            elif kept:
                into.pass_over("entry without an address")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    read = 0
    while line := stream.readline(_LINE):
        read += len(line)
        refuse_packed_bomb(stream, read)
        yield line


def _page(data: bytes, place: RecordPlace) -> RawPage:
    text = decode(data).text.lstrip("\ufeff")
    bookmark = bookmark_of(_of_bibtex(text) if text.lstrip().startswith("@") else _of_ris(text))
    if bookmark is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=("url",)))
    return RawPage(place.path, digest_key(data), Format.TEXT, (), clean=False, bookmark=bookmark)


def _of_ris(text: str) -> dict[str, Any]:
    """The fields of an entry of RIS by the names that bookmarks have."""
    said: dict[str, list[str]] = {}
    for line in text.splitlines():
        if (found := _TAG.match(line)) and found[2].strip():
            said.setdefault(found[1], []).append(found[2].strip())
    return {
        "url": next((value for name in ("UR", "L2", "LK") for value in said.get(name, ()) if _URL.match(value)), ""),
        "title": _first(said, "TI", "T1", "CT"),
        "author": [
            {"name": name} if ", " not in name else _turned(name) for name in said.get("AU") or said.get("A1") or ()
        ],
        "issued": _day(_first(said, "DA", "Y1", "PY")),
        "container-title": _first(said, "T2", "JO", "JF", "JA", "PB"),
        "accessed": _day(_first(said, "Y2")),
        "language": _first(said, "LA"),
    }


def _of_bibtex(text: str) -> dict[str, Any]:
    """The fields of an entry of BibTeX by the names that bookmarks have."""
    said = dict(_fields(text))
    plain = {name: _plain(value) for name, value in said.items()}
    year, month = plain.get("year", ""), plain.get("month", "").lower()
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else int(month) if month.isdecimal() else 0
    urls = (_URL.search(said.get(name, "").replace("\\", "")) for name in ("url", "howpublished", "note"))
    names = (name.strip() for name in re.split(r"\s+and\s+", said.get("author", "")) if name.strip())
    return {
        "url": next((found[0] for found in urls if found), ""),
        "title": plain.get("title", ""),
        "author": [{"name": _plain(name)} if name.startswith("{") else _turned(_plain(name)) for name in names],
        "issued": _day(plain.get("date", ""))
        or (f"{year}-{number:02d}" if year and 0 < number <= len(_MONTHS) else year),
        "container-title": next(
            (plain[name] for name in ("journaltitle", "journal", "publisher", "organization") if plain.get(name)), ""
        ),
        "accessed": _day(plain.get("urldate", "")),
        "language": plain.get("langid", "") or plain.get("language", ""),
    }


def _fields(entry: str) -> Iterator[tuple[str, str]]:
    """Name and value of the fields of an entry of BibTeX, values without the marks around them."""
    at = entry.find(",") + 1
    while at and (found := _NAME.match(entry, at)):
        start = found.end()
        if entry[start : start + 1] in ("{", '"'):
            end = _closing(entry, start)
            yield found[1].lower(), entry[start + 1 : end]
            at = end + 1
        else:
            bare = _BARE.match(entry, start)
            assert bare is not None
            yield found[1].lower(), bare[0]
            at = bare.end()


def _closing(text: str, start: int) -> int:
    """Where the value ends that begins with the brace or quotation mark at `start`."""
    depth, quoted = 0, text[start] == '"'
    at = start + quoted
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        if (char == '"' if quoted else True) and depth <= 0 and char in '"}':
            return at
        at += 1
    return len(text)


def _plain(value: str) -> str:
    """A value of BibTeX as people read it."""
    text = _ACCENT.sub(_accented, value)
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    return " ".join(_COMMAND.sub("", text).replace("{", "").replace("}", "").replace("~", " ").split())


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (found[2] or found[3]) + _COMBINING[found[1]])


def _turned(name: str) -> dict[str, str]:
    """A person of "Family, Given" or "Given Family"."""
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"name": name}


def _first(said: dict[str, list[str]], *names: str) -> str:
    return next((said[name][0] for name in names if name in said), "")


def _day(value: str) -> str:
    """A day as ISO has it, of "2023/05/04/" and the like."""
    parts = [part for part in value.split("/")[:3] if part.isdecimal()] if "/" in value else []
    return "-".join(part.zfill(2) for part in parts) if parts else value


CITATIONS = Form("citations", 9, "entry", _known, divide, _page, bookmarks=True)
