"""The words that only hold a long question together count less; whatever may be meant counts in full."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.article import Article, article_id
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.embedded.archive import Archive
from search.options import Options
from search.query import Query
from tests.search.asking import Asking

TEXTS = {
    "en": (
        "What is it that the troops of Assad fear?",
        "The ceasefire of May was broken by troops.",
        "Ministers said the IS attack was planned in war and peace.",
        "A war without end is what Assad has, said the minister.",
    ),
    "de": ("Der Krieg war lang, und die Truppen warten.", "Die Minister reden, und es war still."),
    "fr": ("Le ministre est las de la guerre.",),
}


def archive(folder: Path, languages: tuple[str, ...]) -> Archive:
    with open_store(folder, now=datetime(2026, 1, 1, tzinfo=UTC), fresh=True) as store:
        for language in languages:
            for number, text in enumerate(TEXTS[language]):
                key = f"{language}{number}"
                store.add(
                    Article(id=article_id("made", key), key=key, path="made", title="", text=text, language=language)
                )
        store.publish()
    return Archive(open_snapshot(folder), Options())


def weights(found: Archive, text: str) -> dict[str, float]:
    return {leaf.label: weight for leaf, weight in Asking(found, Query(text)).factors}


def lesser(found: Archive, text: str) -> set[str]:
    """The words of a question that weigh less than the same word alone."""
    return {word for word, weight in weights(found, text).items() if weight < weights(found, f'"{word}"')[word]}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(tmp_path_factory.mktemp("english"), ("en",))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(tmp_path_factory.mktemp("mixed"), ("en", "de", "fr"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what is it that troops fear", {"what", "is", "it", "that"}),
        ("what was the ceasefire", set()),  # a few words: each is meant
        ("what is that the it", set()),  # nothing else was asked
        ("attack of IS in the war", {"of", "in", "the"}),  # an abbreviation
        ("the troops fear war =what title:the", {"the"}),  # asked for in one form, or in a field
        ("“what is it” troops fear war peace", set()),  # a phrase
    ],
)
def test_counts_less_what_holds_a_long_question_together(english: Archive, text: str, found: set[str]) -> None:
    assert lesser(english, text) == found


def test_takes_the_language_that_knows_most_of_the_words(mixed: Archive) -> None:
    assert lesser(mixed, "the war was what Assad has") == {"the", "was", "what", "has"}
    assert lesser(mixed, "die Truppen und der Krieg war") == {"die", "und", "der", "war"}


def test_finds_and_orders_by_what_is_left(english: Archive) -> None:
    request = Asking(english, Query("what is it that ceasefire"))
    (_, doc, *_), *_ = request.page()
    assert english.segments[0].card(doc).key == "en1"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the ceasefire", {"en1"}),  # not the others, which hold "the" or "was"
        ("was the nothing", set()),
        ("was the", {"en0", "en1", "en2", "en3"}),  # nothing else was asked
        ('the "ceasefire of may"', {"en1"}),
        ("the -ceasefire", {"en0", "en2", "en3"}),
        ("was OR nothing", {"en1", "en2"}),
        ("title:the ceasefire", {"en1"}),
        ('"the" nothing', {"en0", "en1", "en2", "en3"}),
        ("the nothing language:en", set()),
    ],
)
def test_function_words_alone_find_nothing_where_others_were_asked_for(
    english: Archive, text: str, found: set[str]
) -> None:
    request = Asking(english, Query(text))
    assert {english.segments[0].card(doc).key for _, doc, *_ in request.page()} == found
    assert request.total == len(found)
