"""What do the parameters of an address ask for? Whatever they are, a query; what cannot be used becomes a note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from index.facets import DATE
from search.notes import Note, NoteCode
from search.query import (
    MAX_CHARACTERS,
    MAX_RESULTS,
    Arrival,
    Arrived,
    Listing,
    Published,
    Query,
    Selection,
    Sort,
    arrival_of,
    asked_time,
    canonical_span,
    days_of,
    is_ambiguous,
)
from web.paths import Parameter
from web.urls import ALSO_TYPED, EXCLUDE, FLAGS, LEAVE_OUT, SELECTABLE, TICK, Showing, canonical

MAX_VALUE = 500
MAX_SELECTIONS = 64
MAX_PER_PAGE = 100
MAX_NOTES = 5
MAX_IDS = 400
"""With them an address has 7 KB; proxies take 8."""

_TRUE = frozenset({"1", "on", "true", "yes"})
_FALSE = frozenset({"", "0", "off", "false", "no"})
Pairs = Iterable[tuple[str, str]]


def read(
    pairs: Pairs,
    extra: frozenset[Parameter] = frozenset(),
    copies: Listing = Listing.GROUP,
    today: Callable[[], date] = date.today,
) -> tuple[Query, tuple[Note, ...]]:
    """The query that the parameters `pairs` ask for, and notes on what could not be used.

    `extra` names parameters that the page at hand reads itself, which then give no note. `copies` are listed so where
    no parameter says how. Days may count from `today`, as in a question.
    """
    reader = _ParameterReader(extra, copies, today)
    for name, value in pairs:
        reader.take(name, value)
    return reader.finish()


def showing(values: Mapping[str, str]) -> Showing:
    """How an article is to be shown; what cannot be used is left out."""
    rank, line = (_place(values.get(name, "")) for name in (Parameter.RANK, Parameter.LINE))
    return Showing(values.get(Parameter.VIEW, ""), rank, values.get(Parameter.NAMES, "").lower() in _TRUE, line)


def _place(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def identities(values: Iterable[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The ids that parameters name, one each or several with commas between, each once and in order; and notes."""
    named = dict.fromkeys(one.strip() for value in values for one in value.split(","))
    ids = tuple(one for one in named if one)
    notes = (Note(NoteCode.IDS_LIMITED, limit=MAX_IDS),) if len(ids) > MAX_IDS else ()
    return ids[:MAX_IDS], notes


class _ParameterReader:
    def __init__(self, extra: frozenset[Parameter], copies: Listing, today: Callable[[], date]) -> None:
        self._query = Query(copies=copies)
        self._today = today
        self._selections: list[Selection] = []
        self._ticked: list[tuple[str, str]] = []
        self._leaves_out = False
        self._bounds: dict[Parameter, str] = {}
        self._notes: list[Note] = []
        self._seen: set[str] = set()
        self._extra = extra

    def finish(self) -> tuple[Query, tuple[Note, ...]]:
        for facet, value in self._ticked:
            self._selections = [s for s in self._selections if (s.facet, s.value) != (facet, value)]
            self._select(facet, value, excluded=self._leaves_out)
        first, last = self._range()
        query = canonical(replace(self._query, selections=tuple(self._selections), first=first, last=last))
        if len(query.selections) > MAX_SELECTIONS:
            self._notes.append(Note(NoteCode.FILTERS_LIMITED, limit=MAX_SELECTIONS))
            query = replace(query, selections=query.selections[:MAX_SELECTIONS])
        if query.page * query.per_page > MAX_RESULTS:
            self._notes.append(Note(NoteCode.PAGES_LIMITED, limit=MAX_RESULTS))
            query = replace(query, page=max(1, MAX_RESULTS // query.per_page))
        return query, tuple(dict.fromkeys(self._notes))[:MAX_NOTES]

    def _range(self) -> tuple[date | None, date | None]:
        """The first and the last day. Swapped bounds change places as they were written: "2024" begins in January."""
        start, end = (self._bounds.get(name, "") for name in (Parameter.FIRST, Parameter.LAST))
        first, last = days_of(start), days_of(end)
        if first and last and first.first > last.last:
            self._notes.append(Note(NoteCode.DAYS_SWAPPED))
            first, last = last, first
        return first.first if first else None, last.last if last else None

    def take(self, name: str, value: str) -> None:
        facet = name.removeprefix(EXCLUDE)
        facet = ALSO_TYPED.get(facet, facet)
        if name == Parameter.TICKED and name in self._extra:
            self._leaves_out = value == LEAVE_OUT
            return
        ticked = name.removeprefix(TICK)
        if ticked != name and ticked in SELECTABLE and Parameter.TICKED in self._extra:
            self._ticked.append((ticked, value))
        elif facet in SELECTABLE:
            self._select(facet, value, excluded=name.startswith(EXCLUDE))
        elif name not in Parameter.__members__.values():
            self._note(Note(NoteCode.PARAMETER_UNKNOWN, name=_short(name)))
        elif name in (Parameter.IDS, Parameter.VALUE) and name in self._extra:
            return
        elif name in self._seen:
            self._note(Note(NoteCode.PARAMETER_REPEATED, name=name))
        else:
            self._seen.add(name)
            self._single(Parameter(name), value)

    def _note(self, note: Note) -> None:
        if len(self._notes) < MAX_NOTES:
            self._notes.append(note)

    def _select(self, facet: str, value: str, *, excluded: bool) -> None:
        if facet == DATE and value:
            if period := _period(value.strip()):
                self._selections.append(Selection(DATE, period, excluded))
            else:
                self._note(Note(NoteCode.ADDRESS_DATE_UNKNOWN, typed=_short(value)))
        elif len(value) > MAX_VALUE:
            self._note(Note(NoteCode.FILTER_TOO_LONG, limit=MAX_VALUE))
        else:
            self._selections.append(Selection(facet, value, excluded))

    def _single(self, name: Parameter, value: str) -> None:
        match name:
            case Parameter.TEXT:
                if len(value) > MAX_CHARACTERS:
                    self._note(Note(NoteCode.TEXT_LIMITED, limit=MAX_CHARACTERS))
                self._query = replace(self._query, text=value[:MAX_CHARACTERS])
            case Parameter.FIRST | Parameter.LAST | Parameter.ADDED:
                self._time(name, value.strip())
            case _ if name in FLAGS:
                change: dict[str, Any] = {FLAGS[name]: self._flag(name, value)}
                self._query = replace(self._query, **change)
            case Parameter.COPIES:
                self._listing(value)
            case Parameter.SORT:
                self._sort(value)
            case Parameter.PAGE:
                self._query = replace(self._query, page=self._number(name, value, 1, MAX_RESULTS))
            case Parameter.PER_PAGE:
                self._query = replace(self._query, per_page=self._number(name, value, 10, MAX_PER_PAGE))
            case _ if name not in self._extra:
                self._note(Note(NoteCode.PARAMETER_UNKNOWN, name=name.value))

    def _time(self, name: Parameter, value: str) -> None:
        if value and name is Parameter.ADDED:
            self._arrival(name, value)
        elif value:
            self._bound(name, value)

    def _bound(self, name: Parameter, value: str) -> None:
        days = days_of(value)
        if days is None:
            span = self._as_in_questions("since" if name is Parameter.FIRST else "until", value)
            if day := span and (span.first or span.last):
                self._bounds[name] = day.isoformat()
            return
        if is_ambiguous(value):
            self._note(Note(NoteCode.DAY_BEFORE_MONTH, typed=value, read=days.first.isoformat()))
        self._bounds[name] = value

    def _arrival(self, name: Parameter, value: str) -> None:
        arrival = arrival_of(value)
        if arrival is None and (span := self._as_in_questions(name.value, value)):
            arrival = Arrival.of_days(span.first, span.last)
        self._query = replace(self._query, arrival=arrival)

    def _as_in_questions(self, field: str, value: str) -> Published | Arrived | None:
        """The days that a filter of this value asks for in a question; None, and a note, where it is not a date."""
        notes: list[Note] = []
        span = asked_time(field, value, self._today(), notes.append) if value.isascii() else None
        for note in notes if span else [Note(NoteCode.ADDRESS_DATE_UNKNOWN, typed=_short(value))]:
            self._note(note)
        return span

    def _sort(self, value: str) -> None:
        if value.lower() in Sort.__members__.values():
            self._query = replace(self._query, sort=Sort(value.lower()))
        elif value:
            self._note(Note(NoteCode.ORDER_UNKNOWN, typed=_short(value)))

    def _listing(self, value: str) -> None:
        if value.lower() in Listing.__members__.values():
            self._query = replace(self._query, copies=Listing(value.lower()))
        elif value:
            self._note(Note(NoteCode.LISTING_UNKNOWN, typed=_short(value)))

    def _flag(self, name: Parameter, value: str) -> bool:
        if value.lower() not in _TRUE | _FALSE:
            self._note(Note(NoteCode.FLAG_UNKNOWN, name=name.value, typed=_short(value)))
        return value.lower() in _TRUE

    def _number(self, name: Parameter, value: str, default: int, most: int) -> int:
        if not value:
            return default
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
        if number < 1:
            self._note(Note(NoteCode.NUMBER_UNKNOWN, name=name.value, typed=_short(value)))
            return default
        if number > most:
            self._note(Note(NoteCode.NUMBER_LIMITED, name=name.value, limit=most))
        return min(number, most)


def _period(value: str) -> str:
    """The year, month or day that `value` names, as the date facet writes it: 2015, 2015-05, 2015-05-26; else ""."""
    days = days_of(value)
    return canonical_span(Published(days.first, days.last)) if days else ""


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"
