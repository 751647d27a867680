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
    tokens = tokenise([text])
    known = forms(tokens, load_gazetteer())
    rows, behind = [], 0
    for surface, kind in said:
        start = text.index(surface, behind)
        behind = start + len(surface)
        rows.append((np.searchsorted(tokens.start, start), np.searchsorted(tokens.start, behind), int(kind)))
    first, end, kinds = np.array(rows, np.int64).reshape(-1, 3).T
    mentions = Mentions(first, end, kinds, np.zeros(len(first), np.bool_))
    result, _ = cleaned(mentions, words_of(tokens, known), known, tokens, abroad=False)
    spans = zip(result.first.tolist(), result.end.tolist(), result.kind.tolist(), strict=True)
    return [(text[tokens.start[a] : tokens.end[b - 1]], EntityType(kind)) for a, b, kind in spans]


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
