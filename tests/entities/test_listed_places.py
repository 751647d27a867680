"""Places of articles in languages without a model: by lists, where capitals and neighbours prove them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.entities.articles import TypedMention, mentions, tag_articles, tagged_types
from index.entities.features import word_numbers
from index.entities.labels import EntityType
from index.entities.place_marks import BEGINS, LARGE, NAME, PLACE_LANGUAGES, load_place_names
from index.entities.votes import NO_TALLY, Verdicts, changed, verdicts


def places(text: str, language: str, said: Verdicts | None = None) -> list[str]:
    tagged = tag_articles([("", text)], language)
    assert tagged is not None
    found: list[TypedMention] = mentions("", text, tagged[0], said or verdicts(NO_TALLY))
    assert all(mention.type is EntityType.PLACE for mention in found)
    return [mention.surface for mention in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "Hon flyttade till Karlskrona, inte till Elfenbenskusten.", ["Karlskrona", "Elfenbenskusten"]),
        ("nl", "De trein naar Zwolle stond in de regen. In Apeldoorn waaide het.", ["Zwolle", "Apeldoorn"]),
        ("de", "Der Zug aus Chemnitz hielt in der Mongolei und in Neuseeland.", ["Chemnitz", "Mongolei", "Neuseeland"]),
        ("nl", "Hij woont in Den Helder en werkt in Sierra Leone.", ["Den Helder", "Sierra Leone"]),
    ],
)
def test_listed_names_are_places(language: str, text: str, expected: list[str]) -> None:
    assert places(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "De valde Anna Karlskrona till ordförande, och Karlskrona tackade."),  # a person, and her surname again
        ("sv", "De läste i Karlskrona Allehanda om saken."),  # a longer name
        ("nl", "De spelers van Sporting Zwolle zwegen."),
        ("sv", "Det var karlskrona som vann."),  # no capital
        ("sv", "Karlskrona hade vaknat."),  # a capital that begins a sentence
        ("de", "Das Chemnitz war voll."),  # a capital that every noun has
        ("de", "Die Akademie sprach mit Firma Chemnitz GmbH in der Halle."),
    ],
)
def test_what_may_be_another_name_is_no_place(language: str, text: str) -> None:
    assert places(text, language) == []


def test_a_place_that_is_proved_is_found_wherever_its_article_has_it() -> None:
    assert places("Chemnitz feiert. Das Fest in Chemnitz war voll.", "de") == ["Chemnitz", "Chemnitz"]
    assert places("Mongoliet svarade.", "sv") == ["Mongoliet"]


def test_no_archive_makes_a_person_of_a_listed_place_or_adds_one() -> None:
    numbers = np.concatenate([word_numbers("Karlskrona"), word_numbers("Brandel")])
    order = np.argsort(numbers)
    persons = Verdicts(numbers[order], np.zeros(2, np.uint8), np.ones(2, np.bool_))
    text = "Brandel bor i Karlskrona."
    assert places(text, "sv", persons) == places(text, "sv") == ["Karlskrona"]


def test_a_listed_place_votes_as_a_place_and_nothing_else_votes() -> None:
    tagged = tag_articles([("", "Den gamle Brandel bor i Karlskrona.")], "sv")
    assert tagged is not None
    tally = changed(NO_TALLY, [tagged[0].ballot()])
    assert tally.count.tolist() == [[0, 0, 1, 0]]


def test_what_is_told_of_a_language() -> None:
    assert tagged_types("en-GB") == frozenset(EntityType)
    assert tagged_types("de") == {EntityType.PLACE}
    assert tagged_types("fi") == tagged_types("") == frozenset()


@pytest.mark.parametrize("language", PLACE_LANGUAGES)
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(alphabet="AbÉß'’s .,-\n中U", max_size=60) | st.just("Er fuhr in Peru um."), max_size=4))
def test_an_article_says_the_same_in_any_company(language: str, texts: list[str]) -> None:
    articles = [("", text) for text in texts]
    together = tag_articles(articles, language)
    assert together is not None
    for article, tagged in zip(articles, together, strict=True):
        (alone,) = tag_articles([article], language) or []
        assert mentions(*article, tagged) == mentions(*article, alone)
        assert not len(tagged.unmentioned.start)


def test_the_marks_of_a_name() -> None:
    names = load_place_names("nl")
    sierra, leone = word_numbers("Sierra Leone")
    assert names.words(np.array([sierra]))[0] & BEGINS
    assert not names.words(np.array([leone]))[0]
    assert names.phrases(np.array([[sierra, leone]]))[0] == NAME | LARGE
    assert not names.words(np.zeros(1, np.uint64))[0]
