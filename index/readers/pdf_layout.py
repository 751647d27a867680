"""In which order are printed lines read, which are repeated on the pages, and which go on a paragraph?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from index.readers.pdf_lines import PrintedLine

_MOST_ROWS = 1_500  # of a page; one of a newspaper has 800
_LEAST_ROWS = 4  # lines on each side of a gutter; less are a row of a table
_LONGEST_CELL = 20  # characters; in thirty prints of two columns only lists of links have so few on one line each
_WRAPPED = 2  # times as many lines as rows that a column of a table may have
_ON_LINE = 0.1  # heights by which the cells of a row may stand higher or lower
_CROSSED = 0.4  # part of the lines that may cross a gutter: headlines, pictures' captions
_EDGE = 3  # lines at the top and at the bottom of a page that may be heads and numbers
_NEAR = 3.0  # points by which a head may stand elsewhere on another page
_OFTEN = 0.4  # of the pages; a head of left pages stands on each second one
_SAME_SIZE = 0.12  # part by which sizes of one paragraph may differ
_LEADING = 1.3  # times the usual distance of lines: a paragraph ends where there is more
_INDENT = 0.7  # heights
_LARGE, _HEADLINE = 1.25, 1.45  # times the text's size that headlines have; heights from line to line of one
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p|s|pagina|página)[\W_]*)?#(?:[\W_]*(?:of|von|de|sur|di|/|\|)?[\W_]*#)?[\W_]*", re.I
)
_ENDS = re.compile(r"[.!?…:;。！？؟\"'”’»)\]]$")
_HYPHENED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STANDS = frozenset("self well ex non all half cross quasi pro anti so vice e co great".split())  # noqa: SIM905


class _Rows(NamedTuple):
    """How the lines of a page follow each other: the usual distance in heights; the least height of a headline."""

    leading: float
    headline: float


@dataclass(slots=True)
class PrintedParagraph:
    """What is one line of the page: the printed lines that it is made of, the rule by which it is no text, and whether
    it is set apart from what stands before it."""

    lines: list[PrintedLine] = field(default_factory=list)
    rule: str = ""
    apart: bool = True

    @property
    def size(self) -> float:
        """The height of its font."""
        return self.lines[0].size

    def text(self, words: Counter[str]) -> str:
        """Its words in one line; `words` are those of the document, by which hyphens are judged."""
        pieces = [self.lines[0].text]
        for line in self.lines[1:]:
            pieces[-1], after = _joined(pieces[-1], line.text, words)
            pieces.append(after)
        return "".join(pieces)


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> list[PrintedParagraph]:
    """The paragraphs of a document in reading order, with the heads and numbers of its pages where they stand."""
    rules = _repeated(pages)
    usual = usual_size(line for page in pages for line in page)
    found: list[PrintedParagraph] = []
    flow: PrintedParagraph | None = None  # the last that is text: it may go on behind the next page's head
    edge = width = inf
    gutter: float | None = None
    for number, page in enumerate(pages):
        body = [line for line in page if (number, line) not in rules]
        found += [PrintedParagraph([line], rules[number, line]) for line in page if (number, line) in rules]
        rows = _Rows(_leading(body), usual * _LARGE)
        gutter = _gutter(body) or (gutter if len(body) < 2 * _LEAST_ROWS else None)
        for column in reading_order(body, gutter):
            right = max(line.right for line in column)
            before: PrintedLine | None = None
            for line in column:
                if before is None:
                    goes_on = flow is not None and _crosses(flow, line, edge)
                else:
                    goes_on = flow is not None and _goes_on(before, line, right, rows)
                if goes_on and flow is not None:
                    flow.lines.append(line)
                else:
                    flow = PrintedParagraph([line], apart=before is None or _is_apart(before, line, rows))
                    found.append(flow)
                before = line
            left = min(line.left for line in column)
            width = right - left if len(column) >= _LEAST_ROWS else width
            edge = max(right, left + width)
    return found


def usual_size(lines: Iterable[PrintedLine]) -> float:
    """The height that most characters have; 0 where there are none."""
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[round(line.size, 1)] = sizes.get(round(line.size, 1), 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def words_of(pages: Iterable[Iterable[PrintedLine]]) -> Counter[str]:
    """How often each word stands within a line, in small letters; a word with hyphens is one."""
    return Counter(word.casefold() for page in pages for line in page for word in _WORD.findall(line.text))


def reading_order(lines: Sequence[PrintedLine], gutter: float | None = None, depth: int = 6) -> list[list[PrintedLine]]:
    """The lines by columns, as they are read: what stands beside a gutter left before right, below what crosses it.

    `gutter` is a place between columns that is known already.
    """
    if not lines:
        return []
    gutter = gutter or (_gutter(lines) if depth else None)
    if gutter is None:
        return [_downwards(lines)]
    ordered: list[list[PrintedLine]] = []
    crossing: list[PrintedLine] = []
    sides: tuple[list[PrintedLine], list[PrintedLine]] = [], []
    last: PrintedLine | None = None  # that crosses: the next may be the end of a headline
    for line in sorted(lines, key=lambda line: -line.top):
        ends = last is not None and not any(sides) and _ends_headline(last, line)
        if line.left < gutter < line.right or ends:
            last = line
            for side in sides:
                ordered += reading_order(side, None, depth - 1)
                side.clear()
            if crossing and ordered and ordered[-1] is crossing:
                crossing.append(line)
            else:
                crossing = [line]
                ordered.append(crossing)
        else:
            sides[line.left >= gutter].append(line)
    for side in sides:
        ordered += reading_order(side, None, depth - 1)
    return ordered


def _ends_headline(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line in one column is the end of a line that crosses columns: as large, as far left, close below it."""
    close = 0 < before.bottom - line.bottom <= _HEADLINE * line.size
    return close and abs(before.size - line.size) < 0.05 * line.size and abs(before.left - line.left) < line.size


def _downwards(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of one column from the top, those of one row from the left; in the file's order where it is this."""
    if all(line.top >= after.bottom for line, after in pairwise(lines)):
        return list(lines)
    rows: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: -(line.top + line.bottom)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Where lines stand side by side, the place between them that the fewest cross; None where they do not."""
    if not 2 * _LEAST_ROWS <= len(lines) <= _MOST_ROWS:
        return None
    least = 0.5 * median(line.size for line in lines)
    best: tuple[int, float] | None = None
    for place in sorted({round(line.left - least, 1) for line in lines}):
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST_ROWS or crossing > _CROSSED * len(lines):
            continue
        if _beside(left, right) >= _LEAST_ROWS and (best is None or crossing < best[0]) and not _is_table(left, right):
            best = crossing, place
    return best[1] if best else None


def _beside(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> int:
    """How many lines of the side with fewer stand at the height of lines of the other, without being a row with it."""
    few, many = sorted((left, right), key=len)
    top, bottom = max(line.top for line in many), min(line.bottom for line in many)
    return sum(1 for line in few if line.bottom < top and line.top > bottom)


def _is_table(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    """Whether what stands side by side are the cells of rows: those on the left are short, and each of the side with
    fewer has one on its line. Lines of columns may stand on one line, too, but are longer."""
    few, many = sorted((left, right), key=len)
    if len(many) > _WRAPPED * len(few) or median(len(line.text) for line in left) > _LONGEST_CELL:
        return False
    bottoms = sorted(line.bottom for line in many)
    for line in few:
        near = bisect_left(bottoms, line.bottom - _ON_LINE * line.size)
        if near == len(bottoms) or bottoms[near] > line.bottom + _ON_LINE * line.size:
            return False
    return True


def _repeated(pages: Sequence[Sequence[PrintedLine]]) -> dict[tuple[int, PrintedLine], str]:
    """The rule of each line at the edge of a page that stands there on others, too: by (page, line)."""
    seen: dict[str, list[tuple[int, PrintedLine]]] = {}
    for number, page in enumerate(pages):
        by_height = sorted(page, key=lambda line: line.top)
        for line in {*by_height[:_EDGE], *by_height[-_EDGE:]}:
            seen.setdefault(_DIGITS.sub("#", line.text.casefold()), []).append((number, line))
    rules: dict[tuple[int, PrintedLine], str] = {}
    for text, places in seen.items():
        of_number = _NUMBER.fullmatch(text) is not None
        for number, line in places:
            there = {n for n, other in places if abs(other.bottom - line.bottom) <= _NEAR}
            if len(there) >= max(2, _OFTEN * len(pages)) or (of_number and "/" in text):
                rules[number, line] = "page_number" if of_number else "running_head"
    return rules


def _leading(lines: Sequence[PrintedLine]) -> float:
    """The usual distance of a line from the one before it, in heights of its font."""
    steps = [
        (a.bottom - b.bottom) / b.size for a, b in pairwise(lines) if 0.7 * b.size < a.bottom - b.bottom < 3 * b.size
    ]
    return median(steps) if steps else 1.2


def _goes_on(before: PrintedLine, line: PrintedLine, right: float, rows: _Rows) -> bool:
    """Whether a line goes on the paragraph of the one above it, which has no room for its first word; or a headline,
    which is cut where it looks well."""
    if abs(before.size - line.size) > _SAME_SIZE * before.size:
        return False
    step = before.bottom - line.bottom
    if not 0 < step <= _LEADING * max(rows.leading, 1.0) * line.size:
        return False
    if line.size >= rows.headline:
        return step <= _HEADLINE * line.size
    if line.left - before.left > _INDENT * line.size and _ENDS.search(before.text):
        return False
    return _is_full(before, line, right)


def _is_apart(before: PrintedLine, line: PrintedLine, rows: _Rows) -> bool:
    """Whether more than the usual distance lies between two lines, or their heights differ."""
    step = before.bottom - line.bottom
    usual = _LEADING * max(rows.leading, 1.0) * line.size
    return not 0 <= step <= usual or abs(before.size - line.size) > _SAME_SIZE * before.size


def _is_full(before: PrintedLine, line: PrintedLine, right: float) -> bool:
    """Whether the first word of a line would not have fitted at the end of the one before it."""
    word = line.text.partition(" ")[0]
    width = (line.right - line.left) / max(1, len(line.text))
    return before.text.endswith("-") or before.right + (len(word) + 0.5) * width > right


def _crosses(flow: PrintedParagraph, line: PrintedLine, right: float) -> bool:
    """Whether a column's first line goes on the paragraph at the end of the column, or page, before."""
    before = flow.lines[-1]
    if abs(before.size - line.size) > _SAME_SIZE * before.size or not _is_full(before, line, right):
        return False
    return not _ENDS.search(before.text) or (line.text[:1].islower() and not before.text.endswith((".", "!", "?")))


def _joined(text: str, line: str, words: Counter[str]) -> tuple[str, str]:
    """A printed line and the next as they stand in one line; a hyphen goes where the word is one without it."""
    found = _HYPHENED.search(text) if text.endswith("-") else None
    if found is None or not line[:1].isalpha():
        return text, line if text.endswith(("-", "—")) and not text.endswith(" -") else f" {line}"
    before, after = found[1], _WORD.match(line)
    behind = after[0] if after else ""
    with_hyphen, without = words[f"{before}-{behind}".casefold()], words[f"{before}{behind}".casefold()]
    stands = with_hyphen > without or (not without and (before.casefold() in _STANDS or not line[:1].islower()))
    return text if stands else text[:-1], line
