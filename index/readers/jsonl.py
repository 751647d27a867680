"""How do JSON lines become pages? One object a line: an id, a title, a text, and fields that are taken as given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from index.errors import ReadError, Skipped
from index.page import Format, RawPage
from index.readers.clips import with_address
from index.readers.decode import MAX_BYTES, decode
from index.readers.lenient import loads
from index.readers.text import lines_of
from index.reasons import SkipCode, SkipReason

ID_NAMES = ("id", "_id", "docid", "doc_id")
TEXT_NAMES = ("text", "body", "content", "contents")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_jsonl(lines: Iterable[bytes], path: str, first_line: int = 1) -> Iterator[RawPage | Skipped]:
    """One page a line, lazily; a malformed line becomes a Skipped with its number, counted from `first_line`.

    `lines` may be an open binary file, so that a file of any size is read in constant memory. Blank lines are passed
    over.
    """
    for number, line in enumerate(lines, first_line):
        raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if raw.isspace() or not raw:
            continue
        try:
            yield page_of(object_of(raw), path, str(number))
        except ReadError as error:
            yield Skipped(path, error.reason, number)


def page_of(record: Mapping[str, Any], path: str, number: str) -> RawPage:
    """The page of one object; `number` is its key where it has no id. ReadError where it holds no text."""
    given = dict(record)
    nested = given.pop("metadata", None)
    if isinstance(nested, Mapping):  # BEIR keeps url and date there
        given = {**nested, **given}
    text = next((value for name in TEXT_NAMES if isinstance(value := given.pop(name, None), str)), None)
    if text is None:
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=TEXT_NAMES))
    key = next((str(value) for name in ID_NAMES if (value := given.pop(name, None)) not in (None, "")), number)
    clean = given.pop("clean", False) is True
    given, places = with_address(given, "field")
    return RawPage(path, key, Format.JSONL, lines_of(text), given=given, places=places, clean=clean)


def object_of(raw: bytes) -> Mapping[str, Any]:
    """The object that JSON is. Raises `ReadError`."""
    if len(raw) > MAX_BYTES:
        raise ReadError(SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=MAX_BYTES / 1e6))
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        value = _leniently(raw, error)
    if not isinstance(value, dict):
        raise ReadError(SkipReason(SkipCode.NOT_AN_OBJECT))
    return value


def _leniently(raw: bytes, first: orjson.JSONDecodeError) -> Any:
    """What orjson refuses and people have nevertheless: bytes that are not UTF-8, and see `lenient`."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(raw).text
    try:
        return loads(text)
    except ValueError:
        raise ReadError(SkipReason(SkipCode.NOT_JSON, problem=first.msg, column=first.colno)) from None
