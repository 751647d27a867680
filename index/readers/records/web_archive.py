"""Web archives (WARC): what servers answered, each answer with its address and the moment.

A compressed one has a gzip member for each record, so that one is read by its place in the file as it lies there.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, NamedTuple

from index.errors import ReadError
from index.page import RawPage
from index.readers.decode import MAX_BYTES, Decoded, decode
from index.readers.records.form import Division, Form, RecordPlace, digest_key
from index.readers.sniff import begins_as_html
from index.readers.text import read_text
from index.reasons import SkipCode, SkipReason, page_too_large

_STARTS = (b"WARC/0.", b"WARC/1.")
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_TEXT = "text/plain"
_HOLDING = frozenset(("response", "resource", "conversion"))
_DECODED = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
_PIECE = 1 << 20


class _Extent(NamedTuple):
    """Where a record's bytes are, and what it is where it is no article."""

    start: int
    length: int
    what: str


def _known(head: bytes, _path: str) -> bool:
    return head.startswith(_STARTS)


def divide(stream: IO[bytes], into: Division) -> None:
    """The records that hold a page. Its digest is of a record's bytes as they lie in the file, compressed or not."""
    found = []
    number = 0
    for number, extent in enumerate(_extents(stream, into), 1):
        if extent.what:
            into.pass_over(extent.what)
        else:
            found.append((number, extent))
    if into.problem is not None and into.problem.code is SkipCode.WARC_IN_ONE:
        into.passed.clear()
        return
    for number, extent in found:
        if not into.add(number, extent.start, extent.length, _digest(stream, extent, into)):
            return


def _digest(stream: IO[bytes], extent: _Extent, into: Division) -> int:
    hasher = into.hasher()
    stream.seek(extent.start)
    left = extent.length
    while piece := stream.read(min(left, _PIECE)):
        hasher.update(piece)
        left -= len(piece)
    return hasher.intdigest()


def _extents(stream: IO[bytes], into: Division) -> Iterator[_Extent]:
    from warcio.archiveiterator import WARCIterator  # noqa: PLC0415  few archives have web archives

    archive = WARCIterator(stream)
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # the library writes what it doubts
                record = next(archive)
                what = _no_article(record)
                start, length = archive.get_record_offset(), archive.get_record_length()
        except StopIteration:
            return
        except OSError:
            raise
        except Exception as error:
            into.problem = SkipReason(SkipCode.WARC_DAMAGED)
            if "non-chunked gzip" in str(error):
                into.problem = SkipReason(SkipCode.WARC_IN_ONE)
            return
        yield _Extent(start, length, what)


def _no_article(record: Any) -> str:
    """What a record is that holds no page, "" for one that does."""
    if record.rec_type not in _HOLDING:
        return f"{record.rec_type}"
    status = _status(record)
    if status and not status.startswith("2"):
        return f"status {status}"
    kind = _kind(record)
    return "" if kind in _HTML or kind == _TEXT else kind or "of no known type"


def _status(record: Any) -> str:
    return str(record.http_headers.get_statuscode() or "?") if record.http_headers is not None else ""


def _type(record: Any) -> str:
    """The media type with its parameters, as the server or the archive names it."""
    if record.http_headers is not None:
        return str(record.http_headers.get_header("Content-Type") or "")
    return str(record.content_type or "")


def _kind(record: Any) -> str:
    return _type(record).partition(";")[0].strip().lower()


def _page(data: bytes, place: RecordPlace) -> RawPage:
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            return _page_of(data, place)
    except ReadError:
        raise
    except Exception:
        raise ReadError(SkipReason(SkipCode.WARC_DAMAGED)) from None


def _page_of(data: bytes, place: RecordPlace) -> RawPage:
    from warcio.archiveiterator import WARCIterator  # noqa: PLC0415

    record = next(WARCIterator(io.BytesIO(data)))
    packed = ""
    if record.http_headers is not None:
        packed = str(record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if packed not in _DECODED:
        raise ReadError(SkipReason(SkipCode.ENCODING_UNKNOWN, encoding=packed[:20]))
    body = record.content_stream().read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ReadError(page_too_large(len(body), MAX_BYTES))
    kind, _, parameters = _type(record).partition(";")
    decoded = decode(body, _charset(parameters))
    if not decoded.text.strip():
        raise ReadError(SkipReason(SkipCode.EMPTY))
    page = _decoded_page(decoded, place.path, digest_key(data), html=kind.strip().lower() in _HTML)
    address, saved = (str(record.rec_headers.get_header(name) or "") for name in ("WARC-Target-URI", "WARC-Date"))
    if page.head is not None:  # what the page says of its address itself is believed before
        return replace(page, head=replace(page.head, saved_from=address, saved=saved))
    return replace(page, given={"url": address, "saved": saved})


def _decoded_page(decoded: Decoded, path: str, key: str, *, html: bool) -> RawPage:
    from index.readers.html import read_html  # noqa: PLC0415  parsers take 0.1 s to load: when there is need

    if html or begins_as_html(decoded.text):
        return read_html(decoded.text, path, key, decoded.repairs)
    return read_text(decoded.text, path, key, decoded.repairs)


def _charset(parameters: str) -> str:
    named = (part.partition("=") for part in parameters.split(";"))
    return next((value.strip(" \"'") for name, _, value in named if name.strip().lower() == "charset"), "")


WEB_ARCHIVE = Form("warc", 3, "record", _known, divide, _page, packed=True, cleaned=True)
