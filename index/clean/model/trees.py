"""How is the trained model evaluated? Symmetric trees as plain arrays, all lines and trees at once in NumPy.

A symmetric (oblivious) tree asks the same question of all its nodes of a depth, so that the answers are the bits of its
leaf's number: evaluation needs one comparison for each question, however many trees ask it, one addition for each
depth, one look-up for each tree, and no walking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Leaves = NDArray[np.uint8]

_ROWS = 4096  # lines evaluated at a time: bounds the memory of a page of a million lines


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one depth, eight at most, over named features.

    `feature` (trees, depth) int16 numbers the features, `border` (trees, depth) float32 is exceeded where the answer is
    yes, `leaf` (trees, 2**depth) float32 holds the leaves' values; `bias` is added to their sum. `names` are the
    features in the order of the numbers.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int16]
    border: NDArray[np.float32]
    leaf: NDArray[np.float32]
    bias: float
    _questions: dict[tuple[str, ...], _Questions] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row of a table whose columns are called `names`, in any order, as float64."""
        return self.chances(self.leaves(names, values))

    def leaves(self, names: Sequence[str], values: NDArray[np.float32]) -> Leaves:
        """The number of the leaf of each tree that each row of the table falls into (trees, rows), as uint8."""
        names = tuple(names)
        questions = self._questions.get(names)
        if questions is None:
            questions = self._questions[names] = _questions(self, names)
        columns = np.ascontiguousarray(values.T)
        pieces = [questions.answered(columns[:, at : at + _ROWS]) for at in range(0, max(len(values), 1), _ROWS)]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces, axis=1)

    def chances(self, leaves: Leaves) -> NDArray[np.float64]:
        """The probability of each row, by the leaves that it falls into, as float64."""
        total = np.empty(leaves.shape[1])
        values = self.leaf.astype(np.float64)
        for at in range(0, len(total), _ROWS):
            _looked_up(values, leaves[:, at : at + _ROWS]).sum(axis=0, out=total[at : at + _ROWS])
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-(total + self.bias)))
        return chances

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """The forest as arrays for a file, each name beginning with `prefix`."""
        return {
            f"{prefix}names": np.array("\n".join(self.names)),
            f"{prefix}feature": self.feature,
            f"{prefix}border": self.border,
            f"{prefix}leaf": self.leaf.astype(np.float16),
            f"{prefix}bias": np.array(self.bias),
        }


@dataclass(frozen=True, slots=True)
class _Questions:
    """A forest's distinct questions: the `column` and `border` (questions, 1) of each, and which each tree asks.

    `asked` (depth, trees) numbers the questions, the one that makes the lowest bit of the leaf's number first.
    """

    column: NDArray[np.intp]
    border: NDArray[np.float32]
    asked: NDArray[np.intp]

    def answered(self, columns: NDArray[np.float32]) -> Leaves:
        """The leaves (trees, rows) of the rows of `columns` (features, rows)."""
        answers = (columns.take(self.column, axis=0) > self.border).view(np.uint8)
        number: Leaves = answers.take(self.asked[-1], axis=0)
        for asked in self.asked[-2::-1]:
            number += number
            number |= answers.take(asked, axis=0)
        return number


def _questions(forest: Forest, names: tuple[str, ...]) -> _Questions:
    where = {name: number for number, name in enumerate(names)}
    column = np.array([where[name] for name in forest.names], np.intp)[forest.feature]
    pairs = np.stack((column.T.ravel(), forest.border.T.ravel()), axis=1, dtype=np.float64)
    distinct, asked = np.unique(pairs, axis=0, return_inverse=True)
    return _Questions(
        distinct[:, 0].astype(np.intp), distinct[:, 1:].astype(np.float32), asked.reshape(forest.feature.T.shape)
    )


def _looked_up(values: NDArray[np.floating], leaves: Leaves) -> NDArray[np.floating]:
    """What each leaf holds: of `values` (trees, leaves, ...) the entries of the numbered ones (trees, rows, ...)."""
    trees, count = values.shape[:2]
    number = leaves.astype(np.intp)
    number += np.arange(trees)[:, None] * count
    return values.reshape(trees * count, *values.shape[2:]).take(number, axis=0)


def forest_from(arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> Forest:
    """The forest that `Forest.arrays` wrote."""
    return Forest(
        names=tuple(str(arrays[f"{prefix}names"]).split("\n")),
        feature=arrays[f"{prefix}feature"].astype(np.int16),
        border=arrays[f"{prefix}border"].astype(np.float32),
        leaf=arrays[f"{prefix}leaf"].astype(np.float32),
        bias=float(arrays[f"{prefix}bias"]),
    )


class Explainer:
    """How far each group of a forest's features moved a row from the average.

    A tree's questions are answered one after the other, from its leaf number's highest bit down; an answer moves the
    row by the change of the mean of the leaves that are still possible (Saabas 2014). `groups` gives each of the
    forest's features its group, of which there are `count`. Only the first `trees` of the forest are asked.
    """

    def __init__(self, forest: Forest, groups: NDArray[np.int64], count: int, trees: int | None = None) -> None:
        leaf = forest.leaf[:trees]
        feature = forest.feature[:trees]
        each, depth = np.arange(len(leaf)), feature.shape[1]
        self._moves = np.zeros((*leaf.shape, count), np.float32)
        means = leaf
        for level in range(depth):
            above = means.reshape(len(leaf), -1, 2).mean(axis=2)
            change = np.repeat(means - np.repeat(above, 2, axis=1), 1 << level, axis=1)
            self._moves[each, :, groups[feature[:, level]]] += change
            means = above

    def moved(self, leaves: Leaves) -> NDArray[np.float32]:
        """The move of each row (rows, groups) that falls into these leaves of the forest, as float32."""
        moved: NDArray[np.float32] = _looked_up(self._moves, leaves[: len(self._moves)]).sum(axis=0)
        return moved
