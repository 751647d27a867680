"""When did articles come into the archive? `Arrival`: a time between two moments, as an address writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from search.query.dates import canonical_span, days_of
from search.query.nodes import Published

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d)?)z?")


@dataclass(frozen=True, slots=True)
class Arrival:
    """From `first` to `last`, both included, moments in UTC of whole seconds; None where there is no such end. At least
    one end is there. `str` is the one spelling that `arrival_of` reads as the same."""

    first: datetime | None = None
    last: datetime | None = None

    @classmethod
    def of_days(cls, first: date | None, last: date | None) -> Arrival:
        """From the beginning of the one day to the end of the other."""
        return cls(_start(first) if first else None, _end_of(last) if last else None)

    @property
    def first_day(self) -> date | None:
        """The day that it begins with; None where it begins within one, or has no beginning."""
        return self.first.date() if self.first and self.first == _start(self.first.date()) else None

    @property
    def last_day(self) -> date | None:
        """The day that it ends with; None where it ends within one, or has no end."""
        return self.last.date() if self.last and self.last == _end_of(self.last.date()) else None

    @property
    def seconds(self) -> tuple[int, int]:
        """Its ends in seconds since 1970; of an open one the first and last that there may be. 0 is no moment."""
        first = max(1, int(self.first.timestamp())) if self.first else 1
        return first, int(self.last.timestamp()) if self.last else 2**62

    def __str__(self) -> str:
        days = (self.first_day, self.last_day)
        if (days[0] or not self.first) and (days[1] or not self.last):
            return canonical_span(Published(*days))
        return "..".join(_spelled(day, moment) for day, moment in zip(days, (self.first, self.last), strict=True))


def arrival_of(text: str) -> Arrival | None:
    """The time that `text` names: `2026-11-29`, a month or year, a moment `2026-11-29T14:03:20` of UTC, or two of these
    with `..` between, of which one may be missing. Ends that are swapped change places. None for anything else."""
    start, dots, end = " ".join(text.split()).casefold().partition("..")
    first, last = _end(start.strip()), _end(end.strip()) if dots else _end(start.strip())
    if (first is None and start.strip()) or (last is None and end.strip()) or (first is None and last is None):
        return None
    if first and last and first.first and last.last and first.first > last.last:
        first, last = last, first
    return Arrival(first.first if first else None, last.last if last else None)


def _end(text: str) -> Arrival | None:
    """The day, month, year or moment that an end is; None for anything else."""
    if not text.isascii():
        return None
    try:
        if match := _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=UTC)
            return Arrival(moment, moment)
    except ValueError:  # no such day or hour
        return None
    days = days_of(text)
    return Arrival.of_days(days.first, days.last) if days else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)


def _spelled(day: date | None, moment: datetime | None) -> str:
    if day or moment is None:
        return day.isoformat() if day else ""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
