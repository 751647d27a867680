"""A record on disk holds every field of an article; a field added to the class must not be lost there."""

from __future__ import annotations

import struct
from dataclasses import MISSING, fields
from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, ArticleDate, Certainty, Dropped, Evidence, Mention, Precision, YearlessDay
from index.block import PLAIN_PARAGRAPH, Begins, Block, BlockKind, InlineSpan, SpanKind
from index.segment.arrays.recorded_blocks import decode_blocks, encode_blocks
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
    blocks=(
        PLAIN_PARAGRAPH,
        Block(BlockKind.HEADING, 2, spans=(InlineSpan(SpanKind.LINK, 2, 7, "https://port.example/a"),)),
    ),
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


spans = st.lists(
    st.builds(InlineSpan, st.sampled_from(SpanKind), st.integers(0, 999), st.integers(1, 999), st.text(max_size=9)),
    max_size=4,
).map(lambda row: tuple(span if span.kind is SpanKind.LINK else span._replace(target="") for span in sorted(row)))
blocks = st.builds(
    Block, st.sampled_from(BlockKind), st.integers(0, 9), st.integers(0, 99), st.sampled_from(Begins), spans
)


@given(st.lists(st.just(PLAIN_PARAGRAPH) | blocks, min_size=1, max_size=9).map(tuple))
def test_blocks_come_back_and_leave_nothing_behind(known: tuple[Block, ...]) -> None:
    details = orjson.loads(orjson.dumps({**encode_blocks(known), "original": "x"}))
    assert decode_blocks(details) == known
    assert details == {"original": "x"}


def test_details_without_blocks_have_none() -> None:
    assert decode_blocks({"original": "x"}) == ()


def test_an_article_with_every_field_comes_back() -> None:
    for field in fields(Article):
        assert field.default is MISSING or getattr(ARTICLE, field.name) != field.default
    record = encode_article(ARTICLE)
    card, text = struct.unpack_from("<II", record)
    parts = record[8 : 8 + card], record[8 + card : 8 + card + text], record[8 + card + text :]
    assert decode_article(*parts, known={"added": ARTICLE.added}) == ARTICLE  # that stands beside the segment
