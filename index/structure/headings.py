"""Which paragraphs are headings though no element says so? Short ones in bold letters above a text that is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.block import Block, BlockKind

_MOST_WORDS, _MOST_CHARACTERS = 12, 100
_BOLD = 0.9  # share of the characters
_LEVEL = 2  # where no heading stands before
_SENTENCE = re.compile(r"[.,;:…。][\"'”’»)\]]*$")
_BELOW, _LEAST_BELOW = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTATION), 12  # kinds, and the least words


def with_bold_headings(blocks: Sequence[Block], texts: Sequence[str], bold: Sequence[int]) -> list[Block]:
    """The blocks, with those made headings that are bold alone (`bold` counts each text's bold characters), are no
    sentence, and stand between two texts. Their level is that of the heading before."""
    out = list(blocks)
    level = _LEVEL
    heavy = [count >= _BOLD * len(text) for count, text in zip(bold, texts, strict=True)]
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            level = block.level
        elif 0 < number < len(blocks) - 1 and heavy[number] and block.kind is BlockKind.PARAGRAPH:
            below, text = number + 1, texts[number]
            words = text.count(" ") + 1
            short = words <= _MOST_WORDS and len(text) <= _MOST_CHARACTERS and not _SENTENCE.search(text)
            light = not heavy[below] and blocks[below].kind in _BELOW
            if short and light and texts[below].count(" ") + 1 >= _LEAST_BELOW:
                out[number] = block._replace(kind=BlockKind.HEADING, level=level)
    return out
