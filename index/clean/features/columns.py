"""What does the model see of a page? Named columns, one float32 a line, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.clean.features.measure import Floats

_MOST_COLUMNS = 288


class Columns:
    """Named feature columns of one page in a fixed order; every column has one float32 for each line."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.names: list[str] = []
        self._rows = np.empty((_MOST_COLUMNS, count), np.float32)

    def add(self, name: str, column: NDArray[np.generic] | float) -> None:
        """Append a column, or one number for all lines."""
        self._rows[len(self.names)] = column
        self.names.append(name)

    def block(self, names: Sequence[str]) -> Floats:
        """Append columns side by side; the array (names, lines) that they are to be written to."""
        at = len(self.names)
        self.names += names
        return self._rows[at : len(self.names)]

    def table(self) -> Floats:
        """The columns side by side (lines, features)."""
        return self._rows[: len(self.names)].T
