"""How is the trained model evaluated? Symmetric trees as plain arrays, all lines and trees at once in NumPy.

A symmetric (oblivious) tree asks the same question of all its nodes of a depth, so that the answers are the bits of its
leaf's number: evaluation needs one comparison for each depth and one look-up for each tree, and no walking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROWS = 4096  # lines evaluated at a time: bounds the memory of a page of a million lines


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one depth over named features.

    `feature` (trees, depth) int16 numbers the features, `border` (trees, depth) float32 is exceeded where the answer is
    yes, `leaf` (trees, 2**depth) float32 holds the leaves' values; `bias` is added to their sum. `names` are the
    features in the order of the numbers.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int16]
    border: NDArray[np.float32]
    leaf: NDArray[np.float32]
    bias: float

    def head(self, trees: int) -> Forest:
        """The forest's first trees."""
        return Forest(self.names, self.feature[:trees], self.border[:trees], self.leaf[:trees], self.bias)

    def of(self, names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row of a table whose columns are called `names`, in any order, as float64."""
        where = {name: number for number, name in enumerate(names)}
        return self._chances(values, np.array([where[name] for name in self.names])[self.feature])

    def probabilities(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row of a feature table (rows, features) float32, as float64."""
        return self._chances(values, self.feature)

    def _chances(self, values: NDArray[np.float32], asked: NDArray[np.integer]) -> NDArray[np.float64]:
        """The probability of each row, where the questions ask for the columns `asked` (trees, depth)."""
        if not len(values):
            return np.zeros(0)
        columns = np.ascontiguousarray(values.T)
        pieces = [self._raw(columns[:, at : at + _ROWS], asked) for at in range(0, len(values), _ROWS)]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.concatenate(pieces)))
        return chances

    def _raw(self, columns: NDArray[np.float32], asked: NDArray[np.integer]) -> NDArray[np.float64]:
        trees, depth = self.feature.shape
        number = np.repeat(np.arange(trees, dtype=np.intp)[:, None], columns.shape[1], axis=1)
        for level in range(depth - 1, -1, -1):  # the tree's number, then one bit for each answer
            number += number
            number += columns.take(asked[:, level], axis=0) > self.border[:, level, None]
        total: NDArray[np.float64] = self.leaf.take(number).sum(axis=0, dtype=np.float64) + self.bias
        return total

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """The forest as arrays for a file, each name beginning with `prefix`."""
        return {
            f"{prefix}names": np.array("\n".join(self.names)),
            f"{prefix}feature": self.feature,
            f"{prefix}border": self.border,
            f"{prefix}leaf": self.leaf.astype(np.float16),
            f"{prefix}bias": np.array(self.bias),
        }


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
    forest's features its group, of which there are `count`.
    """

    def __init__(self, forest: Forest, groups: NDArray[np.int64], count: int) -> None:
        self.forest = forest
        trees, depth = forest.feature.shape
        means = [forest.leaf]
        for _ in range(depth):
            means.append(means[-1].reshape(trees, -1, 2).mean(axis=2))
        self._means = means
        self._belongs = [
            (groups[forest.feature[:, level]] == np.arange(count)[:, None]).astype(np.float32) for level in range(depth)
        ]

    def moved(self, names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The move of each row (rows, groups) of a table whose columns are called `names`, as float32."""
        forest = self.forest
        where = {name: number for number, name in enumerate(names)}
        columns = np.ascontiguousarray(values[:, [where[name] for name in forest.names]].T)
        trees, depth = forest.feature.shape
        out = np.zeros((len(self._belongs[0]), values.shape[0]), np.float32)
        number = np.zeros((trees, values.shape[0]), np.int32)
        before = self._means[depth]
        for level in range(depth - 1, -1, -1):
            number += number
            number += columns[forest.feature[:, level]] > forest.border[:, level, None]
            means = self._means[level]
            after = means.ravel()[number + (np.arange(trees, dtype=np.int32) * means.shape[1])[:, None]]
            out += self._belongs[level] @ (after - before)
            before = after
        return out.T
