"""How do results divide by two facets at once? What an address asks for, and the answer of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.facets import DATE, PERSON, PUBLISHER
from search.breakdown import CrossTable
from search.notes import Note, NoteCode
from search.query import Listing, Query, choosing
from web import parameters
from web.breakdown_urls import Crossed
from web.paths import Parameter
from web.shelf import engine
from web.urls import SELECTABLE

_OWN = frozenset({Parameter.ROWS, Parameter.COLUMNS, Parameter.TOP})
TOPS = (5, 10, 20, 50)
_TOP = 10
_FIRST = (PUBLISHER, DATE, PERSON)  # what stands in the rows or columns where an address does not say it


@dataclass(frozen=True, slots=True)
class Crossing:
    """The results of a query by two facets, and what is to be said of them."""

    query: Query
    crossed: Crossed
    table: CrossTable
    notes: tuple[Note, ...]

    def cell(self, row: str, column: str) -> Query:
        """What lists the results that have both values."""
        return self.of_column(column, self.of_row(row))

    def of_row(self, value: str) -> Query:
        """What lists the results with a value of the rows."""
        return choosing(self.query, self.crossed.rows, value)

    def of_column(self, value: str, query: Query | None = None) -> Query:
        """What lists the results with a value of the columns."""
        return choosing(query or self.query, self.crossed.columns, value)


def crossing(pairs: Sequence[tuple[str, str]], copies: Listing = Listing.GROUP) -> Crossing:
    """The answer to what an address asks for; `copies` as in `parameters.read`."""
    query, notes = parameters.read(pairs, _OWN, copies)
    said = list(notes)
    given = {Parameter(name): value for name, value in reversed(pairs) if name in _OWN}
    rows = _facet(Parameter.ROWS, given.get(Parameter.ROWS, ""), said) or PUBLISHER
    columns = _facet(Parameter.COLUMNS, given.get(Parameter.COLUMNS, ""), said)
    if columns in ("", rows):
        columns = next(name for name in _FIRST[1:] if name != rows)
    query = replace(query, page=1)
    crossed = Crossed(rows, columns, _top(given.get(Parameter.TOP, ""), said))
    table = engine().cross(query, *crossed)
    return Crossing(query, crossed, table, (*table.notices, *dict.fromkeys((*said, *table.notes))))


def _facet(name: Parameter, typed: str, said: list[Note]) -> str:
    if typed and typed not in SELECTABLE:
        said.append(Note(NoteCode.CHOICE_UNKNOWN, name=name.value, choices=SELECTABLE, typed=typed[:40]))
        return ""
    return typed


def _top(typed: str, said: list[Note]) -> int:
    if not typed:
        return _TOP
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    if number < 1:
        said.append(Note(NoteCode.NUMBER_UNKNOWN, name=Parameter.TOP.value, typed=typed[:40]))
        return _TOP
    if number > TOPS[-1]:
        said.append(Note(NoteCode.NUMBER_LIMITED, name=Parameter.TOP.value, limit=TOPS[-1]))
    return min(number, TOPS[-1])
