"""What does the page of results over time show? One chart, or up to four on one scale, and a table of the same numbers.

A bar leads into its period, down to days; a number of the table leads to the results that it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request

from index.facets import DATE
from search.breakdown import PeriodLength
from search.query import Query, choosing
from web import breakdown_urls, parameters, paths, regional, urls, words
from web.breakdown_urls import MOST_SERIES, OF_CHOSEN, OF_WORDS, Charted
from web.exports.formats import Cell, csv_lines
from web.over_time import (
    COMPARABLE,
    MOST_PERIODS,
    OverTime,
    Series,
    asked,
    chosen_period,
    days_of_period,
    over_time,
)
from web.paths import Parameter
from web.sentences import sentence
from web.site import moves
from web.site.charts.chart import FULL, HALF, NARROW, Bar, Chart, Drawing, Size, counted, draw, spoken
from web.site.result_list.list_tools import Link
from web.translation import gettext as _

routes = Blueprint("charts", __name__)
_SENT = frozenset({Parameter.COMPARED, Parameter.TICKED, Parameter.PICKED})  # of a page of results, beside its query
_FEW_ROWS = 60  # of a table that stands open


@dataclass(frozen=True, slots=True)
class DrawnSeries:
    """The results of a value or question: its name, its charts from the widest to the narrowest, how many there are
    and where they are listed, and what is said of those that no period holds."""

    shown: str
    total: Link
    charts: tuple[Chart, ...]
    undated: Link | None
    coarser: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A line of the table: the period and where it is shown by shorter ones, of each series a link with the number and
    its share, and the number of all articles."""

    period: Link
    cells: tuple[tuple[Link, str], ...]
    everything: Link


@routes.get(paths.CHART)
def chart() -> str | Response:
    pairs = list(request.args.items(multi=True))
    if request.args.get(Parameter.COMPARED) == OF_CHOSEN:
        query, _notes = parameters.read(pairs, _SENT)
        return _see(breakdown_urls.chart(query, breakdown_urls.side_by_side(query)))
    query, charted, notes = asked(pairs)
    if not notes and any(name == Parameter.VALUE and not value for name, value in pairs):
        # A form was sent: what it asks for has a shorter address.
        return _see(breakdown_urls.chart(query, charted))
    shown = over_time(query, charted, notes)
    return render_template("chart.html", **_page(shown))


def _see(place: str) -> Response:
    return Response(f"{place}\n", 303, {"Location": place}, mimetype="text/plain")


@routes.get(f"{paths.CHART}.csv")
def chart_csv() -> Response:
    shown = over_time(*asked(list(request.args.items(multi=True))))
    lines = "".join(csv_lines(_lines(shown)))
    headers = {"Content-Disposition": 'attachment; filename="cuttings-chart.csv"'}
    return Response(f"\ufeff{lines}", mimetype="text/csv", headers=headers)


def _lines(shown: OverTime) -> list[Sequence[Cell]]:
    """The table as rows of cells, those without a date or with one that is not so exact at the end."""
    names = [_name(shown, one) for one in shown.series]
    heads = [cell for name in names for cell in (name, f"{name}, share in %")]
    rows: list[Sequence[Cell]] = [("period", *heads, "all articles")]
    for period in shown.periods:
        cells: list[Cell] = []
        for one in shown.series:
            share = shown.share(one, period)
            cells += [one.counts.get(period, 0), "" if share is None else f"{share:.2f}"]
        rows.append((period, *cells, shown.everything.counts.get(period, 0)))
    every = (*shown.series, shown.everything)
    for said, numbers in (
        ("undated", [one.found.undated for one in every]),
        ("year alone known", [one.found.coarser for one in every]),
    ):
        if any(numbers):
            rows.append((said, *(cell for number in numbers[:-1] for cell in (number, "")), numbers[-1]))
    return rows


def _page(shown: OverTime) -> dict[str, object]:
    query, charted = shown.query, shown.charted
    # All articles have no share of all articles that tells anything.
    whole = len(shown.series) == 1 and shown.series[0].found.counts == shown.everything.found.counts
    return {
        "query": query,
        "notes": tuple(map(sentence, shown.notes)),
        "asked": charted,
        "values": (*charted.values, *[""] * MOST_SERIES)[:MOST_SERIES],
        "candidates": [(value, words.value(charted.compared, value)) for value in shown.candidates],
        "comparable": [(name, _("Words") if name == OF_WORDS else words.heading(name)) for name in COMPARABLE],
        "series": [_drawn(shown, one) for one in shown.series],
        "rows": [_row(shown, period) for period in shown.periods],
        "shared": not whole,
        "few": len(shown.periods) <= _FEW_ROWS,
        "trail": _trail(query, charted),
        "steps": _steps(shown),
        "counts": []
        if whole
        else [
            Link(_("Articles"), breakdown_urls.chart(query, charted._replace(share=False)), not charted.share),
            Link(_("Share of all articles"), breakdown_urls.chart(query, charted._replace(share=True)), charted.share),
        ],
        "grouped": any(one.found.grouped for one in shown.series),
        "by": _period_word(shown.step),
        "hidden": [pair for pair in urls.pairs(query) if pair[0] not in (Parameter.FIRST, Parameter.LAST)],
        "filters": moves.filters(query),
        "csv": breakdown_urls.chart(query, charted, f"{paths.CHART}.csv"),
        "back": urls.search(query),
    }


def _period_word(step: PeriodLength) -> str:
    return {PeriodLength.YEARS: _("Year"), PeriodLength.MONTHS: _("Month"), PeriodLength.DAYS: _("Day")}[step]


def _steps(shown: OverTime) -> list[Link]:
    """The lengths of periods that the time can be shown by; none within a chosen month, whose days are shown."""
    chosen = len(chosen_period(shown.query))
    if chosen > PeriodLength.YEARS.length or not shown.periods:
        return []
    said = {PeriodLength.YEARS: _("Years"), PeriodLength.MONTHS: _("Months"), PeriodLength.DAYS: _("Days")}
    first, last = days_of_period(shown.periods[0])[0], days_of_period(shown.periods[-1])[1]
    days = (last - first).days + 1
    longest = {PeriodLength.YEARS: 0, PeriodLength.MONTHS: 28, PeriodLength.DAYS: 1}
    return [
        Link(said[step], breakdown_urls.chart(shown.query, shown.charted._replace(step=step.value)), step is shown.step)
        for step in PeriodLength
        if days <= longest[step] * MOST_PERIODS or (step is PeriodLength.YEARS and not chosen)
    ]


def _trail(query: Query, charted: Charted) -> list[Link]:
    """The way back from a chosen period or range of days: all years, its year, its month."""
    period = chosen_period(query)
    if not period and not (query.first or query.last):
        return []
    free = charted._replace(step="")
    ways = [Link(_("All years"), breakdown_urls.chart(moves.any_date(query), free))]
    for length in (4, 7, 10):
        if len(period) >= length:
            part = period[:length]
            ways.append(
                Link(words.period(part), breakdown_urls.chart(choosing(query, DATE, part), free), part == period)
            )
    return ways


def _name(shown: OverTime, series: Series) -> str:
    """What a series is called."""
    compared = shown.charted.compared
    if compared and compared != OF_WORDS:
        return words.value(compared, series.value)
    return series.query.text or _("All articles")


def _drawn(shown: OverTime, series: Series) -> DrawnSeries:
    alone = len(shown.series) == 1
    found, grouped = series.found, series.found.grouped
    undated = choosing(series.query, DATE, "")
    return DrawnSeries(
        _name(shown, series),
        Link(counted(found.listed, grouped=grouped), urls.search(series.query)),
        tuple(_chart(shown, series, size) for size in (FULL if alone else HALF, NARROW)) if shown.periods else (),
        Link(_("%(told)s without a date", told=counted(found.undated, grouped=grouped)), urls.search(undated))
        if found.undated
        else None,
        _("Of %(told)s only the year is known.", told=counted(found.coarser, grouped=grouped)) if found.coarser else "",
    )


def _chart(shown: OverTime, series: Series, size: Size) -> Chart:
    """The chart of a series, on the scale of all of them."""
    first, last = words.period(shown.periods[0]), words.period(shown.periods[-1])
    label = _("%(name)s, %(first)s to %(last)s", name=_name(shown, series), first=first, last=last)
    bars = [_bar(shown, series, period) for period in shown.periods]

    def wider(head: str) -> Bar:
        if len(head) == 3:  # a decade, whose years are shown
            within = moves.within(shown.query, date(int(f"{head}0"), 1, 1), date(int(f"{head}9"), 12, 31))
            said = _("%(first)s to %(last)s", first=f"{head}0", last=f"{head}9")
            return Bar(head, 0, said, breakdown_urls.chart(within, shown.charted))
        return Bar(head, 0, words.period(head), _into(shown, head))

    if not shown.charted.share:
        return draw(Drawing(label, bars, wider, shown.most), size)
    most = max((shown.share(one, period) or 0.0 for one in shown.series for period in shown.periods), default=0.0)
    return draw(Drawing(label, bars, wider, most, " %"), size)


def _bar(shown: OverTime, series: Series, period: str) -> Bar:
    """A bar, which leads into its period; a day has no shorter ones, so that it leads to its results."""
    count = series.counts.get(period, 0)
    told, value = counted(count, grouped=series.found.grouped), float(count)
    if shown.charted.share:
        share = shown.share(series, period)
        value, told = share or 0.0, _("%(told)s, %(share)s", told=told, share=_percent(share))
    leads = ""
    if count:
        leads = (
            urls.search(choosing(series.query, DATE, period))
            if shown.step is PeriodLength.DAYS
            else _into(shown, period)
        )
    return Bar(period, value, spoken(period, told), leads)


def _into(shown: OverTime, period: str) -> str:
    """The chart of a period by shorter ones."""
    return breakdown_urls.chart(choosing(shown.query, DATE, period), shown.charted._replace(step=""))


def _percent(share: float | None) -> str:
    if share is None:
        return ""
    return regional.number(share, ".0f" if share >= 0.95 or not share else ".1f") + " %"


def _row(shown: OverTime, period: str) -> PeriodRow:
    cells = []
    for one in shown.series:
        count = one.counts.get(period, 0)
        leads = urls.search(choosing(one.query, DATE, period)) if count else ""
        cells.append((Link(regional.number(count), leads), _percent(shown.share(one, period)) if count else ""))
    every = shown.everything
    count = every.counts.get(period, 0)
    into = (
        ""
        if shown.step is PeriodLength.DAYS or not any(one.counts.get(period) for one in shown.series)
        else _into(shown, period)
    )
    leads = urls.search(choosing(every.query, DATE, period)) if count else ""
    return PeriodRow(Link(words.period(period), into), tuple(cells), Link(regional.number(count), leads))
