"""Which fingerprints has each document, and who has each fingerprint?

A fingerprint (uint32) is of a few words of the text: documents that have several in common may be copies of each other
(`index.copies`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of texts in a row: `values` (uint32), ascending and each once within a text; `ends` (int64), for
    each text the number of fingerprints up to its end."""

    values: NDArray[np.uint32]
    ends: NDArray[np.int64]


def joined(parts: Sequence[Prints]) -> Prints:
    """The fingerprints of several rows of texts as one row."""
    before = np.cumsum([0, *(len(part.values) for part in parts)])
    ends = [part.ends + base for part, base in zip(parts, before, strict=False)]
    values = [np.zeros(0, np.uint32), *(part.values for part in parts)]
    return Prints(np.concatenate(values), np.concatenate([np.zeros(0, np.int64), *ends]))


@dataclass(frozen=True, slots=True)
class PrintTable:
    """The fingerprints of a segment for look-ups: `values` (uint32), ascending, and in parallel `holders` (uint32), the
    articles of the segment, ascending where the values are equal; `counts` (uint32), how many each article has.

    Eight bytes a fingerprint and four an article, which a segment stores as they are.
    """

    values: NDArray[np.uint32]
    holders: NDArray[np.uint32]
    counts: NDArray[np.uint32]


def print_table(prints: Prints) -> PrintTable:
    """The table of the articles of a segment."""
    counts = np.diff(prints.ends, prepend=0)
    holders = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    order = np.argsort(prints.values, kind="stable")
    return PrintTable(prints.values[order], holders[order], counts.astype(np.uint32))
