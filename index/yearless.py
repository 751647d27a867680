"""In which years can a day lie of which no source says the year, and which words of its text can tell?

An article says "Feb 24" and, in its text, "on Wednesday": that day is a Wednesday every five, six or eleven years. Of
the years that are left, the archive's own articles of those days tell which it was, where they tell of the same things
(`index.reindex.agree.likeness`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zlib import crc32

from index.article import YearlessDay

_BESIDE = 2  # years before and after those of the archive: within two a day falls on its weekday once at most
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG, _NAME = 6, 4  # letters from which a word counts, and one with a capital: "The" is no name, "NATO" is one
_READ = 3_000  # characters of a text
_MOST = 160  # words of a text


@dataclass(frozen=True, slots=True)
class LikeliestYear:
    """The year that an archive's articles tell of a yearless day: how many of them, the first and last day of these,
    and the numbers of the words that they share with its text (`telling_words`), the most telling first."""

    year: int
    articles: int
    first: date
    last: date
    words: tuple[int, ...]


def with_years(day: YearlessDay, span: tuple[int, int] | None, today: date | None) -> YearlessDay:
    """The day with the years that it can be of, in an archive whose stated years are from the first to the last of
    `span`. Where its weekday fits none of these, it is that of a year close to them. No year is to come; one day after
    `today` is believed, as the publisher may live east of here."""
    if span is None:
        return day
    first, last = span
    beside = _BESIDE if day.weekday is not None else 0
    fitting = [year for year in range(first - beside, last + beside + 1) if _fits(day, year, today)]
    inside = [year for year in fitting if first <= year <= last]
    return replace(day, years=tuple(inside or fitting))


def _fits(day: YearlessDay, year: int, today: date | None) -> bool:
    try:
        whole = date(year, day.month, day.day)
    except ValueError:
        return False
    come = today is None or whole <= today + timedelta(days=1)
    return come and (day.weekday is None or whole.weekday() == day.weekday)


def telling_words(title: str, text: str) -> dict[int, str]:
    """The words by which an article is known to tell of the same as another, by their numbers: names, and long words.

    Of the beginning of the text, in the order in which they stand there. Scripts without capitals give words of six
    letters or more, those without spaces next to nothing.
    """
    words: dict[int, str] = {}
    for word in _WORD.findall(f"{title}\n{text[:_READ]}"):
        if len(word) >= _LONG or (word[0].isupper() and (len(word) >= _NAME or word.isupper())):
            words.setdefault(crc32(word.casefold().encode()), word)
            if len(words) == _MOST:
                break
    return words


def day_code(day: YearlessDay) -> int:
    """The day and its weekday as a number below 0."""
    return -((day.month * 32 + day.day) * 8 + (0 if day.weekday is None else day.weekday + 1))


def day_of(code: int) -> YearlessDay:
    """The day of `day_code`."""
    days, weekday = divmod(-code, 8)
    month, day = divmod(days, 32)
    return YearlessDay(month, day, weekday - 1 if weekday else None)
