"""Which numbers stand in several ranges?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ranges(start: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64: the numbers of ranges one after another, each given by its first number and how many it has."""
    before = np.cumsum(length) - length
    return np.repeat(start - before, length) + np.arange(int(length.sum()))
