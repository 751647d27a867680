"""Persons, organisations and places are named as well as what was pinned, scored by the scorer beside the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.entities.articles import ENGLISH, MODELS
from index.entities.place_marks import PLACE_LANGUAGES
from index.entities.tagger_weights import load_weights
from index.entities.votes import NO_VERDICTS
from tools.entities.scores import (
    CHECKED,
    PLACES_CHECKED,
    archive_texts,
    articles,
    facet_f1,
    load_scorer,
    place_scores,
    said_by,
)

# Facet F1 of persons and of all three types, as measured on 29 November 2026, less .005.
FLOORS = {"en": (0.892, 0.832), "pt": (0.875, 0.789), "da": (0.848, 0.775), "es": (0.826, 0.704)}
# Precision and recall of places by lists, as measured on 29 November 2026, less .005.
PLACE_FLOORS = {"de": (0.841, 0.313), "nl": (0.892, 0.558), "sv": (0.880, 0.528)}
PRECISE = 0.80  # precision of places, without which a language has none
WITH_VOTES = 0.843  # of English, where every tenth article of the archive votes
VOTERS = 10  # one in so many
PACKED = 2_000_000  # bytes of all that the tagger ships


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "entities-dev"
    if not folder.is_dir():
        pytest.skip(f"needs the annotated texts in {folder}")
    return folder


def test_every_language_that_ships_is_held() -> None:
    assert FLOORS.keys() == MODELS.keys()
    assert PLACE_FLOORS.keys() == PLACES_CHECKED.keys() == set(PLACE_LANGUAGES)
    assert not PLACE_FLOORS.keys() & FLOORS.keys()


@pytest.mark.parametrize("language", FLOORS)
def test_no_language_falls_below_its_floor(corpus: Path, language: str) -> None:
    english = language == "en"
    gold = articles(corpus / "conll2003-testa.jsonl", genre="news") if english else articles(corpus / CHECKED[language])
    model = load_weights(MODELS[language])
    persons, _, _, every = facet_f1(gold, model, NO_VERDICTS, load_scorer(corpus), abroad=not english)
    assert persons >= FLOORS[language][0]
    assert every >= FLOORS[language][1]


@pytest.mark.parametrize("language", PLACE_FLOORS)
def test_places_by_lists_are_places(corpus: Path, language: str) -> None:
    gold = [article for file in PLACES_CHECKED[language] for article in articles(corpus / file)]
    precision, recall, _ = place_scores(gold, language, load_scorer(corpus))
    assert precision >= max(PRECISE, PLACE_FLOORS[language][0])
    assert recall >= PLACE_FLOORS[language][1]


def test_an_archive_that_votes_names_better(corpus: Path, shared: Path) -> None:
    packed = shared / "bench-corpus" / "sources.jsonl.xz"
    if not packed.is_file():
        pytest.skip(f"needs the articles in {packed}")
    model = load_weights(ENGLISH)
    said = said_by(archive_texts(packed)[::VOTERS], model)
    news = articles(corpus / "conll2003-testa.jsonl", genre="news")
    assert facet_f1(news, model, said, load_scorer(corpus))[-1] >= WITH_VOTES


def test_what_ships_is_small() -> None:
    data = Path(__file__).resolve().parents[2] / "index/entities/data"
    assert sum(path.stat().st_size for path in data.iterdir()) <= PACKED
