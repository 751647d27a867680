"""Where what is kept has no room, it goes, and the answers stay the same."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.kept import Kept
from search.query import Query, Selection, Sort
from tests.large.conftest import PATIENT
from tests.large.questions import QUESTIONS
from tests.large.world import EVERYWHERE, LEFT, MANY_FORMS, PLAIN, RARE, World

Question = Callable[[Engine], object]


def searching(query: Query) -> Question:
    return lambda engine: replace(engine.search(query), seconds=0.0)


def questions(world: World) -> list[Question]:
    """Questions of every kind, of which each cache keeps something."""
    rng = Random(11)
    numbers = sorted(world.records)
    asked: list[Question] = [searching(Query(text)) for text in QUESTIONS]
    for _ in range(60):
        one, two = rng.sample(PLAIN, 2)
        asked.append(searching(Query(f"{one} {two}", sort=rng.choice(list(Sort)), page=rng.randint(1, 9))))
        asked.append(searching(Query(f'"{one} {two}" OR {rng.choice(RARE)}')))
        asked.append(searching(Query(rng.choice(MANY_FORMS), exact=rng.random() < 0.3)))
        asked.append(searching(Query(f"{rng.choice(MANY_FORMS)[:5]}* lang:{rng.choice(('de', 'fr'))}")))
        slip = rng.choice(MANY_FORMS)
        asked.append(searching(Query(slip[0] + slip[2] + slip[1] + slip[3:] + "x")))
        record = world.records[rng.choice(numbers)]
        chosen = [Selection(facet, record.values(facet)[0]) for facet in ("publisher", "byline", "date", "place")]
        asked += [searching(Query(EVERYWHERE, (each,))) for each in chosen]
        asked += [reading(record.id), similar(record.id), completing(one[:2])]
    return asked


def reading(article: str) -> Question:
    return lambda engine: engine.article(article, Query(LEFT))


def similar(article: str) -> Question:
    return lambda engine: engine.similar(article)


def completing(prefix: str) -> Question:
    return lambda engine: engine.complete(prefix)


@pytest.fixture
def kept(folder: Path, world: World) -> tuple[Engine, list[Kept[object, object]]]:
    """An engine of its own, asked each question once, and all that it keeps."""
    before = {id(each) for each in gc.get_objects() if isinstance(each, Kept)}
    engine = open_engine(folder, seconds=PATIENT)
    engine.warm()
    for ask in questions(world):
        ask(engine)
    return engine, [each for each in gc.get_objects() if isinstance(each, Kept) and id(each) not in before]


def test_answers_are_the_same_while_what_is_kept_goes(
    kept: tuple[Engine, list[Kept[object, object]]], engine: Engine, world: World
) -> None:
    cramped, caches = kept
    asked = questions(world)
    expected = [ask(engine) for ask in asked]
    filled = [(cache, len(cache)) for cache in caches if len(cache) >= 12]
    assert len(filled) > 40
    for cache, _ in filled:
        cache.bound(cache.weight // 3)
    order = list(range(len(asked))) * 2
    Random(2).shuffle(order)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda number: (number, asked[number](cramped)), order))
    assert [number for number, answer in answers if answer != expected[number]] == []
    for cache, entries in filled:
        assert cache.weight <= cache.most
        assert len(cache) < entries
