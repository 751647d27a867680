"""Pages as their text and blocks, with each line kept."""

from __future__ import annotations

from index.block import Block, blocks_beside
from index.page import Cleaned, Decision, RawPage
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.structure import structured


def whole(page: RawPage) -> Cleaned:
    """The page with each of its lines kept."""
    return Cleaned(page, tuple(Decision(number) for number in range(len(page.lines))))


def text_and_blocks(page: RawPage) -> tuple[str, tuple[Block, ...]]:
    return "\n".join(whole(page).paragraphs), structured(whole(page), "")


def blocks_of(page: RawPage) -> list[tuple[str, Block]]:
    """The paragraphs of a page, each with what it is."""
    return blocks_beside(*text_and_blocks(page))


def html(body: str) -> RawPage:
    return read_html(f"<html><body>{body}</body></html>", "a.html", "a")


def markdown(source: str) -> RawPage:
    return read_markdown(source, "a.md", "a")
