"""Which tokens of a buffer start a sentence, and which a paragraph? From the gaps between its runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.analysis.learning import ABBREVIATION, ODD, SMALL
from index.analysis.runs import Runs, gaps
from index.analysis.text import Analyser


def sentence_starts(
    runs: Runs,
    flags: npt.NDArray[np.uint8],
    stops: npt.NDArray[np.int64],
    run_bounds: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The tokens of the chunk that start a sentence, and those that start a paragraph.

    `stops[i]` is the number of tokens before run i; `run_bounds` are the first runs of the texts.
    """
    found = gaps(runs)
    odd = (flags & ODD) != 0
    usable = np.ones(len(flags) + 1, bool)
    usable[:-1] &= ~odd
    usable[1:] &= ~odd
    usable[run_bounds] = False
    head = runs.raw[runs.starts[found.stops]]
    small = ((head >= 0x61) & (head <= 0x7A)) | ((flags[found.stops] & SMALL) != 0)
    shortened = found.dotted & ((flags[found.stops - 1] & ABBREVIATION) != 0)
    ends = found.stops[usable[found.stops] & ~small & ~shortened]
    lines = found.lines[usable[found.lines]]
    sentences, paragraphs = stops[_union(ends, lines)], stops[lines]
    if odd.any():
        more = _odd_bounds(runs, odd, stops, run_bounds)
        sentences = np.concatenate([sentences, more[0]])
        paragraphs = np.concatenate([paragraphs, more[1]])
    return sentences, paragraphs


def _union(one: npt.NDArray[np.int64], two: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers of two ascending arrays, each once, ascending."""
    both = np.concatenate([one, two])
    both.sort(kind="stable")
    once: npt.NDArray[np.int64] = both[np.diff(both, prepend=-1) != 0]
    return once


def _odd_bounds(
    runs: Runs,
    odd: npt.NDArray[np.bool_],
    stops: npt.NDArray[np.int64],
    run_bounds: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """As `sentence_starts`, for the gaps beside and in runs that are more than words: by the rule, on their text."""
    analyser = Analyser("")
    chosen = np.flatnonzero(odd)
    text = np.searchsorted(run_bounds, chosen, side="right") - 1
    apart = np.flatnonzero((np.diff(chosen) != 1) | (np.diff(text) != 0)) + 1
    sentences: list[int] = []
    paragraphs: list[int] = []
    for group in np.split(np.arange(len(chosen)), apart):
        number = int(text[group[0]])
        first = max(int(chosen[group[0]]) - 1, int(run_bounds[number]))
        last = min(int(chosen[group[-1]]) + 1, int(run_bounds[number + 1]) - 1)
        inside = analyser.bounds(runs.text(first, last))
        base = int(stops[first])
        sentences += [base + position for position in inside.sentences]
        paragraphs += [base + position for position in inside.paragraphs]
    return np.array(sentences, np.int64), np.array(paragraphs, np.int64)
