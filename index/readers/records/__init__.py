"""Which files hold several articles? One row a format: `FORMS`. A record is read alone, by its place in its file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import IO
from zipfile import BadZipFile

from index.errors import ReadError, Skipped
from index.page import RawPage
from index.readers.decode import MAX_BYTES
from index.readers.records.bibliography import BIBLIOGRAPHY
from index.readers.records.bookmark_page import BOOKMARK_PAGE
from index.readers.records.citations import CITATIONS
from index.readers.records.csv_table import CSV_TABLE
from index.readers.records.feed import FEED
from index.readers.records.form import Division, Form, RecordPlace, digest_key, is_packed, record_bytes
from index.readers.records.json_lines import JSON_LINES
from index.readers.records.json_list import JSON_LIST
from index.readers.records.mailbox import MAILBOX
from index.readers.records.web_archive import WEB_ARCHIVE
from index.reasons import SkipCode, SkipReason

__all__ = [
    "BOOKMARK",
    "FORMS",
    "Division",
    "Form",
    "RecordPlace",
    "divided",
    "form_named",
    "form_numbered",
    "form_of",
    "is_packed",
    "pages_in",
    "record_bytes",
    "record_key",
    "record_too_long",
    "unit_of",
]

FORMS: tuple[Form, ...] = (
    *(JSON_LIST, JSON_LINES, MAILBOX, WEB_ARCHIVE, CSV_TABLE, BIBLIOGRAPHY, CITATIONS, FEED, BOOKMARK_PAGE),
)
"""Asked in this order which of them a file is of."""
BOOKMARK = SkipReason(SkipCode.BOOKMARK)
"""Why a record is no article that says something of another page."""
_NAMED = {form.name: form for form in FORMS}
_UNITS = {form.number: form.unit for form in FORMS}


def form_of(head: bytes, path: str) -> str:
    """The name of the format of a file by its first bytes, unpacked where they are gzip; "" where it is one page."""
    return next((form.name for form in FORMS if form.known(head, path)), "")


def form_numbered(number: int) -> str:
    """The name of the format that a manifest knows by this number."""
    return next(form.name for form in FORMS if form.number == number)


def unit_of(number: int) -> str:
    """What people call a record of the format of this number; "line" for 0, which has none."""
    return _UNITS.get(number, "line")


def form_named(name: str) -> Form:
    """The format of this name."""
    return _NAMED[name]


def divided(stream: IO[bytes], name: str, longest: int, seed: int = 0) -> tuple[Division, tuple[SkipReason, ...]]:
    """The records of a file's bytes, and what is to be said of the file: why it could not be read to its end, what in
    it is no article. Raises `OSError`, and `ReadError` for a gzip bomb."""
    into = Division(longest, seed)
    try:
        form_named(name).divide(stream, into)
    except (zlib.error, EOFError, gzip.BadGzipFile, BadZipFile):
        into.problem = SkipReason(SkipCode.LINES_DAMAGED)
    notes = [into.problem] if into.problem else []
    if into.passed:
        told = tuple(f"{what}: {count:,}" for what, count in sorted(into.passed.items()))
        notes.append(SkipReason(SkipCode.NO_ARTICLES_IN, count=into.passed.total(), told=told))
    return into, tuple(notes)


def pages_in(stream: IO[bytes], path: str, name: str) -> Iterator[RawPage | Skipped]:
    """The pages of a file's bytes, in order, or why a record gives none; at the end what is to be said of the file.

    Raises `OSError`, and `ReadError` for a gzip bomb.
    """
    form = form_named(name)
    into, notes = divided(stream, name, MAX_BYTES)
    _, numbers, starts, lengths, rests = into.arrays()
    place = RecordPlace(path, into.preamble)
    for number, start, length, rest in zip(numbers.tolist(), starts.tolist(), lengths.tolist(), rests, strict=True):
        try:
            if length > MAX_BYTES:
                raise ReadError(record_too_long(MAX_BYTES))
            page = form.page(record_bytes(stream, start, length, rest), place)
            yield Skipped(path, BOOKMARK, number, form.unit) if page.bookmark else page
        except ReadError as error:
            yield Skipped(path, error.reason, number, form.unit)
    for note in notes:
        yield Skipped(path, note)


def record_too_long(limit: int) -> SkipReason:
    """That a record has more bytes than a page may have."""
    return SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=limit / 1e6)


def record_key(name: str, data: bytes, place: RecordPlace) -> str:
    """The key of a record, "" where it holds no page; pages are not read where the bytes tell it."""
    form = form_named(name)
    if form.cleaned:
        return digest_key(data)
    try:
        return form.page(data, place).key
    except ReadError:
        return ""
