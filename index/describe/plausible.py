"""Can this be the article's date? Refuses days that are to come, days before newspapers, and days that do not exist."""

from __future__ import annotations

from datetime import timedelta

from index.article import ArticleDate
from index.describe.dates import EARLIEST_YEAR, Found
from index.describe.model import Findings, Hints


def dated(
    found: Found | None, name: str, quote: str, source: str, *, findings: Findings, hints: Hints, inferred: str = ""
) -> ArticleDate | None:
    """The date where it can be believed, else None with the reason among the findings.

    One day ahead of `hints.today` is believed: the publisher may live east of here.
    """
    if found is None:
        if quote:
            findings.refuse(name, quote[:40], source, f"no date in: {quote}")
        return None
    if found.ambiguous and not inferred:
        inferred = "day and month could change places"
    value = found.article_date(inferred)
    if value is None:
        findings.refuse(name, quote[:40], source, f"no such day, or no year: {quote}")
        return None
    if value.moment.year < EARLIEST_YEAR:
        findings.refuse(name, value.isoformat(), source, f"before newspapers: {quote}")
        return None
    if hints.today is not None and value.moment.date() > hints.today + timedelta(days=1):
        findings.refuse(name, value.isoformat(), source, f"still to come: {quote}")
        return None
    return value
