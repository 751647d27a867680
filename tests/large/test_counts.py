"""Totals and facet counts of a large archive are what counting its articles one by one gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from math import log

import pytest

from index.facets import COLUMN_NAMES, DATE
from search.engine import Engine
from search.query import Query, Selection
from search.results import FacetCounts
from tests.large.questions import QUESTIONS
from tests.large.world import EVERYWHERE, LEFT, RARE, RIGHT, Record, World

SHOWN, MOST_VALUES = 20, 10_000


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """Values, the most frequent first, then by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def counted(facet: FacetCounts) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in facet.values]


def years(world: World, among: Iterable[int]) -> list[tuple[str, int]]:
    """The years of some articles in order, those without a date last."""
    counts = Counter(value[:4] for number in among for value in world.records[number].values("date"))
    undated = counts.pop("", 0)
    return [*sorted(counts.items()), *([("", undated)] if undated else [])]


@pytest.mark.parametrize("text", QUESTIONS)
def test_totals_and_facets_are_plain_counts(text: str, engine: Engine, world: World) -> None:
    expected = QUESTIONS[text](world)
    found = engine.search(Query(text, as_typed=True))
    assert (found.total, found.partial) == (len(expected), False)
    assert {world.number(hit.id) for hit in found.hits} <= expected
    facets = {facet.name: facet for facet in found.facets}
    for name in set(COLUMN_NAMES) - {DATE}:
        counts = world.counts(name, expected)
        if set(counts) == {""}:
            assert name not in facets
            continue
        assert counted(facets[name]) == ranked(counts)[:SHOWN], name
        assert facets[name].distinct == len(counts), name
    assert counted(facets["date"]) == years(world, expected)


def test_the_archive_crosses_the_limits(world: World, engine: Engine) -> None:
    """Were the archive made smaller, the tests here would pass without trying what they are for."""
    assert len(world.holding(EVERYWHERE)) > 3 * 8_000
    assert min(len(world.counts(name, world.records)) for name in ("publisher", "byline")) > 4_000
    assert len(world.counts("byline", world.records)) > MOST_VALUES
    assert len(world.words) > 1 << 15
    assert engine.health().articles == len(world.records) > 29_000


@pytest.mark.parametrize("text", ["", EVERYWHERE, f"{LEFT} AND {RIGHT}", RARE[0]])
@pytest.mark.parametrize("name", ["publisher", "byline"])
def test_all_values_of_a_facet_come_in_order(text: str, name: str, engine: Engine, world: World) -> None:
    expected = ranked(world.counts(name, QUESTIONS[text](world)))
    query = Query(text, as_typed=True)
    for limit in (MOST_VALUES, 5_000, 100, 7, 1):
        facet = engine.facet(query, name, limit)
        assert counted(facet) == expected[:limit]
        assert facet.distinct == len(expected)


def passes(record: Record, facet: str, *values: str) -> bool:
    return bool(set(record.values(facet)) & set(values))


def test_narrowed_counts_are_those_of_the_articles_left(engine: Engine, world: World) -> None:
    held = world.holding(EVERYWHERE)
    one, two, *_ = [value for value, _ in ranked(world.counts("publisher", held)) if value]
    publishers = Selection("publisher", one), Selection("publisher", two)
    chosen = (*publishers, Selection("section", "Sport"), Selection("place", "", excluded=True))
    by_publisher = world.where(lambda record: passes(record, "publisher", one, two), held)
    by_section = world.where(lambda record: passes(record, "section", "Sport"), held)
    placed = world.where(lambda record: record.place != "", held)
    found = engine.search(Query(EVERYWHERE, chosen, as_typed=True))
    assert found.total == len(by_publisher & by_section & placed)
    facets = {facet.name: dict(counted(facet)) for facet in found.facets}
    assert facets["language"] == dict(world.counts("language", by_publisher & by_section & placed))
    assert facets["section"] == dict(world.counts("section", by_publisher & placed))
    every = world.counts("publisher", by_section & placed)
    assert facets["publisher"] == dict(ranked(every)[:SHOWN]) | {one: every[one], two: every[two]}


@pytest.mark.parametrize("excluded", [False, True])
def test_a_chosen_value_gives_what_was_counted(*, excluded: bool, engine: Engine, world: World) -> None:
    held = world.holding(LEFT)
    for facet in ("section", "language", "agency"):
        for value, count in world.counts(facet, held).items():
            found = engine.search(Query(LEFT, (Selection(facet, value, excluded),), as_typed=True, per_page=1))
            assert found.total == (len(held) - count if excluded else count), (facet, value)


@pytest.mark.parametrize("period", ["1991", "2003-07", "2010-03"])
def test_a_period_opens_into_what_lies_in_it(period: str, engine: Engine, world: World) -> None:
    held = world.holding(EVERYWHERE)
    found = engine.search(Query(EVERYWHERE, (Selection("date", period),), as_typed=True))
    inside = world.where(lambda record: record.values("date")[0].startswith(period), held)
    assert found.total == len(inside)
    shown = dict(counted(next(facet for facet in found.facets if facet.name == "date")))
    in_year = world.where(lambda record: record.values("date")[0].startswith(period[:4]), held)
    months = Counter(value for number in in_year if len(value := world.records[number].values("date")[0]) == 7)
    assert {value: count for value, count in shown.items() if len(value) == 7} == dict(months) | (
        {period: len(inside)} if len(period) == 7 else {}
    )
    assert {value: count for value, count in shown.items() if len(value) == 4} | {"": shown[""]} == dict(
        years(world, held)
    )
    if len(period) == 7:
        days = Counter(day.isoformat() for number in inside if (day := world.records[number].day))
        assert {value: count for value, count in shown.items() if len(value) == 10} == dict(days)


@pytest.mark.parametrize("undated", [False, True])
def test_a_range_of_days_holds_what_was_published_in_it(*, undated: bool, engine: Engine, world: World) -> None:
    first, last = date(1999, 2, 3), date(2006, 11, 30)
    expected = world.where(
        lambda record: undated if record.day is None else first <= record.day <= last, world.holding(LEFT)
    )
    assert engine.search(Query(LEFT, first=first, last=last, undated=undated, as_typed=True)).total == len(expected)


def test_words_side_by_side_are_all_or_some(engine: Engine, world: World) -> None:
    found = engine.search(Query(f"{RARE[0]} {RARE[1]} {LEFT}", as_typed=True))
    several = [world.holding(word) for word in (RARE[0], RARE[1], LEFT)]
    total = len(world.records)
    rare = [log(1 + (total - len(held) + 0.5) / (len(held) + 0.5)) for held in several]
    said = [sum(weight for weight, held in zip(rare, several, strict=True) if n in held) for n in set().union(*several)]
    share = 0.6 if len(set.intersection(*several)) >= 10 else 0.3
    assert found.total == sum(weight >= 0.9999 * share * max(said) for weight in said)
    assert found.left_out == len(said) - found.total > 0
    assert found.total_all_words == len(set.intersection(*several))
