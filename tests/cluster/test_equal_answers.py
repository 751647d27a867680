"""Random questions have the same page of both engines: each figure, hit, mark, snippet, reason and score of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from search.query import Listing, Query, Selection, Sort
from search.results import Results
from tests.cluster.engine_pairs import EnginePair, engine_pair, plainly
from tests.plain.articles import archive
from tests.plain.asking import Asker, Kind
from tests.plain.publishing import publish
from tests.search.hostile import hostile
from tools.opensearch.local_cluster import LocalCluster

ROUGH = '~?*"'
"""Where a question has one of these, scores and the order by them may be others: how often a sloppy phrase or the words
of a pattern stand is told by their shortest places (decision 0092)."""


@pytest.fixture(scope="module")
def pairs(
    node: LocalCluster, tmp_path_factory: pytest.TempPathFactory, reindexed: Callable[..., Path], seeds: Path, seed: int
) -> dict[str, EnginePair]:
    """Generated articles in three segments; the samples."""
    folder = tmp_path_factory.mktemp("equal")
    records = archive(seed)
    for first in range(3):
        publish(folder / "made", [record.article for record in records[first::3]])
    publish(folder / "made", [], [records[0].id, records[1].id])
    shutil.copytree(reindexed(seeds), folder / "seeds")
    return {name: engine_pair(folder / name, node.addresses[0], f"equal-{name}") for name in ("made", "seeds")}


def asked_of_made(rng: Random) -> Iterator[Query]:
    """Questions of every kind, nested, with choices beside them; some strings that mean nothing."""
    asker = Asker(rng, tuple(Kind))
    while True:
        text = hostile(rng) if rng.random() < 0.1 else asker.question(rng.choice(list(Kind))).typed
        chosen = (Selection("publisher", "Reuters"), Selection("publisher", "An-Nahar"), Selection("section", ""))
        yield Query(
            text,
            tuple(replace(one, excluded=rng.random() < 0.3) for one in rng.sample(chosen, rng.choice((0, 0, 1, 2)))),
            sort=rng.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            page=rng.choice((1, 1, 2)),
            all_words=rng.random() < 0.2,
            as_typed=rng.random() < 0.7,
            copies=rng.choice(list(Listing)),
        )


def asked_of_seeds(pair: EnginePair, rng: Random) -> Iterator[Query]:
    """Words of titles, with and without operators."""
    titles = [hit.title.text for hit in pair.here.search(Query(per_page=100)).hits]
    words = [word for title in titles for word in title.split() if word.isalpha()]
    while True:
        some = rng.sample(words, rng.choice((1, 2, 2, 3)))
        joint = rng.choice((" ", " ", " AND ", " OR ", " NOT ", " NEAR/9 ", " /s "))
        text = rng.choice((joint.join(some), f'"{" ".join(rng.choice(titles).split()[:2])}"', some[0][:4] + "*"))
        yield Query(text, sort=rng.choice((Sort.RELEVANCE, *Sort)), as_typed=rng.random() < 0.5)


def told(results: Results, query: Query) -> object:
    """What is to be the same."""
    if not any(sign in query.text for sign in ROUGH):
        return plainly(results)
    ids = [hit.id for hit in results.hits]
    if query.sort in (Sort.RELEVANCE, Sort.RECENT):
        ids = sorted(ids) if results.total <= query.per_page else []
    return plainly(replace(results, hits=())), ids


@pytest.mark.parametrize("name", ["made", "seeds"])
def test_random_questions_have_equal_pages(pairs: dict[str, EnginePair], name: str, rounds: int, seed: int) -> None:
    pair, rng = pairs[name], Random(seed + len(name))
    questions = asked_of_made(rng) if name == "made" else asked_of_seeds(pair, rng)
    found = 0
    for _ in range(rounds // 20):
        query = next(questions)
        here, there = pair.here.search(query), pair.there.search(query)
        assert told(there, query) == told(here, query), query
        found += here.total > 0
    assert found > rounds // 60


def test_worked_examples_are_equal(pairs: dict[str, EnginePair]) -> None:
    pair = pairs["seeds"]
    assert pair.there.worked_examples() == pair.here.worked_examples() != ()
    assert plainly(pair.there.holdings()) == plainly(pair.here.holdings())


def test_similar_articles_are_equal(pairs: dict[str, EnginePair]) -> None:
    pair = pairs["seeds"]
    listed = 0
    for identity in pair.here.ids(Query(per_page=100)):
        here, there = pair.here.similar(identity), pair.there.similar(identity)
        assert plainly(there) == plainly(here)
        listed += len(here)
    assert listed


@pytest.mark.parametrize(
    "begun", ["s", "wa", "pr", "the", "min", "syria", "lavrov k", "geneva t", "by:", "source:r", "zz"]
)
def test_completions_are_equal(pairs: dict[str, EnginePair], begun: str) -> None:
    for pair in pairs.values():
        assert pair.there.complete(begun) == pair.here.complete(begun)
