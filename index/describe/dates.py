"""Which dates does a text hold? Day, month, year and time in the orders and languages that news pages use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC as UTC_ZONE
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

from index.article import ArticleDate, Precision
from index.calendar_words import fold_name, month_numbers, weekday_numbers
from index.describe import calendars
from index.describe.clock import find_time, half_follows, times
from index.describe.zones import UTC, Zone, read_zone

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
    zone: Zone | None = None
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
        try:
            if not self.month:
                return ArticleDate(datetime(self.year, 1, 1), Precision.YEAR, inferred)
            if not self.day:
                return ArticleDate(datetime(self.year, self.month, 1), Precision.MONTH, inferred)
            if self.hour is None:
                return ArticleDate(datetime(self.year, self.month, self.day), Precision.DAY, inferred)
            return _timed(datetime(self.year, self.month, self.day, self.hour, self.minute), self.zone, inferred)
        except ValueError:
            return None


def _timed(moment: datetime, zone: Zone | None, inferred: str) -> ArticleDate:
    """The date of a local moment, with the zone's offset where that is sure."""
    if zone is None:
        return ArticleDate(moment, Precision.MINUTE, inferred)
    offset = zone.offset_on(moment)
    known = moment if offset is None else moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return ArticleDate(known, Precision.MINUTE, inferred, zone.name)


_WORD = r"[^\W\d_]{2,14}"
_MONTH = rf"{_WORD}(?:\s(?:الأول|الاول|الثاني))?"  # the Levant has a first and a second Tishrin and Kanun
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = r"(?:[0-2]?\d|3[01])"
_OF = r"(?:of |de |do |del |d[’']|di |da )?"
_ISO = re.compile(
    rf"(?<![\w.])({_YEAR})([-/.·•])(\d\d?)\2(\d\d?)(?!\d)(?:[T ,]{{1,3}}(\d\d):(\d\d)(?!\d)(:\d\d(?:[.,]\d{{1,9}})?)?)?"
)
_COMPACT = re.compile(rf"(?<!\w)({_YEAR})(\d\d)(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d))?)?(?!\d)(?:[.,]\d{{1,9}})?")
_MONTH_ONLY = re.compile(rf"({_YEAR})-(\d\d)")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first of each
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d\d?)年\s?(\d\d?)月\s?(\d\d?)日")
_CJK = re.compile(rf"({_YEAR})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
# Arabic datelines name a month twice: "24 نيسان / أبريل 2020".
_DAY_MONTH = re.compile(
    rf"(?<![\w/:])({_DAY})(?:st|nd|rd|th|er|[ºª]|\.)?[\s-]{{0,3}}{_OF}(?:{_MONTH}\s?/\s?)?({_MONTH})\.?,?[\s-]{{0,3}}{_OF}({_YEAR}|[’']\d\d|(?<=-)\d\d)?(?![\d:])",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"(?:(?<!\w)|(?<={_YEAR}))({_WORD})\.?\s{{0,3}}({_DAY})(?:st|nd|rd|th)?(?!\w|[:.]\d)(?:[,.\s]{{1,3}}({_YEAR})(?!\d))?",
    re.I,
)
_NUMBERS = re.compile(rf"(?<![\w/.-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?({_YEAR}|\d\d)(?![\w/-]|\.\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\w)({_YEAR}),?\s({_WORD})\.?\s({_DAY})(?!\w|[:.]\d)")
_MONTH_YEAR = re.compile(rf"(?<!\w)(?<!\d )(?<!\d\. )({_WORD})\.?,?\s{{1,2}}{_OF}({_YEAR})(?!\d)", re.I)
_DIGITS = {zero + n: ord("0") + n for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for n in range(10)}
_ANY_DIGIT = re.compile(r"\d")
_SEPARATED, _SLASHED = re.compile(r"\d\s?[-/.]\s?\d"), re.compile(r"\d\s?[-/]\s?\d")
_ANY_YEAR = re.compile(_YEAR)
_STARTS = re.compile(r"(?:(?<=\d)(?:st|nd|rd|th|er))?([a-z]{2,3})[a-z]*")  # of words, behind a glued ordinal's ending
_NEAR = 24  # characters between a date and its time: " | at ", " - Updated: ", a weekday
_BEFORE = 48  # characters before a date that may hold its time, with the words between
_BETWEEN = re.compile(r"[^\W\d_]+")
_JOINING = frozenset(("on", "the", "am", "le", "el", "il", "of", "um", "den", "de"))
# "Mar 1 08:15:00 UTC 2016", "Mar 01 08:15:00 +0000 2016": the year after the time.
_YEAR_LAST = re.compile(
    rf"(?<!\w)({_WORD})\s{{1,2}}({_DAY})\s(\d\d:\d\d:\d\d\s(?:[A-Z]{{1,5}}\s|[+-]\d{{4}}\s)?)({_YEAR})(?!\d)"
)


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
    mentions = _numeric(text, order) if _SEPARATED.search(text) or not text.isascii() else []
    if _may_name_month(text):
        mentions += _worded(text)
    if not mentions:
        return ()
    mentions.sort(key=lambda date: (date.start, -(date.end - date.start)))
    kept: list[Found] = []
    for one in mentions:
        if _possible(one) and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    timed: list[Found] = []
    for one, after in zip_longest(kept, kept[1:]):
        low, high = timed[-1].end if timed else 0, after.start if after else len(text)
        timed.append(one if one.hour is not None or not one.day else _with_time(one, text, low, high))
    return tuple(timed)


def parse_stamp(value: str, order: Order = Order.UNKNOWN) -> Found | None:
    """The date that a machine-readable field holds: ISO 8601 above all, seconds since 1970, else as in running text."""
    value = value.strip()[:100]
    if value.isascii() and value.isdigit() and len(value) in (10, 13) and value[0] == "1":
        moment = datetime.fromtimestamp(int(value[:10]), tz=UTC_ZONE)
        return Found(0, len(value), moment.year, moment.month, moment.day, moment.hour, moment.minute, UTC)
    if match := _MONTH_ONLY.fullmatch(value):
        one = Found(0, match.end(), int(match[1]), int(match[2]))
        return one if _possible(one) else None
    if match := _COMPACT.match(value):
        one = _iso(value, match, (match[4], match[5], match[6]))
        return one if _possible(one) else None
    mentions = find_dates(value, order)
    return next((one for one in mentions if one.year), None)


def numeric_order(text: str) -> Order:
    """What a text's numeric dates tell about their order: a first number over 12 is a day, a second one over 12 too."""
    first = second = 0
    for match in _NUMBERS.finditer(text):
        a, b = int(match[1]), int(match[3])
        if match[2] == ".":
            continue
        first += 12 < a <= 31 and 0 < b <= 12
        second += 12 < b <= 31 and 0 < a <= 12
    if bool(first) == bool(second):
        return Order.UNKNOWN
    return Order.DAY_FIRST if first else Order.MONTH_FIRST


def _numeric(text: str, order: Order) -> list[Found]:
    mentions = [_iso(text, m, (m[5], m[6], m[7])) for m in _ISO.finditer(text)]
    for m in _ERA.finditer(text):
        year = _ERAS[m[1]] + (1 if m[2] == "元" else int(m[2]))
        mentions.append(Found(m.start(), m.end(), year, int(m[3]), int(m[4])))
    mentions += [Found(m.start(), m.end(), int(m[1]), int(m[2]), int(m[3])) for m in _CJK.finditer(text)]
    return mentions + [_ordered(m, order) for m in _NUMBERS.finditer(text)]


def _iso(text: str, m: re.Match[str], clock: tuple[str | None, str | None, str | None]) -> Found:
    """The date of a match whose groups 1, 3 and 4 (`_COMPACT`: 1 to 3) are its day, with the zone behind its time.

    Midnight to the second is no time: of 906 stamps in the heads of the reference pages 15 say it, and 0 to 3 each of
    the full hours around it; it is what a program writes that knows the day alone.
    """
    year, month, day = (int(part) for part in (m.groups()[:3] if m.re is _COMPACT else (m[1], m[3], m[4])))
    hour, minute, second = clock
    if hour is None or minute is None:
        return Found(m.start(), m.end(), year, month, day)
    if half_follows(text, m.end()):  # "2018-09-04 06:05 PM": the time is told as in running text
        return Found(m.start(), m.end(4), year, month, day)
    bare = second is not None or "T" in m[0] or text.startswith(" ", m.end())  # else "10:00-11:00", a span
    zone, end = read_zone(text, m.end(), len(text), bare=bare) or (None, m.end())
    if hour == minute == "00" and second and not second.strip(":.,0"):
        return Found(m.start(), end, year, month, day)
    return Found(m.start(), end, year, month, day, int(hour), int(minute), zone)


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
    """Whether a word, or one it runs into, begins as a month does; looking for dates costs ten times this test."""
    if not text.isascii() or not calendars.month_starts().isdisjoint(_STARTS.findall(text.lower())):
        return True
    return calendars.glued_month(text)


def _worded(text: str) -> list[Found]:
    mentions: list[Found] = []
    for m, month in _naming_month(_DAY_MONTH, 2, text):
        mentions.append(Found(m.start(), m.end(), _year(m[3]), month, int(m[1])))
    for m, month in _naming_month(_MONTH_DAY, 1, text):
        start = m.end(1) - len(calendars.without_glued(m[1]))
        mentions.append(Found(start, m.end(), _year(m[3]), month, int(m[2])))
    if not _ANY_YEAR.search(text):
        return mentions
    for m, month in _naming_month(_YEAR_LAST, 1, text):
        if time := find_time(text, m.start(3), m.end(3)):
            moment = (int(m[4]), month, int(m[2]), time.hour, time.minute)
            mentions.append(Found(m.start(), m.end(), *moment, time.zone))
    for m, month in _naming_month(_YEAR_MONTH_DAY, 2, text):
        mentions.append(Found(m.start(), m.end(), int(m[1]), month, int(m[3])))
    for m, month in _naming_month(_MONTH_YEAR, 1, text):
        mentions.append(Found(m.start(), m.end(), int(m[2]), month))
    return mentions


def _naming_month(pattern: re.Pattern[str], group: int, text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The matches of the pattern in which the group names a month, with the month's number."""
    months = month_numbers()
    for match in pattern.finditer(text):
        if month := months.get(fold_name(calendars.without_glued(match[group]))):
            yield match, month


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


def _with_time(one: Found, text: str, low: int, high: int) -> Found:
    """The date with the time that belongs to it, if one does, between two places of the text.

    That is one right before it ("9:22 BST, Thursday 23 June 2016"), unless one follows as closely; else the next.
    """
    after = find_time(text, one.end, min(high, one.end + _NEAR + 24))
    if after is not None and after.start - one.end > _NEAR:
        after = None
    before = None
    for time in times(text, max(low, one.start - _BEFORE), one.start):
        before = time if _joined(text[time.end : one.start]) else None
    if before is not None and (after is None or not _joined(text[one.end : after.start])):
        return replace(one, hour=before.hour, minute=before.minute, zone=before.zone)
    if after is None:
        return one
    return replace(one, end=after.end, hour=after.hour, minute=after.minute, zone=after.zone)


def _joined(between: str) -> bool:
    """Whether nothing but a weekday, joining words and marks stands between a time and its date."""
    return all(
        word in _JOINING or (len(word) > 1 and any(name.startswith(word) for name in weekday_numbers()))
        for word in map(fold_name, _BETWEEN.findall(between))
    )
