"""JSON lines: an object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from xxhash import xxh3_64, xxh3_64_intdigest

from index.errors import ReadError, Skipped
from index.page import RawPage
from index.readers.jsonl import read_jsonl
from index.readers.records.form import Division, Form, RecordPlace, refuse_packed_bomb
from index.readers.sniff import is_jsonl
from index.reasons import SkipCode, SkipReason

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BETWEEN_LOOKS = 1_000_000  # bytes unpacked between looks at how many packed ones they came from


def page_of_line(line: bytes, place: RecordPlace) -> RawPage:
    """The page of one line. Where it has no id its digest names it, so that its name does not hang on its place."""
    digest = xxh3_64_intdigest(line)
    for page in read_jsonl([line.removeprefix(_BYTE_ORDER_MARK)], place.path, first_line=digest):
        if isinstance(page, Skipped):
            raise ReadError(page.why)
        return page
    raise ReadError(SkipReason(SkipCode.EMPTY))


def divide(stream: IO[bytes], into: Division) -> None:
    """The lines that are not blank. One of more than the most bytes is passed piece by piece, so that it takes no
    memory."""
    for number, (start, size, digest) in enumerate(_lines(stream, into.longest, into.seed), 1):
        if size and not into.add(number, start, size, digest):
            break


def _lines(stream: IO[bytes], longest: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """(start, length, digest) of every line; the length is 0 where the line is blank."""
    start = looked = 0
    while line := stream.readline(longest + 2):
        size = len(line)
        if start + size - looked > _BETWEEN_LOOKS:
            looked = start + size
            refuse_packed_bomb(stream, looked)
        if size > longest and not line.endswith(b"\n"):
            hashed = xxh3_64(line, seed)
            while piece := stream.readline(1 << 20):
                hashed.update(piece)
                size += len(piece)
                refuse_packed_bomb(stream, start + size)
                if piece.endswith(b"\n"):
                    break
            yield start, size, hashed.intdigest()
        else:
            bare = line.rstrip(b"\r\n")
            yield start, len(bare) if not bare.isspace() else 0, xxh3_64_intdigest(bare, seed)
        start += size


JSON_LINES = Form("jsonl", 1, "line", is_jsonl, divide, page_of_line)
