"""Which pages does a source hold? `read` takes bytes and a path and hands on pages as lines."""

from __future__ import annotations

import io
from collections.abc import Iterator

from index.errors import ReadError, Skipped
from index.page import Format, RawPage
from index.readers.decode import MAX_BYTES, decode, gunzip, gunzipped_head
from index.readers.foreign import foreign_bytes, refuse_bytes, refuse_text
from index.readers.jsonl import read_jsonl
from index.readers.sniff import COMPRESSION, SUFFIXES, begins_as_html, format_of, is_jsonl, page_key
from index.readers.text import PLAINLY, read_text
from index.reasons import SkipCode, SkipReason, page_too_large

__all__ = ["COMPRESSION", "MAX_BYTES", "PLAINLY", "SUFFIXES", "foreign_bytes", "markup_of", "page_key", "read"]

_MAX_LINES_BYTES = 2_000_000_000  # of decompressed JSON lines


def read(data: bytes, path: str, *, plain: bool = False) -> Iterator[RawPage | Skipped]:
    """The pages of a source, in order: one page, or for JSON lines a page or a Skipped for each line.

    `path` is the source's path relative to the indexed folder; the bytes decide the format, its suffix only where they
    leave it open. gzip is unpacked. With `plain`, Markdown becomes plain text, for one that takes too long otherwise.
    Raises ReadError (here or while iterating), and nothing else, for binary data and other formats that are not read, a
    page of more than `MAX_BYTES`, and an empty source.
    """
    if data[:2] == b"\x1f\x8b":
        refuse_bytes(gunzipped_head(data))
        lines = ".jsonl" in path or ".ndjson" in path
        data = gunzip(data, _MAX_LINES_BYTES if lines else MAX_BYTES, lines=lines)
    if is_jsonl(data, path):
        return read_jsonl(io.BytesIO(data), path)
    return iter((_page(data, path, plain=plain),))


def markup_of(data: bytes) -> str:
    """The characters of a page of HTML, as `read` has them; raises ReadError as that does."""
    return decode(gunzip(data) if data[:2] == b"\x1f\x8b" else data).text


def _page(data: bytes, path: str, *, plain: bool) -> RawPage:
    if len(data) > MAX_BYTES:
        refuse_bytes(data)
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
