"""Which years does the archive cover, what do its articles tell of a year, and which articles' dates hang on them?

A date without a year is resolved against the archive's years, and where several are left, by what the articles of its
days tell: one more article can change the date of another. To give what a rebuild would give, each row of the manifest
keeps the year and day that the article states and what its date hangs on, and a table the words of the articles that
are compared; when the years change, or what is told of one, the articles that hang on them are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Certainty, Precision, article_id
from index.reindex.agree.derivation import Change, Derivation, Made, moved
from index.reindex.agree.likeness import NOTHING_TOLD, Told, decode, encode, told
from index.reindex.rows import FIXED, ON_TODAY, ON_YEARS, Rows
from index.yearless import day_code

if TYPE_CHECKING:
    from index.page import RawPage


@dataclass(frozen=True, slots=True)
class YearRange:
    """The first and last year that the archive's articles state (None: none does), and the day of the run."""

    years: tuple[int, int] | None = None
    today: date | None = None


_DATES = ("published", "modified", "saved")
_SURE = (Certainty.STATED, Certainty.CORRECTED)
_HANGING = {Certainty.INFERRED: ON_YEARS, Certainty.REFUSED: ON_YEARS | ON_TODAY}


def stated_year(article: Article) -> int:
    """The year of publication that the source states outright; 0 where it states none."""
    if article.published is None or article.published.inferred:
        return 0
    certainty = next((proof.certainty for proof in article.evidence if proof.field == "published"), Certainty.STATED)
    sure = certainty in _SURE or any(p.field == "published" and p.certainty in _SURE for p in article.evidence)
    return article.published.moment.year if sure else 0


def stated_day(article: Article) -> int:
    """The ordinal of the day that the source states outright, less than 0 one without a year; 0 for none."""
    if article.yearless is not None:
        return day_code(article.yearless)
    date_of = article.published
    if date_of is None or date_of.precision not in (Precision.DAY, Precision.MINUTE):
        return 0
    return date_of.moment.toordinal() if stated_year(article) else 0


def hangs_on(article: Article) -> int:
    """What another run with other hints could change of the article's dates, as bits; too many bits do no harm.

    Describing leaves evidence wherever hints had a say: a date inferred, or refused for want of a year or as to come.
    """
    bits = ON_YEARS | ON_TODAY if article.yearless is not None else FIXED
    for proof in article.evidence:
        if proof.field in _DATES:
            bits |= _HANGING.get(proof.certainty, FIXED)
    return bits


def span_of(rows: Rows, today: date) -> YearRange:
    """The first and last stated year of the rows' articles."""
    years = rows.year[(rows.reason == 0) & (rows.year > 0)]
    return YearRange((int(years.min()), int(years.max())) if len(years) else None, today)


@dataclass(frozen=True, slots=True)
class YearState:
    """The years of the archive, and what its articles tell of days without one."""

    range: YearRange = YearRange()
    told: Told = NOTHING_TOLD


class Years(Derivation[YearState]):
    """The span of the archive's years, and the years that its articles tell. The rows hold what each article puts in,
    the manifest the span that came out, a table what the articles tell."""

    name = "years"
    daily = True

    def last(self, said: Any, table: bytes | None) -> YearState:
        if not said:
            return YearState()
        first, last, day = said
        span = YearRange((first, last) if first else None, date.fromisoformat(day) if day else None)
        return YearState(span, decode(table) if table is not None else NOTHING_TOLD)

    def said(self, state: YearState) -> tuple[int, int, str]:
        span = state.range
        return *(span.years or (0, 0)), span.today.isoformat() if span.today else ""

    def encode(self, state: YearState) -> bytes:
        return encode(state.told)

    def changed(self, state: YearState, change: Change) -> YearState:
        return YearState(span_of(change.rows, change.today), state.told)

    def agreed(self, state: YearState, made: Made) -> YearState:
        span = span_of(made.rows, made.today)
        return YearState(span, told(state.told, made.rows, (span.years, span.today), made.fresh, made.words))

    def on_day(self, state: YearState, today: date) -> YearState:
        return replace(state, range=replace(state.range, today=today))

    def value(self, state: YearState) -> YearState:
        return YearState(state.range, Told({}, state.told.years, {}))

    def outdated(self, rows: Rows, before: YearState, now: YearState) -> NDArray[np.bool_]:
        then, span = before.range, now.range
        bits = (ON_YEARS if then.years != span.years else FIXED) | (ON_TODAY if then.today != span.today else FIXED)
        mask = ((rows.hangs_on & bits) != 0) & (rows.reason == 0)
        if places := moved(before.told.years, now.told.years):
            mask |= np.isin(rows.id, np.array([*places], np.uint64)) & (rows.reason == 0)
        return np.asarray(mask)

    def columns(self, article: Article) -> Mapping[str, int]:
        return {"year": stated_year(article), "hangs_on": hangs_on(article), "day": stated_day(article)}

    def arguments(self, value: YearState) -> Callable[[RawPage], Mapping[str, Any]]:
        years = value.told.years
        hints = {"years": value.range.years, "today": value.range.today}

        def hinted(page: RawPage) -> Mapping[str, Any]:
            likeliest = years.get(int(article_id(page.path, page.key), 16)) if years else None
            return hints | {"likeliest": likeliest} if likeliest else hints

        return hinted
