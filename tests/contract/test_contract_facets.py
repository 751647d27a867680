"""Every engine counts the articles with each value as a plain loop does, and a click gives what was counted."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from search.query import Selection
from tests.contract.archives import Published
from tests.contract.capabilities import Can
from tests.plain import choices


def counts_values(archive: Published, names: tuple[str, ...], rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed), rounds):
        matched = archive.matches(question)
        for name in names:
            facet = archive.engine.facet(query, name)
            counts = choices.value_counts(matched, name)
            assert {value.value: value.count for value in facet.values} == counts, (question, name)
            assert facet.distinct == len(counts), (question, name)
            order = [(-value.count, value.value) for value in facet.values]
            assert [count for count, _ in order] == sorted(count for count, _ in order), (question, name)


@pytest.mark.needs(Can.FACETS)
def test_each_value_has_the_number_of_its_articles(archive: Published, rounds: int, seed: int) -> None:
    counts_values(archive, choices.SINGLE, rounds // 100, seed)


@pytest.mark.needs(Can.SEVERAL_VALUES)
def test_an_article_counts_for_each_of_its_values(archive: Published, rounds: int, seed: int) -> None:
    counts_values(archive, ("byline",), rounds // 100, seed)


@pytest.mark.needs(Can.FACETS_OF_A_PAGE, Can.PAGING)
def test_a_page_shows_the_same_counts(archive: Published, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed + 1), rounds // 40):
        results = archive.engine.search(replace(query, per_page=1))
        for facet in results.facets:
            counts = choices.value_counts(archive.matches(question), facet.name)
            assert all(counts[value.value] == value.count for value in facet.values), (question, facet.name)


@pytest.mark.needs(Can.SELECTIONS)
def test_chosen_values_leave_the_articles_that_have_them(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 2)
    for question, query in archive.asked(rng, rounds // 20):
        chosen = replace(query, selections=choices.selections(rng))
        results = archive.engine.search(chosen)
        expected = choices.matches(archive.records.values(), question, chosen)
        assert {hit.id for hit in results.hits} == {record.id for record in expected}, chosen


@pytest.mark.needs(Can.SELECTIONS, Can.FACETS_OF_A_PAGE)
def test_a_click_gives_the_count_that_was_shown(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 3)
    for _, query in archive.asked(rng, rounds // 100):
        facets = archive.engine.search(query).facets
        for facet in facets:
            for value in facet.values[:3]:
                clicked = replace(query, selections=(Selection(facet.name, value.value),))
                assert archive.engine.search(clicked).total == value.count, clicked
