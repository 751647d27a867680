"""What does each line's own text and its neighbourhood tell? The features that dumps and HTML pages share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.clean.lexicon import Lexicon, first_words
from index.clean.measure import (
    BAR,
    BRACKET,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    END,
    LOWER,
    UPPER,
    WIDE,
    Bools,
    Floats,
    Measures,
    measure,
)

# fmt: off
LOOKS = (
    "share", "comments", "form", "rating", "advertisement", "related", "newsletter", "cookies", "tags", "navigation",
    "legal", "source", "credit", "date", "byline",
)
# fmt: on
_SECTIONS = ("comments", "related", "newsletter", "share", "legal")


@dataclass
class Columns:
    """Named feature columns of one page in a fixed order; every column has one float32 for each line."""

    count: int
    names: list[str] = field(default_factory=list)
    columns: list[NDArray[np.generic]] = field(default_factory=list)

    def add(self, name: str, column: NDArray[np.generic]) -> None:
        """Append a column."""
        self.names.append(name)
        self.columns.append(column)

    def table(self) -> Floats:
        """The columns side by side (lines, features)."""
        out = np.empty((len(self.columns), self.count), np.float32)
        for row, column in zip(out, self.columns, strict=True):
            row[:] = column
        return out.T


@dataclass(frozen=True, slots=True)
class Lines:
    """The texts of a page, measured: what the features of neighbourhood, tree and verdict are made of.

    `prose` says which lines read like sentences of a text; `mass` is their words and 0 elsewhere.
    """

    texts: Sequence[str]
    looks: Sequence[str]
    measures: Measures
    prose: Bools
    mass: Floats


def measured(texts: Sequence[str], looks: Sequence[str]) -> Lines:
    """The lines with their counts."""
    found = measure(texts)
    sentence = (found.last == END) | (found.last == COLON)
    prose = ((found.words >= 11) & sentence) | (found.words >= 30)
    return Lines(texts, looks, found, prose, np.where(prose, found.words, 0).astype(np.float32))


def add_own(columns: Columns, lines: Lines, lexicon: Lexicon) -> None:
    """Columns of the line itself: its length, its marks, its words."""
    m = lines.measures
    words = np.maximum(m.words, 1)
    chars = np.maximum(m.chars, 1)
    kinds = m.classes
    letters = np.maximum(kinds[:, LOWER] + kinds[:, UPPER] + kinds[:, LOWER + 2] + kinds[:, WIDE], 1)
    columns.add("words", m.words)
    columns.add("chars", m.chars)
    columns.add("word_length", letters / words)
    columns.add("small_words", m.lower_words / words)
    columns.add("short_words", m.short_words / words)
    columns.add("capitals", kinds[:, UPPER] / letters)
    columns.add("wide", kinds[:, WIDE] / letters)
    columns.add("digits", kinds[:, DIGIT] / chars)
    columns.add("ends", kinds[:, END])
    columns.add("ends_share", kinds[:, END] / words)
    columns.add("commas", kinds[:, COMMA])
    columns.add("commas_share", kinds[:, COMMA] / words)
    columns.add("colons", kinds[:, COLON])
    columns.add("bars", kinds[:, BAR])
    columns.add("brackets", kinds[:, BRACKET])
    columns.add("dashes", kinds[:, DASH])
    columns.add("others", kinds[:, 0])
    columns.add("first", m.first)
    columns.add("last", m.last)
    columns.add("prose", lines.prose)
    add_lexicon(columns, lines, lexicon)
    columns.add("copies", _copies(m))
    looks = np.array([LOOKS.index(look) if look in LOOKS else -1 for look in lines.looks])
    for number, look in enumerate(LOOKS):
        columns.add(f"look_{look}", looks == number)
    columns.add("look_any", looks >= 0)


def add_lexicon(columns: Columns, lines: Lines, lexicon: Lexicon) -> None:
    """Columns of what the words alone suggest."""
    m = lines.measures
    count = columns.count
    weight = lexicon.word_weights(m)
    per_line = np.maximum(np.bincount(m.word_line, minlength=count), 1)
    total = np.bincount(m.word_line, weights=weight, minlength=count)
    columns.add("lexicon_sum", total)
    columns.add("lexicon_mean", total / per_line)
    lowest = np.zeros(count)
    highest = np.zeros(count)
    first = first_words(m)
    if len(first):
        filled = m.word_line[first]
        lowest[filled] = np.minimum(np.minimum.reduceat(weight, first), 0)
        highest[filled] = np.maximum(np.maximum.reduceat(weight, first), 0)
    columns.add("lexicon_lowest", lowest)
    columns.add("lexicon_highest", highest)
    columns.add("lexicon_start", lexicon.start_weights(m))
    columns.add("lexicon_line", lexicon.line_weights(m))
    columns.add("shared", _shared_words(lines))


def _copies(m: Measures) -> Floats:
    _, inverse, counts = np.unique(m.line_hash, return_inverse=True, return_counts=True)
    return counts[inverse].astype(np.float32)


def _shared_words(lines: Lines) -> Floats:
    """The share of a line's longer words that other prose lines of the page hold too."""
    m = lines.measures
    count = len(lines.texts)
    chosen = m.word_length >= 4
    words, line = m.word_hash[chosen], m.word_line[chosen]
    if not len(words):
        return np.zeros(count, np.float32)
    _, number = np.unique(words, return_inverse=True)
    pairs = np.unique(number * np.int64(count) + line)  # each word once a line
    of_word, of_line = pairs // count, pairs % count
    in_prose = np.bincount(of_word, weights=lines.prose[of_line].astype(float))
    elsewhere = in_prose[of_word] - lines.prose[of_line] > 0
    total = np.maximum(np.bincount(of_line, minlength=count), 1)
    return (np.bincount(of_line, weights=elsewhere, minlength=count) / total).astype(np.float32)


class Windows:
    """Sums of a column over windows of lines; the running total is made once for all windows of the column."""

    def __init__(self, values: NDArray[np.generic], widest: int = 32) -> None:
        self.count = len(values)
        self.edge = widest + 1
        self.total = np.zeros(self.count + 1 + 2 * self.edge)
        np.cumsum(values, dtype=np.float64, out=self.total[self.edge + 1 : self.edge + 1 + self.count])
        self.total[self.edge + 1 + self.count :] = self.total[self.edge + self.count]

    def sums(self, before: int, after: int) -> NDArray[np.float64]:
        """The sum over each line's window from `before` lines above to `after` lines below it."""
        end, start = self.edge + after + 1, self.edge - before
        total: NDArray[np.float64] = self.total[end : end + self.count] - self.total[start : start + self.count]
        return total


def window_sums(values: NDArray[np.generic], before: int, after: int) -> NDArray[np.float64]:
    """The sum over each line's window from `before` lines above to `after` lines below it."""
    return Windows(values).sums(before, after)


def shifted(values: NDArray[np.generic], by: int, fill: float = -1.0) -> Floats:
    """The value of the line `by` lines below (above where negative); `fill` beyond the page."""
    out = np.full(len(values), fill, np.float32)
    if by > 0:
        out[:-by] = values[by:]
    else:
        out[-by:] = values[:by] if by else values
    return out


def distances(marked: Bools) -> tuple[Floats, Floats]:
    """How many lines above and below stands the nearest marked line (0 on it, 99 where there is none)."""
    count = len(marked)
    at = np.arange(count)
    above = np.maximum.accumulate(np.where(marked, at, -1000))
    below = np.minimum.accumulate(np.where(marked, at, count + 1000)[::-1])[::-1]
    return (
        np.minimum(at - above, 99).astype(np.float32),
        np.minimum(below - at, 99).astype(np.float32),
    )


def add_context(columns: Columns, lines: Lines) -> None:
    """Columns of the neighbourhood and the place on the page."""
    m = lines.measures
    count = columns.count
    at = np.arange(count)
    words = m.words
    for by in (-3, -2, -1, 1, 2, 3):
        columns.add(f"words{by:+d}", shifted(words, by))
    for by in (-2, -1, 1, 2):
        columns.add(f"last{by:+d}", shifted(m.last, by))
        columns.add(f"mass{by:+d}", shifted(lines.mass, by))
    for by in (-1, 1):
        columns.add(f"first{by:+d}", shifted(m.first, by))
    columns.add("place", at / max(count, 1))
    columns.add("line_number", at)
    columns.add("lines_left", count - at)
    mass_total = max(float(lines.mass.sum()), 1.0)
    words_total = max(float(words.sum()), 1.0)
    mass_before = np.cumsum(lines.mass, dtype=np.float64) - lines.mass
    columns.add("mass_before", mass_before)
    columns.add("mass_after", mass_total - mass_before - lines.mass)
    columns.add("mass_before_share", mass_before / mass_total)
    columns.add("words_before_share", (np.cumsum(words, dtype=np.float64) - words) / words_total)
    columns.add("page_words", np.full(count, words_total))
    columns.add("page_mass", np.full(count, mass_total))
    columns.add("page_lines", np.full(count, count))
    columns.add("page_prose_share", np.full(count, mass_total / words_total))
    of_mass, of_words = Windows(lines.mass), Windows(words)
    for size in (2, 5, 10, 20):
        for name, before, after in (("before", size, -1), ("after", -1, size)):
            mass = of_mass.sums(before, after)
            every = of_words.sums(before, after)
            columns.add(f"mass_{name}_{size}", mass)
            columns.add(f"mass_share_{name}_{size}", mass / np.maximum(every, 1))
    columns.add("words_around_4", of_words.sums(4, 4) / 9)
    columns.add("words_around_12", of_words.sums(12, 12) / 25)
    above, below = distances(lines.prose)
    columns.add("prose_above", above)
    columns.add("prose_below", below)
    columns.add("prose_run", run_lengths(lines.prose))
    _add_main(columns, lines)
    _add_sections(columns, lines)


def _add_main(columns: Columns, lines: Lines) -> None:
    """Where is the line from the densest stretch of prose? (windows of 1, 10 and 30 lines)"""
    count = columns.count
    at = np.arange(count)
    for size in (4, 12):
        dense = window_sums(lines.mass, size, size)
        peak = int(np.argmax(dense)) if count else 0
        columns.add(f"from_peak_{size}", at - peak)
        columns.add(f"density_{size}", dense / max(float(dense.max()), 1.0))
    # the stretch around the peak in which no gap between prose lines exceeds six lines
    where = np.flatnonzero(lines.prose)
    stretch = np.zeros(count, np.float32)
    inside = np.zeros(count, np.bool_)
    if len(where):
        breaks = np.flatnonzero(np.diff(where) > 6)
        firsts = where[np.concatenate(([0], breaks + 1))]
        lasts = where[np.concatenate((breaks, [len(where) - 1]))]
        sums = np.concatenate(([0.0], np.cumsum(lines.mass, dtype=np.float64)))
        masses = sums[lasts + 1] - sums[firsts]
        best = int(np.argmax(masses))
        for first, last, mass in zip(firsts.tolist(), lasts.tolist(), masses.tolist(), strict=True):
            stretch[first : last + 1] = mass
        inside[firsts[best] : lasts[best] + 1] = True
        columns.add("from_stretch", np.maximum(firsts[best] - at, 0) - np.maximum(at - lasts[best], 0))
    else:
        columns.add("from_stretch", np.zeros(count))
    columns.add("stretch_mass", stretch)
    columns.add("in_stretch", inside)


def _add_sections(columns: Columns, lines: Lines) -> None:
    looks = np.array([LOOKS.index(look) if look in LOOKS else -1 for look in lines.looks])
    for name in _SECTIONS:
        marked = looks == LOOKS.index(name)
        above, below = distances(marked)
        columns.add(f"{name}_above", above)
        columns.add(f"{name}_below", below)
        columns.add(f"{name}_before", np.cumsum(marked))
        columns.add(f"{name}_around", window_sums(marked, 6, 6))
    dated = (looks == LOOKS.index("date")) | (looks == LOOKS.index("byline"))
    columns.add("dates_around", window_sums(dated, 8, 8))
    columns.add("furniture_before", window_sums(looks >= 0, 5, -1))
    columns.add("furniture_after", window_sums(looks >= 0, -1, 5))


def run_lengths(marked: Bools) -> Floats:
    """How many equal neighbours each line has in a row: positive in marked runs, negative in others."""
    count = len(marked)
    if not count:
        return np.zeros(0, np.float32)
    edges = np.flatnonzero(np.diff(marked.astype(np.int8))) + 1
    bounds = np.concatenate(([0], edges, [count]))
    sizes = np.diff(bounds)
    signed = np.where(marked[bounds[:-1]], sizes, -sizes)
    return np.repeat(signed, sizes).astype(np.float32)


def add_layout(columns: Columns, lines: Lines, blank: NDArray[np.int64], indent: NDArray[np.int64]) -> None:
    """Columns of a dump's layout: blank lines, indentation, and the blocks that blank lines make."""
    count = columns.count
    blank_after = np.append(blank[1:], 1)
    columns.add("blank_before", np.minimum(blank, 9))
    columns.add("blank_after", np.minimum(blank_after, 9))
    block = np.cumsum(blank > 0)
    size = np.bincount(block, minlength=int(block[-1]) + 1 if count else 1)
    mass = np.bincount(block, weights=lines.mass, minlength=len(size))
    words = np.bincount(block, weights=lines.measures.words, minlength=len(size))
    columns.add("block_lines", size[block])
    columns.add("block_mass", mass[block])
    columns.add("block_mean_words", (words / np.maximum(size, 1))[block])
    columns.add("block_mean_before", shifted((words / np.maximum(size, 1)), -1)[block])
    columns.add("block_mean_after", shifted((words / np.maximum(size, 1)), 1)[block])
    columns.add("blanks_share", np.full(count, np.mean(blank > 0) if count else 0))
    columns.add("indent", np.minimum(indent, 99))
    columns.add("indent-1", indent - shifted(indent, -1, 0))
    columns.add("indent+1", shifted(indent, 1, 0) - indent)
    capped = np.minimum(indent, 199)
    by_indent = np.bincount(capped, weights=lines.mass, minlength=200)
    main = int(np.argmax(by_indent))
    columns.add("indent_from_main", indent - main)
    columns.add("indent_mass_share", by_indent[capped] / max(float(lines.mass.sum()), 1.0))
    bullet = (lines.measures.first == BAR) | (lines.measures.first == DASH)
    columns.add("bullet_run", run_lengths(bullet))
