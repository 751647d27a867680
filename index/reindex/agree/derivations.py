"""Which derivations are there? Each is a row here; the pipeline walks the rows and knows none by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.bookmarks import Bookmarks
from index.reindex.agree.derivation import Derivation
from index.reindex.agree.hosts import Papers
from index.reindex.agree.recurring import Templates
from index.reindex.agree.rubrics import Rubrics
from index.reindex.agree.years import Years
from index.reindex.rows import Rows

DERIVATIONS: tuple[Derivation[Any], ...] = (Templates(), Years(), Papers(), Rubrics(), Bookmarks())

States = Mapping[str, Any]
"""A state of each derivation, by its name."""


def outdated(rows: Rows, before: States, now: States) -> NDArray[np.bool_]:
    """bool[rows]: which rows were made under `before` and could be others under `now`."""
    mask = np.zeros(len(rows), np.bool_)
    for derivation in DERIVATIONS:
        then, after = before[derivation.name], now[derivation.name]
        if then is not after:
            mask |= derivation.outdated(rows, then, after)
    return mask


def waiting(rows: Rows, said: Mapping[str, Any], today: date) -> bool:
    """Whether a row is to be read again for no more than the day; by what the manifest `said` of the last run."""
    for derivation in DERIVATIONS:
        if derivation.daily:
            then = derivation.last(said.get(derivation.name), None)
            if derivation.outdated(rows, then, derivation.on_day(then, today)).any():
                return True
    return False
