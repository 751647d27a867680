"""Hostile questions are answered, in time, and the reader is told what became of them."""

from __future__ import annotations

from random import Random

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.words.aliases import Aliases
from tests.search import corpora
from tests.search.hostile import hostile


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("hostile")
    corpora.store(folder, corpora.archive(5, count=200), batches=2)
    return open_engine(folder, aliases=Aliases())


def test_hostile_questions_are_answered_with_a_notice(engine: Engine, rounds: int, seed: int) -> None:
    rng = Random(seed)
    for _ in range(rounds // 10):
        text = hostile(rng)
        found = engine.search(Query(text))
        assert found.total >= len(found.hits)
        told = found.notes or found.reading or found.corrected_from or set(text) <= {*'* :"\u202e\u0301'}
        assert told or text.endswith(":"), text
