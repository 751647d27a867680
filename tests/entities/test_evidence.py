"""How far an article vouches for what it names: margins against every way to label, and what the lists know."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.entities.articles import tag_articles
from index.entities.document import Mentions
from index.entities.evidence import margins, vouched
from index.entities.features import forms
from index.entities.gazetteer import load_gazetteer
from index.entities.labels import LABELS, EntityType
from index.entities.name_numbers import words_of
from index.entities.tokenizer import tokenise
from index.entities.viterbi import LabelPaths
from index.segment.arrays.mentions import MOST_VOUCHED

NAME = ("zorian", "laura", "marovka")
TYPES = (None, *(kind for kind in EntityType for _ in range(2)))
CHOICES = (None, *EntityType)


def allowed(before: int, label: int) -> bool:
    """Whether a label may stand behind another: an inside (even) behind its own type only."""
    return label == 0 or label % 2 == 1 or before in (label, label - 1)


def twin(scores: np.ndarray, transition: np.ndarray) -> list[list[int]]:
    """What `LabelPaths.regrets` says of one sentence, by trying every row of labels."""
    totals: dict[tuple[int, object], int] = {}
    best = -(10**9)
    for row in product(range(LABELS), repeat=len(scores)):
        if allowed(0, row[0]) and all(allowed(*pair) for pair in pairwise(row)):
            total = sum(int(scores[n, label]) for n, label in enumerate(row))
            total += sum(int(transition[a, b]) for a, b in pairwise(row))
            best = max(best, total)
            for place, label in enumerate(row):
                key = place, TYPES[label]
                totals[key] = max(totals.get(key, total), total)
    return [[best - totals[place, kind] for kind in CHOICES] for place in range(len(scores))]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_regrets_are_those_of_every_way_to_label(lengths: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(-50, 50, (sum(lengths), LABELS)).astype(np.int32)
    transition = rng.integers(-20, 20, (LABELS, LABELS)).astype(np.int16)
    parts = np.split(scores, np.cumsum(lengths)[:-1])
    asked = rng.random(sum(lengths)) < 0.7  # what is not asked about is not told
    assert LabelPaths(scores, transition, np.array(lengths)).regrets(asked).tolist() == [
        row if told else [0, 0, 0, 0]
        for row, told in zip((row for part in parts for row in twin(part, transition)), asked.tolist(), strict=True)
    ]


def test_no_sentences_have_no_labels_and_no_regrets() -> None:
    paths = LabelPaths(np.zeros((0, LABELS), np.int32), np.zeros((LABELS, LABELS), np.int16), np.zeros(0, np.int64))
    assert paths.labels().shape == (0,)
    assert paths.regrets(np.zeros(0, np.bool_)).shape == (0, 4)


def test_the_margin_of_a_mention_is_that_of_its_weakest_word() -> None:
    regret = np.array([[9, 0, 30, 40], [70, 0, 50, 60], [5, 20, 0, 25]], np.int32)
    mentions = Mentions(np.array([0, 2]), np.array([2, 3]), np.array([0, 2]), np.zeros(2, np.bool_))
    assert margins(mentions, regret).tolist() == [9, -25]  # the model takes the last for an organisation


TEXT = """\
The German Chancellor Angela Merkel met the World Health Organization in Geneva on Monday.
We compared the Zorvex Plumo with the Quandle, and Claude said that the Zorvex Plumo is better.
Norway sent {title} Thorkel Vand to the talks in Nairobi. {later} spoke later.
"""


@pytest.mark.parametrize("name", ["Angela Merkel", "World Health Organization", "Geneva", "Norway", "Nairobi"])
def test_an_article_vouches_for_names_as_newspapers_have_them(name: str) -> None:
    assert told()[name] == MOST_VOUCHED


@pytest.mark.parametrize("name", ["Claude", "Quandle"])
def test_it_does_not_vouch_for_a_word_that_may_be_a_thing(name: str) -> None:
    assert told().get(name, 0) == 0


@pytest.mark.parametrize(
    ("text", "margin", "far"),
    [
        ("It suited Zorian Marovka.", 90, 0),
        ("It suited Zorian Marovka. Marovka left.", 90, 2),  # called by the surname, too
        ("It suited Minister Zorian Marovka.", 90, 2),
        ("It suited Minister Zorian Marovka.", 50, 1),
        ("It suited Zorian Marovka.", 130, 1),
        ("It suited Zorian Marovka.", 260, 2),
        ("It suited Laura Marovka.", 90, 2),  # a first name
        ("It suited Marovka.", 999, 0),
        ("It suited zorian Marovka.", 999, 0),
    ],
)
def test_what_an_article_tells_of_a_person_lets_a_smaller_margin_do(text: str, margin: int, far: int) -> None:
    tokens = tokenise([text])
    known = forms(tokens, load_gazetteer())
    named = [text[a:b].lower() in NAME for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
    edges = np.flatnonzero(np.diff([False, *named, False]))
    first, end = edges[::2], edges[1::2]
    mentions = Mentions(first, end, np.zeros(len(first), np.int64), np.zeros(len(first), np.bool_))
    regret = np.full((len(tokens), 4), margin, np.int32)
    regret[:, 1] = 0
    assert vouched(mentions, words_of(tokens, known), known, regret)[0] == far


def told(text: str = TEXT.format(title="Minister", later="Vand")) -> dict[str, int]:
    """Each name of a text, and how far it is vouched for."""
    tagged = (tag_articles([("", text)], "en") or [])[0]
    spans = zip(tagged.mentions.start.tolist(), tagged.mentions.end.tolist(), tagged.vouched.tolist(), strict=True)
    said: dict[str, int] = {}
    for start, end, far in spans:
        name = f"\n{text}"[start:end]
        said[name] = max(said.get(name, 0), far)
    return said
