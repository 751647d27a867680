"""What is a paragraph of an article beside its words: a heading, an item of a list? And what is marked within it?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from itertools import repeat
from typing import NamedTuple


class BlockKind(StrEnum):
    """What a paragraph is. The names are those of the API; what is stored is the place here, so new ones come last."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    PREFORMATTED = "preformatted"
    CELL = "cell"
    HEADER_CELL = "header_cell"


class Begins(IntEnum):
    """What a block begins: nothing new, as it goes on the item, quotation or cell before it; one of these in the same
    list or row; a row of the same table; the whole list, quotation or table."""

    NOTHING = 0
    PART = 1
    ROW = 2
    WHOLE = 3


class SpanKind(StrEnum):
    """What is marked within a block. A marker is what a dump writes before an item, a quotation or a heading: `* `,
    `1. `, `> `, `# `; a break is a blank at which a line ends."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    MARKER = "marker"
    BREAK = "break"


class InlineSpan(NamedTuple):
    """Characters of a block, from `start` to before `end`. `target` is the address of a link, else ""."""

    kind: SpanKind
    start: int
    end: int
    target: str = ""


class Block(NamedTuple):
    """What a paragraph of a text is.

    `level` is the page's own level of a heading (1 to 6), or how deep an item or quotation is nested, from 1; else 0.
    `number` is that of an item of a numbered list (0 of the others), or the column of a cell, from 1. `spans` are in
    order of their starts, one that holds another before it; they overlap in no other way.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: int = 0
    begins: Begins = Begins.WHOLE
    spans: tuple[InlineSpan, ...] = ()


PLAIN_PARAGRAPH = Block()
"""A paragraph with nothing marked in it."""


def blocks_beside(text: str, blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """The paragraphs of a text, each with its block. Without blocks, as of what was stored by an earlier version of
    this program, they are paragraphs; no block stands beside a text of no characters."""
    if not text:
        return []
    lines = text.split("\n")
    return list(zip(lines, blocks if len(blocks) == len(lines) else repeat(PLAIN_PARAGRAPH), strict=False))
