"""Which printed lines has a page of a PDF, and where do they stand? Characters with their boxes, as PDFium has them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from index.readers.invisible import visible

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BREAKS = frozenset((10, 13))
_NOTHING = frozenset((0, 0xFFFE, 0xFFFF))
_HYPHENED = 2
_HYPHENS = frozenset((2, 0xAD, 0x2010))  # at the end of a line; the first is PDFium's, which ends no line there
_MOST_CHARACTERS = 60_000  # of one page; a page of a newspaper has 20,000
_GAP, _ODD = 1.6, 2.2  # heights, and times the other gaps of its line, that a gap between columns has


class PrintedLine(NamedTuple):
    """A line, its box in points from the lower left corner of the page, and the height of its font."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def printed_lines(textpage: Any) -> list[PrintedLine]:
    """The lines of a page in the order in which the file has them; those that hold nothing but blanks are left out."""
    count = min(pdfium.FPDFText_CountChars(textpage), _MOST_CHARACTERS)
    codes = [pdfium.FPDFText_GetUnicode(textpage, number) for number in range(count)]
    lines = []
    first = 0
    for number in range(count + 1):
        if number == count or codes[number] in _BREAKS or codes[number] == _HYPHENED:
            last = number + (number < count and codes[number] == _HYPHENED)
            for start, end in _without_gaps(textpage, codes, first, last):
                if (line := _line(textpage, codes, start, end)) is not None:
                    lines.append(line)
            first = number + 1
    return lines


def _line(textpage: Any, codes: Sequence[int], first: int, end: int) -> PrintedLine | None:
    while first < end and _is_blank(codes[first]):
        first += 1
    while end > first and _is_blank(codes[end - 1]):
        end -= 1
    if first >= end:
        return None
    text = _text(codes[first:end])
    if not text:
        return None
    start, stop = _box(textpage, first), _box(textpage, end - 1)
    middle = _box(textpage, (first + end) // 2)
    boxes = [box for box in (start, stop, middle) if box[3] > box[1]] or [start]
    return PrintedLine(
        text,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        max(0.1, *(box[3] - box[1] for box in boxes)),
    )


def _without_gaps(textpage: Any, codes: Sequence[int], first: int, end: int) -> Iterator[tuple[int, int]]:
    """The line's pieces: one, where it is no row of several columns."""
    if end - first < 3:
        yield first, end
        return
    start = _box(textpage, first)
    size = max(start[3] - start[1], 0.1)
    gaps: list[tuple[float, int]] = []  # between words: how wide, and which character is behind it
    for number in range(first + 2, end):
        if _is_blank(codes[number - 1]) and not _is_blank(codes[number]):
            before = next((n for n in range(number - 2, first, -1) if not _is_blank(codes[n])), first)
            gaps.append((_box(textpage, number)[0] - _box(textpage, before)[2], number))
    for place, (gap, number) in enumerate(gaps):
        others = [other for other, _ in gaps[:place] + gaps[place + 1 :]]
        usual = median(others) if others else 2.5 * size  # a line of two words may be justified, too
        if gap > _GAP * size and gap > _ODD * usual:
            yield first, number
            first = number
    yield first, end


def _text(codes: Sequence[int]) -> str:
    letters = [
        chr(code) for code in codes if code not in _NOTHING and not 0xD800 <= code < 0xE000 and (code > 31 or code == 9)
    ]
    if codes[-1] in _HYPHENS:
        letters.append("-")
    return " ".join(visible("".join(letters)).translate(_LIGATURES).split())


def _is_blank(code: int) -> bool:
    return code in (32, 160, 9, 0) or code in _BREAKS


def _box(textpage: Any, number: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character, as high as its font."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, number, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)
