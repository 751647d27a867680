"""Which years does the archive cover, and which articles' dates hang on them?

A date without a year is resolved against the archive's years, so that one more article can change the date of
another. To give what a rebuild would give, each row of the manifest keeps the year that the article states and what
its date hangs on; when the years change, the articles that hang on them are read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Certainty
from index.pipeline.manifest import Made
from index.pipeline.rows import Rows


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last year that the archive's articles state (None: none does), and the day of the run."""

    years: tuple[int, int] | None = None
    today: date | None = None


FIXED, ON_YEARS, ON_TODAY = 0, 1, 2
"""What an article's dates hang on, as bits: nothing, the archive's years, the day of the run."""
ON_EMPTY = 4
"""The bit of what is indexed only because pages without an article are (`Settings.keep_empty`)."""

_DATES = ("published", "modified")
_SURE = (Certainty.STATED, Certainty.CORRECTED)


def stated_year(article: Article) -> int:
    """The year of publication that the source states outright; 0 where it states none."""
    if article.published is None or article.published.inferred:
        return 0
    said = next((proof.certainty for proof in article.evidence if proof.field == "published"), Certainty.STATED)
    sure = said in _SURE or any(p.field == "published" and p.certainty in _SURE for p in article.evidence)
    return article.published.moment.year if sure else 0


def hangs_on(article: Article) -> int:
    """What another run with other hints could change of the article's dates, as bits; too many bits do no harm.

    Describing leaves evidence wherever hints had a say: a date inferred, or refused for want of a year or as to come.
    """
    doubtful = {proof.certainty for proof in article.evidence if proof.field in _DATES}
    bits = ON_YEARS if Certainty.INFERRED in doubtful else FIXED
    if Certainty.REFUSED in doubtful:
        bits |= ON_YEARS | ON_TODAY
    return bits


def span_of(rows: Rows, today: date) -> Span:
    """The first and last stated year of the rows' articles."""
    years = rows.year[(rows.reason == 0) & (rows.year > 0)]
    return Span((int(years.min()), int(years.max())) if len(years) else None, today)


def span_then(made: Made) -> Span:
    """The span under which the articles of a manifest were made."""
    return Span(made.years if made.years[0] else None, date.fromisoformat(made.day) if made.day else None)


def outdated(rows: Rows, before: Span, now: Span) -> NDArray[np.bool_]:
    """Which rows were read under a span that have changed in a way that could matter to them."""
    bits = (ON_YEARS if before.years != now.years else FIXED) | (ON_TODAY if before.today != now.today else FIXED)
    return np.asarray((rows.hangs_on & bits) != 0)
