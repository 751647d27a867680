"""What does the trained model make of tokens? A score of each label for each token, as sums of small whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.entities.context import CONTEXTS, SentenceRows, contexts, rows
from index.entities.features import REACH, SHIFTS, TokenForms, forms
from index.entities.gazetteer import load_gazetteer, rows_of
from index.entities.labels import LABELS
from index.entities.tokenizer import Tokens


@dataclass(frozen=True, slots=True)
class TaggerWeights:
    """A trained model. `keys` (uint32, ascending, first 0) are the features of forms, `form` (int8[keys, places,
    labels]) what each adds where the form stands at each of `SHIFTS`, `context` (int8[CONTEXTS, labels]) what features
    of context add, `transition` (int16[labels, labels]) what a label adds to the one behind it."""

    keys: NDArray[np.uint32]
    form: NDArray[np.int8]
    context: NDArray[np.int8]
    transition: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Scored:
    """The tokens' `forms`, their `rows`, and of each token the score of each label: int32[tokens, labels]."""

    forms: TokenForms
    rows: SentenceRows
    scores: NDArray[np.int32]


def score(weights: TaggerWeights, tokens: Tokens) -> Scored:
    """The scores of all tokens."""
    gazetteer = load_gazetteer()
    known = forms(tokens, gazetteer)
    row = rows(tokens, known)
    added = _added(weights, known)
    scores = np.zeros((len(tokens), LABELS), np.int32)
    for place, shift in enumerate(SHIFTS):
        scores += added[place][row.form[row.slot + shift]]
    features = contexts(tokens, known, row, gazetteer)
    for column in features.T:
        scores += weights.context[column]
    return Scored(known, row, scores)


def _added(weights: TaggerWeights, known: TokenForms) -> NDArray[np.int32]:
    """int32[places, forms, labels]: what each form adds to a token at each place."""
    row = rows_of(weights.keys, known.keys)
    filled = [np.flatnonzero(column) for column in row.T]
    added = np.zeros((len(SHIFTS), len(row), LABELS), np.int32)
    for place, reach in enumerate(REACH):
        table = np.ascontiguousarray(weights.form[:, place]).astype(np.int32)
        for template in range(reach):
            column, some = row[:, template], filled[template]
            if len(some) < len(column) // 2:  # most lists hold few words
                added[place][some] += table[column[some]]
            else:
                added[place] += table[column]
    return added


@cache
def load_weights(name: str) -> TaggerWeights:
    """The model that ships with the package under a name; read once for a process."""
    with (
        (files("index.entities") / "data" / f"{name}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return weights_from(dict(arrays))


def weights_from(arrays: Mapping[str, NDArray[np.generic]]) -> TaggerWeights:
    """The weights that `weights_arrays` made."""
    context = np.zeros((CONTEXTS, LABELS), np.int8)
    context[arrays["context_rows"]] = arrays["context"]
    keys = np.cumsum(arrays["steps"], dtype=np.uint32)
    form = np.zeros((len(keys), len(SHIFTS) * LABELS), np.int8)
    form.reshape(-1)[np.cumsum(arrays["form_steps"], dtype=np.int64)] = arrays["form"]
    return TaggerWeights(keys, form.reshape(-1, len(SHIFTS), LABELS), context, arrays["transition"].astype(np.int16))


def weights_arrays(weights: TaggerWeights) -> dict[str, NDArray[np.generic]]:
    """The weights as plain arrays for a file: only those that are not 0, each by the step from the one before."""
    flat = weights.form.reshape(-1)
    filled = np.flatnonzero(flat)
    rows = np.flatnonzero(weights.context.any(1))
    return {
        "steps": np.diff(weights.keys, prepend=np.uint32(0)),
        "form_steps": np.diff(filled, prepend=0).astype(np.uint16),
        "form": flat[filled],
        "context_rows": rows.astype(np.uint32),
        "context": weights.context[rows],
        "transition": weights.transition,
    }
