"""Which compared pairs are a copy and its original? What is needed to say so, and what speaks against it.

The thresholds were chosen on half a of `tests/gold/copies` and on the benchmark of `python -m tools.copies`;
docs/measurements/copies.md has what they give, and what others would.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from index.copies.candidates import NO_DAY
from index.copies.check import Comparisons

LEAST_SAME = 0.35
"""The share of the shorter text from which on a pair is a copy."""

_SENTENCE = 25  # words: fewer are a sentence, which two stories may share as background
_WHOLE = 0.85  # a share from which on a text of one sentence is a copy
_TOLD = 0.6  # what tells something must be this part of what is the same
_SLOTS, _SLOT_SHARE = 2, 0.08  # slots that make a form, and their part of all figures among the same words
_NEW_FIGURES = 0.5  # part of the figures that is new where a single slot makes a form
NEAR_DAYS = 3
"""Days between two texts from which on they are told to be copies by other thresholds:"""

_LATE_SAME = 0.6  # the share of a copy, as a story that goes on keeps its background
_LATE_FIGURES, _LATE_SHARE = 2, 0.25  # new figures that make a form, and their part of all


class PairKind(IntEnum):
    """What a pair is."""

    COPY = 0
    LITTLE = 1
    """Too little is the same."""
    SENTENCE = 2
    """The same is no more than a sentence."""
    RECURRING = 3
    """What is the same stands in many articles or comes again on many days."""
    FORM = 4
    """The same words with other figures."""


def pair_kinds(
    comparisons: Comparisons, told: NDArray[np.float64], days: tuple[NDArray[np.int32], NDArray[np.int32]]
) -> NDArray[np.uint8]:
    """uint8: the `PairKind` of each pair. `told` is the part of the shorter text's fingerprints that both hold and that
    tell something; `days` are those of either article, `NO_DAY` where one has none."""
    share = comparisons.share
    dated = (days[0] != NO_DAY) & (days[1] != NO_DAY)
    late = dated & (np.abs(days[0] - days[1]) > NEAR_DAYS)
    reasons = {
        PairKind.LITTLE: share < np.where(late, _LATE_SAME, LEAST_SAME),
        PairKind.SENTENCE: (comparisons.same < _SENTENCE) & (share < _WHOLE),
        PairKind.RECURRING: told < _TOLD * share,
        PairKind.FORM: _filled_in(comparisons) | (late & _next_issue(comparisons)),
    }
    return np.select([*reasons.values()], [*reasons], PairKind.COPY).astype(np.uint8)


def _filled_in(comparisons: Comparisons) -> NDArray[np.bool_]:
    """Whether texts differ as a form does that is filled in twice."""
    slots, kept = comparisons.filled, comparisons.kept_figures
    form: NDArray[np.bool_] = (slots >= _SLOTS) & (slots >= _SLOT_SHARE * (slots + kept))
    return form | ((slots > 0) & (comparisons.new_figures >= _NEW_FIGURES * comparisons.figures))


def _next_issue(comparisons: Comparisons) -> NDArray[np.bool_]:
    """Whether a text of another day has figures of its own in the same words."""
    new = comparisons.new_figures
    issue: NDArray[np.bool_] = (new >= _LATE_FIGURES) & (new >= _LATE_SHARE * comparisons.figures)
    return issue | (comparisons.filled > 0)
