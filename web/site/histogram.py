"""How do the articles spread over time? The date facet as rows of bars that are links, with no gap left out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from index.facets import DATE
from search.query import Query, Selection
from search.results import FacetCounts
from web import urls, words
from web.site import moves

LEVELS = 20  # heights that a bar can have: the style sheet has a class for each, as nothing is styled inline


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or month: `level` is its height from 0 to `LEVELS`, against the highest bar of its kind.

    `spoken` says what its click gives; that of a chosen one takes the choice back.
    """

    shown: str
    short: str
    count: int
    spoken: str
    href: str
    level: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Bars side by side: the years of a decade or the months of a year."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Rows of bars, the link to the undated articles, the link that adds them to a range of days and the link out of a
    chosen period ("" where none is); `unit` is what is counted."""

    years: tuple[Row, ...]
    months: tuple[Row, ...]
    days: tuple[Row, ...]
    undated: Bar | None
    add_undated: str
    any_date: str
    unit: str = words.COUNTED_ARTICLE

    @property
    def bars(self) -> list[Bar]:
        return [bar for row in self.years + self.months + self.days for bar in row.bars if bar.count]


def histogram(
    facet: FacetCounts, query: Query, *, undated: bool = False, unchosen: int = 0, unit: str = words.COUNTED_ARTICLE
) -> Histogram:
    """`undated` is true where a range of days leaves undated articles out; `unchosen` is how many there are without the
    chosen periods, where there are any; `unit` is what is counted."""
    counts = {v.value: v.count for v in facet.values}
    years, months, days = ({v: n for v, n in counts.items() if len(v) == length} for length in (4, 7, 10))
    filtered = query.first or query.last or query.undated or any(s.facet == DATE for s in query.selections)
    click = _Click(query, unchosen, unit)
    return Histogram(
        _rows(years, click, _decade) if len(years) > 1 or not months else (),
        _rows(months, click, _year),
        _rows(days, click, _month),
        _bar("", "", (counts[""], 1), click) if "" in counts else None,
        urls.search(moves.with_undated(query)) if undated else "",
        urls.search(moves.any_date(query)) if filtered else "",
        unit,
    )


Frame = Callable[[str, list[str]], tuple[str, list[tuple[str, str]]]]


def _rows(counts: dict[str, int], click: _Click, frame: Frame) -> tuple[Row, ...]:
    """A row for each decade, year or month with articles; `frame` gives its label and all of its periods."""
    most = max(counts.values(), default=0)
    periods = sorted(counts)
    length = {4: 3, 7: 4, 10: 7}[len(periods[0])] if periods else 0
    rows = []
    for head in sorted({period[:length] for period in periods}):
        label, inside = frame(head, periods)
        bars = (_bar(period, short, (counts.get(period, 0), most), click) for period, short in inside)
        rows.append(Row(label, tuple(bars)))
    return tuple(rows)


def _decade(head: str, periods: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """A decade's years, from the first to the last year that has an article."""
    years = [f"{head}{last}" for last in range(10)]
    return f"{head}0s", [(y, f"’{y[2:]}") for y in years if periods[0] <= y <= periods[-1]]


def _year(head: str, periods: list[str]) -> tuple[str, list[tuple[str, str]]]:
    return head, [(f"{head}-{number:02}", words.short_month(number)[0]) for number in range(1, 13)]


def _month(head: str, periods: list[str]) -> tuple[str, list[tuple[str, str]]]:
    days = monthrange(int(head[:4]), int(head[5:]))[1]
    return words.period(head), [(f"{head}-{number:02}", str(number)) for number in range(1, days + 1)]


def _bar(period: str, short: str, count_of: tuple[int, int], click: _Click) -> Bar:
    """A bar of `count_of` = (articles, the most of any bar)."""
    count, most = count_of
    shown = words.period(period)
    level = -(-count * LEVELS // most) if most else 0
    return Bar(shown, short, count, click.spoken(period, count), click.address(period), level, click.leads_out(period))


class _Click:
    """What a click on the bar of a period does: it chooses the period, or takes the choice back."""

    def __init__(self, query: Query, unchosen: int, unit: str) -> None:
        self._query = query
        self._unit = unit
        self._unchosen = unchosen
        self._choosing = None if query.selections else urls.choosing(query, DATE)

    def leads_out(self, period: str) -> bool:
        return Selection(DATE, period) in self._query.selections

    def address(self, period: str) -> str:
        if self._choosing:
            return self._choosing(period)
        return urls.search(moves.in_period(self._query, None if self.leads_out(period) else period))

    def spoken(self, period: str, count: int) -> str:
        """The period, what the click does where that is not to choose it, and how many it gives."""
        if self.leads_out(period):
            return f"{words.period(period)}, chosen: take the choice back, {words.count(self._unchosen, self._unit)}"
        return f"{words.period(period)}, {words.count(count, self._unit)}"
