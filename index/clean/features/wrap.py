"""Which lines of a dump belong together? Undoes the wrapping at a column, where a dump was wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.features.measure import Int64s
from index.page import WIDE_CHARACTER, Line, is_wide, join_wrapped

_NARROWEST, _WIDEST = 50, 132  # columns at which programs wrap
_FEWEST_JOINS = 4
_SHARE_BEYOND = 0.3  # of the characters; tables and addresses stand beyond the column
_LONGEST_WORD = 200  # characters
_BULLETS = "•*·-+o◦▪"
_FIRST_WIDE = 0x2E80


@dataclass(frozen=True, slots=True)
class Units:
    """Runs of lines that are one paragraph, blank lines left out: `first <= line < end` (n units).

    `texts` are the joined paragraphs, `blank` the number of blank lines before each, `indent` its columns. `joined` is
    whether the page was wrapped.
    """

    first: Int64s
    end: Int64s
    texts: tuple[str, ...]
    blank: Int64s
    indent: Int64s
    joined: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a dump stand (n lines): `width` and `needed` of `_reach`, `indent` and `blank` of `Units`."""

    width: Int64s
    needed: Int64s
    indent: Int64s
    blank: Int64s


def units(lines: Sequence[Line]) -> Units:
    """The paragraphs of a dump: its lines, where it is not wrapped."""
    numbers = [number for number, line in enumerate(lines) if line.text]
    filled = np.array(numbers, np.int64)
    texts = [lines[number].text for number in numbers]
    indent = np.array([lines[number].indent for number in numbers], np.int64)
    blank = np.diff(filled, prepend=-1) - 1
    layout = _Layout(*_reach(texts, indent), indent, blank)
    column = _column(layout)
    joins = _joins(texts, layout, column) if column else np.zeros(len(texts), np.bool_)
    if not joins.any():
        return Units(filled, filled + 1, tuple(texts), blank, indent, joined=False)
    heads = np.flatnonzero(~joins)
    tails = np.append(heads[1:], len(texts))
    joined = tuple(join_wrapped(texts[a:b]) for a, b in zip(heads.tolist(), tails.tolist(), strict=True))
    return Units(filled[heads], filled[tails - 1] + 1, joined, blank[heads], indent[heads], joined=True)


def _reach(texts: Sequence[str], indent: Int64s) -> tuple[Int64s, Int64s]:
    """The column at which each line ends, and (of all but the last) at which it would end with the next line's word.

    A wide character (among a line's first 200) takes two columns, and is a word where it stands first.
    """
    width = np.fromiter(map(len, texts), np.int64, len(texts))
    space = np.array([text.find(" ", 0, _LONGEST_WORD) for text in texts], np.int64)
    word = np.where(space >= 0, space, np.minimum(width, _LONGEST_WORD))
    codes = np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), np.uint16)
    if codes.max(initial=0) >= _FIRST_WIDE:
        for number, text in enumerate(texts):
            if not text.isascii():
                width[number] += len(WIDE_CHARACTER.findall(text, 0, 200))
                if is_wide(text[0]):
                    word[number] = 2
    width += indent
    return width, width[:-1] + 1 + word[1:]


def _column(layout: _Layout) -> int:
    """The column at which the lines were wrapped, 0 where they were not.

    A line was wrapped where the next line's first word did not fit on it; the column is the one that explains the
    most neighbours, and only few lines may stand beyond it.
    """
    width, indent = layout.width, layout.indent
    if len(width) < 2 * _FEWEST_JOINS:
        return 0
    near = (layout.blank[1:] == 0) & (indent[:-1] == indent[1:])
    low = np.clip(width[:-1][near], 0, _WIDEST + 1)
    high = np.clip(layout.needed[near], 0, _WIDEST + 1)
    explained = np.cumsum(np.bincount(low, minlength=_WIDEST + 2) - np.bincount(high, minlength=_WIDEST + 2))
    explained[:_NARROWEST] = 0
    best = int(np.argmax(explained[: _WIDEST + 1]))
    if explained[best] < _FEWEST_JOINS or width[width > best].sum() > _SHARE_BEYOND * width.sum():
        return 0
    return best


def _joins(texts: Sequence[str], layout: _Layout, column: int) -> NDArray[np.bool_]:
    """Whether each line goes on the paragraph of the line before it."""
    joins = np.zeros(len(texts), np.bool_)
    indent = layout.indent
    full = (layout.width[:-1] <= column) & (layout.needed > column)
    bullet = np.array([text[:2].rstrip() in _BULLETS for text in texts], np.bool_)
    level = (indent[1:] == indent[:-1]) | (bullet[:-1] & (indent[1:] == indent[:-1] + 2))
    joins[1:] = full & level & (layout.blank[1:] == 0) & ~bullet[1:]
    return joins
