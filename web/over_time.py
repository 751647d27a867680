"""How do results spread over time, and those of up to four values or questions beside each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from index.facets import DATE
from search.breakdown import PeriodCounts, PeriodLength
from search.notes import Note, NoteCode
from search.query import Listing, Query, choosing
from web import parameters
from web.breakdown_urls import MOST_SERIES, OF_WORDS, Charted
from web.paths import Parameter
from web.shelf import engine
from web.urls import SELECTABLE

MOST_PERIODS = 400  # in one chart: days of a year; of a bar a pixel is left then where the page is narrow
_OWN = frozenset({Parameter.STEP, Parameter.SHARE, Parameter.COMPARED, Parameter.VALUE})
COMPARABLE = (*(name for name in SELECTABLE if name != DATE), OF_WORDS)
_ON = frozenset({"1", "on", "true", "yes"})
_STEPS = tuple(PeriodLength)


@dataclass(frozen=True, slots=True)
class Series:
    """The results of one value, of one question, or of all ("")."""

    value: str
    query: Query
    found: PeriodCounts
    counts: Mapping[str, int]


@dataclass(frozen=True)
class OverTime:
    """The results of `query` in each of the `periods`, those without results among them, as it is asked for in
    `charted`; `everything` are all articles of the archive of that time, of which shares are told. `candidates` are
    values that could be compared, the most frequent first."""

    query: Query
    charted: Charted
    step: PeriodLength
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    everything: Series
    candidates: tuple[str, ...]
    notes: tuple[Note, ...]

    @cached_property
    def most(self) -> int:
        """The largest count of a period."""
        return max((each.counts.get(period, 0) for each in self.series for period in self.periods), default=0)

    def share(self, series: Series, period: str) -> float | None:
        """The results of a period in per cent of all articles of it; None where there are none."""
        every = self.everything.counts.get(period, 0)
        return 100 * series.counts.get(period, 0) / every if every else None


def asked(pairs: Sequence[tuple[str, str]], copies: Listing = Listing.GROUP) -> tuple[Query, Charted, tuple[Note, ...]]:
    """What an address asks for, and notes on what of it could not be used; `copies` as in `parameters.read`."""
    query, notes = parameters.read(pairs, _OWN, copies)
    said = list(notes)
    given = {Parameter(name): value for name, value in reversed(pairs) if name in _OWN}
    step = _one_of(Parameter.STEP, given, [each.value for each in PeriodLength], said)
    compared = _one_of(Parameter.COMPARED, given, COMPARABLE, said)
    values = list(dict.fromkeys(value.strip() for name, value in pairs if name == Parameter.VALUE and value.strip()))
    if len(values) > MOST_SERIES:
        said.append(Note(NoteCode.VALUES_LIMITED, limit=MOST_SERIES))
    kept = tuple(value[: parameters.MAX_VALUE] for value in values[:MOST_SERIES]) if compared else ()
    share = given.get(Parameter.SHARE, "").lower() in _ON
    return replace(query, page=1), Charted(step, share, compared, kept), tuple(said)


def _one_of(name: Parameter, given: Mapping[Parameter, str], choices: Sequence[str], said: list[Note]) -> str:
    typed = given.get(name, "")
    if typed and typed not in choices:
        said.append(Note(NoteCode.CHOICE_UNKNOWN, name=name.value, choices=tuple(choices), typed=typed[:40]))
        return ""
    return typed


def over_time(query: Query, charted: Charted, notes: tuple[Note, ...] = ()) -> OverTime:
    """The answer to what is asked. Without values of a facet the most frequent ones are compared."""
    candidates = _candidates(query, charted.compared)
    if charted.compared:
        values = charted.values or (candidates if charted.compared != OF_WORDS else (query.text,))
        charted = charted._replace(values=_as_stated(values[:MOST_SERIES], candidates))
    compared = [(value, _query(query, charted.compared, value)) for value in charted.values] or [("", query)]
    wanted = PeriodLength(charted.step) if charted.step else _zoomed(query)
    found = [engine().periods(each, wanted) for _, each in compared]
    base = _everything(query)
    step = wanted or min((one.step for one in found), key=_STEPS.index)
    while True:
        found = [_of(each, one, step) for (_, each), one in zip(compared, found, strict=True)]
        every = engine().periods(base, step)
        periods = _frame(query, step, every, found)
        if len(periods) <= MOST_PERIODS:
            break
        if step is PeriodLength.YEARS:  # of so long a time those with articles alone
            filled = {period for one in found for period, _count in one.counts}
            periods = tuple(period for period in periods if period in filled)
            break
        step = _STEPS[_STEPS.index(step) - 1]
    said = [
        *notes,
        *([Note(NoteCode.PERIODS_LIMITED, typed=wanted.value, read=step.value)] if wanted not in (None, step) else []),
    ]
    said += [note for one in found for note in one.notes]
    return OverTime(
        query,
        charted,
        step,
        periods,
        tuple(Series(value, each, one, dict(one.counts)) for (value, each), one in zip(compared, found, strict=True)),
        Series("", base, every, dict(every.counts)),
        candidates,
        (*every.notices, *dict.fromkeys(said)),
    )


def _of(query: Query, found: PeriodCounts, step: PeriodLength) -> PeriodCounts:
    """What was found, by periods of a length."""
    return found if found.step is step else engine().periods(query, step)


def _everything(query: Query) -> Query:
    """All articles of the time that a query asks for."""
    kept = {name: getattr(query, name) for name in ("first", "last", "undated", "possible", "copies")}
    return Query(selections=tuple(s for s in query.selections if s.facet == DATE), **kept)


def _candidates(query: Query, facet: str) -> tuple[str, ...]:
    """The values of a facet among the results that a form offers."""
    if facet in ("", OF_WORDS):
        return ()
    return tuple(value.value for value in engine().facet(query, facet, 100).values if value.value)


def _as_stated(values: Sequence[str], candidates: Sequence[str]) -> tuple[str, ...]:
    """Values as the archive writes them, whatever capitals they were typed in."""
    written = {value.casefold(): value for value in reversed(candidates)}
    return tuple(dict.fromkeys(written.get(value.casefold(), value) for value in values))


def _query(query: Query, compared: str, value: str) -> Query:
    """What one of those that are compared asks for."""
    return replace(query, text=value) if compared == OF_WORDS else choosing(query, compared, value)


def chosen_period(query: Query) -> str:
    """The one year, month or day that is chosen; "" where there is none."""
    periods = [s.value for s in query.selections if s.facet == DATE and not s.excluded]
    return periods[0] if len(periods) == 1 else ""


def _zoomed(query: Query) -> PeriodLength | None:
    """The periods that the one chosen period consists of."""
    return {4: PeriodLength.MONTHS, 7: PeriodLength.DAYS, 10: PeriodLength.DAYS}.get(len(chosen_period(query)))


def _frame(query: Query, step: PeriodLength, every: PeriodCounts, found: Sequence[PeriodCounts]) -> tuple[str, ...]:
    """The periods that are shown: those of the chosen period, else from the first to the last with results; where days
    are asked for, all of these in which the archive has articles."""
    chosen = chosen_period(query)
    if chosen and len(chosen) < step.length and not (query.first or query.last):
        return periods_of(chosen, step)
    ends = [(one.counts[0][0], one.counts[-1][0]) for one in found if one.counts]
    if not ends:
        return ()
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    return periods_between(
        every.counts[0][0] if query.first and every.counts else first,
        every.counts[-1][0] if query.last and every.counts else last,
        step,
    )


def days_of_period(period: str) -> tuple[date, date]:
    """The first and the last day of a year, month or day."""
    if len(period) == PeriodLength.DAYS.length:
        return date.fromisoformat(period), date.fromisoformat(period)
    first = date.fromisoformat(f"{period}-01-01"[:10])
    if len(period) == PeriodLength.YEARS.length:
        return first, first.replace(month=12, day=31)
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def periods_of(period: str, step: PeriodLength) -> tuple[str, ...]:
    """All periods of a length in a longer one."""
    first, last = (day.isoformat()[: step.length] for day in days_of_period(period))
    return periods_between(first, last, step)


def step_of(period: str) -> PeriodLength:
    """The length of a period."""
    return next(step for step in PeriodLength if step.length == len(period))


def periods_between(first: str, last: str, step: PeriodLength) -> tuple[str, ...]:
    """All periods of a length from the first to the last one."""
    if step is PeriodLength.YEARS:
        return tuple(f"{year:04}" for year in range(int(first), int(last) + 1))
    if step is PeriodLength.MONTHS:
        start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
        return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1))
    start, end = (date.fromisoformat(day).toordinal() for day in (first, last))
    return tuple(date.fromordinal(day).isoformat() for day in range(start, end + 1))
