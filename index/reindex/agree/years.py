"""Which years does the archive cover, and which articles' dates hang on them?

A date without a year is resolved against the archive's years, so that one more article can change the date of
another. To give what a rebuild would give, each row of the manifest keeps the year that the article states and what
its date hangs on; when the years change, the articles that hang on them are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Certainty
from index.reindex.agree.derivation import Change, Derivation
from index.reindex.rows import FIXED, ON_TODAY, ON_YEARS, Rows

if TYPE_CHECKING:
    from index.page import RawPage


@dataclass(frozen=True, slots=True)
class YearRange:
    """The first and last year that the archive's articles state (None: none does), and the day of the run."""

    years: tuple[int, int] | None = None
    today: date | None = None


_DATES = ("published", "modified")
_SURE = (Certainty.STATED, Certainty.CORRECTED)
_HANGING = {Certainty.INFERRED: ON_YEARS, Certainty.REFUSED: ON_YEARS | ON_TODAY}


def stated_year(article: Article) -> int:
    """The year of publication that the source states outright; 0 where it states none."""
    if article.published is None or article.published.inferred:
        return 0
    certainty = next((proof.certainty for proof in article.evidence if proof.field == "published"), Certainty.STATED)
    sure = certainty in _SURE or any(p.field == "published" and p.certainty in _SURE for p in article.evidence)
    return article.published.moment.year if sure else 0


def hangs_on(article: Article) -> int:
    """What another run with other hints could change of the article's dates, as bits; too many bits do no harm.

    Describing leaves evidence wherever hints had a say: a date inferred, or refused for want of a year or as to come.
    """
    bits = FIXED
    for proof in article.evidence:
        if proof.field in _DATES:
            bits |= _HANGING.get(proof.certainty, FIXED)
    return bits


def span_of(rows: Rows, today: date) -> YearRange:
    """The first and last stated year of the rows' articles."""
    years = rows.year[(rows.reason == 0) & (rows.year > 0)]
    return YearRange((int(years.min()), int(years.max())) if len(years) else None, today)


class Years(Derivation[YearRange]):
    """The span of the archive's years. The rows hold what each article puts in, the manifest what came out."""

    name = "years"
    daily = True

    def last(self, said: Any, table: bytes | None) -> YearRange:
        if not said:
            return YearRange()
        first, last, day = said
        return YearRange((first, last) if first else None, date.fromisoformat(day) if day else None)

    def said(self, state: YearRange) -> tuple[int, int, str]:
        return *(state.years or (0, 0)), state.today.isoformat() if state.today else ""

    def changed(self, state: YearRange, change: Change) -> YearRange:
        return span_of(change.rows, change.today)

    def agreed(self, state: YearRange, rows: Rows, today: date) -> YearRange:
        return span_of(rows, today)

    def on_day(self, state: YearRange, today: date) -> YearRange:
        return replace(state, today=today)

    def value(self, state: YearRange) -> YearRange:
        return state

    def outdated(self, rows: Rows, before: YearRange, now: YearRange) -> NDArray[np.bool_]:
        bits = (ON_YEARS if before.years != now.years else FIXED) | (ON_TODAY if before.today != now.today else FIXED)
        return np.asarray(((rows.hangs_on & bits) != 0) & (rows.reason == 0))

    def columns(self, article: Article) -> Mapping[str, int]:
        return {"year": stated_year(article), "hangs_on": hangs_on(article)}

    def arguments(self, value: YearRange) -> Callable[[RawPage], Mapping[str, Any]]:
        hints = {"years": value.years, "today": value.today}
        return lambda page: hints
