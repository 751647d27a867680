"""Which characters of a paragraph are emphasised, and which are a link? The marks of its pieces, as places in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from index.address import absolute, parsed
from index.block import InlineSpan, SpanKind
from index.outline import BREAK, CLOSED, InlineMarks
from index.readers.invisible import visible

MOST_SPANS = 2_000
"""Spans of an article; the longest of 616 reference pages has 1,100."""
LONGEST_TARGET = 2_000
"""Characters of a link's address; a longer one is left out."""
SCHEMES = frozenset({"http", "https", "mailto"})
"""Of the addresses that a link may have."""

_KINDS = {
    "em": SpanKind.EMPHASIS,
    "strong": SpanKind.STRONG,
    "code": SpanKind.CODE,
    "a": SpanKind.LINK,
    BREAK: SpanKind.BREAK,
}
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!#-;=?-Z\[\]_a-z~]*)?")  # nine in ten addresses
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>\"\\^`{|}\ud800-\udfff]")


def spans_of(
    inline: InlineMarks, lines: Iterable[tuple[int, str]], bases: Sequence[str]
) -> Iterator[tuple[InlineSpan, ...]]:
    """The spans of each of `lines`: their numbers, ascending, and texts. `bases` are addresses that each begin where
    the one before ends: the page's own, and the one that it states for its links."""
    base = reduce(lambda before, address: absolute(address, before) if address else before, bases, "")
    left = MOST_SPANS
    opened: list[tuple[str, str]] = []  # names and targets of the marks that go on
    done = 0  # marks
    for number, text in lines:
        first, end = (inline.mark_ends[number - 1] if number else 0), inline.mark_ends[number]
        _pass_over(inline, range(done, first), opened)
        start = inline.piece_ends[number - 1] if number else 0
        pieces = inline.pieces[start : inline.piece_ends[number]]
        if visible(text) == text:  # as a reader of HTML leaves it
            pieces = list(map(visible, pieces))
        marks = [(name, 0, target) for name, target in opened]
        marks += zip(inline.names[first:end], inline.places[first:end], inline.targets[first:end], strict=True)
        spans = tuple(_spans(pieces, marks, text, base))[:left] if marks and left else ()
        left -= len(spans)
        yield spans
        _pass_over(inline, range(first, end), opened)
        done = end


def _pass_over(inline: InlineMarks, numbers: Iterable[int], opened: list[tuple[str, str]]) -> None:
    """Bring `opened` to where these marks have been read."""
    for number in numbers:
        if inline.names[number] == CLOSED:
            opened.pop()
        else:
            opened.append((inline.names[number], inline.targets[number]))


def target_of(address: str, base: str) -> str:
    """The address of a link of a page at `base`, "" where it is none of `SCHEMES` or leads to a place of the page."""
    address = address.strip()
    if not address or address[0] == "#" or len(address) > LONGEST_TARGET:
        return ""
    if _WHOLE.fullmatch(address):
        return address
    target = absolute(address, base)
    scheme, parts = target.partition(":")[0].lower(), parsed(target)
    if scheme not in SCHEMES or parts is None or not (parts.path if scheme == "mailto" else parts.host):
        return ""
    target = scheme + target[len(scheme) :].replace(" ", "%20")
    return "" if _UNFIT.search(target) or len(target) > LONGEST_TARGET else target


def _spans(pieces: Sequence[str], marks: Sequence[tuple[str, int, str]], text: str, base: str) -> list[InlineSpan]:
    """The spans of one line, none where its pieces say another text than it has."""
    ends, starts = [0], [0]  # for each number of pieces: where their text ends, and where the next word starts
    size, gap = 0, False
    for piece in pieces:
        if core := " ".join(piece.split()):
            size += len(core) + (1 if size and (gap or piece[0].isspace()) else 0)
            gap = piece[-1].isspace()
        else:
            gap = gap or bool(piece)
        ends.append(size)
        starts.append(size + (1 if size and gap else 0))
    if size != len(text):
        return []
    spans: list[InlineSpan] = []
    opened: list[tuple[str, int, str]] = []
    for mark, place, address in (*marks, *((CLOSED, len(pieces), ""),) * len(marks)):
        if mark != CLOSED:
            opened.append((mark, place, address))
        elif opened:
            name, first, stated = opened.pop()
            target = target_of(stated, base) if name == "a" else ""
            start, end = (starts[first], ends[place]) if name != BREAK else (ends[first], starts[place + 1])
            if name != BREAK and text[start : start + 1] == " ":
                start += 1
            if start < end <= size and (target or name != "a"):
                spans.append(InlineSpan(_KINDS[name], start, end, target))
    return _nested(spans)


def _nested(spans: Iterable[InlineSpan]) -> list[InlineSpan]:
    """In order of their starts, the longer first; what stands within one of its kind is left out."""
    out: list[InlineSpan] = []
    reached: dict[SpanKind, int] = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= reached.get(span.kind, 0):
            reached[span.kind] = span.end
            out.append(span)
    return out
