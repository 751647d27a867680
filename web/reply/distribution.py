"""What does a program get of results over time, and by two facets? The replies of `/api/chart` and `/api/table`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from search import breakdown
from search.breakdown import PeriodLength
from web.cross_table import Crossing
from web.over_time import OverTime
from web.reply.answer import NoteCodes, Notes, Partial, note_fields
from web.reply.record import described

FacetName = Annotated[str, described("The facet's name.")]


class PeriodSeries(Struct, kw_only=True, frozen=True):
    """The results of one value or question over time."""

    value: Annotated[str, described('The value or question; "" where nothing is compared.')]
    listed: Annotated[int, described("How many results there are; copies count as `copies` says.")]
    undated: Annotated[int, described("How many of them have no date.")]
    coarser: Annotated[int, described("How many of them have a date that is not known so exactly.")]
    counts: Annotated[tuple[int, ...], described("How many results each of the `periods` has, in the same order.")]


class ChartReply(Struct, kw_only=True, frozen=True):
    """The reply of `/api/chart`: results over time."""

    query: Annotated[str, described("The question as it was typed.")]
    by: Annotated[PeriodLength, described("How long a period is.")]
    compare: Annotated[str, described('The facet of the values, `words` for questions, "" where nothing is compared.')]
    periods: Annotated[tuple[str, ...], described("The periods in order, those without results among them.")]
    series: Annotated[tuple[PeriodSeries, ...], described("The results of each value or question, up to four.")]
    everything: Annotated[
        PeriodSeries, described("All articles of the archive of the same time, of which shares are told.")
    ]
    notes: Notes
    note_codes: NoteCodes
    partial: Partial


class TableValue(Struct, kw_only=True, frozen=True):
    """A value of the rows or of the columns."""

    value: Annotated[str, described('The value; "" stands for "None stated", of `date` for "Undated".')]
    count: Annotated[int, described("How many results have it.")]


class TableReply(Struct, kw_only=True, frozen=True):
    """The reply of `/api/table`: results by two facets at once."""

    query: Annotated[str, described("The question as it was typed.")]
    listed: Annotated[int, described("How many results there are; copies count as `copies` says.")]
    rows: FacetName
    columns: FacetName
    row_values: Annotated[tuple[TableValue, ...], described("The most frequent values of the rows, or those chosen.")]
    column_values: Annotated[tuple[TableValue, ...], described("The same of the columns.")]
    cells: Annotated[
        tuple[tuple[int, ...], ...],
        described("Of each value of the rows how many results have it and each value of the columns."),
    ]
    notes: Notes
    note_codes: NoteCodes
    partial: Partial


def chart_reply(shown: OverTime) -> ChartReply:
    """The reply to what is shown over time."""
    every = shown.everything
    return ChartReply(
        query=shown.query.text,
        by=shown.step,
        compare=shown.charted.compared,
        periods=shown.periods,
        series=tuple(_series(shown, one.value, one.found) for one in shown.series),
        everything=_series(shown, every.value, every.found),
        **note_fields(shown.notes),
        partial=any(one.found.partial for one in (*shown.series, every)),
    )


def _series(shown: OverTime, value: str, found: breakdown.PeriodCounts) -> PeriodSeries:
    counts = dict(found.counts)
    return PeriodSeries(
        value=value,
        listed=found.listed,
        undated=found.undated,
        coarser=found.coarser,
        counts=tuple(counts.get(period, 0) for period in shown.periods),
    )


def table_reply(shown: Crossing) -> TableReply:
    """The reply to a table of two facets."""
    table = shown.table
    rows, columns = (
        tuple(TableValue(value=value.value, count=value.count) for value in facet.values)
        for facet in (table.rows, table.columns)
    )
    return TableReply(
        query=shown.query.text,
        listed=table.listed,
        rows=shown.crossed.rows,
        columns=shown.crossed.columns,
        row_values=rows,
        column_values=columns,
        cells=table.cells,
        **note_fields(shown.notes),
        partial=table.partial,
    )
