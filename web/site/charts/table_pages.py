"""What does the page of two facets show? A table whose every number leads to the results that it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, render_template, request

from index.facets import DATE
from search.query import Query
from search.results import FacetCounts
from web import breakdown_urls, paths, regional, urls, words
from web.breakdown_urls import Crossed
from web.cross_table import TOPS, Crossing, crossing
from web.exports.formats import Cell, csv_lines
from web.sentences import sentence
from web.site import moves
from web.site.result_list.list_tools import Link
from web.translation import gettext as _
from web.urls import SELECTABLE

routes = Blueprint("tables", __name__)


@dataclass(frozen=True, slots=True)
class CrossRow:
    """A line of the table: its value, the number of each cell, and that of all its results; 0 leads nowhere."""

    head: str
    stated: bool
    cells: tuple[Link, ...]
    total: Link


@routes.get(paths.CROSS_TABLE)
def table() -> str:
    return render_template("table.html", **_page(crossing(list(request.args.items(multi=True)))))


@routes.get(f"{paths.CROSS_TABLE}.csv")
def table_csv() -> Response:
    shown = crossing(list(request.args.items(multi=True)))
    lines = "".join(csv_lines(_lines(shown)))
    headers = {"Content-Disposition": 'attachment; filename="cuttings-table.csv"'}
    return Response(f"\ufeff{lines}", mimetype="text/csv", headers=headers)


def _lines(shown: Crossing) -> list[Sequence[Cell]]:
    """The table as rows of cells."""
    rows, columns = shown.table.rows, shown.table.columns
    heads = [words.value(columns.name, value.value) for value in columns.values]
    lines: list[Sequence[Cell]] = [(_both(shown.crossed), *heads, "all")]
    for value, cells in zip(rows.values, shown.table.cells, strict=True):
        lines.append((words.value(rows.name, value.value), *cells, value.count))
    lines.append(("all", *(value.count for value in columns.values), shown.table.listed))
    return lines


def _both(crossed: Crossed) -> str:
    heads = _heading(crossed.rows), _heading(crossed.columns)
    return _("%(rows)s by %(columns)s", rows=heads[0], columns=heads[1])


def _heading(facet: str) -> str:
    return _("Time") if facet == DATE else words.heading(facet)


def _page(shown: Crossing) -> dict[str, object]:
    query, crossed, found = shown.query, shown.crossed, shown.table
    rows, columns = found.rows.values, found.columns.values
    swapped = crossed._replace(rows=crossed.columns, columns=crossed.rows)
    return {
        "query": query,
        "notes": tuple(map(sentence, shown.notes)),
        "crossed": crossed,
        "title": _both(crossed),
        "facets": [(name, _heading(name)) for name in SELECTABLE],
        "tops": sorted({*TOPS, crossed.top}),
        "columns": [
            (
                words.value(crossed.columns, value.value),
                bool(value.value),
                _link(value.count, partial(shown.of_column, value.value)),
            )
            for value in columns
        ],
        "rows": [
            CrossRow(
                words.value(crossed.rows, row.value),
                bool(row.value),
                tuple(
                    _link(cell, partial(shown.cell, row.value, column.value))
                    for column, cell in zip(columns, cells, strict=True)
                ),
                _link(row.count, partial(shown.of_row, row.value)),
            )
            for row, cells in zip(rows, found.cells, strict=True)
        ],
        "total_link": _link(found.listed, lambda: query),
        "more": [each for facet in (found.rows, found.columns) if (each := _more(facet, query))],
        "swap": breakdown_urls.table(query, swapped),
        "grouped": found.grouped,
        "hidden": urls.pairs(query),
        "filters": moves.filters(query),
        "csv": breakdown_urls.table(query, crossed, f"{paths.CROSS_TABLE}.csv"),
        "back": urls.search(query),
    }


def _link(count: int, query: Callable[[], Query]) -> Link:
    """A number that leads to its results; most of a large table are 0 and lead nowhere."""
    return Link(regional.number(count), urls.search(query()) if count else "")


def _more(facet: FacetCounts, query: Query) -> Link | None:
    """Leads to all values of a facet where the table has not all; None where it has."""
    shown = sum(1 for value in facet.values if value.value)
    if facet.distinct <= shown + (1 if facet.values and not facet.values[-1].value else 0):
        return None
    said = _(
        "%(heading)s: the %(n)s most frequent of %(all)s",
        heading=words.heading(facet.name),
        n=regional.number(shown),
        all=regional.number(facet.distinct),
    )
    return Link(said, urls.facet(facet.name, query) if facet.name != DATE else "")
