"""Tables (CSV, TSV): an article a row, its fields by the names of the heading."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.decode import MAX_BYTES, decode, utf16_of
from index.readers.records.column_names import fields_of
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.readers.records.stated import page_of_fields
from index.readers.sniff import COMPRESSION
from index.readers.traces import is_table
from index.reasons import SkipCode, SkipReason

_MARKS = ",;\t|"
_SUFFIXES = frozenset((".csv", ".tsv", ".tab"))
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_LONGEST_NAME, _LONGEST_HEADING, _MOST_COLUMNS = 60, 60_000, 1_000
_MOST_NAMED = 12
_BEGINNING = 32_768  # bytes by which UTF-16 is known
_BETWEEN_LOOKS = 1_000_000  # bytes unpacked between looks at how many packed ones they came from

csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES + 1))  # an article may be longer than what is usual


def _known(head: bytes, path: str) -> bool:
    name = PurePosixPath(path.lower())
    suffix = PurePosixPath(name.stem).suffix if name.suffix in COMPRESSION else name.suffix
    if charset := utf16_of(head):
        head = head.decode(charset, "replace").removeprefix("\ufeff").encode()
    first = head.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n").partition(b"\n")[0]
    if suffix in _SUFFIXES and len(_heading(first)[0]) >= 2:
        return True
    if not any(first.count(mark.encode()) >= 2 for mark in _MARKS):
        return False
    # A character set matters to none of the marks.
    return is_table(head.decode("latin-1").lstrip("\xef\xbb\xbf").replace("\r\n", "\n"))


def _heading(line: bytes) -> tuple[tuple[str, ...], str]:
    """The names of the columns in small letters, and the mark between them; no names where the line is no heading."""
    if len(line) > _LONGEST_HEADING or b"\0" in line:
        return (), ""
    try:
        rows = {mark: next(csv.reader([_text_of(line)], delimiter=mark), []) for mark in _MARKS}
    except csv.Error:
        return (), ""
    mark = max(_MARKS, key=lambda mark: (len(rows[mark]), -_MARKS.index(mark)))
    names = tuple(_BETWEEN_WORDS.sub("_", name.strip().lower()) for name in rows[mark])
    plain = len(set(names)) == len(names) <= _MOST_COLUMNS and all(0 < len(name) <= _LONGEST_NAME for name in names)
    return (names, mark) if plain else ((), mark)


def _text_of(line: bytes) -> str:
    """A heading as text: umlauts that are no UTF-8 are those of Windows."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("windows-1252", "replace")


def divide(stream: IO[bytes], into: Division) -> None:
    """The rows below the heading. A row may go over several lines, within quotes."""
    charset = utf16_of(stream.read(_BEGINNING))
    stream.seek(0)
    lines = _CountedLines(stream, charset)
    heading = next(lines.raw(), b"")
    names, mark = _heading(_as_utf8(heading, charset).removeprefix(_BYTE_ORDER_MARK))
    held = fields_of(names)
    if "text" not in held and not {"title", "url"} <= held:
        into.problem = SkipReason(SkipCode.TABLE_WITHOUT_HEADING)
        if names:
            into.problem = SkipReason(SkipCode.TABLE_WITHOUT_TEXT, columns=names[:_MOST_NAMED])
        return
    into.preamble = json.dumps([names, mark, charset]).encode()
    rows = csv.reader((line.decode(charset or "latin-1", "replace") for line in lines.raw()), delimiter=mark)
    number = 0
    while True:
        start = lines.place
        lines.taken.clear()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            into.problem = SkipReason(SkipCode.TABLE_DAMAGED)
            return
        if lines.ended:  # more was asked for: a quotation mark took in all rows from here on
            into.problem = SkipReason(SkipCode.TABLE_DAMAGED)
            return
        if any(row):
            number += 1
            hasher = into.hasher()
            for line in lines.taken:
                hasher.update(line)
            if not into.add(number, start, lines.place - start, hasher.intdigest()):
                return


class _CountedLines:
    """The lines of a stream: those `taken` since somebody cleared them, the `place` behind the last of them,
    and whether more were asked for than there are."""

    def __init__(self, stream: IO[bytes], charset: str) -> None:
        self._stream, self._charset = stream, charset
        self._looked = self.place = 0
        self.ended = False
        self.taken: list[bytes] = []

    def raw(self) -> Iterator[bytes]:
        """The lines from here on, as bytes; one that is longer than any article in pieces."""
        while line := self._wide_line() if self._charset else self._stream.readline(MAX_BYTES):
            self.place += len(line)
            if self.place - self._looked > _BETWEEN_LOOKS:
                self._looked = self.place
                refuse_packed_bomb(self._stream, self.place)
            self.taken.append(line)
            yield line
        self.ended = True

    def _wide_line(self) -> bytes:
        """A line of UTF-16: the byte of a line's end may be half of another character."""
        line, little = b"", self._charset.endswith("le")
        while len(line) < MAX_BYTES and (piece := self._stream.readline(MAX_BYTES)):
            line += piece
            if len(line) % 2:
                line += self._stream.read(1)
            if line.endswith(b"\n\0" if little else b"\0\n"):
                break
        return line


def _as_utf8(data: bytes, charset: str) -> bytes:
    return data.decode(charset, "replace").encode() if charset else data


def _page(data: bytes, place: RecordPlace) -> RawPage:
    names, mark, charset = json.loads(place.preamble)
    try:
        (row,) = (
            row
            for row in csv.reader(decode(_as_utf8(data, charset)).text.splitlines(keepends=True), delimiter=mark)
            if row
        )
    except (csv.Error, ValueError):
        raise ReadError(SkipReason(SkipCode.TABLE_DAMAGED)) from None
    if any(row[len(names) :]):
        raise ReadError(SkipReason(SkipCode.ROW_TOO_LONG, fields=len(row), columns=len(names)))
    return page_of_fields(dict(zip(names, row, strict=False)), place.path, digest_key(data), Format.CSV)


CSV_TABLE = Form("csv", 4, "row", _known, divide, _page, bookmarks=True)
