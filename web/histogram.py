"""How do the articles spread over time? The date facet as rows of bars that are links, with no gap left out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from search.engine import Facet
from search.query import Query, Selection
from web import moves, urls, words

LEVELS = 20  # heights that a bar can have: the style sheet has a class for each, as nothing is styled inline


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or month: `level` is its height from 0 to `LEVELS`, against the highest bar of its kind."""

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
    """Rows of bars, the link to the undated articles, and the link out of a chosen period ("" where none is)."""

    years: tuple[Row, ...]
    months: tuple[Row, ...]
    undated: Bar | None
    any_date: str

    @property
    def bars(self) -> list[Bar]:
        return [bar for row in self.years + self.months for bar in row.bars if bar.count]


def histogram(facet: Facet, query: Query) -> Histogram:
    counts = {v.value: v.count for v in facet.values}
    years = {int(v): n for v, n in counts.items() if len(v) == 4}
    months = {v: n for v, n in counts.items() if len(v) == 7}
    undated = _bar("", "", counts.get("", 0), 1, query, query.undated) if "" in counts or query.undated else None
    filtered = query.first or query.last or query.undated or any(s.facet == urls.DATE for s in query.selections)
    return Histogram(
        _years(years, query) if len(years) > 1 or not months else (),
        _months(months, query),
        undated,
        urls.search(moves.any_date(query)) if filtered else "",
    )


def _years(counts: dict[int, int], query: Query) -> tuple[Row, ...]:
    """A row for each decade with articles; its years from the first to the last one that has any."""
    if not counts:
        return ()
    most = max(counts.values())
    rows = []
    for decade in sorted({year // 10 * 10 for year in counts}):
        span = range(max(decade, min(counts)), min(decade + 9, max(counts)) + 1)
        bars = (_year(year, counts.get(year, 0), most, query) for year in span)
        rows.append(Row(f"{decade}s", tuple(bars)))
    return tuple(rows)


def _year(year: int, count: int, most: int, query: Query) -> Bar:
    return _bar(f"{year:04}", f"’{year % 100:02}", count, most, query)


def _months(counts: dict[str, int], query: Query) -> tuple[Row, ...]:
    most = max(counts.values(), default=0)
    rows = []
    for year, _ in groupby(sorted(counts), key=lambda month: month[:4]):
        names = [f"{year}-{number:02}" for number in range(1, 13)]
        bars = (_bar(m, words.short_month(int(m[5:]))[0], counts.get(m, 0), most, query) for m in names)
        rows.append(Row(year, tuple(bars)))
    return tuple(rows)


def _bar(period: str, short: str, count: int, most: int, query: Query, selected: bool | None = None) -> Bar:
    """A bar; one that is chosen already leads back out."""
    chosen = Selection(urls.DATE, period) in query.selections if selected is None else selected
    level = -(-count * LEVELS // most) if most else 0
    target = moves.any_date(query) if chosen else moves.in_period(query, period)
    shown = words.period(period)
    return Bar(shown, short, count, words.count(count, "article"), urls.search(target), level, chosen)
