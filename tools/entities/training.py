"""What is each model trained on, and how do the files become its weights?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.entities.tagger_weights import TaggerWeights
from tools.entities.annotated import NEVER, Annotated, labelled, read, with_countries
from tools.entities.perceptron import train, training_set

TAGGER_SEED = 2026
SOURCES = {
    "english": ("gmb-train.iob2.gz", "wikigold.jsonl", "uner-ewt-train.iob2.gz"),
    "latin": (
        *("more/pt_bosque-train.iob2.gz", "more/sv_talbanken-train.iob2.gz", "more/da_ddt-train.iob2.gz"),
        *("wikigold.jsonl", "uner-ewt-train.iob2.gz"),
    ),
}
"""The files that each model is trained on."""

_UNMARKED_COUNTRIES = "gmb"


def trained(paths: Sequence[Path], seed: int) -> TaggerWeights:
    """The weights learnt from the files. Raises `ValueError` for one that may not be trained on."""
    texts: list[Annotated] = []
    marked: list[bool] = []
    for path in paths:
        if path.name.startswith(NEVER):
            raise ValueError(
                f"{path.name} is for checking only: its terms do not allow to ship what was learnt from it"
            )
        part = read(path)
        texts += part
        marked += [not path.name.startswith(_UNMARKED_COUNTRIES)] * len(part)
    tokens, labels = labelled(texts)
    article = np.searchsorted(tokens.base, tokens.start, side="right") - 1
    labels = np.where(np.array(marked)[article], labels, with_countries(tokens, labels))
    return train(training_set(tokens, labels), seed)
