"""What does a program get of the paragraphs of an article, beside their words?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Struct

from index.article import Article
from index.block import BlockKind, SpanKind, blocks_beside
from web.reply.record import described

BlockBegins = Literal["nothing", "part", "row", "whole"]


class TextSpan(Struct, kw_only=True, frozen=True):
    """Characters of a block that are marked as something. Spans hold one another or stand apart."""

    kind: Annotated[
        SpanKind,
        described(
            "What they are. A `marker` is what a page of plain text writes before an item, a quotation or a heading "
            "(`* `); a `break` is a blank at which a line ends."
        ),
    ]
    start: Annotated[int, described("The first character, counted in `text`.")]
    end: Annotated[int, described("The character behind the last.")]
    target: Annotated[str, described('Where a link leads (http, https or mailto); else "".')]


class TextBlock(Struct, kw_only=True, frozen=True):
    """A paragraph of `text`: a line of it, and what it is."""

    kind: Annotated[BlockKind, described("What it is.")]
    level: Annotated[
        int,
        described(
            "The page's own level of a heading, 1 to 6; how deep an item or quotation is nested, from 1; else 0."
        ),
    ]
    number: Annotated[
        int, described("That of an item of a numbered list, 0 of the others; the column of a cell, from 1; else 0.")
    ]
    begins: Annotated[
        BlockBegins,
        described(
            "What begins with it: `whole` a list, quotation or table (and any other paragraph), `row` a row of a "
            "table, `part` an item or a cell, `nothing` where it goes on the item, quotation or cell before it."
        ),
    ]
    start: Annotated[int, described("Its first character, counted in `text`.")]
    end: Annotated[int, described("The character behind its last.")]
    spans: Annotated[tuple[TextSpan, ...], described("What is marked in it, by their starts.")]


BlocksField = Annotated[tuple[TextBlock, ...], described("The paragraphs of `text`, in order, each a line of it.")]


def blocks_field(article: Article) -> tuple[TextBlock, ...]:
    """The paragraphs of the article's text."""
    return tuple(_text_blocks(article))


def _text_blocks(article: Article) -> Iterator[TextBlock]:
    start = 0
    begins: tuple[BlockBegins, ...] = ("nothing", "part", "row", "whole")
    for text, block in blocks_beside(article.text, article.blocks):
        yield TextBlock(
            kind=block.kind,
            level=block.level,
            number=block.number,
            begins=begins[block.begins],
            start=start,
            end=start + len(text),
            spans=tuple(
                TextSpan(kind=span.kind, start=start + span.start, end=start + span.end, target=span.target)
                for span in block.spans
            ),
        )
        start += len(text) + 1
