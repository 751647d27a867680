"""How do the articles spread over time? The date facet as charts whose bars are links, with no gap left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from index.facets import DATE
from search.breakdown import PeriodLength
from search.query import Query, Selection
from search.results import FacetCounts
from web import urls, words
from web.over_time import periods_between, periods_of, step_of
from web.site import moves
from web.site.charts.chart import SIDEBAR, Bar, Chart, Drawing, Size, counted, draw, spoken
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A period with articles, or what is undated: its name, its number, what its click gives in words, where it leads,
    and whether it is chosen; then the click takes the choice back."""

    shown: str
    count: int
    spoken: str
    href: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Charts of years, of months and of the days of months, the periods with articles as rows of a table, the link to
    the undated articles, the link that adds them to a range of days and the link out of a chosen period ("" where none
    is); `unit` is what is counted."""

    charts: tuple[Chart, ...]
    rows: tuple[DatedRow, ...]
    undated: DatedRow | None
    add_undated: str
    any_date: str
    unit: str = words.COUNTED_ARTICLE


@dataclass(frozen=True, slots=True)
class Dating:
    """What the counts of dates mean beside a list: whether a range of days leaves undated articles out, how many there
    are without the chosen periods where there are any, what is counted, and in which widths the charts are drawn."""

    leaves_undated_out: bool = False
    unchosen: int = 0
    unit: str = words.COUNTED_ARTICLE
    sizes: tuple[Size, ...] = (SIDEBAR,)


EACH_ARTICLE = Dating()


def histogram(facet: FacetCounts, query: Query, dating: Dating = EACH_ARTICLE) -> Histogram:
    """The charts of the date facet."""
    counts = {v.value: v.count for v in facet.values}
    years, months, days = ([v for v in sorted(counts) if len(v) == step.length] for step in PeriodLength)
    filtered = query.first or query.last or query.undated or any(s.facet == DATE for s in query.selections)
    frames = (
        [periods_between(years[0], years[-1], PeriodLength.YEARS)] if len(years) > 1 or (years and not months) else []
    )
    if months:
        frames.append(_months(months[0], months[-1]))
    frames += [periods_of(month, PeriodLength.DAYS) for month, _days in groupby(days, lambda day: day[:7])]
    click = _Click(query, dating, counts)
    return Histogram(
        tuple(chart for frame in frames for chart in click.charts(frame)),
        tuple(click.row(period) for frame in frames for period in frame if counts.get(period)),
        click.row("") if "" in counts else None,
        urls.search(moves.with_undated(query)) if dating.leaves_undated_out else "",
        urls.search(moves.any_date(query)) if filtered else "",
        dating.unit,
    )


def _months(first: str, last: str) -> tuple[str, ...]:
    """The months of a chart: all of a year, or those from the first to the last one."""
    return (
        periods_of(first[:4], PeriodLength.MONTHS)
        if first[:4] == last[:4]
        else periods_between(first, last, PeriodLength.MONTHS)
    )


class _Click:
    """What a click on the bar of a period does: it chooses the period, or takes the choice back."""

    def __init__(self, query: Query, dating: Dating, counts: Mapping[str, int]) -> None:
        self._query = query
        self._dating = dating
        self._counts = counts
        self._choosing = None if query.selections else urls.choosing(query, DATE)

    def charts(self, frame: Sequence[str]) -> list[Chart]:
        """The chart of some periods in each width."""
        first, last = words.period(frame[0]), words.period(frame[-1])
        label = {
            PeriodLength.YEARS: _("Articles by year, %(first)s to %(last)s", first=first, last=last),
            PeriodLength.MONTHS: _("Articles by month, %(first)s to %(last)s", first=first, last=last),
            PeriodLength.DAYS: _("Articles by day, %(first)s to %(last)s", first=first, last=last),
        }[step_of(frame[0])]
        drawing = Drawing(label, [self.bar(period) for period in frame], self.wider)
        return [draw(drawing, size) for size in self._dating.sizes]

    def bar(self, period: str) -> Bar:
        """The bar of a period."""
        chosen = Selection(DATE, period) in self._query.selections
        count = self._counts.get(period, 0)
        return Bar(
            period, count, self._spoken(period, count, chosen=chosen), self._address(period, chosen=chosen), chosen
        )

    def wider(self, head: str) -> Bar:
        """What stands for the bars of a decade or year."""
        if len(head) > 3:
            return self.bar(head)
        first, last = f"{head}0", f"{head}9"
        within = moves.within(self._query, date(int(first), 1, 1), date(int(last), 12, 31))
        return Bar(head, 0, _("%(first)s to %(last)s", first=first, last=last), urls.search(within))

    def row(self, period: str) -> DatedRow:
        """The row of a period in the table."""
        bar = self.bar(period)
        return DatedRow(words.period(period), self._counts.get(period, 0), bar.spoken, bar.href, bar.chosen)

    def _address(self, period: str, *, chosen: bool) -> str:
        if self._choosing:
            return self._choosing(period)
        return urls.search(moves.in_period(self._query, None if chosen else period))

    def _spoken(self, period: str, count: int, *, chosen: bool) -> str:
        """The period, what the click does where that is not to choose it, and how many it gives."""
        grouped = self._dating.unit == words.COUNTED_RESULT
        if not chosen:
            return spoken(period, counted(count, grouped=grouped))
        told = counted(self._dating.unchosen, grouped=grouped)
        return _("%(period)s, chosen: take the choice back, %(told)s", period=words.period(period), told=told)
