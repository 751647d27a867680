"""What does each line's own text tell? The lines of a page, measured, and the features of each read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.lexicon import WordOdds
from index.clean.features.measure import (
    BAR,
    BRACKET,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    END,
    LETTER,
    LOWER,
    OTHER,
    UPPER,
    WIDE,
    Bools,
    Floats,
    Int64s,
    Measures,
    measure,
)

# fmt: off
LOOKS = (
    "share", "comments", "form", "rating", "advertisement", "related", "newsletter", "cookies", "tags", "navigation",
    "legal", "source", "credit", "date", "byline",
)
# fmt: on
LOOK_NUMBERS = {look: number for number, look in enumerate(LOOKS)}

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lines:
    """The texts of a page, measured: what the features of neighbourhood, tree and verdict are made of.

    `looks` names what each line looks like when it is read alone, `look` is its number in `LOOKS` (-1 for others).
    `prose` says which lines read like sentences of a text; `mass` is their words and 0 elsewhere.
    """

    texts: Sequence[str]
    looks: Sequence[str]
    look: Int64s
    measures: Measures
    prose: Bools
    mass: Floats


def measured(texts: Sequence[str], looks: Sequence[str]) -> Lines:
    """The lines with their counts."""
    found = measure(texts)
    look = np.array([LOOK_NUMBERS.get(look, -1) for look in looks], np.int64)
    sentence = (found.last == END) | (found.last == COLON)
    prose = ((found.words >= 11) & sentence) | (found.words >= 30)
    return Lines(texts, looks, look, found, prose, np.where(prose, found.words, 0).astype(np.float32))


_COUNTED = {
    "ends": END, "commas": COMMA, "colons": COLON, "bars": BAR, "brackets": BRACKET, "dashes": DASH, "others": OTHER
}  # fmt: skip
_COUNTED_CLASSES = list(_COUNTED.values())
_BY_WORD = ("word_length", "small_words", "short_words", "ends_share", "commas_share")
_LOOK_NAMES = tuple(f"look_{look}" for look in LOOKS)


def add_own(columns: Columns, lines: Lines, lexicon: WordOdds) -> None:
    """Columns of the line itself: its length, its marks, its words."""
    m = lines.measures
    kinds = m.classes.T
    letters = np.maximum(kinds[LOWER] + kinds[UPPER] + kinds[LETTER] + kinds[WIDE], 1)
    columns.add("words", m.words)
    columns.add("chars", m.chars)
    by_word = columns.block(_BY_WORD)
    for row, column in zip(by_word, (letters, m.lower_words, m.short_words, kinds[END], kinds[COMMA]), strict=True):
        row[:] = column
    by_word /= np.maximum(m.words, 1)
    columns.add("capitals", kinds[UPPER] / letters)
    columns.add("wide", kinds[WIDE] / letters)
    columns.add("digits", kinds[DIGIT] / np.maximum(m.chars, 1))
    columns.block(tuple(_COUNTED))[:] = kinds[_COUNTED_CLASSES]
    columns.add("first", m.first)
    columns.add("last", m.last)
    columns.add("prose", lines.prose)
    add_lexicon(columns, lines, lexicon)
    columns.add("copies", _copies(m))
    looks = columns.block(_LOOK_NAMES)
    looks[:] = 0
    looked = np.flatnonzero(lines.look >= 0)
    looks[lines.look[looked], looked] = 1
    columns.add("look_any", lines.look >= 0)


def add_lexicon(columns: Columns, lines: Lines, lexicon: WordOdds) -> None:
    """Columns of what the words alone suggest."""
    m = lines.measures
    count = columns.count
    weight = lexicon.word_weights(m)
    total = np.bincount(m.word_line, weights=weight, minlength=count)
    columns.add("lexicon_sum", total)
    columns.add("lexicon_mean", total / np.maximum(np.bincount(m.word_line, minlength=count), 1))
    extremes = columns.block(("lexicon_lowest", "lexicon_highest"))
    extremes[:] = 0
    if len(m.first_word):
        filled = m.word_line[m.first_word]
        extremes[0, filled] = np.minimum(np.minimum.reduceat(weight, m.first_word), 0)
        extremes[1, filled] = np.maximum(np.maximum.reduceat(weight, m.first_word), 0)
    columns.add("lexicon_start", lexicon.start_weights(m))
    columns.add("lexicon_line", lexicon.line_weights(m))
    columns.add("shared", shared_words(m, lines.prose))


def _copies(m: Measures) -> Int64s:
    """How many lines of the page equal each line."""
    ordered = np.sort(m.line_hash)
    return ordered.searchsorted(m.line_hash, "right") - ordered.searchsorted(m.line_hash, "left")


def shared_words(m: Measures, marked: Bools) -> Doubles:
    """The share of a line's longer words that other marked lines of the page hold too."""
    count = len(marked)
    chosen = m.word_length >= 4
    bits = np.uint64(count.bit_length())
    # One number holds a word's hash and its line, so that one sort brings equal words together and lines in order.
    pairs = np.sort((m.word_hash[chosen] << bits) | m.word_line[chosen].astype(np.uint64))
    if not len(pairs):
        return np.zeros(count)
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]  # each word once a line
    word, line = pairs >> bits, (pairs & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    starts = np.flatnonzero(np.append(True, word[1:] != word[:-1]))
    in_marked = marked[line].astype(np.int32)
    everywhere = np.repeat(np.add.reduceat(in_marked, starts), np.diff(starts, append=len(word)))
    total = np.maximum(np.bincount(line, minlength=count), 1)
    return np.bincount(line, weights=everywhere > in_marked, minlength=count) / total
