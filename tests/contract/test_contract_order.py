"""Every engine puts articles in order, cuts the list into pages, and exports all of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from index.article import Article, article_id
from search.query import Query, Sort
from tests.contract.archives import Published
from tests.contract.capabilities import Can
from tests.plain import choices


@pytest.mark.needs(Can.DATE_ORDER)
@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_by_date_is_the_order_of_the_dates_that_were_written(
    archive: Published, sort: Sort, rounds: int, seed: int
) -> None:
    for question, query in archive.asked(Random(seed), rounds // 40):
        hits = archive.engine.search(replace(query, sort=sort, all_words=True)).hits
        assert choices.in_order([archive.records[hit.id] for hit in hits], oldest=sort is Sort.OLDEST), question


@pytest.mark.needs(Can.RELEVANCE)
def test_what_says_a_word_more_often_comes_first(changing: Published) -> None:
    texts = {often: " ".join(["quarantine"] * often + ["filler"] * (9 - often)) for often in (3, 1, 9, 6)}
    articles = [
        Article(id=article_id("often", str(often)), key=str(often), path="often", text=text, language="en")
        for often, text in texts.items()
    ]
    changing.bench.publish(articles)
    hits = changing.bench.engine().search(Query("quarantine", as_typed=True)).hits
    assert [hit.key for hit in hits] == ["9", "6", "3", "1"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.needs(Can.PAGING)
def test_pages_are_pieces_of_the_whole_list(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 1)
    for question, query in archive.asked(rng, rounds // 40):
        whole = [hit.id for hit in archive.engine.search(query).hits]
        size = rng.randint(1, 9)
        last = len(whole) // size + 1
        for page in {1, rng.randint(1, last), last, last + 1}:
            results = archive.engine.search(replace(query, page=page, per_page=size))
            assert [hit.id for hit in results.hits] == whole[(page - 1) * size : page * size], (question, page, size)
            assert results.total == len(whole), question


@pytest.mark.needs(Can.EXPORTS)
def test_an_export_is_the_whole_list(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 2)
    for question, query in archive.asked(rng, rounds // 40):
        shown = replace(query, sort=rng.choice(list(Sort)))
        whole = archive.engine.search(shown).hits
        export = archive.engine.export(replace(shown, page=3, per_page=2))
        hits = tuple(hit for page in export for hit in page)
        assert [hit.id for hit in hits] == [hit.id for hit in whole], question
        assert {hit.id for hit in hits} == {record.id for record in archive.matches(question)}, question
        assert (export.written, export.expected, export.partial) == (len(whole), len(whole), False), question
        assert export.results.total == len(whole), question


@pytest.mark.needs(Can.EXPORTS)
def test_an_export_stops_at_its_limit(archive: Published) -> None:
    export = archive.engine.export(Query(""), limit=7)
    assert sum(len(page) for page in export) == export.written == 7
    assert export.results.total == len(archive.records)
