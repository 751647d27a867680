"""Segments that are merged, and what is published on top of a large archive, change nothing but what was published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.facets import COLUMN_NAMES, DATE
from index.store.snapshot import open_snapshot
from index.store.soundness import problems
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.large.conftest import PATIENT
from tests.large.questions import QUESTIONS
from tests.large.world import NOW, PUBLICATIONS, Maker, World

MORE, FIRST = 1_100, 40_000  # articles more, and the number of the first of them


def segments(folder: Path) -> list[int]:
    return [segment.live_count for segment in open_snapshot(folder).segments]


@pytest.fixture(scope="module")
def merged(folder: Path, world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The archive after one publication more, the eighth of its tier, which makes one segment of all eight."""
    copied = tmp_path_factory.mktemp("merged") / "index"
    shutil.copytree(folder, copied)
    maker = Maker(99)
    more = [maker.record(number) for number in range(FIRST, FIRST + MORE)]
    with open_store(copied, now=NOW) as store:
        store.add_many(record.article() for record in more)
        store.publish()
    return copied, World([*world.records.values(), *more])


def test_publications_leave_a_segment_of_each_tier(folder: Path, world: World) -> None:
    tiers = [sum(size > 1_000 * 8**tier for tier in range(4)) for size in segments(folder)]
    assert sorted(tiers) == [0, *[1] * 7, 2]
    assert sum(segments(folder)) == len(world.records)
    assert list(problems(open_snapshot(folder))) == []


def test_eight_segments_of_a_tier_become_one_of_the_next(merged: tuple[Path, World], folder: Path) -> None:
    after, world = merged
    large, *tier, small = segments(folder)
    assert segments(after) == [large, sum(tier) + MORE, small]
    assert sum(segments(after)) == len(world.records)
    assert list(problems(open_snapshot(after))) == []


@pytest.fixture(scope="module")
def asked(merged: tuple[Path, World]) -> tuple[Engine, World]:
    engine = open_engine(merged[0], seconds=PATIENT)
    engine.warm()
    return engine, merged[1]


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_merged_archive_answers_as_its_record(text: str, asked: tuple[Engine, World]) -> None:
    engine, world = asked
    expected = QUESTIONS[text](world)
    found = engine.search(Query(text, as_typed=True))
    assert found.total == len(expected)
    for facet in found.facets:
        if facet.name in set(COLUMN_NAMES) - {DATE}:
            counts = world.counts(facet.name, expected)
            assert facet.distinct == len(counts)
            assert {value.value: value.count for value in facet.values}.items() <= counts.items()


def test_a_segment_that_is_mostly_deleted_is_written_anew(folder: Path, world: World, tmp_path: Path) -> None:
    """Where more than half of the largest segment goes, what is left is written anew, and an open engine sees it."""
    copied = tmp_path / "index"
    shutil.copytree(folder, copied)
    engine = open_engine(copied, seconds=PATIENT)
    engine.warm()
    gone = {number for number in world.records if number < 12_500}
    left = World(record for number, record in world.records.items() if number not in gone)
    with open_store(copied, now=NOW) as store:
        for number in gone:
            store.remove(world.records[number].id)
        store.publish()
    snapshot = open_snapshot(copied)
    largest = snapshot.segments[0]
    assert 8_000 < largest.doc_count == largest.live_count < PUBLICATIONS[0] / 2
    assert (len(segments(copied)), sum(segments(copied))) == (len(segments(folder)), len(left.records))
    assert list(problems(snapshot)) == []
    for text, answer in QUESTIONS.items():
        assert engine.search(Query(text, as_typed=True)).total == len(answer(left))
