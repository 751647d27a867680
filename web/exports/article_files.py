"""What does a file of an article hold? Its paragraphs without what a dump writes before them for want of lists."""

from __future__ import annotations

from typing import NamedTuple

from index.article import Article
from index.block import Block, SpanKind, blocks_beside


class FileParagraph(NamedTuple):
    """A paragraph and what it is."""

    text: str
    block: Block


def paragraphs(article: Article) -> list[FileParagraph]:
    """The paragraphs of the article's text that are not blank; the markers of a dump are left out."""
    rows = (_unmarked(text, block) for text, block in blocks_beside(article.text, article.blocks))
    return [row for row in rows if row.text.strip()]


def _unmarked(text: str, block: Block) -> FileParagraph:
    marker = next((span for span in block.spans if span.kind is SpanKind.MARKER), None)
    if marker is None:
        return FileParagraph(text, block)
    size = marker.end
    spans = (span for span in block.spans if span.start >= size)
    moved = tuple(span._replace(start=span.start - size, end=span.end - size) for span in spans)
    return FileParagraph(text[size:], block._replace(spans=moved))
