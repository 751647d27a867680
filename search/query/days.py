"""Which days does a text mean that counts from today? `yesterday`, `last week`, `past 30 days`, `3 months ago`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_UNIT = "(day|week|month|year)s?"
_UP_TO_TODAY = re.compile(rf"(?:(?:past|last|previous) )?(\d{{1,4}}) {_UNIT}|past {_UNIT}")
_AGO = re.compile(rf"(\d{{1,4}}) {_UNIT} ago")
_OF_THE_CALENDAR = re.compile(r"(this|last|previous) (week|month|year)")
_IN_WORDS = re.compile(r"(?:past|last) \d{1,4} (?:day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: date
    last: date


def relative_days(text: str, today: date, *, point: bool = False) -> Days | None:
    """The days that `text` (small letters, single spaces) means when it is asked on the day `today`, or None.

    `last week` is the week before this one, from Monday to Sunday, and `past week` the seven days before today and
    today. With `point` a time up to today is the one day on which it begins: since when, or until when.
    """
    try:
        return _relative_days(text, today, point=point)
    except (ValueError, OverflowError):  # before the first day of the calendar
        return None


def _relative_days(text: str, today: date, *, point: bool) -> Days | None:
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return Days(day, day)
    if match := _OF_THE_CALENDAR.fullmatch(text):
        return _calendar(match.group(2), today, back=int(match.group(1) != "this"))
    if match := _AGO.fullmatch(text):
        day = _back(today, int(match.group(1)), match.group(2))
        return Days(day, day)
    if match := _UP_TO_TODAY.fullmatch(text):
        count, unit, single = match.groups()
        first = _back(today, int(count or 1), unit or single)
        return Days(first, first if point else today)
    return None


def is_time_in_words(text: str) -> bool:
    """Whether `text` (small letters, single spaces) is a time up to today even where no field stands before it: only
    with a number, as "last week" may stand in an article's text."""
    return _IN_WORDS.fullmatch(text) is not None


def _calendar(unit: str, today: date, *, back: int) -> Days:
    """The week, month or year of the calendar that is `back` before today's."""
    day = _back(today, back, unit)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Days(monday, monday + timedelta(days=6))
    if unit == "month":
        return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return Days(date(day.year, 1, 1), date(day.year, 12, 31))


def _back(day: date, count: int, unit: str) -> date:
    """The day so many units before `day`; where that month is too short, its last day."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
