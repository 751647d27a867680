"""Which pages does a source hold? `read` takes bytes and a path and hands on pages as lines."""

from __future__ import annotations

import io
from collections.abc import Iterator

from index.errors import ReadError, Skipped
from index.page import Format, RawPage
from index.readers.decode import MAX_BYTES, MAX_FILE_BYTES, decode, gunzip, gunzipped_head, unpacked
from index.readers.embedded_files import without_files
from index.readers.foreign import foreign_bytes, refuse_bytes, refuse_text
from index.readers.jsonl import read_jsonl
from index.readers.sniff import COMPRESSION, SUFFIXES, begins_as_html, format_of, message_format, page_key
from index.readers.text import PLAINLY, read_text
from index.reasons import SkipCode, SkipReason, page_too_large

__all__ = [
    "COMPRESSION",
    "HEAD_BYTES",
    "MAX_BYTES",
    "MAX_FILE_BYTES",
    "PLAINLY",
    "SUFFIXES",
    "foreign_bytes",
    "markup_of",
    "page_key",
    "read",
]

HEAD_BYTES = 1 << 16
"""Bytes of a file, unpacked, by which its format is known."""
_PDF, _FAR = b"%PDF-", 1024  # where a PDF begins: Acrobat looks for it in so many bytes
_ZIP = b"PK\x03\x04"
_PROPERTY_LIST = b"bplist00"
_MAX_RECORDS_BYTES = 2_000_000_000  # of a decompressed file of several articles


def read(data: bytes, path: str, *, plain: bool = False) -> Iterator[RawPage | Skipped]:
    """The pages of a source, in order: one page, or a page or a Skipped for each record of a source of several.

    `path` is the source's path relative to the indexed folder; the bytes decide the format, its suffix only where they
    leave it open. gzip is unpacked. With `plain`, Markdown becomes plain text, for one that takes too long otherwise.
    Raises ReadError (here or while iterating), and nothing else, for binary data and other formats that are not read, a
    page of more than `MAX_BYTES`, and an empty source.
    """
    from index.readers.records import form_named, form_of, is_packed, pages_in  # noqa: PLC0415  rests on what stands beside it

    packed = data[:2] == b"\x1f\x8b"
    head = gunzipped_head(data, HEAD_BYTES) if packed else data[:HEAD_BYTES]
    name = form_of(head, path)
    if packed and not (name and is_packed(form_named(name), data[:HEAD_BYTES])):
        if not head.startswith(_ZIP):
            refuse_bytes(head)
        data = gunzip(data, _MAX_RECORDS_BYTES if name else MAX_FILE_BYTES, lines=bool(name))
    if name == Format.JSONL:
        return read_jsonl(io.BytesIO(data), path)
    return pages_in(io.BytesIO(data), path, name) if name else iter((_page(data, path, plain=plain),))


def markup_of(data: bytes) -> str:
    """The characters of a page of HTML, as `read` has them; raises ReadError as that does."""
    return decode(_bare(unpacked(data))).text


def _bare(data: bytes) -> bytes:
    """The bytes without the files inside them, where they are HTML."""
    return without_files(data) if begins_as_html(data[:HEAD_BYTES].decode("latin-1")) else data


def _document(data: bytes, path: str) -> RawPage | None:
    """The page of a binary file: a document to be printed, a page that Safari saved; None where it is none."""
    if _PDF in data[:_FAR]:
        from index.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, path, page_key(path))
    if data[:4] == _ZIP:
        from index.readers.docx import is_docx, read_docx  # noqa: PLC0415

        return read_docx(data, path, page_key(path)) if is_docx(data) else None
    if data[: len(_PROPERTY_LIST)] == _PROPERTY_LIST:
        from index.readers.safari_archive import read_safari_archive  # noqa: PLC0415

        return read_safari_archive(data, path, page_key(path))
    return None


def _message(data: bytes, path: str) -> RawPage | None:
    """The page of a file that is a MIME message; None where it is none."""
    match message_format(data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").decode("latin-1"), path):
        case Format.MHTML:
            from index.readers.mhtml import read_mhtml  # noqa: PLC0415

            return read_mhtml(data, path, page_key(path))
        case Format.EMAIL:
            from index.readers.mail import read_mail  # noqa: PLC0415

            return read_mail(data, path, page_key(path))
    return None


def _page(data: bytes, path: str, *, plain: bool) -> RawPage:
    if (page := _document(data, path)) is not None:
        return page
    refuse_bytes(data)
    if (page := _message(data, path)) is not None:
        return page
    data = _bare(data)
    if len(data) > MAX_BYTES:
        raise ReadError(page_too_large(len(data), MAX_BYTES))
    decoded = decode(data)
    if not decoded.text.strip():
        raise ReadError(SkipReason(SkipCode.EMPTY))
    if not begins_as_html(decoded.text):
        refuse_text(decoded.text)
    key = page_key(path)
    match format_of(decoded.text, path):
        case Format.HTML:
            from index.readers.html import read_html  # noqa: PLC0415  parsers take 0.1 s to load: when there is need

            return read_html(decoded.text, path, key, decoded.repairs)
        case Format.MARKDOWN:
            from index.readers.markdown import read_markdown  # noqa: PLC0415

            return read_markdown(decoded.text, path, key, decoded.repairs, plain=plain)
        case _:
            return read_text(decoded.text, path, key, decoded.repairs)
