"""Which lines of a dump look like the words under a picture? Features of captions, credits and lines said twice.

A dump has lost the picture, but often not its traces: the alternative text stands above the caption and begins with the
same words, a file name or a bracket marks the place, a credit ends a line nearby, and the caption is indented.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.lexicon import LONG_LINE, WordOdds
from index.clean.features.lines import LOOKS, Lines
from index.clean.features.measure import UPPER, Floats, Int64s, Measures
from index.clean.features.neighbourhood import distances, neighbours

_NEAR = 4  # lines: an alternative text and its caption stand at most so far apart
_FARTHEST = 9
_IMAGE_ENDS = tuple(
    f".{end}" for name in ("jpg", "jpeg", "png", "gif", "webp", "svg", "avif") for end in (name, name.upper())
)
_CREDIT = LOOKS.index("credit")
_WORD_NAMES = ("long_sum", "long_mean", "pairs_sum", "pairs_mean", "long-1", "long+1")
_ECHO_NAMES = ("echo_above", "echo_below", "echo_any", "echo_self", "echo_any-1", "echo_any+1")
_TRACE_NAMES = ("image_above", "credit_above", "image_below", "credit_below", "images_page", "credits_page")
_PROSE_NAMES = ("prose_words_above", "prose_words_below", "indent_above")
_BESIDE = np.array([(0, -1), (0, 1)])


def add_captions(columns: Columns, lines: Lines, lexicon: WordOdds, indent: Int64s) -> None:
    """Append the columns that tell captions and credits from sentences of the text; `indent` is of each line."""
    m = lines.measures
    _add_long_words(columns, m, lexicon)
    echoes = columns.block(_ECHO_NAMES)
    echoes[:4] = _echoes(m, columns.count)
    echoes[4:] = neighbours(echoes[2:3], _BESIDE, 0)
    _add_traces(columns, lines)
    names = np.bincount(m.word_line[m.word_class == UPPER], minlength=columns.count) / np.maximum(m.words, 1)
    columns.add("names", names)
    columns.block(("names-1", "names+1"))[:] = neighbours(names[None], _BESIDE, 0)
    _add_nearest_prose(columns, lines, indent)


def _add_long_words(columns: Columns, m: Measures, lexicon: WordOdds) -> None:
    """What the words and pairs of words suggest, by what they did in lines that are long enough for a sentence."""
    count = columns.count
    words = np.maximum(np.bincount(m.word_line, minlength=count), 1)
    block = columns.block(_WORD_NAMES)
    block[0] = np.bincount(m.word_line, weights=lexicon.long_weights(m), minlength=count)
    line, weight = lexicon.pair_weights(m)
    block[2] = np.bincount(line, weights=weight, minlength=count)
    block[1] = block[0] / words
    block[3] = block[2] / words
    both = np.where(m.words >= LONG_LINE, block[1] + block[3], 0)
    block[4:] = neighbours(both[None], _BESIDE, 0)


def _echoes(m: Measures, count: int) -> Floats:
    """The shares of each line's runs of three words that stand again a few lines above, below, anywhere, in itself."""
    out = np.zeros((4, count), np.float32)
    if len(m.word_hash) < 3:
        return out
    line = m.word_line[:-2]
    inside = line == m.word_line[2:]
    run = m.word_hash[:-2] * np.uint64(3) + m.word_hash[1:-1] * np.uint64(5) + m.word_hash[2:] * np.uint64(7)
    bits = np.uint64(count.bit_length())
    # One number holds a run's hash and its line, so that one sort brings equal runs together and lines in order.
    pairs = np.sort((run[inside] << bits) | line[inside].astype(np.uint64))
    where = (pairs & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    same = (pairs[1:] >> bits) == (pairs[:-1] >> bits)
    gap = np.where(same, where[1:] - where[:-1], 0)
    near = (gap > 0) & (gap <= _NEAR)
    anywhere = np.zeros(len(where), np.bool_)
    anywhere[1:] = gap > 0
    anywhere[:-1] |= gap > 0
    for row, places in zip(
        out, (where[1:][near], where[:-1][near], where[anywhere], where[1:][same & (gap == 0)]), strict=True
    ):
        row[:] = np.bincount(places, minlength=count)
    out /= np.maximum(np.bincount(where, minlength=count), 1)
    return out


def _add_traces(columns: Columns, lines: Lines) -> None:
    """How far is the nearest trace of a picture and the nearest credit, and how many of them does the page hold?"""
    marks = np.array([_is_image(text) for text in lines.texts], np.bool_)
    traces = np.stack((marks, lines.look == _CREDIT))
    above, below = distances(traces)
    block = columns.block(_TRACE_NAMES)
    np.minimum(above, _FARTHEST, out=block[:2], casting="unsafe")
    np.minimum(below, _FARTHEST, out=block[2:4], casting="unsafe")
    block[4:] = traces.sum(axis=1)[:, None]


def _is_image(text: str) -> bool:
    """Whether the line is what a dump leaves of a picture: a text in square brackets, or the name of a file."""
    return (text[0] == "[" and text[-1] == "]") or text.endswith(_IMAGE_ENDS)


def _add_nearest_prose(columns: Columns, lines: Lines, indent: Int64s) -> None:
    """The line's length beside the page's sentences, and the nearest lines of prose above and below it."""
    words = lines.measures.words
    where = np.flatnonzero(lines.prose)
    columns.add("to_prose", words / max(float(lines.mass.sum()) / max(len(where), 1), 1.0))
    block = columns.block(_PROSE_NAMES)
    block[:2] = -1
    block[2] = 0
    if not len(where):
        return
    at = np.arange(columns.count)
    above = np.searchsorted(where, at) - 1
    below = np.searchsorted(where, at, side="right")
    has_above, has_below = above >= 0, below < len(where)
    nearest: NDArray[np.intp] = where[np.maximum(above, 0)]
    block[0, has_above] = words[nearest][has_above]
    block[2, has_above] = (indent - indent[nearest])[has_above]
    block[1, has_below] = words[where[below[has_below]]]
