"""Can this be the article's date? Refuses days that are to come, days before newspapers, and days that do not exist."""

from __future__ import annotations

from datetime import timedelta

from index.article import ArticleDate
from index.describe.dates import EARLIEST_YEAR, Found
from index.describe.model import Findings, Hints, Statement


def dated(
    found: Found | None, statement: Statement, findings: Findings, hints: Hints, inferred: str = ""
) -> ArticleDate | None:
    """The date that the statement holds where it can be believed, else None with the reason among the findings.

    One day ahead of `hints.today` is believed: the publisher may live east of here.
    """
    quote = statement.quote
    if found is None:
        if quote:
            findings.refuse(statement.field, quote[:40], statement.source, f"no date in: {quote}")
        return None
    if found.ambiguous and not inferred:
        inferred = "day and month could change places"
    value = found.article_date(inferred)
    if value is None:
        findings.refuse(statement.field, quote[:40], statement.source, f"no such day, or no year: {quote}")
        return None
    if value.moment.year < EARLIEST_YEAR:
        findings.refuse(statement.field, value.isoformat(), statement.source, f"before newspapers: {quote}")
        return None
    if hints.today is not None and value.moment.date() > hints.today + timedelta(days=1):
        findings.refuse(statement.field, value.isoformat(), statement.source, f"still to come: {quote}")
        return None
    return value
