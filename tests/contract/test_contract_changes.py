"""Every engine answers from what was published last: without what was removed, with what came in its place."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from search.query import Query
from tests.contract.archives import WHOLE_LIST, Published
from tests.contract.capabilities import Can
from tests.plain.articles import record
from tests.plain.asking import Kind


def check(archive: Published, rounds: int, seed: int) -> None:
    """The engine, opened again, finds what was written into the articles that are there now."""
    current = replace(archive, engine=archive.bench.engine())
    for question, query in current.asked(Random(seed), rounds, Kind.WORD, Kind.PHRASE, Kind.AND, Kind.OR):
        results = current.engine.search(query)
        expected = {one.id for one in current.matches(question)}
        assert ({hit.id for hit in results.hits}, results.total) == (expected, len(expected)), question
    everything = current.engine.search(Query("", per_page=WHOLE_LIST))
    assert {hit.id for hit in everything.hits} == current.records.keys()
    assert current.engine.health().articles == len(current.records)


@pytest.mark.needs(Can.DELETIONS, Can.PHRASES, Can.AND, Can.OR, Can.EVERYTHING)
def test_removed_articles_are_found_no_more(changing: Published, rounds: int, seed: int) -> None:
    rng = Random(seed)
    for _ in range(3):
        gone = rng.sample(sorted(changing.records), 6)
        changing.bench.publish([], gone)
        for article_id in gone:
            del changing.records[article_id]
        check(changing, rounds // 100, seed)


@pytest.mark.needs(Can.DELETIONS, Can.PHRASES, Can.AND, Can.OR, Can.EVERYTHING)
def test_an_article_that_comes_again_takes_the_place_of_the_old_one(
    changing: Published, rounds: int, seed: int
) -> None:
    rng = Random(seed + 1)
    for _ in range(3):
        again = [record(rng, number) for number in rng.sample(range(40), 8)]
        changing.bench.publish([one.article for one in again], [again[0].id])
        changing.records.update({one.id: one for one in again})
        check(changing, rounds // 100, seed)


@pytest.mark.needs(Can.DELETIONS, Can.WORDS)
def test_an_engine_that_is_open_answers_from_the_newest_publication(changing: Published) -> None:
    lasting = changing.engine
    before = lasting.health().articles
    gone = next(iter(changing.records))
    changing.bench.publish([], [gone])
    assert lasting.health().articles == before - 1


@pytest.mark.needs(Can.DELETIONS, Can.EVERYTHING, Can.EXPORTS)
def test_an_export_is_of_what_it_began_with(changing: Published) -> None:
    export = changing.engine.export(Query(""))
    for gone in list(changing.records)[:3]:
        changing.bench.publish([], [gone])
    assert {hit.id for page in export for hit in page} == changing.records.keys()
    assert changing.engine.health().articles == len(changing.records) - 3


@pytest.mark.needs(Can.DELETIONS, Can.EVERYTHING)
def test_an_archive_whose_articles_are_all_removed_is_empty(changing: Published) -> None:
    changing.bench.publish([], list(changing.records))
    results = changing.bench.engine().search(Query(""))
    assert (results.total, results.hits) == (0, ())


@pytest.mark.needs(Can.DELETIONS, Can.MARKS)
def test_a_removed_article_cannot_be_read(changing: Published) -> None:
    gone = next(iter(changing.records))
    changing.bench.publish([], [gone])
    assert changing.bench.engine().article(gone) is None
