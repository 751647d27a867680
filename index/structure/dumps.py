"""What is each paragraph of a text without elements? What its first characters say, and how far it is set in.

A short line between paragraphs is not taken for a heading: in dumps captions, bylines and teasers look the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.block import PLAIN_PARAGRAPH, Begins, Block, BlockKind, InlineSpan, SpanKind

_BULLET = re.compile(r"[*+•◦▪‣·–-][ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_QUOTED = re.compile(r"(?:>[ \t]?)+(?=[^>\s])")
_HEADING = re.compile(r"(#{1,6}) (?=\S)(?!.*(?:\t|  ))")  # the head of a table that numbers its rows begins with #, too
_LONGEST_HEADING = 200
_DASHES = "-–"
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*$")
_FEWEST_DASHES, _SPEECH = 3, 0.5  # items with dashes; the share that are sentences from which on they are speech
_FEWEST = 2  # items of a list: a single line with a dash may be speech, a signature, a day


def kinds_of_dump(paragraphs: Sequence[str], indents: Sequence[int]) -> list[Block]:
    """The block of each paragraph, which stands `indents` characters from the edge.

    Items are two paragraphs or more beside one another that begin with the same mark, or are numbered one after
    another; what is set in more among them is nested. `# ` begins a heading, `> ` a quotation.
    """
    found = [_marked(text) for text in paragraphs]
    blocks = [block or PLAIN_PARAGRAPH for block, _ in found]
    for first, end in _runs(found):
        levels = _levels([indents[number] for number in range(first, end)])
        alike = [found[number][1] for number in range(first, end)]
        speech = alike[0] in _DASHES and _is_speech(paragraphs[first:end])
        if end - first < _FEWEST or speech or not _is_list(alike, blocks[first:end], levels):
            blocks[first:end] = [PLAIN_PARAGRAPH] * (end - first)
            continue
        for number, level in zip(range(first, end), levels, strict=True):
            begins = Begins.WHOLE if number == first else Begins.PART
            blocks[number] = blocks[number]._replace(level=level, begins=begins)
    return _quotations(blocks)


def _marked(text: str) -> tuple[Block | None, str]:
    """What the first characters make of a paragraph, and the mark of an item."""
    if bullet := _BULLET.match(text):
        return Block(BlockKind.ITEM, spans=_marker(bullet.end())), text[0]
    if number := _NUMBER.match(text):
        return Block(BlockKind.ITEM, number=int(number[1]), spans=_marker(number.end())), "1"
    if quoted := _QUOTED.match(text):
        return Block(BlockKind.QUOTATION, quoted[0].count(">"), spans=_marker(quoted.end())), ""
    heading = _HEADING.match(text) if len(text) <= _LONGEST_HEADING else None
    if heading:
        return Block(BlockKind.HEADING, len(heading[1]), spans=_marker(heading.end())), ""
    return None, ""


def _marker(end: int) -> tuple[InlineSpan, ...]:
    return (InlineSpan(SpanKind.MARKER, 0, end),)


def _runs(found: Sequence[tuple[Block | None, str]]) -> list[tuple[int, int]]:
    """The first and the number behind the last of items that stand beside one another."""
    edges = [0, *(n for n in range(1, len(found)) if bool(found[n][1]) != bool(found[n - 1][1])), len(found)]
    return [(first, end) for first, end in pairwise(edges) if first < end and found[first][1]]


def _levels(indents: Sequence[int]) -> list[int]:
    """How deep each is nested, from 1, by its white space: more than that of the one before is a level more."""
    open_indents: list[int] = []
    levels = []
    for indent in indents:
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        open_indents.append(indent)
        levels.append(len(open_indents))
    return levels


def _is_speech(paragraphs: Sequence[str]) -> bool:
    """Whether lines that begin with dashes are what people say, as many languages write it."""
    sentences = sum(_SENTENCE.search(text) is not None for text in paragraphs)
    return len(paragraphs) < _FEWEST_DASHES or sentences >= _SPEECH * len(paragraphs)


def _is_list(marks: Sequence[str], blocks: Sequence[Block], levels: Sequence[int]) -> bool:
    """Whether the items of each level have one mark, and the numbered ones count up."""
    last: dict[int, tuple[str, int]] = {}
    for mark, block, level in zip(marks, blocks, levels, strict=True):
        last = {one: known for one, known in last.items() if one <= level}
        before = last.get(level)
        if before is not None and (before[0] != mark or (block.number and block.number != before[1] + 1)):
            return False
        last[level] = (mark, block.number)
    return True


def _quotations(blocks: list[Block]) -> list[Block]:
    """The blocks, quotations beside one another as one."""
    for number in range(len(blocks) - 1, 0, -1):
        if blocks[number].kind is blocks[number - 1].kind is BlockKind.QUOTATION:
            blocks[number] = blocks[number]._replace(begins=Begins.NOTHING)
    return blocks
