"""Which names are offered to readers? Those that enough of their articles vouch for; the others are found, but neither
offered nor counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays.mentions import MOST_VOUCHED

# A name of each type is offered where at least one of so many of its articles vouches for it; persons often stand
# without their first names.
_ARTICLES = np.array([10, 4, 4])


def withheld(articles: NDArray[np.int64], vouching: NDArray[np.int64], types: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """bool: of each name whether it is not offered. `articles` are how many live articles have it, `vouching` is how
    far all of these vouch for it together."""
    few: NDArray[np.bool_] = vouching < MOST_VOUCHED * np.maximum(articles / _ARTICLES[types], 1)
    return few
