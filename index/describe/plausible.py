"""Can this be the article's date? Refuses days that are to come, days before newspapers, and days that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from index.article import Certainty
from index.describe.claims import Claim
from index.describe.dates import EARLIEST_YEAR, Found, Order, parse_stamp
from index.describe.model import Hints


def dated(written: Found | None, claim: Claim, hints: Hints, inferred: str = "") -> Claim:
    """The claim with the date that is written there, or refused, with the reason, where that cannot be believed.

    One day ahead of `hints.today` is believed: the publisher may live east of here. A date with an inferred part is
    never called stated.
    """
    quote = claim.quote
    if written is None:
        return claim.refused(quote[:40], f"no date in: {quote}") if quote else claim
    if written.ambiguous and not inferred:
        inferred = "day and month could change places"
    value = written.article_date(inferred)
    if value is None:
        return claim.refused(quote[:40], f"no such day, or no year: {quote}")
    if value.moment.year < EARLIEST_YEAR:
        return claim.refused(value.isoformat(), f"before newspapers: {quote}")
    if hints.today is not None and value.moment.date() > hints.today + timedelta(days=1):
        return claim.refused(value.isoformat(), f"still to come: {quote}")
    stated = claim.certainty is Certainty.STATED
    return claim._replace(value=value, certainty=Certainty.INFERRED if value.inferred and stated else claim.certainty)


def first_believed(stamps: Iterable[Claim], hints: Hints) -> Iterator[Claim]:
    """The first of the stamps (claims with a `quote` and no value yet) that holds a date, and those refused before."""
    for stamp in stamps:
        written = parse_stamp(stamp.quote, Order.UNKNOWN)
        if written is None:
            continue
        claim = dated(written, stamp, hints)
        yield claim
        if not claim.is_refused:
            return
