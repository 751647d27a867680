"""Which labels together score best in each sentence, and which mentions do they make? Viterbi, all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.labels import LABELS, OUTSIDE, allowed

_NEVER = np.int32(-(1 << 28))


def viterbi(scores: NDArray[np.int32], transition: NDArray[np.int16], length: NDArray[np.int64]) -> NDArray[np.int8]:
    """int8[tokens]: the best labels of sentences of these lengths (at least 1), which follow one another."""
    labels = np.zeros(len(scores), np.int8)
    if not len(length):
        return labels
    order = np.argsort(-length, kind="stable")
    first, size = (np.cumsum(length) - length)[order], length[order]
    longest = int(size[0])
    live = np.searchsorted(-size, -np.arange(1, longest + 1), side="right")  # sentences of more than so many tokens
    step = np.where(allowed(), transition.astype(np.int32), _NEVER).T  # [label, label before]
    best = scores[first] + np.where(allowed()[OUTSIDE], np.int32(0), _NEVER)
    back = np.zeros((longest, len(size), LABELS), np.int8)
    for place in range(1, longest):
        count = live[place]
        ways = best[:count, None, :] + step
        chosen = ways.argmax(2)
        back[place, :count] = chosen
        best[:count] = np.take_along_axis(ways, chosen[:, :, None], 2)[:, :, 0] + scores[first[:count] + place]
    current = best.argmax(1)
    for place in range(longest - 1, -1, -1):
        count = live[place]
        labels[first[:count] + place] = current[:count]
        if place:
            current[:count] = back[place, np.arange(count), current[:count]]
    return labels


def spans(labels: NDArray[np.int8]) -> NDArray[np.int64]:
    """int64[mentions, 3]: the first token of each mention, the one behind its last, and its type."""
    first = np.flatnonzero(labels % 2 == 1)
    outer = np.flatnonzero((labels % 2 == 1) | (labels == OUTSIDE))
    last = np.append(outer, len(labels))[np.searchsorted(outer, first, side="right")]
    return np.stack([first, last, labels[first] // 2], axis=1).astype(np.int64)
