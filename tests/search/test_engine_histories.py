"""After any history of additions, replacements and removals the engine answers as a reader of what is left does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.query import Or, Phrase, Prefix, Query, Ranked, Word, parse
from search.rank.weights import Weights
from search.words.aliases import Aliases
from tests.search import corpora
from tests.search.oracle import Oracle, facet_counts

QUESTIONS = ("peace talks", '"prime minister"', "elect*", "war -troops", "title:peace OR cease-fire", "")

steps = st.lists(
    st.tuples(st.lists(st.integers(0, 30), max_size=12), st.lists(st.integers(0, 30), max_size=6), st.integers(0, 99)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(history=steps)
def test_a_history_leaves_what_a_rebuild_would(history: list[tuple[list[int], list[int], int]]) -> None:
    left: dict[str, Article] = {}
    weights = Weights()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder), aliases=Aliases(), seconds=60.0)
        for added, removed, seed in history:
            with open_store(Path(folder), now=corpora.NOW) as store:
                for number in removed:
                    gone = corpora.article(Random(0), number).id
                    store.remove(gone)
                    left.pop(gone, None)
                for number in added:
                    one = corpora.article(Random(seed * 1000 + number), number)
                    store.add(one)
                    left[one.id] = one
                store.publish()
            if not left:
                continue
            oracle = Oracle(list(left.values()), weights)
            assert engine.health().articles == len(left)
            for text in QUESTIONS:
                root = parse(text).root
                results = engine.search(Query(text, per_page=100, as_typed=True))
                expected = oracle.order(root, Query())
                assert sorted(hit.id for hit in results.hits) == sorted(article.id for article, _, _ in expected)
                scores = {article.id: score for article, score, _ in expected}
                assert all(abs(hit.score - scores[hit.id]) < 1e-4 for hit in results.hits)
                for facet in results.facets:
                    counts = facet_counts([article for article, _, _ in expected], facet.name)
                    assert all(counts[value.value] == value.count for value in facet.values)


def test_nodes_of_the_questions_are_those_that_the_oracle_is_held_to() -> None:
    assert isinstance(parse(QUESTIONS[0]).root, Ranked)
    assert isinstance(parse(QUESTIONS[1]).root, Phrase)
    assert isinstance(parse(QUESTIONS[2]).root, Prefix)
    assert isinstance(parse(QUESTIONS[4]).root, Or)
    assert isinstance(parse("peace").root, Word)
