"""Which days does `before:`, `after:` or `date:` mean? `span_of` reads a day, month, year or range of them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from search.query.nodes import Published

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ \-/]?)?([a-z]{3,9})\.?,?[ \-/]?(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: date
    last: date


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


def days_of(text: str, today: date | None = None) -> Days | None:
    """The day, month or year that `text` names, or None. Day comes before month where both are numbers."""
    text = " ".join(text.split()).casefold()
    if today is not None and text in ("today", "yesterday"):
        day = today if text == "today" or today == date.min else today - timedelta(days=1)
        return Days(day, day)
    year = month = day_text = None
    if match := _ISO.fullmatch(text) or _PLAIN.fullmatch(text):
        year, month, day_text = match.groups()
    elif (match := _DAY_FIRST.fullmatch(text)) or (match := _DAY_MONTH.fullmatch(text)):
        day_text, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(text):
        month, day_text, year = match.groups()
    if year is None:
        return None
    number = MONTHS.get(month, 0) if month and month.isalpha() else int(month or 0)
    return _days(int(year), number if month else None, int(day_text) if day_text else None)


def span_of(name: str, value: str, today: date | None = None) -> tuple[Published | None, bool]:
    """What the filter `name`:`value` asks for, and whether its ends had to be swapped; (None, False): not a date.

    `before` and `after` leave the day, month or year itself out; `since` and `until` take it in. `date` takes one of
    them or a range `a..b` with either end open.
    """
    value = value.strip()
    if name == "date":
        for sign, meant in ((">=", "since"), ("<=", "until"), (">", "after"), ("<", "before")):
            if value.startswith(sign):
                return span_of(meant, value[len(sign) :], today)
        return _range_of(value, today)
    days = days_of(value, today)
    return (_side(name, days) if days else None), False


def _side(name: str, days: Days) -> Published | None:
    """The time on one side of `days`; None where the calendar ends there."""
    if name == "since":
        return Published(days.first, None)
    if name == "until":
        return Published(None, days.last)
    if name == "after":
        return Published(days.last + timedelta(days=1), None) if days.last < date.max else None
    return Published(None, days.first - timedelta(days=1)) if days.first > date.min else None


def _range_of(value: str, today: date | None) -> tuple[Published | None, bool]:
    if match := _YEARS.fullmatch(value):
        start, dots, end = match.group(1), "..", match.group(2)
    else:
        start, dots, end = value.replace("...", "..").partition("..")
    if not dots:
        days = days_of(start, today)
        return (Published(days.first, days.last) if days else None), False
    first, last = days_of(start, today), days_of(end, today)
    if (first is None and start.strip()) or (last is None and end.strip()) or (first is None and last is None):
        return None, False
    if first and last and first.first > last.last:
        return Published(last.first, first.last), True
    return Published(first.first if first else None, last.last if last else None), False


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
