"""How are the blocks of an article written in the details of its record? As a few numbers for those that tell anything.

block_count  how many there are
blocks       of each that is no plain paragraph: how many plain ones stand before it, its kind and what it begins
             (eight times the one and the other), its level, its number
spans        of each span: how many blocks further it stands than the one before, its kind, how far its start is
             from there or from the start of its block, its length
targets      the addresses of the links, in order
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from index.block import PLAIN_PARAGRAPH, Begins, Block, BlockKind, InlineSpan, SpanKind

_KINDS, _SPAN_KINDS = tuple(BlockKind), tuple(SpanKind)
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_SPAN_NUMBERS = {kind: number for number, kind in enumerate(_SPAN_KINDS)}
_BLOCK_KINDS = 8  # that fit beside what a block begins


def encode_blocks(blocks: Sequence[Block]) -> dict[str, Any]:
    """The fields of details that hold them."""
    flat: list[int] = []
    spans: list[int] = []
    targets: list[str] = []
    told = spanned = 0
    for place, block in enumerate(blocks):
        if block[:4] != PLAIN_PARAGRAPH[:4]:
            flat += (place - told, _KIND_NUMBERS[block.kind] + _BLOCK_KINDS * block.begins, block.level, block.number)
            told = place + 1
        last = 0
        for kind, start, end, target in block.spans:
            spans += (place - spanned, _SPAN_NUMBERS[kind], start - last, end - start)
            spanned, last = place, start
            if kind is SpanKind.LINK:
                targets.append(target)
    fields: dict[str, Any] = {"block_count": len(blocks), "blocks": flat, "spans": spans, "targets": targets}
    return {name: value for name, value in fields.items() if value}


def decode_blocks(details: MutableMapping[str, Any]) -> tuple[Block, ...]:
    """Those of the details, whose fields are taken out; none where nothing is said of them."""
    count, flat, spans = (details.pop("block_count", 0), details.pop("blocks", ()), details.pop("spans", ()))
    targets = iter(details.pop("targets", ()))
    blocks = [PLAIN_PARAGRAPH] * count
    place = -1
    for gap, kind, level, number in zip(flat[::4], flat[1::4], flat[2::4], flat[3::4], strict=True):
        place += gap + 1
        blocks[place] = Block(_KINDS[kind % _BLOCK_KINDS], level, number, Begins(kind // _BLOCK_KINDS))
    inside: dict[int, list[InlineSpan]] = {}
    place = last = 0
    for gap, code, start, length in zip(spans[::4], spans[1::4], spans[2::4], spans[3::4], strict=True):
        place, last = place + gap, start if gap else last + start
        span = _SPAN_KINDS[code]
        target = next(targets) if span is SpanKind.LINK else ""
        inside.setdefault(place, []).append(InlineSpan(span, last, last + length, target))
    for place, row in inside.items():
        blocks[place] = blocks[place]._replace(spans=tuple(row))
    return tuple(blocks)
