"""Every engine finds the articles in which the words were written, and counts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from search.query import Query
from tests.contract.archives import WHOLE_LIST, Published
from tests.contract.capabilities import KINDS, Can
from tests.plain import choices
from tests.plain.asking import Kind


def test_it_finds_what_was_written(archive: Published, capability: Can, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed), rounds // 40, *KINDS[capability]):
        results = archive.engine.search(query)
        expected = {record.id for record in archive.matches(question)}
        assert {hit.id for hit in results.hits} == expected, question
        assert len(results.hits) == results.total == len(expected), question
        assert archive.engine.count(query) == len(expected), question
        assert archive.engine.ids(query) == tuple(hit.id for hit in results.hits), question


@pytest.mark.needs(Can.SIDE_BY_SIDE)
def test_articles_with_all_the_words_are_counted_and_come_first(archive: Published, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed + 1), rounds // 40, Kind.SIDE_BY_SIDE):
        whole = {record.id for record in archive.records.values() if question.whole(record)}
        results = archive.engine.search(query)
        assert results.total_all_words == len(whole), question
        assert [hit.all_words for hit in results.hits] == [hit.id in whole for hit in results.hits], question
        assert {hit.id for hit in results.hits[: len(whole)]} == whole, question
        only = archive.engine.search(replace(query, all_words=True))
        assert ({hit.id for hit in only.hits}, only.total) == (whole, len(whole)), question


@pytest.mark.needs(Can.EVERYTHING)
def test_the_empty_question_finds_every_article(archive: Published) -> None:
    results = archive.engine.search(Query("", per_page=WHOLE_LIST))
    assert {hit.id for hit in results.hits} == archive.records.keys()
    assert results.total == len(archive.records) == archive.engine.health().articles


@pytest.mark.needs(Can.WORDS)
def test_a_word_that_nobody_wrote_finds_nothing(archive: Published) -> None:
    results = archive.engine.search(Query("qzxkvjqzx", as_typed=True))
    assert (results.total, results.hits) == (0, ())


@pytest.mark.needs(Can.DATES)
def test_a_first_and_a_last_day_leave_the_days_between(archive: Published) -> None:
    for first, last in ((date(2014, 1, 2), None), (None, date(2014, 1, 2)), (date(2014, 1, 2), date(2014, 12, 28))):
        for undated in (False, True):
            query = Query("", first=first, last=last, undated=undated, per_page=WHOLE_LIST)
            expected = {r.id for r in archive.records.values() if choices.is_chosen(r, query)}
            assert {hit.id for hit in archive.engine.search(query).hits} == expected, query
            assert 0 < len(expected) < len(archive.records)
