"""How is a page read that Safari saved (.webarchive)? A property list of the page and of the files that it needs.

The list is binary; `plistlib` opens nothing and shares what is named twice, so that a small file stays small.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from index.errors import ReadError
from index.page import Format, Head, RawPage
from index.readers.decode import MAX_BYTES, decode
from index.readers.embedded_files import without_files
from index.readers.foreign import PROPERTY_LIST
from index.readers.html import read_html
from index.readers.saved import is_page
from index.readers.text import read_text
from index.reasons import SkipCode, SkipReason, page_too_large

_MAIN, _OTHERS = "WebMainResource", "WebSubresources"
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_MOST = 2_000  # files of one page


class SafariFile(NamedTuple):
    """A file of a saved page: its content type, its address, the character set that the server named, its bytes."""

    kind: str
    location: str
    charset: str
    data: bytes


def read_safari_archive(data: bytes, path: str, key: str) -> RawPage:
    """The page, with the address that it was saved from. ReadError for another property list and a damaged one."""
    main = _file(_list(data).get(_MAIN))
    if main is None or (main.kind not in _HTML and main.kind != "text/plain"):
        raise ReadError(SkipReason(SkipCode.LOOKS_BINARY, format=PROPERTY_LIST.name))
    content = without_files(main.data) if main.kind in _HTML else main.data
    if len(content) > MAX_BYTES:
        raise ReadError(page_too_large(len(content), MAX_BYTES))
    decoded = decode(content, main.charset)
    if not decoded.text.strip():
        raise ReadError(SkipReason(SkipCode.EMPTY))
    address = main.location if is_page(main.location) else ""
    if main.kind not in _HTML:
        page = read_text(decoded.text, path, key, decoded.repairs)
        return replace(page, format=Format.SAFARI, head=Head(saved_from=address, saver="header"))
    page = read_html(decoded.text, path, key, decoded.repairs)
    assert page.head is not None
    head = replace(page.head, saved_from=address or page.head.saved_from, saver="header")
    return replace(page, format=Format.SAFARI, head=head)


def files_of(data: bytes) -> tuple[str, list[SafariFile]]:
    """The address of the page and the files that it needs. ReadError where it is damaged."""
    archive = _list(data)
    main = _file(archive.get(_MAIN))
    return main.location if main is not None else "", list(_files(archive.get(_OTHERS)))


def _files(value: Any) -> Iterator[SafariFile]:
    for one in value[:_MOST] if isinstance(value, list) else ():
        if (file := _file(one)) is not None:
            yield file


def _file(value: Any) -> SafariFile | None:
    if not isinstance(value, Mapping) or not isinstance(data := value.get("WebResourceData"), bytes):
        return None
    names = ("WebResourceMIMEType", "WebResourceURL", "WebResourceTextEncodingName")
    kind, location, charset = (text if isinstance(text := value.get(name), str) else "" for name in names)
    return SafariFile(kind.lower(), location.encode("utf-8", "replace").decode(), charset, data)


def _list(data: bytes) -> Mapping[str, Any]:
    try:
        value = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception:  # the library promises one kind of error and has many for odd bytes
        raise ReadError(SkipReason(SkipCode.DAMAGED, document="web archive of Safari")) from None
    if not isinstance(value, Mapping):
        raise ReadError(SkipReason(SkipCode.LOOKS_BINARY, format=PROPERTY_LIST.name))
    return value
