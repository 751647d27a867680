"""Which labels together score best in each sentence, and which mentions do they make? Viterbi, all at once.

How sure the model is of a word tells `regrets`: how much less the best labels score in which the word is another thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.labels import LABELS, OUTSIDE, EntityType, allowed, begin

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


def regrets(scores: NDArray[np.int32], transition: NDArray[np.int16], length: NDArray[np.int64]) -> NDArray[np.int32]:
    """int32[tokens, 4]: how much less than the best labels of its sentence those score in which a token is no mention,
    and those in which it is part of one of each type; 0 for what it is. Sentences as `viterbi` has them."""
    if not len(length):
        return np.zeros((len(scores), 1 + len(EntityType)), np.int32)
    order = np.argsort(-length, kind="stable")
    first, size = (np.cumsum(length) - length)[order], length[order]
    longest = int(size[0])
    live = np.searchsorted(-size, -np.arange(1, longest + 1), side="right")
    step = np.where(allowed(), transition.astype(np.int32), _NEVER)  # [label, label behind]
    before, behind = scores.copy(), np.zeros_like(scores)  # the best up to each token with each label, and behind it
    before[first] += np.where(allowed()[OUTSIDE], np.int32(0), _NEVER)
    for place in range(1, longest):
        rows = first[: live[place]] + place
        before[rows] += np.maximum((before[rows - 1][:, :, None] + step).max(1), _NEVER)
    for place in range(longest - 2, -1, -1):
        rows = first[: live[place + 1]] + place
        behind[rows] = (step + (scores[rows + 1] + behind[rows + 1])[:, None, :]).max(2)
    total = before + behind
    best = total.max(1, keepdims=True)
    types = [total[:, begin(kind) : begin(kind) + 2].max(1) for kind in EntityType]
    less: NDArray[np.int32] = best - np.stack([total[:, OUTSIDE], *types], axis=1)
    return less
