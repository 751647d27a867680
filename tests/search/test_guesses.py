"""What a question of several words leaves out, and what it offers in its place; counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Selection
from search.words.aliases import Aliases
from tests.search.corpora import store

# Two names in 30 articles each and in two of them together; one word in nearly all of 100.
TEXTS = [
    *["Orsolya Vadasz met nobody in the harbour."] * 28,
    *["Nobody in the harbour met Benedek Toth."] * 28,
    *["Vadasz met Toth in the harbour."] * 2,
    *["A long day in the harbour."] * 42,
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("guesses")
    articles = [
        Article(
            id=article_id("a", str(number)),
            key=str(number),
            path="a",
            title=f"Item {number}",
            text=text,
            publisher=("Morning Post", "Evening Post")[number % 2],
            language="en",
        )
        for number, text in enumerate(TEXTS)
    ]
    store(folder, articles, batches=3)
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def asked(engine: Engine, text: str) -> tuple[int, int, int]:
    results = engine.search(Query(text, as_typed=True))
    return results.total, results.total_all_words, results.left_out


def test_a_question_of_two_names_finds_both_names(engine: Engine) -> None:
    assert asked(engine, "vadasz toth") == (2, 2, 56)


def test_a_rare_word_is_enough_and_a_common_one_is_not(engine: Engine) -> None:
    assert asked(engine, "benedek harbour vadasz") == (28 + 30, 0, 42)


def test_where_no_article_has_both_each_is_enough(engine: Engine) -> None:
    assert asked(engine, "orsolya benedek") == (56, 0, 0)


def test_few_matches_hide_nothing(tmp_path: Path) -> None:
    def counts(*texts: str) -> tuple[int, int, int]:
        articles = [Article(id=article_id("a", text), key=text, path="a", title="Item", text=text) for text in texts]
        folder = tmp_path / str(len(texts))
        store(folder, articles, batches=2)
        return asked(open_engine(folder, aliases=Aliases()), "vadasz toth")

    both, one = ["Toth met Vadasz.", "Vadasz met Toth."], [f"Toth met number {number}." for number in range(19)]
    assert counts(*both, *one[:18]) == (20, 2, 0)
    assert counts(*both, *one) == (2, 2, 19)


@pytest.mark.parametrize(
    "text", ["vadasz OR toth", "vadasz AND toth", "+vadasz toth", "vadasz", "(vadasz toth) AND met"]
)
def test_operators_say_what_is_meant(engine: Engine, text: str) -> None:
    assert asked(engine, text)[2] == 0


def test_the_question_that_is_offered_finds_what_was_left_out(engine: Engine) -> None:
    for text in ("vadasz toth", "benedek harbour vadasz", "vadasz toth source:post"):
        results = engine.search(Query(text, as_typed=True))
        assert results.left_out
        assert engine.count(Query(results.any_word, as_typed=True)) == results.total + results.left_out, text


def test_a_selection_leaves_out_its_own(engine: Engine) -> None:
    query = Query("vadasz toth", (Selection("publisher", "Morning Post"),), as_typed=True)
    results = engine.search(query)
    assert (results.total, results.left_out) == (1, 28)
    assert engine.count(replace(query, text=results.any_word)) == 29


def test_all_words_leave_nothing_to_guess(engine: Engine) -> None:
    assert engine.search(Query("vadasz toth", as_typed=True, all_words=True)).left_out == 0
