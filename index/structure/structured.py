"""What is each paragraph of a clean article? `structured` asks the elements where the page has some, else the lines."""

from __future__ import annotations

from index.block import PLAIN_PARAGRAPH, Block, BlockKind, InlineSpan, SpanKind
from index.page import Cleaned
from index.structure.dumps import kinds_of_dump
from index.structure.element_kinds import kinds_of_elements
from index.structure.headings import with_bold_headings
from index.structure.inline import spans_of

_SAID = {
    BlockKind.HEADING: SpanKind.STRONG,
    BlockKind.HEADER_CELL: SpanKind.STRONG,
    BlockKind.PREFORMATTED: SpanKind.CODE,
}


def structured(cleaned: Cleaned, address: str) -> tuple[Block, ...]:
    """The block of each of the page's `paragraphs`; none where all are plain. `address` is the page's own, "" where it
    is not known: relative addresses of links start from it."""
    page = cleaned.page
    lines = cleaned.paragraph_lines
    outline = page.outline
    if outline is None:
        blocks = kinds_of_dump(cleaned.paragraphs, [page.lines[numbers[0]].indent for numbers in lines])
        return () if all(block == PLAIN_PARAGRAPH for block in blocks) else tuple(blocks)
    numbers = [paragraph[0] for paragraph in lines]
    texts = [page.lines[number].text for number in numbers]
    blocks = kinds_of_elements(outline, numbers, texts)
    if page.tree is not None:
        bold = page.tree.bold_chars[numbers].tolist()
        blocks = with_bold_headings(blocks, texts, bold)
    base = page.head.base if page.head is not None else ""
    spans = spans_of(outline.inline, zip(numbers, texts, strict=True), (address, base))
    blocks = [
        block._replace(spans=_telling(block, some, len(text))) if some else block
        for block, some, text in zip(blocks, spans, texts, strict=True)
    ]
    return () if all(block == PLAIN_PARAGRAPH for block in blocks) else tuple(blocks)


def _telling(block: Block, spans: tuple[InlineSpan, ...], size: int) -> tuple[InlineSpan, ...]:
    """The spans without what the block's kind says already: that a heading is bold, preformatted text is code."""
    needless = _SAID.get(block.kind)
    return tuple(span for span in spans if span.kind is not needless or span.end - span.start < size)
