"""How are whole articles kept? In compressed blocks of about 16, each part readable without the others.

block      zstandard frame of: count (u32), sizes (u32 [count, 3]), cards, texts, details
card       JSON: what a result list shows, without the body (and without what is empty)
text       the body, UTF-8
details    JSON: evidence, dropped lines, original page, Markdown; empty where there is none of it

blocks     u1   the frames, one after another
ends       u8   [blocks] end of each frame in `blocks`
firsts     u4   [blocks + 1] first document of each block
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import zstandard
from numpy.typing import NDArray

from index.article import Article, ArticleDate, Certainty, Dropped, Evidence, Precision
from index.container import Container, ContainerWriter, Section
from index.errors import IndexDamaged

BLOCK_ARTICLES = 16
BLOCK_BYTES = 1 << 16  # a block of long articles is closed early: reading one article unpacks its whole block
LEVEL = 3
_CACHED_BLOCKS = 32

CARD, TEXT, DETAILS = range(3)  # the parts of an article
_DETAILS = ("evidence", "dropped", "original", "markdown")
_CARD = tuple(f.name for f in fields(Article) if f.name not in (*_DETAILS, "text"))
_DATES = ("published", "modified")
_SIMPLE = tuple(name for name in _CARD if name not in (*_DATES, "authors", "repairs"))


def encode_article(article: Article) -> tuple[bytes, bytes, bytes]:
    """The article's card, text and details."""
    card: dict[str, Any] = {}
    for name in _SIMPLE:
        if value := getattr(article, name):
            card[name] = value
    if article.authors:
        card["authors"] = article.authors
    if article.repairs:
        card["repairs"] = article.repairs
    for name in _DATES:
        date: ArticleDate | None = getattr(article, name)
        if date is not None:
            card[name] = [date.moment.isoformat(), date.precision.value, date.inferred]
    return _dumps(card), article.text.encode("utf-8", "surrogatepass"), _encode_details(article)


def _encode_details(article: Article) -> bytes:
    details: dict[str, Any] = {}
    if article.evidence:
        details["evidence"] = [[e.field, e.value, e.source, e.quote, e.certainty.value] for e in article.evidence]
    if article.dropped:
        details["dropped"] = [[d.line, d.text, d.rule, d.why] for d in article.dropped]
    if article.original:
        details["original"] = article.original
    if article.markdown:
        details["markdown"] = article.markdown
    return _dumps(details) if details else b""


def decode_article(card: bytes, text: bytes = b"", details: bytes = b"") -> Article:
    """The inverse of `encode_article`; parts that are not given leave their fields empty."""
    values = _loads(card)
    for name in ("id", "key", "path", "title"):
        values.setdefault(name, "")
    values["format"] = values.get("format", "")
    values["extractor"] = values.get("extractor", "")
    values["authors"] = tuple(values.get("authors", ()))
    values["repairs"] = tuple(values.get("repairs", ()))
    for name in _DATES:
        if date := values.get(name):
            values[name] = ArticleDate(datetime.fromisoformat(date[0]), Precision(date[1]), date[2])
    if details:
        more = _loads(details)
        values["evidence"] = tuple(Evidence(*e[:4], Certainty(e[4])) for e in more.pop("evidence", ()))
        values["dropped"] = tuple(Dropped(*d) for d in more.pop("dropped", ()))
        values |= more
    return Article(text=text.decode("utf-8", "surrogatepass"), **values)


def _dumps(value: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return json.dumps(value).encode()


def _loads(data: bytes) -> dict[str, Any]:
    try:
        value: dict[str, Any] = orjson.loads(data)
    except orjson.JSONDecodeError:
        value = json.loads(data)
    return value


class StoredWriter:
    """Collects articles into blocks and writes the frames into an open section."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._compress = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress
        self._pending: list[tuple[bytes, bytes, bytes]] = []
        self._size = 0
        self._ends: list[int] = []
        self._firsts = [0]

    def add(self, parts: tuple[bytes, bytes, bytes]) -> None:
        """The parts of the next document, as `encode_article` made them."""
        self._pending.append(parts)
        self._size += sum(map(len, parts))
        if len(self._pending) >= BLOCK_ARTICLES or self._size >= BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        sizes = np.array([list(map(len, parts)) for parts in self._pending], "<u4")
        frame = [len(self._pending).to_bytes(4, "little"), sizes.tobytes()]
        frame += [parts[kind] for kind in range(3) for parts in self._pending]
        self._append(self._compress(b"".join(frame)), len(self._pending))
        self._pending, self._size = [], 0

    def copy(self, source: StoredReader, live: NDArray[np.bool_] | None) -> None:
        """Append the documents of `source` that are `live` (None: all); whole blocks are copied as they are."""
        for number in range(source.block_count):
            first, last = source.documents(number)
            alive = range(first, last) if live is None else (np.flatnonzero(live[first:last]) + first).tolist()
            if len(alive) == last - first and not self._pending and len(alive) >= BLOCK_ARTICLES // 2:
                self._append(source.packed(number), len(alive))
                continue
            for doc in alive:
                self.add((source.part(doc, CARD), source.part(doc, TEXT), source.part(doc, DETAILS)))
            if len(self._pending) >= BLOCK_ARTICLES // 2:
                self._flush()

    def _append(self, frame: bytes, documents: int) -> None:
        self._section.write(frame)
        self._ends.append(self._section.items)
        self._firsts.append(self._firsts[-1] + documents)

    def finish(self, writer: ContainerWriter) -> None:
        """Write what is pending, end the section, and write the tables beside it."""
        if self._pending:
            self._flush()
        self._section.end()
        writer.add("stored.ends", np.array(self._ends, "<u8"))
        writer.add("stored.firsts", np.array(self._firsts, "<u4"))


class StoredReader:
    """Reads articles of a segment. Keeps the last blocks it unpacked."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._begin, _ = container.extent("stored.blocks")
        self._ends: NDArray[np.uint64] = container.array("stored.ends")
        self._firsts: NDArray[np.uint32] = container.array("stored.firsts")
        self._blocks: OrderedDict[int, tuple[bytes, NDArray[np.int64]]] = OrderedDict()

    @property
    def doc_count(self) -> int:
        return int(self._firsts[-1])

    @property
    def block_count(self) -> int:
        return len(self._ends)

    def documents(self, number: int) -> tuple[int, int]:
        """(first, last not included) documents of a block."""
        return int(self._firsts[number]), int(self._firsts[number + 1])

    def packed(self, number: int) -> bytes:
        """A block's frame as it stands in the file."""
        first = int(self._ends[number - 1]) if number else 0
        return self._container.slice(self._begin + first, self._begin + int(self._ends[number]))

    def part(self, doc: int, kind: int) -> bytes:
        """The `CARD`, `TEXT` or `DETAILS` of a document."""
        number = int(np.searchsorted(self._firsts, doc, "right")) - 1
        data, bounds = self._block(number)
        count = (len(bounds) - 1) // 3
        at = kind * count + doc - int(self._firsts[number])
        return data[int(bounds[at]) : int(bounds[at + 1])]

    def _block(self, number: int) -> tuple[bytes, NDArray[np.int64]]:
        """The unpacked block and where its parts start: all cards, all texts, all details."""
        try:
            return self._blocks[number]
        except KeyError:
            pass
        data = self._unpack(number)
        count = int.from_bytes(data[:4], "little")
        bounds = np.empty(3 * count + 1, np.int64)
        bounds[0] = 4 + 12 * count
        np.cumsum(np.frombuffer(data, "<u4", 3 * count, 4).reshape(count, 3).T.ravel(), out=bounds[1:])
        bounds[1:] += bounds[0]
        self._blocks[number] = data, bounds
        while len(self._blocks) > _CACHED_BLOCKS:
            try:
                self._blocks.popitem(last=False)
            except KeyError:  # another thread emptied it
                break
        return data, bounds

    def _unpack(self, number: int) -> bytes:
        try:
            return zstandard.ZstdDecompressor().decompress(self.packed(number))
        except zstandard.ZstdError as error:
            raise IndexDamaged(f"{self._container.path}: block {number} of stored articles is damaged") from error
