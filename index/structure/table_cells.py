"""Which tables of a page are tables of facts, and where does each of their cells stand? Others only place text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from index.outline import Outline
from index.structure.layouts import HEADING_LEVELS, LISTS

_CELLS = frozenset({"td", "th"})
_FEWEST_ROWS = _FEWEST_COLUMNS = 2
_LONGEST_CELL = 60  # words of a line; what is longer is text that a table places
_MOST_LINES = 1.5  # lines of a cell at the mean
_MOST_COLUMNS = 50
_LEAST_KEPT = 0.9  # of the cells that say something; of a table with more gaps nobody can tell what is missing


class TableCell(NamedTuple):
    """Where a cell stands: the elements that are its table and its row, and its column from 1."""

    table: int
    row: int
    column: int


def table_cells(outline: Outline, numbers: Sequence[int], texts: Sequence[str]) -> dict[int, TableCell]:
    """The cells, by their elements, of the tables that hold lines `numbers`, which say `texts`, in rows and columns."""
    inside: dict[int, list[tuple[int, str]]] = {}  # of each table: the cell of a line, and what it says
    refused: set[int] = set()
    for number, text in zip(numbers, texts, strict=True):
        cell = _cell_around(outline, outline.element[number], refused)
        if cell is not None:
            inside.setdefault(cell[1], []).append((cell[0], text))
    if not inside:
        return {}
    columns, filled = _columns(outline), _filled(outline)
    cells: dict[int, TableCell] = {}
    for table, lines in inside.items():
        known = {cell: TableCell(table, outline.parent[cell], columns[cell]) for cell, _ in lines if cell in columns}
        if table not in refused and _is_of_facts(known, lines) and len(known) >= _LEAST_KEPT * filled[table]:
            cells |= known
    return cells


def _cell_around(outline: Outline, element: int, refused: set[int]) -> tuple[int, int] | None:
    """The innermost cell around the element and its table. A table with another in it, or with a heading or a list in
    a cell, is refused."""
    cell = table = -1
    odd = False
    found: tuple[int, int] | None = None
    while element > 0:
        tag = outline.tag[element]
        if tag in _CELLS and cell < 0:
            cell = element
        elif tag in HEADING_LEVELS or tag in LISTS:
            odd = odd or cell < 0
        elif tag == "table":
            table = element
            if found is not None or odd:
                refused.add(table)
            elif cell >= 0:
                found = cell, table
            cell, odd = -1, False
        element = outline.parent[element]
    return found


def _filled(outline: Outline) -> Counter[int]:
    """Of each table how many cells have lines on the page, whether these are kept or not."""
    around = (_cell_around(outline, element, set()) for element in set(outline.element))
    return Counter(table for _, table in set(filter(None, around)))


def _columns(outline: Outline) -> dict[int, int]:
    """The column of each cell of the page, from 1; empty cells and those that span several columns are counted."""
    rows: dict[int, list[tuple[int, int, int]]] = {}  # of each row: a place in page order, 1 for an element, width
    for row, place in outline.empty_cells:
        rows.setdefault(row, []).append((place, 0, 1))
    for element, tag in enumerate(outline.tag):
        if tag in _CELLS:
            width = min(max(outline.numbers.get(element, 1), 1), _MOST_COLUMNS)
            rows.setdefault(outline.parent[element], []).append((element, 1, width))
    columns: dict[int, int] = {}
    for cells in rows.values():
        column = 1
        for element, real, width in sorted(cells):
            if real:
                columns[element] = min(column, _MOST_COLUMNS)
            column += width
    return columns


def _is_of_facts(cells: dict[int, TableCell], lines: Sequence[tuple[int, str]]) -> bool:
    """Whether the cells stand in several rows and columns, and hold no long texts."""
    rows = {cell.row for cell in cells.values()}
    columns = {cell.column for cell in cells.values()}
    if len(rows) < _FEWEST_ROWS or len(columns) < _FEWEST_COLUMNS or len(lines) > _MOST_LINES * len(cells):
        return False
    return max(text.count(" ") for _, text in lines) < _LONGEST_CELL
