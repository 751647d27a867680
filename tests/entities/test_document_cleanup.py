"""What the mentions of an article say of each other: bare surnames, countries, titles, names found again."""

from __future__ import annotations

import numpy as np
import pytest

from index.entities.document import Mentions
from index.entities.features import forms
from index.entities.gazetteer import load_gazetteer
from index.entities.labels import EntityType
from index.entities.name_numbers import words_of
from index.entities.tagger import cleaned
from index.entities.tokenizer import tokenise

PERSON, ORGANISATION, PLACE = EntityType


def settle(text: str, *said: tuple[str, EntityType]) -> list[tuple[str, EntityType]]:
    """What stands in the end where the model said these mentions, each the first that is not yet said."""
    return tidied(text, *said)[0]


def tidied(
    text: str, *said: tuple[str, EntityType]
) -> tuple[list[tuple[str, EntityType]], list[tuple[str, EntityType]]]:
    """What stands in the end, and the surnames that only the archive may know."""
    tokens = tokenise([text])
    known = forms(tokens, load_gazetteer())
    rows, behind = [], 0
    for surface, kind in said:
        start = text.index(surface, behind)
        behind = start + len(surface)
        rows.append((np.searchsorted(tokens.start, start), np.searchsorted(tokens.start, behind), int(kind)))
    first, end, kinds = np.array(rows, np.int64).reshape(-1, 3).T
    mentions = Mentions(first, end, kinds, np.zeros(len(first), np.bool_))
    found = []
    for some in cleaned(mentions, words_of(tokens, known), known, tokens, abroad=False):
        spans = zip(some.first.tolist(), some.end.tolist(), some.kind.tolist(), strict=True)
        found.append([(text[tokens.start[a] : tokens.end[b - 1]], EntityType(kind)) for a, b, kind in spans])
    return found[0], found[1]


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (
            "Olga Brandt spoke. Later Brandt left.",
            [("Olga Brandt", PERSON), ("Brandt", PLACE)],
            [("Olga Brandt", PERSON), ("Brandt", PERSON)],
        ),
        ("They met in Norway.", [("Norway", ORGANISATION)], [("Norway", PLACE)]),
        ("Then \u2014 Olga Brandt \u2014 spoke.", [("\u2014 Olga Brandt \u2014", PERSON)], [("Olga Brandt", PERSON)]),
        ("\u2022 [Olga Brandt] spoke", [("\u2022 [Olga Brandt", PERSON)], [("Olga Brandt", PERSON)]),
        ("You\u2019ll see Olga I'm sure.", [("You\u2019ll", PERSON), ("Olga I'm", PERSON)], [("Olga", PERSON)]),
        (
            "The Minister of State Olga Brandt spoke.",
            [("State Olga Brandt", PERSON)],
            [("Olga Brandt", PERSON)],
        ),
        ("The song of State Olga Brandt.", [("State Olga Brandt", PERSON)], [("State Olga Brandt", PERSON)]),
        (
            "Lina Jordan won. Then Jordan slept.",
            [("Lina Jordan", PERSON)],
            [("Lina Jordan", PERSON), ("Jordan", PERSON)],
        ),
        ("The talks in New Zealand ended.", [("Zealand", ORGANISATION)], [("New Zealand", PLACE)]),
        ("the Rovell Group's plan", [("the Rovell Group's", ORGANISATION)], [("Rovell Group", ORGANISATION)]),
        ("as Prime Minister Ola Ruud said", [("Prime Minister Ola Ruud", PERSON)], [("Ola Ruud", PERSON)]),
        ("the Finance Minister Ola Ruud said", [("Finance Minister Ola Ruud", PERSON)], [("Ola Ruud", PERSON)]),
        ("with Martin King Ruud", [("Martin King Ruud", PERSON)], [("Martin King Ruud", PERSON)]),
        ("the General said", [("General", PERSON)], []),
        (
            "at Rovell, of Rovell, by Rovell",
            [("Rovell", ORGANISATION), ("Rovell", ORGANISATION), ("Rovell", PLACE)],
            [("Rovell", ORGANISATION)] * 3,
        ),
        ("Rovell grew. The rovell of Rovell", [("Rovell", ORGANISATION)], [("Rovell", ORGANISATION)] * 2),
    ],
)
def test_an_article_settles_its_names(
    text: str, said: list[tuple[str, EntityType]], expected: list[tuple[str, EntityType]]
) -> None:
    assert settle(text, *said) == expected


def test_names_are_not_found_again_across_sentences() -> None:
    text = "Ada Quill spoke\nAda\nQuill"
    assert settle(text, ("Ada Quill", PERSON)) == [("Ada Quill", PERSON), ("Quill", PERSON)]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("The envoys said that the Brandt regime fell.", True),
        ("They play the Brandt 4 game with all their friends.", False),  # a version of a thing
        ("They play the Brandt game with 4 of their friends.", True),
        ("The house of Brandt & Quell is for sale to all of them.", False),  # half of a pair
        ("The house of Quell and Brandt is for sale to all of them.", False),
        ("The house of Brandt and all who are in it is for sale.", True),
        ("What we write in:\nObjective Pascal\nBrandt\nand much more of the same", False),  # a row of a list
        ("All brandt is cheap, and so is the best Brandt of the shop.", False),  # a word that has small letters, too
    ],
)
def test_a_word_may_be_a_surname_where_it_is_written_like_one(*, text: str, bare: bool) -> None:
    assert tidied(text, ("Brandt", PERSON)) == ([], [("Brandt", PERSON)] if bare else [])


def test_small_letters_of_another_article_say_nothing() -> None:
    texts = ["All brandt of the shop is cheap.", "The envoys said that the Brandt regime fell."]
    tokens = tokenise(texts)
    known = forms(tokens, load_gazetteer())
    place = int(
        np.flatnonzero([tokens.text[a:b] == "Brandt" for a, b in zip(tokens.start, tokens.end, strict=True)])[0]
    )
    one = Mentions(np.array([place]), np.array([place + 1]), np.array([int(PERSON)]), np.zeros(1, np.bool_))
    _, bare = cleaned(one, words_of(tokens, known), known, tokens, abroad=False)
    assert bare.first.tolist() == [place]
