"""Which days does `before:`, `after:` or `date:` mean? `published` reads a day, month, year or range of them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from index.calendar_words import fold_name, month_numbers
from search.notes import Note, NoteCode, NoteTaker
from search.query.days import Days, relative_days
from search.query.fields import ARRIVAL
from search.query.nodes import Arrived, Published

_ENGLISH_MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()  # noqa: SIM905
)

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAME = r"(?:d[aei] |d['’])?([^\W\d_][^\d ,./-]{1,19})"
_DAY_MONTH = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[ \-/]?)?{_NAME}\.?,?[ \-/]?(?:de )?(\d{{4}})")
_MONTH_DAY = re.compile(rf"{_NAME}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})")
_FROM_TO = re.compile(r"(\d{4}|\d{8})-(\d{4}|\d{8})")
_SIGNS = ((">=", "since"), ("<=", "until"), (">", "after"), ("<", "before"), ("=", "date"))


def _days(year: int, month: int | None, day: int | None) -> Days | None:
    """The year, month or day as days; None where the calendar has no such one."""
    try:
        if month is None:
            return Days(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def days_of(text: str, today: date | None = None, *, point: bool = False) -> Days | None:
    """The day, month or year that `text` names, or None; with `today` also days that count from it, see
    `relative_days`. Day comes before month where both are numbers, unless there is no such month. Months may be called
    as in any of the languages of `index.calendar_words`."""
    text = _plain(text)
    if today is not None and (days := relative_days(text, today, point=point)):
        return days
    year = month = day_text = None
    if match := _ISO.fullmatch(text) or _PLAIN.fullmatch(text):
        year, month, day_text = match.groups()
    elif (match := _DAY_FIRST.fullmatch(text)) or (match := _DAY_MONTH.fullmatch(text)):
        day_text, month, year = match.groups()
        if month.isdigit() and int(month) > 12:
            day_text, month = month, day_text
    elif match := _MONTH_DAY.fullmatch(text):
        month, day_text, year = match.groups()
    elif match := _MONTH.fullmatch(text):
        month, year = match.groups()
    if year is None:
        return None
    number = int(month or 0) if not month or month.isdigit() else month_numbers().get(fold_name(month), 0)
    return _days(int(year), number if month else None, int(day_text) if day_text else None)


def is_period(text: str, today: date | None) -> bool:
    """Whether `text` as a whole question names a time: a day, a month of a year or, with `today`, what counts from it
    in two words or more. A year or a number of eight digits may be anything, `yesterday` a song, and `Mars 2020` a
    rover: a month by itself is called as in English."""
    text = _plain(text)
    if text.isdigit() or text.isalpha():
        return False
    days = days_of(text, today)
    if days is None or days.first == days.last or not (called := _DAY_MONTH.fullmatch(text)):
        return days is not None
    return called[2] in _ENGLISH_MONTHS


def is_ambiguous(text: str) -> bool:
    """Whether the day and the month of `text` are numbers between slashes or hyphens of which either may be the day."""
    match = None if "." in text else _DAY_FIRST.fullmatch(text)
    numbers = {int(number) for number in match.groups()[:2]} if match else set()
    return len(numbers) == 2 and max(numbers) <= 12


def published(name: str, value: str, today: date | None, note: NoteTaker) -> Published | None:
    """What the filter `name`:`value` asks for; None where it is not a date. `note` is told how it was read.

    `before` and `after` leave the day, month or year itself out; `since` and `until` take it in. `date` takes one of
    them or a range `a..b` with either end open. What counts from `today` stays so in `Published.relative`.
    """
    field, text = _field(name, _plain(value))
    span = _range_of(text, today, note) if field == "date" else _side(field, days_of(text, today, point=True))
    if span is None:
        note(Note(NoteCode.NOT_A_DATE, field=name, typed=value))
        return None
    ends = [part.strip() for part in text.split("..")]
    for part in ends:
        if is_ambiguous(part) and (days := days_of(part)):
            note(Note(NoteCode.DAY_BEFORE_MONTH, typed=part, read=days.first.isoformat()))
    if today is not None and any(relative_days(part, today) for part in ends):
        note(Note(NoteCode.RELATIVE_DATE, typed=text, days=_told(span)))
        span = replace(span, relative=f"{field}:{text}" if text.isalpha() else f'{field}:"{text}"')
    return span


def arrived(value: str, today: date | None, note: NoteTaker) -> Arrived | None:
    """What the filter `added`:`value` asks for, which is read as that of `date`; None where it is not a date."""
    span = published(ARRIVAL, value, today, note)
    if span is None:
        return None
    name, colon, days = span.relative.partition(":")
    return Arrived(span.first, span.last, f"{ARRIVAL}:{days}" if colon and name == "date" else "")


def asked_time(name: str, value: str, today: date | None, note: NoteTaker) -> Published | Arrived | None:
    """What the filter `name`:`value` asks for, whichever of `search.query.fields.DATES` it is; None where it is not a
    date."""
    return arrived(value, today, note) if name == ARRIVAL else published(name, value, today, note)


def _told(span: Published) -> str:
    """The days in full: a day, or two with dots between, either of them left out where there is no end."""
    first, last = (day.isoformat() if day else "" for day in (span.first, span.last))
    return first if first == last else f"{first}..{last}"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _field(name: str, text: str) -> tuple[str, str]:
    """The name and the value, of `date:>2014` those that say the same: `after` and `2014`. `added` is
    read as `date`."""
    if name in ("date", ARRIVAL):
        for sign, meant in _SIGNS:
            if text.startswith(sign):
                return meant, text[len(sign) :].strip()
        return "date", text
    return name, text


def _side(name: str, days: Days | None) -> Published | None:
    """The time on one side of `days`; None where there are none or the calendar ends there."""
    if days is None:
        return None
    if name == "since":
        return Published(days.first, None)
    if name == "until":
        return Published(None, days.last)
    if name == "after":
        return Published(days.last + timedelta(days=1), None) if days.last < date.max else None
    return Published(None, days.first - timedelta(days=1)) if days.first > date.min else None


def _range_of(value: str, today: date | None, note: NoteTaker) -> Published | None:
    if match := _FROM_TO.fullmatch(value):
        start, dots, end = match.group(1), "..", match.group(2)
    else:
        start, dots, end = value.replace("...", "..").partition("..")
    if not dots:
        days = days_of(start, today)
        return Published(days.first, days.last) if days else None
    first, last = days_of(start, today), days_of(end, today)
    if (first is None and start.strip()) or (last is None and end.strip()) or (first is None and last is None):
        return None
    if first and last and first.first > last.last:
        note(Note(NoteCode.RANGE_SWAPPED, typed=value))
        return Published(last.first, first.last)
    return Published(first.first if first else None, last.last if last else None)


def canonical_span(published: Published) -> str:
    """The value after `date:` that means these days: the shortest forms of both ends."""
    first, last = published.first, published.last
    starts = _forms(first, start=True) if first else [""]
    ends = _forms(last, start=False) if last else [""]
    for form in starts:
        if first and last and form in ends:
            return form
    return f"{starts[0]}..{ends[0]}"


def _forms(day: date, *, start: bool) -> list[str]:
    """Forms of which `day` is the first (else the last) day, shortest first."""
    form = day.isoformat()
    forms = [form]
    if day.day == (1 if start else monthrange(day.year, day.month)[1]):
        forms.insert(0, form[:7])
        if day.month == (1 if start else 12):
            forms.insert(0, form[:4])
    return forms
