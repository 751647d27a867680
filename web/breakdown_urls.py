"""Which address shows how results divide, over time or by two facets?"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from index.facets import DATE
from search.query import Query
from web.paths import CHART, CROSS_TABLE, Parameter
from web.urls import write


class Charted(NamedTuple):
    """How results over time are shown: by which periods ("" by those that suit), as shares, and for which values of a
    facet or questions side by side (`OF_WORDS`; "" for none)."""

    step: str = ""
    share: bool = False
    compared: str = ""
    values: tuple[str, ...] = ()


AS_IT_SUITS = Charted()
OF_WORDS = "words"
"""What is compared where it is no facet: questions."""
OF_CHOSEN = "chosen"
"""What is compared where the filters of a page of results are sent as they are ticked: `side_by_side` says what."""
MOST_SERIES = 4
"""Values compared at once: as many charts as a page shows on one scale."""


def side_by_side(query: Query) -> Charted:
    """How results over time are shown to somebody who chose two to four values of a facet: each for itself. Else as it
    suits."""
    for facet in dict.fromkeys(s.facet for s in query.selections if s.facet != DATE):
        chosen = tuple(s.value for s in query.selections if s.facet == facet and s.value and not s.excluded)
        if 2 <= len(chosen) <= MOST_SERIES:
            return Charted(compared=facet, values=chosen)
    return AS_IT_SUITS


def chart(query: Query, charted: Charted = AS_IT_SUITS, path: str = CHART) -> str:
    """The address of the results over time, `path` being that of the page, its table or the API."""
    shown = (Parameter.STEP, charted.step), (Parameter.SHARE, "1" if charted.share else "")
    values = [(Parameter.VALUE, value) for value in charted.values] if charted.compared else []
    return write(path, replace(query, page=1), *shown, (Parameter.COMPARED, charted.compared), *values)


class Crossed(NamedTuple):
    """Which two facets a table is of, and how many values of each it has at most."""

    rows: str
    columns: str
    top: int


def table(query: Query, crossed: Crossed | None = None, path: str = CROSS_TABLE) -> str:
    """The address of the results by two facets, `path` being that of the page, of its CSV or of the API."""
    rows, columns, top = crossed or ("", "", 0)
    more = (Parameter.ROWS, rows), (Parameter.COLUMNS, columns), (Parameter.TOP, str(top or ""))
    return write(path, replace(query, page=1), *more)
