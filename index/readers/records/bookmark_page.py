"""Bookmarks as a web page: what Pocket exports, and the form that all browsers and Pinboard have."""

from __future__ import annotations

import html
import re
from typing import IO

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.records.bookmark_fields import bookmark_of
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.reasons import SkipCode, SkipReason

_BEGINNING = re.compile(
    rb"\s{0,100}<!doctype\s{1,10}(?:netscape-bookmark-file-1|html>.{0,2000}?<title>Pocket Export</title>)",
    re.I | re.S,
)
_LINK = re.compile(rb"<a\s[^<>]{0,20000}>[^<]{0,5000}</a\s{0,5}>", re.I)
_FIELD = re.compile(r"""([a-z_]{1,30})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)')""", re.I)
_LONGEST = 25_100  # bytes of a link
_PIECE = 1 << 18
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def _known(head: bytes, _path: str) -> bool:
    return bool(_BEGINNING.match(head.removeprefix(_BYTE_ORDER_MARK)))


def divide(stream: IO[bytes], into: Division) -> None:
    """The links of the page, each an element."""
    buffer, first, number, ended = b"", 0, 0, False
    while not ended:
        piece = stream.read(_PIECE)
        ended = not piece
        buffer += piece
        refuse_packed_bomb(stream, first + len(buffer))
        at = 0
        for found in _LINK.finditer(buffer):
            number, at = number + 1, found.end()
            hasher = into.hasher()
            hasher.update(found[0])
            if not into.add(number, first + found.start(), len(found[0]), hasher.intdigest()):
                return
        keep = max(at, len(buffer) - _LONGEST)
        buffer, first = buffer[keep:], first + keep


def _page(data: bytes, place: RecordPlace) -> RawPage:
    beginning, _, title = data.decode("utf-8", "replace").rpartition("</")[0].partition(">")
    fields = {found[1].lower(): html.unescape(found[2] or found[3] or "") for found in _FIELD.finditer(beginning)}
    bookmark = bookmark_of({**fields, "title": html.unescape(title)})
    if bookmark is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=("href",)))
    return RawPage(place.path, digest_key(data), Format.HTML, (), clean=False, bookmark=bookmark)


BOOKMARK_PAGE = Form("bookmarks", 7, "bookmark", _known, divide, _page, bookmarks=True)
