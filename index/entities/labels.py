"""Which labels may a token have? Outside, or the beginning or the inside of a mention of one of three types."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class EntityType(IntEnum):
    """What a mention names."""

    PERSON = 0
    ORGANISATION = 1
    PLACE = 2


OUTSIDE = 0
LABELS = 1 + 2 * len(EntityType)
"""How many labels there are: 0 outside, then a beginning (odd) and an inside (even) of each type."""


def begin(kind: int) -> int:
    """The label of the first token of a mention."""
    return 1 + 2 * kind


def allowed() -> NDArray[np.bool_]:
    """bool[labels, labels]: which label may come behind which; an inside only behind its own type."""
    table = np.ones((LABELS, LABELS), np.bool_)
    for kind in EntityType:
        inside = begin(kind) + 1
        table[:, inside] = False
        table[[begin(kind), inside], inside] = True
    return table
