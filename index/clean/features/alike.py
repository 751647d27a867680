"""What became of the lines of a dump that are set alike? The second look's features beside neighbours and blocks.

A dump has no elements, but what was one kind of element is still set in one way: the paragraphs at one indentation
between blank lines, the teasers as bullets. A line of another story shares few words with the body.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.lexicon import LONG_LINE
from index.clean.features.lines import Doubles, Lines, shared_words
from index.clean.features.measure import BAR, DASH, Int64s
from index.clean.features.second_look import add_group

_DEEPEST = 60  # columns of indentation that are told apart
_SURE, _SURE_WORDS = 0.7, 12  # a line that is this likely, and this long, belongs to the body
_LONG_NAMES = ("p_long_above_1", "p_long_above_2", "p_long_below_1", "p_long_below_2")


def add_alike(columns: Columns, lines: Lines, blank: Int64s, indent: Int64s, probability: Doubles) -> None:
    """Append the columns; `blank` counts the blank lines before each line, `indent` its columns."""
    m = lines.measures
    if not columns.count:
        blank = indent = np.zeros(0, np.int64)
    bullet = ((m.first == BAR) | (m.first == DASH)).astype(np.int64)
    depth = np.clip(indent, 0, _DEEPEST)
    after = np.append(blank[1:], 1)[: columns.count]
    set_so = ((depth * 2 + bullet) * 2 + (blank > 0)) * 2 + (after > 0)
    kept = probability * m.words
    for name, groups in (("alike", set_so), ("depth", depth), ("bullet", bullet)):
        add_group(columns, name, groups, kept, m.words)
        columns.add(f"lines_{name}", np.bincount(groups)[groups])
    columns.add("core_held", shared_words(m, (probability >= _SURE) & (m.words >= _SURE_WORDS)))
    columns.block(_LONG_NAMES)[:] = _nearest_long(m.words >= LONG_LINE, probability)


def _nearest_long(long: NDArray[np.bool_], probability: Doubles) -> Doubles:
    """The probabilities of the first and second long line above and below each line; -1 beyond the page."""
    where = np.flatnonzero(long)
    at = np.arange(len(long))
    padded = np.concatenate(([-1.0, -1.0], probability[where], [-1.0, -1.0]))
    above = np.searchsorted(where, at) + 1
    below = np.searchsorted(where, at, side="right") + 2
    return padded[np.stack((above, above - 1, below, below + 1))]
