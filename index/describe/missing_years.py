"""Which year has a date that states none? The one that its weekday leaves, or the one that the archive tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.article import YearlessDay
from index.calendar_words import fold_name, month_numbers, weekday_numbers
from index.describe.claims import Claim
from index.describe.dates import Found
from index.describe.model import Hints
from index.describe.plausible import dated
from index.yearless import LikeliestYear, telling_words, with_years

BY_TEXTS = "year from what the archive's articles of those days tell"
_MOST_NAMED = 8


def with_year(written: Found, weekday: int | None, stamp: Claim, hints: Hints, texts: Iterable[str]) -> Claim:
    """The claim of a date without a year: with the year that alone is possible or that the archive's texts tell, else
    refused. `texts` are the lines of the story."""
    day = with_years(YearlessDay(written.month, written.day, weekday), hints.years, hints.today)
    stamp = stamp._replace(yearless=day)
    if hints.years is None:
        return stamp.refused(day.isoformat(), f"no year stated, and none known to compare with: {stamp.quote}")
    if len(day.years) == 1:
        return dated(replace(written, year=day.years[0]), stamp, hints, _by_span(day, hints.years))
    told = hints.likeliest
    if told is None or told.year not in day.years:
        return stamp.refused(day.isoformat(), f"no year stated, and {len(day.years)} would fit: {stamp.quote}")
    names = ", ".join(_shared(told, "\n".join(texts))[:_MOST_NAMED])
    stamp = stamp._replace(quote=f"{stamp.quote}; {_said(told)} tell of {names}")
    return dated(replace(written, year=told.year), stamp, hints, f"{BY_TEXTS}: {names}")


def _shared(told: LikeliestYear, text: str) -> list[str]:
    """The words of the text that the articles of the year share with it: names first, no weekdays and months."""
    words = telling_words("", text)
    shared = [words[number] for number in told.words if number in words]
    shared = [word for word in shared if fold_name(word) not in (weekday_numbers().keys() | month_numbers().keys())]
    return sorted(shared, key=str.islower)


def _by_span(day: YearlessDay, span: tuple[int, int]) -> str:
    first, last = span
    if day.weekday is None:
        return f"year from the archive's only year {first}"
    return f"year from the weekday and the archive's years {first} to {last}"


def _said(told: LikeliestYear) -> str:
    first, last = told.first.isoformat(), told.last.isoformat()
    when = f"of {first}" if first == last else f"of {first} to {last}"
    return f"{told.articles} {'article' if told.articles == 1 else 'articles'} {when}"
