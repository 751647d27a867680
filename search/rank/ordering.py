"""Which rows come first? The first k of many by several keys, without sorting the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RowNumbers = NDArray[np.intp]
SortKey = Callable[[RowNumbers], NDArray[Any]]

_BLOCK = 64


def first(rows: RowNumbers, count: int, keys: Sequence[SortKey]) -> RowNumbers:
    """The first `count` of `rows` in the order of `keys`, each ascending, earlier keys before later ones.

    A key is asked only for the rows that the earlier ones left tied at the cut: most calls never see the last one.
    """
    sure: list[RowNumbers] = []
    need = count
    rest = rows
    for key in keys:
        if len(rest) <= need or need <= 0:
            break
        values = key(rest)
        bound = _bound(values, need)
        if bound is not None:
            below = np.flatnonzero(values <= bound)
            rest, values = rest[below], values[below]
        cut = np.partition(values, need - 1)[need - 1]
        sorted_rows = rest[values < cut]
        sure.append(sorted_rows)
        need -= len(sorted_rows)
        rest = rest[values == cut]
    chosen = np.concatenate([*sure, rest])
    order = np.lexsort([key(chosen) for key in reversed(keys)])
    return chosen[order][:count]


def _bound(values: NDArray[Any], need: int) -> Any:
    """A value that at least `need` of `values` do not exceed, found from the least of each block; None where the
    blocks would be too few to help. A pass over blocks costs a tenth of a partition of everything."""
    blocks = len(values) // _BLOCK
    if blocks < 4 * need or blocks < 16:
        return None
    least = values[: blocks * _BLOCK].reshape(blocks, _BLOCK).min(axis=1)
    return np.partition(least, need - 1)[need - 1]
