"""Which labels together score best in each sentence, and which mentions do they make? Viterbi, all at once.

How sure the model is of a word tells `LabelPaths.regrets`: how much less the best labels score in which the word is
another thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.labels import OUTSIDE, EntityType, allowed, begin

_NEVER = np.int32(-(1 << 28))


class LabelPaths:
    """The ways to label sentences of these `length`s (at least 1), which follow one another; `scores` (int32[tokens,
    labels]) is what each token says, `transition` (int16[labels, labels]) what a label adds to the one behind it.

    Tokens are held place by place, first those of all first places; a longer sentence comes before a shorter one, so
    that sentences which go on stand at the front of each place.
    """

    def __init__(self, scores: NDArray[np.int32], transition: NDArray[np.int16], length: NDArray[np.int64]) -> None:
        order = np.argsort(-length, kind="stable")
        first, size = (np.cumsum(length) - length)[order], length[order]
        longest = int(size[0]) if len(size) else 0
        live = np.searchsorted(-size, -np.arange(1, longest + 1), side="right")  # sentences of at least so many tokens
        start = np.cumsum(live) - live
        place = np.repeat(np.arange(longest), live)
        self._token = first[np.arange(len(place)) - start[place]] + place  # which stands where
        self._places = list(zip(start.tolist(), live.tolist(), strict=True))
        self._step = np.where(allowed(), transition.astype(np.int32), _NEVER)  # [label, label behind]
        self._scores = np.ascontiguousarray(scores[self._token].T)
        self._before = self._ahead()

    def _ahead(self) -> NDArray[np.int32]:
        """int32[labels, tokens]: the best score up to each token with each label."""
        before, step = self._scores.copy(), self._step[:, :, None]
        before[~allowed()[OUTSIDE], : self._places[0][1] if self._places else 0] += _NEVER
        for (last, _), (start, count) in zip(self._places, self._places[1:], strict=False):
            before[:, start : start + count] += (before[:, None, last : last + count] + step).max(0)
        return before

    def _behind(self) -> NDArray[np.int32]:
        """int32[labels, tokens]: the best score behind each token with each label."""
        behind, step = np.zeros_like(self._scores), np.ascontiguousarray(self._step.T)[:, :, None]
        for (start, _), (after, count) in zip(self._places[-2::-1], self._places[:0:-1], strict=True):
            coming = self._scores[:, None, after : after + count] + behind[:, None, after : after + count]
            behind[:, start : start + count] = (coming + step).max(0)
        return behind

    def labels(self) -> NDArray[np.int8]:
        """int8[tokens]: the best labels."""
        best = np.zeros(len(self._token), np.int64)
        after, going = 0, 0
        for start, count in self._places[::-1]:
            ways = self._before[:, start : start + count].copy()
            ways[:, :going] += self._step[:, best[after : after + going]]
            best[start : start + count] = ways.argmax(0)
            after, going = start, count
        labels = np.zeros(len(best), np.int8)
        labels[self._token] = best
        return labels

    def regrets(self, asked: NDArray[np.bool_]) -> NDArray[np.int32]:
        """int32[tokens, 4]: how much less than the best labels of its sentence those score in which a token is no
        mention, and those in which it is part of one of each type; 0 for what it is, and for tokens that are not
        `asked` about."""
        less = np.zeros((len(asked), 1 + len(EntityType)), np.int32)
        some = np.flatnonzero(asked[self._token])
        total = self._before[:, some] + self._behind()[:, some]
        types = [total[begin(kind) : begin(kind) + 2].max(0) for kind in EntityType]
        less[self._token[some]] = (total.max(0) - np.stack([total[OUTSIDE], *types])).T
        return less


def spans(labels: NDArray[np.int8]) -> NDArray[np.int64]:
    """int64[mentions, 3]: the first token of each mention, the one behind its last, and its type."""
    first = np.flatnonzero(labels % 2 == 1)
    outer = np.flatnonzero((labels % 2 == 1) | (labels == OUTSIDE))
    last = np.append(outer, len(labels))[np.searchsorted(outer, first, side="right")]
    return np.stack([first, last, labels[first] // 2], axis=1).astype(np.int64)
