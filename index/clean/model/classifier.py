"""What does the trained model make of a page? One look at each line, and a second at the first look's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.clean.features.alike import add_alike
from index.clean.features.columns import Columns
from index.clean.features.lexicon import WordOdds
from index.clean.features.matrix import Table, features
from index.clean.features.measure import Floats
from index.clean.features.second_look import add_second
from index.clean.model.trees import Forest, Leaves, forest_from
from index.page import RawPage

_TABLES = tuple(field.name for field in fields(WordOdds))


@dataclass(frozen=True, slots=True)
class Model:
    """One kind of page's forests and lexicon.

    `threshold` is the least probability of a kept line; for dumps, on a page whose lines the model is sure of.
    """

    first: Forest
    second: Forest
    lexicon: WordOdds
    threshold: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of a page: of each unit its `probability` (float64) of being body, and why.

    `table` holds the features of the first look, `leaves` (trees, units) the leaves of its trees that they led to.
    """

    table: Table
    leaves: Leaves
    probability: NDArray[np.float64]


def judge(model: Model, page: RawPage) -> Opinion:
    """The model's opinion of every unit of the page."""
    table = features(page, model.lexicon)
    leaves = model.first.leaves(table.names, table.values)
    columns = second_table(table, page, model.first.chances(leaves))
    return Opinion(table, leaves, model.second.of(columns.names, columns.table()))


def second_table(table: Table, page: RawPage, probability: NDArray[np.float64]) -> Columns:
    """The columns of the second look."""
    columns = Columns(len(probability))
    groups = np.cumsum(table.units.blank > 0).astype(np.int64)
    add_second(columns, table, probability, groups, page.tree)
    if page.tree is None:
        add_alike(columns, table.lines, table.units.blank, table.units.indent, probability)
    return columns


def expected_f1(probability: NDArray[np.float64], words: Floats, threshold: float) -> float:
    """The F1 that the probabilities promise for keeping the lines at or above the threshold."""
    kept = probability >= threshold
    right = float((probability * words)[kept].sum())
    total = float(words[kept].sum()) + float((probability * words).sum())
    return 2 * right / total if total else 0.0


def promised_f1(probability: NDArray[np.float64], words: Floats) -> float:
    """The expected F1 of the best choice of lines: of all thresholds, the one that promises most."""
    order = np.argsort(-probability, kind="stable")
    size = words[order].astype(np.float64)
    right = np.cumsum(probability[order] * size)
    total = np.cumsum(size) + float(right[-1]) if len(right) else np.ones(0)
    return float((2 * right / np.maximum(total, 1)).max(initial=0))


@cache
def load_model(kind: str) -> Model:
    """The model that ships with the package for `html` pages or `text` dumps; read once for a process."""
    with (
        (files("index.clean.model") / f"{kind}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return model_from(dict(arrays))


def model_from(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """The model that `model_arrays` made."""
    lexicon = WordOdds(*(arrays[f"lexicon_{name}"].astype(np.int8) for name in _TABLES))
    return Model(forest_from(arrays, "first_"), forest_from(arrays, "second_"), lexicon, float(arrays["threshold"]))


def model_arrays(model: Model) -> dict[str, NDArray[np.generic]]:
    """The model as plain arrays for a file."""
    return {
        **model.first.arrays("first_"),
        **model.second.arrays("second_"),
        **{f"lexicon_{name}": getattr(model.lexicon, name) for name in _TABLES},
        "threshold": np.array(model.threshold),
    }
