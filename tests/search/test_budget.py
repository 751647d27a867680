"""All that an engine keeps stays within one budget, however small, and answers are the same whatever it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from index.settings import Settings, table
from search.budget import CACHES, MB, STANDARD, Budget
from search.engine import Engine
from search.kept import Kept
from search.opening import engine_for
from search.query import Query, Selection, Sort
from tests.search import corpora

MEGABYTES = 4
ARTICLES = 400


def questions(seed: int) -> Iterator[Query]:
    """200 questions of every kind, many of them twice."""
    rng = Random(seed)
    for _ in range(100):
        one, two = rng.sample(corpora.WORDS, 2)
        text = rng.choice((f"{one} {two}", f'"{one} {two}"', f"{one[:2]}*", f"{one} -{two}", f"{one}x {two}"))
        chosen = (Selection("place", rng.choice(corpora.PLACES)),) if rng.random() < 0.3 else ()
        query = Query(text, chosen, sort=rng.choice(list(Sort)), exact=rng.random() < 0.2)
        yield query
        yield replace(query, text=f"{text} place:{rng.choice(corpora.PLACES)}")


def caches(known: set[int]) -> list[Kept[object, object]]:
    return [each for each in gc.get_objects() if isinstance(each, Kept) and id(each) not in known]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpora.store(tmp_path, corpora.archive(6, ARTICLES), 3)
    return tmp_path


def opened(folder: Path, megabytes: int) -> tuple[Engine, list[Kept[object, object]]]:
    """An engine that has answered once, and all its caches."""
    gc.collect()
    known = {id(each) for each in gc.get_objects() if isinstance(each, Kept)}
    engine = engine_for(Settings(index=folder, memory_mb=megabytes), seconds=60.0)
    engine.warm()
    engine.search(Query(corpora.WORDS[0]))
    return engine, caches(known)


def answer(engine: Engine, query: Query) -> tuple[object, ...]:
    results = replace(engine.search(query), seconds=0.0)
    return results, engine.facet(query, "place"), engine.complete(query.text[:2])


def test_a_tiny_budget_holds_and_changes_no_answer(folder: Path) -> None:
    engine, everything = opened(folder, MEGABYTES)
    other, _ = opened(folder, 0)
    assert len(everything) > len(CACHES)
    assert sum(cache.most for cache in everything) <= MEGABYTES * MB
    full = 0
    for query in questions(5):
        assert answer(engine, query) == answer(other, query)
        full = max(full, sum(cache.weight for cache in everything))
        assert full <= MEGABYTES * MB
    assert full > MEGABYTES * MB // 8  # it was used


def test_a_budget_is_divided_as_the_standard_is() -> None:
    for megabytes in (1, 4, 166, 1000):
        budget = Budget.of(megabytes)
        assert 0 <= megabytes * MB - budget.whole < len(CACHES)
        shares = [getattr(budget, name) / budget.whole for name in CACHES]
        assert shares == pytest.approx([getattr(STANDARD, name) / STANDARD.whole for name in CACHES], abs=1e-4)
        assert budget.for_articles(10_000_000) == budget


def test_the_standard_is_what_the_setting_says() -> None:
    (told,) = [knob.help for knob in table() if knob.name == "memory_mb"]
    assert f" {STANDARD.whole // MB}," in told
    assert Budget.of(0) == STANDARD
    assert STANDARD.for_articles(65_000) == STANDARD
    assert STANDARD.for_articles(66_000).whole > STANDARD.whole
    assert STANDARD.for_articles(1_000_000).whole > 3 * STANDARD.whole


def test_a_new_generation_stays_within_the_budget(folder: Path) -> None:
    engine, before = opened(folder, MEGABYTES)
    known = {id(each) for each in gc.get_objects() if isinstance(each, Kept)} - {id(each) for each in before}
    del before
    for seed in range(3):
        corpora.store(folder, corpora.archive(seed + 20, 50))
        for query in list(questions(seed))[:20]:
            engine.search(query)
        gc.collect()
        assert sum(cache.most for cache in caches(known)) <= MEGABYTES * MB


@pytest.mark.parametrize("megabytes", [0, 100])
@pytest.mark.parametrize("articles", [0, 1_000_000])
def test_processes_share_what_one_may_keep(megabytes: int, articles: int) -> None:
    alone = Budget.of(megabytes).for_articles(articles)
    shared = Budget.of(megabytes, 4).for_articles(articles)
    for name in CACHES:
        assert getattr(alone, name) / 4 - 1 <= getattr(shared, name) <= getattr(alone, name) / 4
