"""Web archives (WARC): what servers answered, each answer with its address and the moment.

A compressed one has a gzip member for each record, so that one is read by its place in the file as it lies there. Where
one gzip is over all of them, places are counted in what it unpacks.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, NamedTuple
from zipfile import ZipExtFile

from index.errors import ReadError
from index.page import RawPage
from index.readers.decode import MAX_BYTES, Decoded, decode
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.readers.records.packed_body import is_known, unpacked_body
from index.readers.records.revisits import REVISIT, Bytes, Revisits
from index.readers.sniff import begins_as_html
from index.readers.text import read_text
from index.reasons import SkipCode, SkipReason, page_too_large

_STARTS = (b"WARC/0.", b"WARC/1.")
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_TEXT = "text/plain"
_HOLDING = frozenset(("response", "resource", "conversion"))
_DECODED = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
_PIECE = 1 << 20
_BETWEEN = 16  # bytes behind a record in which blank lines may stand: there are two
_FIRST_RECORD = 1 << 20  # bytes unpacked in which a second record is looked for
_LENGTH = re.compile(rb"^Content-Length:[ \t]{0,10}(\d{1,12})", re.I | re.M)
_NOTHING = Bytes(0, 0)


def _known(head: bytes, _path: str) -> bool:
    return head.startswith(_STARTS)


class _Found(NamedTuple):
    """A record that gives a page: its number, its bytes, and those of the answer that a revisit stands for."""

    number: int
    place: Bytes
    answer: Bytes


def divide(stream: IO[bytes], into: Division) -> None:
    """The records that hold a page. Its digest is of a record's bytes as they lie in the file, compressed or not."""
    found: list[_Found] = []
    revisits = Revisits()
    for number, (record, place, what) in enumerate(_records(stream, into), 1):
        if not what:
            found.append(_Found(number, place, _NOTHING))
            revisits.answered(record, number, place)
        elif what != REVISIT or not _may_go_back(stream):
            into.pass_over(what)
        elif not revisits.seen_again(record, _status(record), number, place):
            into.pass_over(REVISIT)
    if into.problem is not None and into.problem.code is SkipCode.WARC_IN_ONE:
        into.passed.clear()
        return
    for number, place, answer in revisits.resolved(into.passed):
        if answer.length <= into.longest:
            found.append(_Found(number, _with_blank_lines(stream, place), answer))
    for number, place, answer in sorted(found):
        if not into.add(number, *place, _digest(stream, (place, answer), into), rest=answer):
            return


def _may_go_back(stream: IO[bytes]) -> bool:
    """Whether an answer can be read again behind others: what is unpacked would be unpacked from its beginning."""
    return not isinstance(stream, gzip.GzipFile | ZipExtFile)


def _with_blank_lines(stream: IO[bytes], place: Bytes) -> Bytes:
    """The bytes of a record with the blank lines behind it, which part it from what follows; packed ones have them."""
    stream.seek(place.start + place.length)
    behind = stream.read(_BETWEEN)
    return Bytes(place.start, place.length + len(behind) - len(behind.lstrip(b"\r\n")))


def _digest(stream: IO[bytes], places: tuple[Bytes, ...], into: Division) -> int:
    hasher = into.hasher()
    for start, length in places:
        if length:
            stream.seek(start)
        left = length
        while piece := stream.read(min(left, _PIECE)):
            hasher.update(piece)
            left -= len(piece)
    return hasher.intdigest()


def _records(stream: IO[bytes], into: Division) -> Iterator[tuple[Any, Bytes, str]]:
    """The records: of each its header, where its bytes are, and what it is where it holds no page."""
    from warcio.archiveiterator import WARCIterator  # noqa: PLC0415  few archives have web archives

    archive = WARCIterator(_Unpacked(stream) if isinstance(stream, gzip.GzipFile) else stream)
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # the library writes what it doubts
                record = next(archive)
                what = _no_article(record)
                place = Bytes(archive.get_record_offset(), archive.get_record_length())
        except StopIteration:
            return
        except (OSError, ReadError):
            raise
        except Exception as error:
            into.problem = SkipReason(SkipCode.WARC_DAMAGED)
            if "non-chunked gzip" in str(error):
                into.problem = SkipReason(SkipCode.WARC_IN_ONE)
            return
        yield record, place, what


class _Unpacked:
    """What one gzip over all records unpacks; a bomb is refused, and an early end is told."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream, self.tell = stream, stream.tell

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read1(size)  # `read` would lose what it has when the end is missing
        except EOFError:
            raise zlib.error from None
        refuse_packed_bomb(self._stream, self.tell())
        return data


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

    records = WARCIterator(io.BytesIO(data))
    record = next(records)
    stated = record.rec_headers
    if record.rec_type == REVISIT:
        record = next(records)
    packed = ""
    if record.http_headers is not None:
        packed = str(record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if is_known(packed):
        record.http_headers.remove_header("Content-Encoding")  # what stands in it is then handed out as it is
    elif packed not in _DECODED:
        raise ReadError(SkipReason(SkipCode.ENCODING_UNKNOWN, encoding=packed[:20]))
    body = record.content_stream().read(MAX_BYTES + 1)
    if is_known(packed):
        body = unpacked_body(body, packed)
    if len(body) > MAX_BYTES:
        raise ReadError(page_too_large(len(body), MAX_BYTES))
    kind, _, parameters = _type(record).partition(";")
    decoded = decode(body, _charset(parameters))
    if not decoded.text.strip():
        raise ReadError(SkipReason(SkipCode.EMPTY))
    page = _decoded_page(decoded, place.path, digest_key(data), html=kind.strip().lower() in _HTML)
    address, saved = (str(stated.get_header(name) or "") for name in ("WARC-Target-URI", "WARC-Date"))
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


def _by_records(packed: bytes) -> bool:
    """Whether a gzip file has a member for each record, by its first bytes: the first member ends where the first
    record does."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        data = unpack.decompress(packed, _FIRST_RECORD)
    except zlib.error:
        return True
    head, _, _ = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return not length or not data[len(head) + 4 + int(length[1]) :].lstrip(b"\r\n").startswith(_STARTS)


WEB_ARCHIVE = Form("warc", 3, "record", _known, divide, _page, packed=_by_records, cleaned=True)
