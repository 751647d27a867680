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

    def of(self, names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row of a table whose columns are called `names`, in any order, as float64."""
        where = {name: number for number, name in enumerate(names)}
        return self.probabilities(values[:, [where[name] for name in self.names]])

    def probabilities(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row of a feature table (rows, features) float32, as float64."""
        if not len(values):
            return np.zeros(0)
        pieces = [self._raw(values[at : at + _ROWS]) for at in range(0, len(values), _ROWS)]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.concatenate(pieces)))
        return chances

    def _raw(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        columns = np.ascontiguousarray(values.T)
        trees, depth = self.feature.shape
        number = np.zeros((trees, len(values)), np.uint8)
        for level in range(depth):
            answer = columns[self.feature[:, level]] > self.border[:, level, None]
            number |= answer.view(np.uint8) << np.uint8(level)
        at = number + (np.arange(trees, dtype=np.int32) << depth)[:, None]
        total: NDArray[np.float64] = self.leaf.ravel()[at].sum(axis=0, dtype=np.float64) + self.bias
        return total

    def moved(
        self, names: Sequence[str], values: NDArray[np.float32], groups: NDArray[np.int64], count: int
    ) -> NDArray[np.float64]:
        """How far each group of features moved each row from the average: float64 (rows, count).

        A tree's questions are answered one after the other; an answer moves the row by the change of the mean of the
        leaves that are still possible (Saabas 2014). `groups` gives each of the forest's features its group.
        """
        where = {name: number for number, name in enumerate(names)}
        columns = np.ascontiguousarray(values[:, [where[name] for name in self.names]].T)
        trees, depth = self.feature.shape
        means = [self.leaf.astype(np.float64)]
        for _ in range(depth):
            means.append(means[-1].reshape(trees, -1, 2).mean(axis=2))
        out = np.zeros((count, values.shape[0]))
        number = np.zeros((trees, values.shape[0]), np.int64)
        before = means[depth][:, [0]]
        row = np.arange(trees)[:, None]
        # the leaf's number read from its highest bit: the shorter numbers are the averages over the bits below
        for level in range(depth - 1, -1, -1):
            answer = columns[self.feature[:, level]] > self.border[:, level, None]
            number = number * 2 + answer
            after = means[level][row, number]
            belongs = groups[self.feature[:, level]] == np.arange(count)[:, None]
            out += belongs.astype(np.float64) @ (after - before)
            before = after
        return out.T

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
