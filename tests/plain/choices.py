"""What is chosen beside a question: facet values, days, orders; and plain counts of the articles that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date
from random import Random

from search.query import Query, Selection
from tests.plain.articles import AUTHORS, PLACES, PUBLISHERS, SECTIONS, URLS, Record
from tests.plain.guesses import meant
from tests.plain.questions import Question

FACETS = ("publisher", "byline", "agency", "section", "place", "site", "language")
SINGLE = ("publisher", "agency", "section", "place", "site", "language")  # facets of which an article has one value
VALUES = {
    "publisher": PUBLISHERS,
    "byline": ("", *AUTHORS),
    "place": PLACES,
    "section": SECTIONS,
    "site": tuple(dict.fromkeys(host for _, host in URLS)),
    "date": ("", "2013", "2014-12", "2015-01-02"),
}


def selections(rng: Random) -> tuple[Selection, ...]:
    """None to three choices, some of them of what is left out."""
    facets = rng.choices(list(VALUES), k=rng.choice((0, 1, 1, 2, 3)))
    return tuple(Selection(facet, rng.choice(VALUES[facet]), rng.random() < 0.3) for facet in facets)


def days(rng: Random) -> tuple[date | None, date | None]:
    """The first and the last day, each of which may be open."""
    first, last = sorted(rng.choices((date(2013, 2, 1), date(2014, 1, 1), date(2014, 12, 28), date(2015, 2, 2)), k=2))
    return rng.choice(((None, None), (first, None), (None, last), (first, last)))


def has_value(record: Record, facet: str, value: str) -> bool:
    """Whether the article has the value; of a date, whether its day begins as it does."""
    if facet == "date":
        return record.day.startswith(value) if value else not record.day
    return value in record.values(facet)


def is_chosen(record: Record, query: Query, without: str = "") -> bool:
    """Whether the article passes the days and the choices, those of the facet `without` left aside."""
    ranged = query.first or query.last
    if ranged and not (record.day or query.undated):
        return False
    if query.undated and not ranged and record.day:
        return False
    if record.day and query.first and record.day < query.first.isoformat():
        return False
    if record.day and query.last and record.day > query.last.isoformat():
        return False
    return all(_allows(record, query, facet) for facet in {one.facet for one in query.selections} - {without})


def _allows(record: Record, query: Query, facet: str) -> bool:
    included = [one.value for one in query.selections if one.facet == facet and not one.excluded]
    excluded = [one.value for one in query.selections if one.facet == facet and one.excluded]
    if any(has_value(record, facet, value) for value in excluded):
        return False
    return not included or any(has_value(record, facet, value) for value in included)


def matches(records: Collection[Record], question: Question, query: Query) -> list[Record]:
    """The articles that the question finds among those that are chosen."""
    return [record for record in found(records, question, query) if is_chosen(record, query)]


def found(records: Collection[Record], question: Question, query: Query) -> list[Record]:
    """The articles that the question finds, chosen or not."""
    return [record for record in records if question.whole(record)] if query.all_words else meant(question, records)


def value_counts(records: Iterable[Record], facet: str) -> Counter[str]:
    """How many of the articles have each value of a facet; of dates, each year, each month and each day."""
    if facet == "date":
        return Counter(period for record in records for period in {record.day[:4], record.day[:7], record.day})
    return Counter(value for record in records for value in record.values(facet))


def date_key(record: Record, *, oldest: bool) -> tuple[bool, str | tuple[int, ...], bool, float]:
    """What articles are sorted by: the day as it is written, within it the instant; what has none comes last."""
    sign = 1 if oldest else -1
    instant = 0.0
    if record.moment and record.has_time:
        zoned = record.moment if record.moment.tzinfo else record.moment.replace(tzinfo=UTC)
        instant = zoned.timestamp()
    day = tuple(sign * int(part) for part in record.day.split("-")) if record.day else ()
    return not record.day, day, not record.has_time, sign * instant


def in_order(records: Sequence[Record], *, oldest: bool) -> bool:
    """Whether the articles stand in the order of their dates; equal ones may stand either way."""
    keys = [date_key(record, oldest=oldest) for record in records]
    return keys == sorted(keys)
