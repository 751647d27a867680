"""Which dates does a text hold? Day, month, year and time in the orders and languages that news pages use."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from index.article import ArticleDate, Precision
from index.describe.calendars import fold_name, month_numbers, month_starts

EARLIEST_YEAR = 1600


class Order(StrEnum):
    """Which number of 05/06/2015 is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A date as it stands in a text, at `start` to `end`, its time included; 0 or None for what is not said.

    `ambiguous` is true where day and month are numbers that could change places and nothing told which is which.
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    hour: int | None = None
    minute: int = 0
    offset: int | None = None  # minutes east of UTC
    ambiguous: bool = False

    @property
    def day_of(self) -> date | None:
        """The calendar day, where it is complete and there is such a day."""
        try:
            return date(self.year, self.month, self.day) if self.year and self.day else None
        except ValueError:
            return None

    def article_date(self, inferred: str = "") -> ArticleDate | None:
        """The same as an ArticleDate, as precise as it is; None where the year is missing or there is no such day."""
        if not self.year:
            return None
        zone = None if self.offset is None else timezone(timedelta(minutes=self.offset))
        try:
            if not self.month:
                return ArticleDate(datetime(self.year, 1, 1), Precision.YEAR, inferred)
            if not self.day:
                return ArticleDate(datetime(self.year, self.month, 1), Precision.MONTH, inferred)
            if self.hour is None:
                return ArticleDate(datetime(self.year, self.month, self.day), Precision.DAY, inferred)
            moment = datetime(self.year, self.month, self.day, self.hour, self.minute, tzinfo=zone)
        except ValueError:
            return None
        return ArticleDate(moment, Precision.MINUTE, inferred)


_WORD = r"[^\W\d_]{2,14}"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = r"(?:[0-2]?\d|3[01])"
_OF = r"(?:of |de |do |del |d[’']|di |da )?"
_ISO = re.compile(
    rf"(?<![\w.])({_YEAR})([-/.])(\d\d?)\2(\d\d?)(?!\d)(?:[T ,]{{1,3}}(\d\d):(\d\d)(?::\d\d(?:[.,]\d{{1,9}})?)?)?"
    r"(?:\s?(Z|[+-]\d\d:?\d\d)\b)?"
)
_COMPACT = re.compile(rf"(?<!\w)({_YEAR})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(?:\d\d)?Z?)?(?!\w)")
_MONTH_ONLY = re.compile(rf"({_YEAR})-(\d\d)")
_CJK = re.compile(rf"({_YEAR})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
# Arabic datelines name a month twice: "24 نيسان / أبريل 2020".
_DAY_MONTH = re.compile(
    rf"(?<![\w/:])({_DAY})(?:st|nd|rd|th|er|[ºª]|\.)?[\s-]{{0,3}}{_OF}(?:{_WORD}\s?/\s?)?({_WORD})\.?,?[\s-]{{0,3}}{_OF}({_YEAR}|[’']\d\d|(?<=-)\d\d)?(?![\d:])",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)({_WORD})\.?\s{{0,3}}({_DAY})(?:st|nd|rd|th)?(?!\w|[:.]\d)(?:[,\s]{{1,3}}({_YEAR})(?!\d))?", re.I
)
_NUMBERS = re.compile(rf"(?<![\w/.-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?({_YEAR}|\d\d)(?![\w/-]|\.\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\w)({_YEAR}),?\s({_WORD})\.?\s({_DAY})(?!\w|[:.]\d)")
_MONTH_YEAR = re.compile(rf"(?<!\w)(?<!\d )(?<!\d\. )({_WORD})\.?,?\s{{1,2}}{_OF}({_YEAR})(?!\d)", re.I)
_TIME = re.compile(
    r"(?<![\w:.])(\d\d?)(?:[:.h](\d\d)(?::\d\d)?)?\s?(?:([ap])\.?\s?m\b\.?|(?:Uhr|h|hrs|uur|klo)\b)?(?:\s?\(?(UTC|GMT|Z|E[SD]T|C[SD]T|M[SD]T|P[SD]T|"
    r"CES?T|BST|MSK|IST|JST|ET|PT)\b)?(?:\s?([+-]\d\d?:?(?:\d\d)?)(?!\d))?",
    re.I,
)
_CLOCK = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?\s?m\b|\d\s?(?:Uhr|h)\b", re.I)
# Names of zones that mean one thing in news; IST (India, Israel, Ireland), BST and CST are left alone.
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "est": -300,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
    "mst": -420,
    "mdt": -360,
    "cdt": -300,
}
_ZONES |= {"cet": 60, "cest": 120, "msk": 180, "jst": 540}
_DIGITS = {zero + n: ord("0") + n for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for n in range(10)}
_ANY_DIGIT = re.compile(r"\d")
_SEPARATED = re.compile(r"\d\s?[-/.]\s?\d")
_SLASHED = re.compile(r"\d\s?[-/]\s?\d")
_ANY_YEAR = re.compile(_YEAR)
_STARTS = re.compile(r"(?:(?<=\d)(?:st|nd|rd|th|er))?([a-z]{2,3})[a-z]*")  # of words, behind a glued ordinal's ending
_NEAR = 24  # characters between a date and its time: " | at ", " - Updated: ", a weekday


def find_dates(text: str, order: Order = Order.UNKNOWN) -> list[Found]:
    """The dates of a short text in order, none overlapping another; impossible ones are left out."""
    if not _ANY_DIGIT.search(text):
        return []
    if not text.isascii():
        text = text.translate(_DIGITS)
    if order is Order.UNKNOWN or not _SLASHED.search(text):
        return list(_dates_in(text))
    return list(_found_dates(text, order))


@lru_cache(maxsize=1024)  # a page's lines are asked for several times
def _dates_in(text: str) -> tuple[Found, ...]:
    return _found_dates(text, Order.UNKNOWN)


def _found_dates(text: str, order: Order) -> tuple[Found, ...]:
    found = _numeric(text, order) if _SEPARATED.search(text) or not text.isascii() else []
    if _may_name_month(text):
        found += _worded(text)
    if not found:
        return ()
    found.sort(key=lambda date: (date.start, -(date.end - date.start)))
    kept: list[Found] = []
    for one in found:
        if _possible(one) and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return tuple(one if one.hour is not None or not one.day else _with_time(one, text, kept) for one in kept)


def parse_stamp(value: str, order: Order = Order.UNKNOWN) -> Found | None:
    """The date that a machine-readable field holds: ISO 8601 above all, seconds since 1970, else as in running text."""
    value = value.strip()[:100]
    if value.isascii() and value.isdigit() and len(value) in (10, 13) and value[0] == "1":
        moment = datetime.fromtimestamp(int(value[:10]), tz=UTC)
        return Found(0, len(value), moment.year, moment.month, moment.day, moment.hour, moment.minute, 0)
    if match := _MONTH_ONLY.fullmatch(value):
        one = Found(0, match.end(), int(match[1]), int(match[2]))
        return one if _possible(one) else None
    if match := _COMPACT.match(value):
        year, month, day, hour, minute = (int(part) if part else 0 for part in match.groups())
        one = Found(0, match.end(), year, month, day, hour if match[4] else None, minute)
        return one if _possible(one) else None
    if (match := _ISO.fullmatch(value)) and _possible(one := _iso(match)):
        return one
    found = find_dates(value, order)
    return next((one for one in found if one.year), None)


def numeric_order(text: str) -> Order:
    """What a text's numeric dates tell about their order: a first number over 12 is a day, a second one over 12 too."""
    first = second = 0
    for match in _NUMBERS.finditer(text):
        a, b = int(match[1]), int(match[3])
        if match[2] == ".":
            continue
        first += 12 < a <= 31 and 0 < b <= 12
        second += 12 < b <= 31 and 0 < a <= 12
    if first and not second:
        return Order.DAY_FIRST
    if second and not first:
        return Order.MONTH_FIRST
    return Order.UNKNOWN


def _numeric(text: str, order: Order) -> list[Found]:
    found = [_iso(m) for m in _ISO.finditer(text)]
    for m in _CJK.finditer(text):
        found.append(Found(m.start(), m.end(), int(m[1]), int(m[2]), int(m[3])))
    for m in _NUMBERS.finditer(text):
        found.append(_ordered(m, order))
    return found


def _iso(m: re.Match[str]) -> Found:
    hour, minute = (int(m[5]), int(m[6])) if m[5] else (None, 0)
    return Found(m.start(), m.end(), int(m[1]), int(m[3]), int(m[4]), hour, minute, _offset(m[7]))


def _ordered(m: re.Match[str], order: Order) -> Found:
    a, b, year = int(m[1]), int(m[3]), int(m[4])
    if year < 100:
        year += 2000 if year < 70 else 1900
    day_first = m[2] == "." or (b <= 12 and (a > 12 or order is not Order.MONTH_FIRST))
    ambiguous = m[2] != "." and order is Order.UNKNOWN and a <= 12 and b <= 12 and a != b
    if ambiguous:
        day_first = False
    day, month = (a, b) if day_first else (b, a)
    return Found(m.start(), m.end(), year, month, day, ambiguous=ambiguous)


def _may_name_month(text: str) -> bool:
    """Whether a word begins as a month does; the expressions for dates in words cost ten times this test."""
    return not text.isascii() or not month_starts().isdisjoint(_STARTS.findall(text.lower()))


def _worded(text: str) -> list[Found]:
    months = month_numbers()
    found = []
    for m in _DAY_MONTH.finditer(text):
        if month := months.get(fold_name(m[2])):
            found.append(Found(m.start(), m.end(), _year(m[3]), month, int(m[1])))
    for m in _MONTH_DAY.finditer(text):
        if month := months.get(fold_name(m[1])):
            found.append(Found(m.start(), m.end(), _year(m[3]), month, int(m[2])))
    if not _ANY_YEAR.search(text):
        return found
    for m in _YEAR_MONTH_DAY.finditer(text):
        if month := months.get(fold_name(m[2])):
            found.append(Found(m.start(), m.end(), int(m[1]), month, int(m[3])))
    for m in _MONTH_YEAR.finditer(text):
        if month := months.get(fold_name(m[1])):
            found.append(Found(m.start(), m.end(), int(m[2]), month))
    return found


def _year(written: str | None) -> int:
    if not written:
        return 0
    number = int(written.lstrip("’'"))
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _possible(one: Found) -> bool:
    if not 1 <= one.month <= 12 or not 0 <= one.day <= 31 or (one.hour or 0) > 23 or one.minute > 59:
        return False
    try:
        date(one.year or 2000, one.month, one.day or 1)
    except ValueError:
        return False
    return True


def _with_time(one: Found, text: str, others: list[Found]) -> Found:
    """The date with the time that stands after or before it, if one does."""
    after_end = min([o.start for o in others if o.start >= one.end] + [one.end + _NEAR + 12, len(text)])
    if time := _time_in(text, one.end, after_end, _NEAR):
        return replace(one, end=max(one.end, time[0]), hour=time[1], minute=time[2], offset=time[3])
    before = max([o.end for o in others if o.end <= one.start] + [one.start - 20, 0])
    if (time := _time_in(text, before, one.start, 20)) and one.start - time[0] <= 6:
        return replace(one, hour=time[1], minute=time[2], offset=time[3])
    return one


def _time_in(text: str, start: int, end: int, near: int) -> tuple[int, int, int, int | None] | None:
    """(end, hour, minute, offset) of the first time of day between two places; a lone number is none."""
    for m in _TIME.finditer(text, start, end):
        if m.start() - start > near:
            return None
        if not _CLOCK.match(text, m.start(2) - 2 if m[2] else m.start(), end) and not _CLOCK.match(m[0]):
            continue
        hour, minute = int(m[1]), int(m[2] or 0)
        if m[3]:
            if hour > 12:
                continue
            hour = hour % 12 + (12 if m[3].lower() == "p" else 0)
        if hour > 23 or minute > 59:
            continue
        offset = _offset(m[5]) if m[5] else None
        zone = _ZONES.get((m[4] or "").lower())
        return m.end(), hour, minute, offset if offset is not None else zone
    return None


def _offset(written: str | None) -> int | None:
    if not written:
        return None
    if written in "Zz":
        return 0
    digits = written[1:].replace(":", "")
    hours, minutes = (int(digits[:2]), int(digits[2:] or 0)) if len(digits) != 3 else (int(digits[:1]), int(digits[1:]))
    return (hours * 60 + minutes) * (-1 if written[0] == "-" else 1) if hours <= 14 and minutes < 60 else None
