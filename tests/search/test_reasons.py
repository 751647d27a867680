"""Each hit says why it is there: the words, where they stand and how often, and what part of the score they make."""

from __future__ import annotations

from math import log, sqrt
from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.results import Reason
from search.words.aliases import Aliases
from tests.search.corpora import store

FILLER = "harbour " * 99
TEXTS = [
    ("Salmon return", "The salmon and the trout. " + FILLER + "salmon salmon"),
    ("Fish", "The trout rose. The trout fell."),
    ("Quay", "The cranes stand idle."),
    ("Sheds", "The sheds stand open."),
    ("Salmon", "No fish here."),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("reasons")
    articles = [
        Article(id=article_id("a", str(n)), key=str(n), path="a", title=title, text=text, language="en")
        for n, (title, text) in enumerate(TEXTS)
    ]
    store(folder, articles)
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def reasons_of(engine: Engine, text: str, title: str) -> tuple[Reason, ...]:
    (hit,) = (hit for hit in engine.search(Query(text, as_typed=True)).hits if hit.title.text == title)
    return hit.reasons


def frequency(times: int, leading: int, length: int, mean: float, *, title: bool = False) -> float:
    """A word's weighted frequency in a field, as docs/decisions/0025 has it."""
    return (3 * times if title else times + 0.25 * leading) / (1 - 0.75 + 0.75 * length / mean)


def test_each_word_is_told_in_each_field_with_its_part_of_the_score(engine: Engine) -> None:
    reasons = reasons_of(engine, "salmon trout", "Salmon return")
    told = {(reason.word, reason.field): (reason.occurrences, reason.rarity) for reason in reasons}
    assert told == {("salmon", "title"): (1, 2), ("salmon", "body"): (3, 2), ("trout", "body"): (1, 2)}
    titles = [len(title.split()) for title, _ in TEXTS]
    bodies = [len(text.replace(".", "").split()) for _, text in TEXTS]
    in_title = frequency(1, 0, titles[0], sum(titles) / 5, title=True)
    in_body = frequency(3, 1, bodies[0], sum(bodies) / 5)
    trout = frequency(1, 1, bodies[0], sum(bodies) / 5)
    idf = log(1 + (5 - 2 + 0.5) / (2 + 0.5))
    salmon_weight = idf * sqrt((3 + 3.25 + 3) / 2)
    trout_weight = idf * sqrt((1.25 + 2.5) / 2)
    parts = {
        ("salmon", "title"): salmon_weight * in_title / (1.2 + in_title + in_body),
        ("salmon", "body"): salmon_weight * in_body / (1.2 + in_title + in_body),
        ("trout", "body"): trout_weight * trout / (1.2 + trout),
    }
    total = sum(parts.values())
    for reason in reasons:
        assert reason.share == pytest.approx(parts[reason.word, reason.field] / total, abs=2e-4)
    assert [reason.share for reason in reasons] == sorted((reason.share for reason in reasons), reverse=True)


def test_a_word_that_is_not_there_is_no_reason(engine: Engine) -> None:
    assert [reason.word for reason in reasons_of(engine, "salmon trout", "Fish")] == ["trout"]
    assert reasons_of(engine, "salmon trout", "Fish")[0] == Reason("trout", "body", 2, 2, 1.0)
    assert reasons_of(engine, "salmon trout", "Salmon") == (Reason("salmon", "title", 1, 2, 1.0),)


def test_without_words_there_is_no_reason(engine: Engine) -> None:
    assert reasons_of(engine, "", "Quay") == ()
