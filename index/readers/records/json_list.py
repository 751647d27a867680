"""JSON files: a list of objects, an article each; exports of programs that keep pages; one object that is an article.

What has an address and no text is a bookmark: exports of Karakeep and in CSL hold hardly anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO, Any

from index.page import Format, RawPage
from index.readers.jsonl import object_of
from index.readers.records.bookmark_fields import moment_of
from index.readers.records.form import Division, Form, RecordPlace, digest_key, refuse_packed_bomb
from index.readers.records.stated import page_of_fields
from index.readers.sniff import COMPRESSION
from index.readers.traces import is_json
from index.reasons import SkipCode, SkipReason

_LISTS = frozenset(
    ("articles", "bookmarks", "documents", "entries", "items", "links", "posts", "records", "results", "stories")
)
"""Members of one object over a whole file that hold its articles."""
_LIST = re.compile(rb"\[\s{0,100}\{\s{0,100}\"[^\"\\\n]{1,100}\"\s{0,10}:")
_OBJECT = re.compile(rb"\{\s{0,100}\"[^\"\\\n]{1,100}\"\s{0,10}:")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]|[\w.+-]+|"', re.S)
_WHOLE = (b'"', b"{", b"}", b"[", b"]")  # ends of tokens that cannot go on
_PIECE = 1 << 18
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HTML_NAMES = ("content_html", "htmlContent", "html", "content_text", "text")
_OF_WALLABAG = frozenset(("id", "title", "url", "content", "language", "published_at"))


def _known(head: bytes, path: str) -> bool:
    bare = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    name = PurePosixPath(path.lower())
    suffix = PurePosixPath(name.stem).suffix if name.suffix in COMPRESSION else name.suffix
    if suffix in (".jsonl", ".ndjson"):
        return False
    if _LIST.match(bare):
        return True
    if not _OBJECT.match(bare):
        return False
    first, _, rest = bare.partition(b"\n")
    if first.rstrip().endswith(b"}") and (suffix != ".json" or rest.lstrip().startswith(b"{")):
        return False  # JSON lines
    return suffix == ".json" or is_json(bare.decode("utf-8", "replace"))


def divide(stream: IO[bytes], into: Division) -> None:
    """The members of the list, or of the lists in an object over the whole file that are called as `_LISTS` says; an
    object without any is a record itself."""
    nesting = _Nesting()
    buffer, first, at = b"", 0, 0  # bytes that are kept, the place of the first of them, and up to where they are read
    number, ended = 0, False
    while not ended:
        piece = stream.read(_PIECE)
        ended = not piece
        buffer += piece
        refuse_packed_bomb(stream, first + len(buffer))
        for found in _TOKEN.finditer(buffer, at):
            token = found[0]
            if token == b'"' or (not ended and found.end() == len(buffer) and token[-1:] not in _WHOLE):
                break  # cut by the end of the piece
            at = found.end()
            if (begun := nesting.take(token, first + found.start())) is not None:
                number += 1
                record = buffer[begun - first : at]
                hasher = into.hasher()
                hasher.update(record)
                if not into.add(number, begun, len(record), hasher.intdigest()):
                    return
        else:
            at = len(buffer)
        keep = at if nesting.begun < 0 else nesting.begun - first
        buffer, first, at = buffer[keep:], first + keep, at - keep
        if len(buffer) > into.longest + _PIECE:
            into.problem = SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=into.longest / 1e6)
            return
    if nesting.open or buffer[at:].strip():
        into.problem = SkipReason(SkipCode.JSON_ENDS_EARLY)
    elif not number:
        into.problem = SkipReason(SkipCode.EMPTY)


class _Nesting:
    """Which brackets are open, and where the member of a list of articles began that is read."""

    def __init__(self) -> None:
        self.open: list[bytes] = []
        self._list = 0  # how many are open within the list of articles; 0: none is
        self.begun = -1  # the place from which on bytes are wanted
        self._last = b""  # the last string right within the outermost object, which names what comes
        self._held = False  # whether the outermost object holds a list of articles

    def take(self, token: bytes, start: int) -> int | None:
        """Go on by a token; where a record ends with it, the place where that began."""
        if token in (b"{", b"["):
            self._opens(token, start)
            return None
        if token in (b"}", b"]"):
            return self._closes()
        if self._list and len(self.open) == self._list and self.begun < 0:
            return start  # a member that is no object
        if len(self.open) == 1:
            self._last = token
        return None

    def _opens(self, token: bytes, start: int) -> None:
        self.open.append(token)
        depth = len(self.open)
        if self._list:
            if depth == self._list + 1:
                self.begun = start
        elif token == b"[" and (depth == 1 or (depth == 2 and self._last.strip(b'"').decode("latin-1") in _LISTS)):
            self._list, self.begun, self._held = depth, -1, True
        elif depth == 1:
            self.begun, self._held = start, False

    def _closes(self) -> int | None:
        if self.open:
            self.open.pop()
        depth = len(self.open)
        begun, ended = self.begun, None
        if self._list:
            if depth == self._list:
                ended, self.begun = begun, -1
            elif depth < self._list:
                self._list = 0
        elif not depth and not self._held and begun >= 0:
            ended, self.begun = begun, -1
        return ended


def _page(data: bytes, place: RecordPlace) -> RawPage:
    fields = _fields(object_of(data))
    return page_of_fields(fields, place.path, digest_key(data), Format.JSON)


def _fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an export by the names that are read; those of other objects as they are."""
    if "domain_name" in record and "content" in record:
        return _of_wallabag(record)
    fields = dict(record)
    inner = fields.get("content")
    if isinstance(inner, Mapping):  # Karakeep keeps the page there
        fields = {**inner, **{name: value for name, value in fields.items() if name != "content" and value}}
        fields["saved"] = moment_of(record.get("createdAt"))
        fields["published"] = inner.get("datePublished")
    text = next((value for name in _HTML_NAMES if isinstance(value := fields.get(name), str) and value.strip()), None)
    if text is not None:
        fields = {name: value for name, value in fields.items() if name not in _HTML_NAMES} | {"text": text}
    if "URL" in fields:  # CSL, and so Zotero
        fields.setdefault("url", fields.pop("URL"))
    return fields


def _of_wallabag(record: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = {name: value for name, value in record.items() if name in _OF_WALLABAG}
    fields["authors"], fields["saved"] = record.get("published_by"), record.get("created_at")
    if not record.get("url"):
        fields["publisher"] = record["domain_name"]
    return fields


JSON_LIST = Form("json", 6, "entry", _known, divide, _page, bookmarks=True)
