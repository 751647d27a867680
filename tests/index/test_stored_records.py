"""A record on disk holds every field of an article; a field added to the class must not be lost there."""

from __future__ import annotations

import struct
from dataclasses import MISSING, fields
from datetime import UTC, datetime

from index.article import Article, ArticleDate, Certainty, Dropped, Evidence, Mention, Precision, YearlessDay
from index.segment.arrays.records import decode_article, encode_article

ARTICLE = Article(
    id="0" * 16,
    key="crates",
    path="port/crates.html",
    title="Crates",
    text="There are ninety steps.\nA crate stands on every second.",
    standfirst="A tower without a lantern",
    authors=("Jonas Ekdal", "Ada Brook"),
    publisher="Port News",
    agency="dpa",
    place="Port",
    section="People",
    language="en",
    photo_credit="Ada Brook",
    url="https://port.example/crates",
    published=ArticleDate(datetime(2015, 5, 26, 9, 25, tzinfo=UTC), Precision.MINUTE, zone="GMT"),
    modified=ArticleDate(datetime(2015, 5, 1), Precision.MONTH, "year from the weekday"),
    saved=ArticleDate(datetime(2016, 5, 3), Precision.DAY),
    yearless=YearlessDay(5, 26, 1, (2009, 2015)),
    evidence=(Evidence("place", "Port", "line 7", "PORT -", Certainty.INFERRED),),
    dropped=(Dropped(3, "Share", "share", "a button"),),
    original="Crates\nShare",
    markdown="# Crates",
    format="html",
    extractor="other",
    repairs=("decoded as windows-1252",),
    sha256="ab" * 32,
    added=datetime(2026, 3, 1, tzinfo=UTC),
    mentions=(Mention(0, 6, 1), Mention(9, 14, 0), Mention(14, 20, 2, voted=True)),
)


def test_an_article_with_every_field_comes_back() -> None:
    for field in fields(Article):
        assert field.default is MISSING or getattr(ARTICLE, field.name) != field.default
    record = encode_article(ARTICLE)
    card, text = struct.unpack_from("<II", record)
    parts = record[8 : 8 + card], record[8 + card : 8 + card + text], record[8 + card + text :]
    assert decode_article(*parts, known={"added": ARTICLE.added}) == ARTICLE  # that stands beside the segment
