"""How does a web page that was saved as one MIME message become a page? (.mht, .mhtml)"""

from __future__ import annotations

from dataclasses import replace
from email.message import Message

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.embedded_files import without_files
from index.readers.html import read_html
from index.readers.mime import MimePart, field, parameter, parsed, parts
from index.readers.saved import is_page
from index.reasons import SkipCode, SkipReason


def read_mhtml(data: bytes, path: str, key: str) -> RawPage:
    """The page of the root part: the one that the header names, else the first of HTML. ReadError where there is none.

    Where the page's address was when it was saved, and when that was, is what the header says.
    """
    message = parsed(data)
    places = [field(message, "Snapshot-Content-Location"), field(message, "Content-Location")]
    root = _root(message, places[0] or places[1])
    decoded = root.text(without_files(root.content()))
    page = read_html(decoded.text, path, key, decoded.repairs)
    assert page.head is not None
    head = replace(
        page.head,
        title=page.head.title or field(message, "Subject"),
        saved_from=next(filter(is_page, (*places, root.location)), page.head.saved_from),
        saved=field(message, "Date") or page.head.saved,
        saver="header",
    )
    return replace(page, format=Format.MHTML, head=head)


def _root(message: Message, location: str) -> MimePart:
    pages = [part for part in parts(message) if part.is_markup]
    start = parameter(message, "start").strip("<>")
    named = (part for part in pages if start and part.identity == start)
    there = (part for part in pages if location and part.location == location)
    root = next(named, next(there, next(iter(pages), None)))
    if root is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT_PART))
    return root
