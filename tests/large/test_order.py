"""Pages, lists and exports of a large archive hold every match once, in order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import MAX_RESULTS, Query, Sort
from search.results import Hit
from tests.large.questions import QUESTIONS
from tests.large.world import EVERYWHERE, LEFT, RIGHT, Record, World

CLOSE = f"{LEFT} NEAR/3 {RIGHT}"  # thousands of articles, fewer than can be paged through
LONG = 100


def pages(engine: Engine, query: Query) -> list[Hit]:
    """All the hits of all the pages."""
    hits: list[Hit] = []
    for page in range(1, MAX_RESULTS // LONG + 1):
        found = engine.search(Query(query.text, sort=query.sort, page=page, per_page=LONG, as_typed=True, quotes=False))
        hits += found.hits
        if len(found.hits) < LONG:
            break
    return hits


@pytest.mark.parametrize("sort", Sort)
def test_paging_to_the_end_shows_every_match_once(sort: Sort, engine: Engine, world: World) -> None:
    expected = QUESTIONS[CLOSE](world)
    assert 2_000 < len(expected) < MAX_RESULTS
    hits = pages(engine, Query(CLOSE, sort=sort))
    assert len(hits) == len(expected)
    assert {world.number(hit.id) for hit in hits} == expected
    in_one = engine.search(Query(CLOSE, sort=sort, per_page=MAX_RESULTS, as_typed=True, quotes=False)).hits
    assert [hit.id for hit in in_one] == [hit.id for hit in hits]


@pytest.mark.parametrize("text", [EVERYWHERE, CLOSE, f"{LEFT} OR {RIGHT}"])
def test_scores_fall(text: str, engine: Engine) -> None:
    scores = [hit.score for hit in pages(engine, Query(text))]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 50


@pytest.mark.parametrize(("sort", "undated"), [(Sort.NEWEST, date.min), (Sort.OLDEST, date.max)])
def test_dates_run_one_way_and_the_undated_stand_last(sort: Sort, undated: date, engine: Engine, world: World) -> None:
    days = [world.records[world.number(hit.id)].day or undated for hit in pages(engine, Query(CLOSE, sort=sort))]
    assert days == sorted(days, reverse=sort is Sort.NEWEST)
    assert days[-1] == undated


def test_what_lies_beyond_the_last_page_is_said(engine: Engine, world: World) -> None:
    last = MAX_RESULTS // LONG
    found = [engine.search(Query(EVERYWHERE, page=page, per_page=LONG, as_typed=True)) for page in (last, last + 1)]
    assert [len(each.hits) for each in found] == [LONG, 0]
    assert [each.total for each in found] == [len(world.holding(EVERYWHERE))] * 2
    assert [Note(NoteCode.RESULTS_LIMITED, limit=MAX_RESULTS) in each.notes for each in found] == [False, True]


def same(hit: Hit, record: Record) -> bool:
    return (
        hit.title.text == " ".join(record.title)
        and hit.authors == record.authors
        and (hit.publisher, hit.agency, hit.section, hit.place, hit.language)
        == (record.publisher, record.agency, record.section, record.place, record.language)
        and (hit.published.moment.date() if hit.published else None) == record.day
    )


def test_exports_of_all_periods_are_the_archive(engine: Engine, world: World) -> None:
    exported: set[int] = set()
    day = date(1984, 1, 1)
    while day.year < 2026:
        following = day.replace(year=day.year + 7)
        export = engine.export(Query(first=day, last=following - timedelta(1), quotes=day.year > 1990))
        hits = [hit for page in export for hit in page]
        assert export.written == len(hits) == export.expected == export.results.total < MAX_RESULTS
        assert not export.partial
        numbers = [world.number(hit.id) for hit in hits]
        assert [number for number, hit in zip(numbers, hits, strict=True) if not same(hit, world.records[number])] == []
        assert exported.isdisjoint(numbers)
        exported.update(numbers)
        day = following
    undated = [world.number(hit.id) for page in engine.export(Query(undated=True, quotes=False)) for hit in page]
    assert sorted([*exported, *undated]) == sorted(world.records)


def test_an_export_of_more_holds_the_first_of_them(engine: Engine, world: World) -> None:
    export = engine.export(Query(EVERYWHERE, as_typed=True, quotes=False))
    ids = [hit.id for page in export for hit in page]
    assert export.results.total == len(world.holding(EVERYWHERE)) > MAX_RESULTS == len(ids) == len(set(ids))
    assert ids == [hit.id for hit in pages(engine, Query(EVERYWHERE))]
