"""What the writing of a name says against the model: shapes of words, dates, offices, abbreviations of common nouns."""

from __future__ import annotations

import pytest

from index.article import Article
from index.entities.articles import named_articles, tag_articles
from index.entities.common_nouns import common_names
from index.entities.labels import EntityType
from index.entities.name_numbers import names_of
from index.entities.tokenizer import tokenise
from tests.entities.test_document_cleanup import settle

PERSON, ORGANISATION, PLACE = EntityType


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("We tried SoftBoard.", [("SoftBoard", PERSON)], [("SoftBoard", ORGANISATION)]),
        ("We tried SoftBoard.", [("SoftBoard", PLACE)], [("SoftBoard", ORGANISATION)]),
        ("Later Mr. McNulty left.", [("McNulty", PERSON)], [("McNulty", PERSON)]),
        ("The train to Lisbon left.", [("Lisbon", PERSON)], [("Lisbon", PLACE)]),
        ("A talk with Oh Sang-hun ended.", [("Oh Sang-hun", PLACE)], [("Oh Sang-hun", PERSON)]),
        ("A walk in Newton-le-Willows.", [("Newton-le-Willows", PLACE)], [("Newton-le-Willows", PLACE)]),
        (
            "It suited Zorian Marovka. Mr. Marovka left.",
            [("Zorian Marovka", ORGANISATION), ("Marovka", PERSON)],
            [("Zorian Marovka", PERSON), ("Marovka", PERSON)],
        ),
        (
            "It suited Laura Marovka. Marovka left.",
            [("Laura Marovka", PLACE), ("Marovka", PERSON)],
            [("Laura Marovka", PERSON), ("Marovka", PERSON)],
        ),
        ("On Jan. 7 it rained.", [("Jan", PERSON)], []),
        ("By 7 May it rained.", [("May", PERSON)], []),
        (
            "Otto May met her on 7 May, and May left.",
            [("Otto May", PERSON)],
            [("Otto May", PERSON), ("May", PERSON)],
        ),
        ("Then TURIN 7 May", [("TURIN", ORGANISATION)], [("TURIN", PLACE)]),
        ("Then Turin won", [("Turin", ORGANISATION)], [("Turin", ORGANISATION)]),
        ("A Turin-based Zorvex Plumo", [("Turin-based Zorvex Plumo", ORGANISATION)], [("Zorvex Plumo", ORGANISATION)]),
        ("St. Louis-based Zorvex Plc", [("St. Louis-based Zorvex Plc", ORGANISATION)], [("Zorvex Plc", ORGANISATION)]),
        (
            "So Ray Inc and Holt Corp and Vela Ltd merged",
            [("Ray Inc and Holt Corp and Vela Ltd", ORGANISATION)],
            [("Ray Inc", ORGANISATION), ("Holt Corp", ORGANISATION), ("Vela Ltd", ORGANISATION)],
        ),
        ("the Federal Tidal Committee met", [("Committee", ORGANISATION)], [("Federal Tidal Committee", ORGANISATION)]),
        (
            "the Tidal Research Institute",
            [("Tidal Research", ORGANISATION)],
            [("Tidal Research Institute", ORGANISATION)],
        ),
        ("The Committee met", [("Committee", ORGANISATION)], [("Committee", ORGANISATION)]),
        ("Disney CEO Otto Brandel left", [("Disney CEO Otto Brandel", PERSON)], [("Otto Brandel", PERSON)]),
        ("by President-elect Otto Brandel", [("President-elect Otto Brandel", PERSON)], [("Otto Brandel", PERSON)]),
        ("By then May had left.", [("May", PERSON)], [("May", PERSON)]),
        ("We tried Zorvex again.", [("Zorvex", PERSON)], []),
        ("We tried Baxter again.", [("Baxter", PERSON)], []),
        ("We met Laura again.", [("Laura", PERSON)], [("Laura", PERSON)]),
        ("We met Mr. Zorvex again.", [("Zorvex", PERSON)], [("Zorvex", PERSON)]),
        ("Our QPR is low.", [("QPR", PERSON)], []),
        ("ANNA FOX MET KING", [("KING", PERSON)], [("KING", PERSON)]),
        (
            "The Minister of Works Laura Holt spoke.",
            [("Works Laura Holt", ORGANISATION)],
            [("Laura Holt", PERSON)],
        ),
        (
            "The Minister of Works Laura Holt spoke.",
            [("Works", ORGANISATION), ("Laura Holt", PERSON)],
            [("Laura Holt", PERSON)],
        ),
        (
            "the Committee for the Study of Tidal Energy met",
            [("Committee", ORGANISATION), ("Study of Tidal", ORGANISATION)],
            [("Committee for the Study of Tidal Energy", ORGANISATION)],
        ),
        (
            "the Committee of Laura Holt met",
            [("Committee", ORGANISATION), ("Laura Holt", PERSON)],
            [("Committee", ORGANISATION), ("Laura Holt", PERSON)],
        ),
        ("the Committee of May met", [("Committee", ORGANISATION)], [("Committee", ORGANISATION)]),
    ],
)
def test_writing_stands_against_the_model(
    text: str, said: list[tuple[str, EntityType]], expected: list[tuple[str, EntityType]]
) -> None:
    assert settle(text, *said) == expected


COMMON = {
    "the bottom brackets (BBs) last": {"BB", "BBs"},
    "a field-effect transistor (FET) fails": {"FET", "FETs"},
    "rate of return (ROR)": {"ROR", "RORs"},
    "two TLAs later": {"TLA", "TLAs"},
    "the Board of Tidal Energy (BTE) met": set(),
    "a board (BTE) met": set(),
    "the BTE's plan": set(),
    "McDs and Xs": set(),
    "a line that ends with field-effect\ntransistor (FET)": set(),
}


def test_abbreviations_in_plural_or_written_out_in_small_letters_are_common_nouns() -> None:
    texts = [*COMMON]
    common = common_names(tokenise(texts))
    for number, text in enumerate(texts):
        names = set(common.name[common.text == number].tolist())
        assert names == set(names_of(sorted(COMMON[text])).tolist()), text


def test_a_common_noun_is_no_name_in_its_article_and_none_in_the_archive_by_its_vote() -> None:
    """What an article says to be none it does not offer to the vote, but votes against."""
    plain = "The WTO met in Geneva. Later the WTO ended."
    telling = "A wide tidal ombrograph (WTO) stands in Geneva. Later the WTO ended."
    named, told = tag_articles([("", plain), ("", telling)], "en") or []
    number = (names_of(["WTO"]) >> 34).tolist()
    assert set(number) <= set(named.mentions.name.tolist())
    assert not set(number) & {*told.mentions.name.tolist(), *told.unmentioned.name.tolist()}
    assert set(number) <= set(told.common.tolist())


def test_a_place_or_person_in_capitals_counts_as_one_in_small_letters() -> None:
    text = "NAIROBI (Reuters) - Karin Holt met NATO in the USA.\nNEW ZEALAND (Reuters) - John Baker came."
    ((_, names),) = named_articles([Article(id="0" * 16, key="k", path="p", title="", text=text, language="en")])
    kept = {name.text for name in names.names}
    assert {"Nairobi", "NATO", "USA", "New Zealand"} <= kept


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("said Brandt, wife of the late Sen. Otto Brandt", "Olga Brandt"),
        ("said Brandt, a husband of Olga Brandt", "Otto Brandt"),
        ("said Brandt, who knew Sen. Otto Brandt", "Brandt"),
        ("said Brandt, wife of the late mayor", "Brandt"),
    ],
)
def test_a_surname_is_not_that_of_the_relative_of_its_bearer(said: str, value: str) -> None:
    text = f"The director Olga Brandt spoke on Monday. “We will go,” {said}. Then Otto Brandt left the town."
    ((article, names),) = named_articles([Article(id="0" * 16, key="k", path="p", title="", text=text, language="en")])
    at = text.index("said Brandt") + len("said ") + 1  # behind the title
    (number,) = (mention.number for mention in article.mentions if mention.start == at and not mention.voted)
    assert names.names[number].text == value
