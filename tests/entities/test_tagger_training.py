"""The weights follow from the annotated texts and the seed, byte for byte, and from no text that may not ship."""

from __future__ import annotations

import gzip
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.entities.labels import LABELS, EntityType, allowed
from index.entities.tagger_weights import TaggerWeights, score, weights_arrays
from index.entities.tokenizer import tokenise
from index.entities.viterbi import LabelPaths, spans
from tools.entities.annotated import labelled, read
from tools.entities.arrays import write_arrays
from tools.entities.perceptron import best_labels
from tools.entities.training import SOURCES, TAGGER_SEED, trained
from tools.train_entities import DATA

PERSONS = ("Ada Quill", "Tom Brandt", "Mia Holt", "Jon Vale")
PLACES = ("Oslo", "Lima", "Turin", "Graz")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Sentences in columns: a person who lives in a place."""
    lines: list[str] = []
    for person, place in product(PERSONS, PLACES):
        first, last = person.split()
        lines += [f"{first}\tB-PER", f"{last}\tI-PER", "lives\tO", "in\tO", f"{place}\tB-LOC", ".\tO", ""]
    path = tmp_path / "lives.iob2.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def written(weights: TaggerWeights, path: Path) -> bytes:
    write_arrays(path, weights_arrays(weights))
    return path.read_bytes()


def test_training_twice_gives_the_same_bytes_and_another_order_others(corpus: Path, tmp_path: Path) -> None:
    once, again, other = (written(trained([corpus], seed), tmp_path / "w.npz") for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_what_was_learnt_is_found_in_a_new_sentence(corpus: Path) -> None:
    weights = trained([corpus], TAGGER_SEED)
    tokens = tokenise(["Mia Brandt lives in Lima ."])
    scored = score(weights, tokens)
    found = spans(LabelPaths(scored.scores, weights.transition, scored.rows.length).labels()).tolist()
    assert found == [[0, 2, EntityType.PERSON], [4, 5, EntityType.PLACE]]


@pytest.mark.parametrize("name", ["conll2003-testa.jsonl", "de_pud-dev.iob2.gz"])
def test_no_model_learns_from_texts_that_are_for_checking_only(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="checking only"):
        trained([tmp_path / name], TAGGER_SEED)
    assert not [source for sources in SOURCES.values() for source in sources if name[:5] in source]


def test_mentions_are_read_from_columns(tmp_path: Path) -> None:
    rows = ("# text = O rio da Prata, no Prado", "1\tO\tO", "2\trio\tB-LOC", "3\tda\tI-LOC", "4\tPrata\tI-LOC")
    more = ("5\t,\tO", "6\tno\tB-MISC", "7\tPrado\tI-MISC", "")
    path = tmp_path / "rio.iob2.gz"
    path.write_bytes(
        gzip.compress("\n".join(f"{row}\t-\t-" if row[:1].isdigit() else row for row in (*rows, *more)).encode())
    )
    (example,) = read(path)
    assert [(example.text[a:b], kind) for a, b, kind in example.mentions] == [("rio da Prata", EntityType.PLACE)]
    tokens, labels = labelled([example])
    inside = [tokens.text[a:b] for a, b, label in zip(tokens.start, tokens.end, labels, strict=True) if label]
    assert inside == ["rio", "da", "Prata"]


SCORES = st.lists(st.lists(st.integers(-9, 9), min_size=LABELS, max_size=LABELS), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(SCORES, min_size=1, max_size=3), st.integers(0, 1000))
def test_the_best_labels_are_those_that_trying_all_finds(rows: list[list[list[int]]], seed: int) -> None:
    transition = np.random.default_rng(seed).integers(-5, 6, (LABELS, LABELS)).astype(np.int16)
    permitted = allowed()
    flat = np.array([token for row in rows for token in row], np.int32)
    labels = LabelPaths(flat, transition, np.array([len(row) for row in rows])).labels()
    place = 0
    for row in rows:
        part = labels[place : place + len(row)].tolist()
        place += len(row)

        def total(way: tuple[int, ...] | list[int], row: list[list[int]] = row) -> int:
            return sum(row[i][label] for i, label in enumerate(way)) + sum(
                int(transition[a, b]) for a, b in pairwise(way)
            )

        ways = [
            way
            for way in product(range(LABELS), repeat=len(row))
            if all(permitted[a, b] for a, b in pairwise((0, *way)))
        ]
        assert total(part) == max(map(total, ways))
        alone = best_labels(np.array(row, np.int32), transition.astype(np.int32)).tolist()
        assert total(alone) == total(part)


@pytest.mark.large
@pytest.mark.parametrize("model", SOURCES)
def test_the_models_that_ship_are_those_that_training_gives(model: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "entities-dev"
    if not folder.is_dir():
        pytest.skip(f"needs the annotated texts in {folder}")
    weights = trained([folder / name for name in SOURCES[model]], TAGGER_SEED)
    assert written(weights, tmp_path / "w.npz") == (DATA / f"{model}.npz").read_bytes()
