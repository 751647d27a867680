"""A plain word finds the articles whose byline, publisher, agency, section or place has it; what that counts for."""

from __future__ import annotations

from math import log, sqrt
from pathlib import Path

import pytest

from index.article import Article, Dropped, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Selection
from search.rank.weights import Weights
from search.results import Results
from search.words.aliases import Aliases
from tests.plain.publishing import publish
from tests.search import corpora

VALUE = Weights().value


def made(key: str, text: str, **known: object) -> Article:
    return Article(id=article_id("a", key), key=key, path="a", title=key, text=text, language="en", **known)  # type: ignore[arg-type]


ARTICLES = [
    made("dam", "The dam was built of clay.", authors=("Edda Möller-Quint", "Ivo Stork"), publisher="The Daily Barge"),
    made("mill", "A stork stood on the mill.", authors=("Tove Lind",), publisher="barge-post.co.uk"),
    made("ferry", "The ferry and the quint sailed to the mill.", agency="Barge Press", place="Port Lind"),
    made("quay", "Clay was sold on the quay.", section="Harbour News", place="Stork", publisher="Tove Lind"),
    made("weir", "The weir broke.", dropped=(Dropped(0, "Quint said so", "rule"),)),
]


@pytest.fixture(scope="module", params=[1, 3])
def engine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engine:
    folder: Path = tmp_path_factory.mktemp("searched")
    corpora.store(folder, ARTICLES, batches=request.param)
    return open_engine(folder, aliases=Aliases(groups=(("wader", "stork"),)), seconds=60.0)


def asked(engine: Engine, text: str, **more: object) -> Results:
    return engine.search(Query(text, **more))  # type: ignore[arg-type]


def keys(results: Results) -> set[str]:
    return {hit.key for hit in results.hits}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stork", {"dam", "mill", "quay"}),  # a byline, a text, a place
        ("storks", {"mill"}),  # the text's word in any form, a name as it is written
        ("moller", {"dam"}),
        ("Möller-Quint", {"dam"}),
        ("quint-möller", set()),
        ("lind", {"mill", "ferry", "quay"}),
        ('"tove lind"', {"mill", "quay"}),
        ('"lind"', set()),  # a phrase is the whole of a value
        ('"daily barge"', {"dam"}),  # but for an article in front
        ('"the daily barge"', {"dam"}),
        ("barge-post.co.uk", {"mill"}),
        ("co", set()),  # what registries give out says nothing
        ("uk", set()),
        ("post", {"mill"}),
        ("wader", {"dam", "mill", "quay"}),  # another name counts as the word
        ("clay AND lind", {"quay"}),
        ("clay AND stork", {"dam", "quay"}),
        ("(edda OR tove) AND clay", {"dam", "quay"}),
        ("+lind clay", {"mill", "ferry", "quay"}),
        ("clay -stork", {"dam", "quay"}),  # never what must not match
        ("clay NOT (stork OR lind)", {"dam", "quay"}),
        ("=stork", {"mill"}),
        ("stork NEAR/5 clay", set()),
        ("stork /s mill", {"mill"}),
        ("atleast2 stork", set()),
        ("title:stork", set()),
        ("body:stork", {"mill"}),
        ("lead:lind", set()),
        ("sto*", {"mill"}),
        ("stork~", {"mill"}),
        ('"ivo stork"~2', set()),
        ("in:removed stork", set()),
    ],
)
def test_what_a_word_of_a_value_finds(engine: Engine, typed: str, expected: set[str]) -> None:
    results = asked(engine, typed)
    assert (keys(results), results.total) == (expected, len(expected))
    assert engine.count(Query(typed)) == len(expected)


def test_words_as_they_are_typed_are_those_of_texts(engine: Engine) -> None:
    assert keys(asked(engine, "stork", exact=True)) == {"mill"}


def test_a_value_completes_the_words_of_a_question(engine: Engine) -> None:
    results = asked(engine, "stork clay")
    assert {hit.key for hit in results.hits if hit.all_words} == {"dam", "quay"}
    assert (results.total, results.total_all_words, results.left_out) == (3, 2, 0)
    assert keys(asked(engine, "stork clay", all_words=True)) == {"dam", "quay"}


def test_a_hit_by_a_value_says_so_and_has_no_match_in_its_text(engine: Engine) -> None:
    (hit,) = (hit for hit in asked(engine, "edda").hits)
    assert (hit.matches, hit.title.spans, hit.removed) == (0, (), False)
    assert [(reason.word, reason.field, reason.occurrences, reason.rarity) for reason in hit.reasons] == [
        ("edda", "byline", 1, 1)
    ]
    assert hit.reasons[0].share == 1.0
    assert [snippet.spans for snippet in hit.snippets] == [()]
    assert hit.snippets[0].text == "The dam was built of clay."
    (lind,) = (hit for hit in asked(engine, "lind").hits if hit.key == "quay")
    assert {reason.field for reason in lind.reasons} == {"publisher"}
    both = {hit.key: {reason.field for reason in hit.reasons} for hit in asked(engine, "stork").hits}
    assert both == {"dam": {"byline"}, "mill": {"body"}, "quay": {"place"}}


def test_a_value_counts_like_an_occurrence_without_a_length(engine: Engine) -> None:
    score = {hit.key: hit.score for hit in asked(engine, "stork", as_typed=True).hits}
    length, mean = 6, (6 + 6 + 9 + 6 + 3) / 5
    in_text = 1.25 / (1 - 0.75 + 0.75 * length / mean)
    weight = log(1 + (5 - 3 + 0.5) / (3 + 0.5)) * sqrt((1.25 + 2 * VALUE) / 3)
    assert score["mill"] == pytest.approx(weight * in_text / (1.2 + in_text), rel=1e-4)
    assert score["dam"] == score["quay"] == pytest.approx(weight * VALUE / (1.2 + VALUE), rel=1e-4)


def test_no_word_of_a_value_is_in_no_article_or_a_slip(engine: Engine) -> None:
    results = asked(engine, "edda", selections=(Selection("publisher", "Tove Lind"),))
    assert (results.total, results.term_counts) == (0, (("edda", 1),))
    assert (results.suggestion, results.corrected_from) == ("", "")
    assert asked(engine, "quint").offers[0].facet == "byline"  # not only removed lines hold it


@pytest.mark.parametrize(("typed", "meant"), [("toove", "tove"), ("möllre", "möller"), ("edad", "edda")])
def test_a_slip_in_a_name_of_a_value_is_corrected(engine: Engine, typed: str, meant: str) -> None:
    results = asked(engine, typed)
    assert meant in (results.suggestion, results.reading)


def test_what_is_like_an_article_is_not_asked_of_values(engine: Engine) -> None:
    mill = next(article for article in ARTICLES if article.key == "mill")
    assert {hit.key for hit in engine.similar(mill.id)} == {"ferry"}


def test_values_of_removed_and_new_articles(tmp_path: Path) -> None:
    publish(tmp_path, ARTICLES)
    engine = open_engine(tmp_path, aliases=Aliases())
    assert keys(asked(engine, "stork")) == {"dam", "mill", "quay"}
    publish(tmp_path, [made("lock", "Nothing of it.", authors=("Ada Stork", "Ben Stork"))], [ARTICLES[0].id])
    results = asked(engine, "stork")
    assert keys(results) == {"mill", "quay", "lock"}
    assert results.hits[0].key == "lock"
    assert [(reason.field, reason.occurrences, reason.rarity) for reason in results.hits[0].reasons] == [
        ("byline", 2, 3)
    ]


@pytest.mark.parametrize(
    "value", ["Al", "AL  b", "O'Neill", "ß", "J. D. X", "a-b", "Ωmega", "x" * 300, "don t", "", " ", "tab\tb", "ab\n"]
)
def test_the_short_way_to_the_words_of_a_value_is_the_rule(value: str) -> None:
    from index.analysis import fold
    from search.words.value_names import value_words

    assert value_words(value) == tuple(fold(value).split())
