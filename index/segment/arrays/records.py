"""How is one article written as a record? Sizes, card, text and details, as the head of `stored` says.

A card is what a result list shows; it is read without the rest.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from index.address import shown_host
from index.article import Article, ArticleDate, Certainty, Dropped, Evidence, Mention, Precision, YearlessDay
from index.segment.arrays.recorded_blocks import decode_blocks, encode_blocks

_SIZES = struct.Struct("<II")

CARD, TEXT, DETAILS = range(3)  # the parts of an article
_DATES = ("published", "modified")
_TUPLES = ("authors", "repairs")
_CARD = (  # in the order of the records that are on disk
    *("id", "key", "path", "title", "standfirst", "authors", "publisher", "agency", "place", "section", "language"),
    *("photo_credit", "url", "format", "extractor", "repairs", "sha256"),
)
_values = attrgetter(*_CARD)
_AUTHORS, _REPAIRS = map(_CARD.index, _TUPLES)
_PRECISIONS = {precision.value: precision for precision in Precision}


class ArticleCard(NamedTuple):
    """What a result list shows of an article: its fields of these names. A quarter of the time of an `Article`."""

    id: str
    key: str
    path: str
    title: str
    standfirst: str
    authors: tuple[str, ...]
    publisher: str
    agency: str
    place: str
    section: str
    language: str
    photo_credit: str
    url: str
    format: str
    extractor: str
    repairs: tuple[str, ...]
    sha256: str
    published: ArticleDate | None
    modified: ArticleDate | None
    yearless: YearlessDay | None
    added: datetime | None = None
    saved: ArticleDate | None = None

    @property
    def filed_under(self) -> ArticleDate | None:
        """As `Article.filed_under`."""
        return self.published or self.modified

    @property
    def host(self) -> str:
        """As `Article.host`."""
        return shown_host(self.url)


def encode_article(article: Article) -> bytes:
    """The article's record: sizes, card, text and details."""
    dates = _encode_date(article.published), _encode_date(article.modified), _encode_yearless(article.yearless)
    saved = () if article.saved is None else (_encode_date(article.saved),)
    card = _dumps([*_values(article), *dates, *saved])
    text = article.text.encode("utf-8", "surrogatepass")
    return b"".join((_SIZES.pack(len(card), len(text)), card, text, _encode_details(article)))


def _encode_date(date: ArticleDate | None) -> list[str] | None:
    return None if date is None else [date.moment.isoformat(), date.precision.value, date.inferred, date.zone]


def _decode_date(date: list[str] | None) -> ArticleDate | None:
    return None if date is None else ArticleDate(datetime.fromisoformat(date[0]), _PRECISIONS[date[1]], *date[2:])


def _encode_yearless(day: YearlessDay | None) -> list[Any] | None:
    return None if day is None else [day.month, day.day, day.weekday, day.years]


def _decode_yearless(day: list[Any] | None) -> YearlessDay | None:
    return None if day is None else YearlessDay(day[0], day[1], day[2], tuple(day[3]))


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
    if article.blocks:
        details |= encode_blocks(article.blocks)
    if article.mentions:
        details["mentions"] = _encode_mentions(article.mentions)
    return _dumps(details) if details else b""


def _encode_mentions(mentions: Sequence[Mention]) -> list[int]:
    """Of each mention how far it stands behind the one before, its length, and twice its number, one more for a vote:
    a hundred bytes of a frame for an article of fifteen."""
    flat, last = [], 0
    for mention in mentions:
        flat += [mention.start - last, mention.end - mention.start, mention.number << 1 | mention.voted]
        last = mention.end
    return flat


def _decode_mentions(flat: Sequence[int]) -> tuple[Mention, ...]:
    mentions, last = [], 0
    for gap, length, number in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        mentions.append(Mention(last + gap, last + gap + length, number >> 1, bool(number & 1)))
        last += gap + length
    return tuple(mentions)


def decode_card(record: bytes, *, added: datetime | None = None, article_id: str = "") -> ArticleCard:
    """The card of a `CARD` part; with the id `article_id` where that is kept elsewhere, as `added` is."""
    fields = _loads(record)
    values, (published, modified, yearless, *saved) = fields[: len(_CARD)], fields[len(_CARD) :]
    if article_id:
        values[0] = article_id
    values[_AUTHORS], values[_REPAIRS] = tuple(values[_AUTHORS]), tuple(values[_REPAIRS])
    values += (_decode_date(published), _decode_date(modified), _decode_yearless(yearless), added)
    values.append(_decode_date(saved[0]) if saved else None)
    return ArticleCard._make(values)


def decode_article(
    card: bytes, text: bytes = b"", details: bytes = b"", *, known: Mapping[str, Any] | None = None
) -> Article:
    """The article of the parts of a record; those that are not given leave their fields empty. `known` are fields
    that are kept elsewhere."""
    fields = _loads(card)
    values = dict(zip(_CARD, fields, strict=False))
    published, modified, yearless, *saved = fields[len(_CARD) :]
    values |= {name: tuple(values[name]) for name in _TUPLES}
    values |= {"published": _decode_date(published), "modified": _decode_date(modified)}
    values["yearless"] = _decode_yearless(yearless)
    if saved:
        values["saved"] = _decode_date(saved[0])
    if details:
        more = _loads(details)
        values["evidence"] = tuple(Evidence(e[0], e[1], e[2], e[3], Certainty(e[4])) for e in more.pop("evidence", ()))
        values["dropped"] = tuple(Dropped(*d) for d in more.pop("dropped", ()))
        values["blocks"] = decode_blocks(more)
        values["mentions"] = _decode_mentions(more.pop("mentions", ()))
        values |= more
    values |= known or {}
    return Article(text=text.decode("utf-8", "surrogatepass"), **values)


def parts_of(record: bytes) -> tuple[bytes, bytes, bytes]:
    """The `CARD`, `TEXT` and `DETAILS` of a record."""
    first, second, third, last = bounds(record)
    return record[first:second], record[second:third], record[third:last]


def bounds(record: bytes) -> tuple[int, int, int, int]:
    """Where the `CARD`, `TEXT` and `DETAILS` of a record start, and where it ends."""
    card, text = _SIZES.unpack_from(record)
    return _SIZES.size, _SIZES.size + card, _SIZES.size + card + text, len(record)


def _dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return json.dumps(value).encode()


def _loads(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)
