"""Which sentences does the tagger learn from? Annotated texts, in tokens of the product with their labels."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.entities.features import forms
from index.entities.gazetteer import NameList, load_gazetteer
from index.entities.labels import OUTSIDE, EntityType, begin
from index.entities.tokenizer import Tokens, tokenise

TYPES = {"PER": EntityType.PERSON, "ORG": EntityType.ORGANISATION, "LOC": EntityType.PLACE}
_CONTRACTIONS = {
    f"{word} {article}": stem + article
    for word, stem in (("de", "d"), ("em", "n"), ("por", "pel"))
    for article in ("o", "a", "os", "as")
} | {"a o": "ao", "a os": "aos", "a a": "à", "a as": "às", "de este": "deste", "de esta": "desta", "em um": "num"}
_SPLIT = "pt_bosque-train"  # each of its sentences is read as it is, and as people write it
NEVER = ("conll", "de_pud")
"""How the names of files begin that no model may be trained on."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its mentions: start, end (offsets into `text`) and type. `name` is that of its
    document, "" where the file tells none, and `genre` its kind."""

    text: str
    mentions: tuple[tuple[int, int, EntityType], ...]
    name: str = ""
    genre: str = ""


def read(path: Path) -> list[Annotated]:
    """The annotated texts of a file: a document each in JSON lines, a sentence each in columns."""
    if path.suffix == ".jsonl":
        return [_document(json.loads(line)) for line in path.read_text("utf-8").splitlines()]
    return list(_sentences(path))


def _document(line: dict[str, Any]) -> Annotated:
    mentions = ((start, end, TYPES[kind]) for start, end, kind in line["entities"] if kind in TYPES)
    return Annotated(line["text"], tuple(mentions), line["id"], line.get("genre", ""))


def _sentences(path: Path) -> Iterator[Annotated]:
    words: list[tuple[str, str]] = []
    text = name = ""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in (*lines, "\n"):
            if line.startswith("# "):
                field, _, value = line[2:].rstrip("\n").partition(" = ")
                text, name = (value if field == "text" else text), (value if field == "newdoc id" else name)
            elif line.strip():
                columns = line.rstrip("\n").split("\t") if "\t" in line else line.split()
                words.append((columns[1], columns[2]) if len(columns) > 3 else (columns[0], columns[-1]))
            elif words:
                yield _aligned(words, text, name)
                if len(contracted := _contracted(words)) < len(words) and path.name.startswith(_SPLIT):
                    yield _aligned(contracted, "", name)
                words, text = [], ""


def _contracted(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words with those joined that Portuguese writes as one and treebanks split: "de" "o" is "do"."""
    joined: list[tuple[str, str]] = []
    for word, label in words:
        before, kept = joined[-1] if joined else ("", "")
        whole = _CONTRACTIONS.get(f"{before.lower()} {word.lower()}")
        if whole and not label.startswith("B-"):
            joined[-1] = (whole.capitalize() if before[:1].isupper() else whole, kept)
        else:
            joined.append((word, label))
    return joined


def _aligned(words: Sequence[tuple[str, str]], text: str, name: str) -> Annotated:
    """The sentence with the places of its mentions in the text, which is made of the words where there is none."""
    text = text or " ".join(word for word, _ in words)
    mentions: list[tuple[int, int, EntityType]] = []
    place, before = 0, ""
    for word, label in words:
        start = text.find(word, place)
        if start < 0:
            start, end = place, place  # a word that the text writes otherwise
        else:
            end = place = start + len(word)
        kind = label[2:]
        if kind in TYPES and label.startswith("I-") and before == kind:
            mentions[-1] = (mentions[-1][0], max(end, mentions[-1][1]), mentions[-1][2])
        elif kind in TYPES:
            mentions.append((start, end, TYPES[kind]))
        before = kind
    return Annotated(text, tuple(mention for mention in mentions if mention[1] > mention[0]), name)


def labelled(examples: Sequence[Annotated]) -> tuple[Tokens, NDArray[np.int8]]:
    """The tokens of the texts and their labels."""
    tokens = tokenise([example.text for example in examples])
    labels = np.full(len(tokens), OUTSIDE, np.int8)
    for base, example in zip(tokens.base.tolist(), examples, strict=True):
        for start, end, kind in example.mentions:
            first, last = np.searchsorted(tokens.end, base + start, "right"), np.searchsorted(tokens.start, base + end)
            labels[first:last] = begin(kind) + 1
            labels[first : first + (last > first)] = begin(kind)
    # A sentence that ends inside a mention leaves its rest behind: the rest begins anew.
    split = tokens.sentence[(labels[tokens.sentence] > 0) & (labels[tokens.sentence] % 2 == 0)]
    labels[split] -= 1
    return tokens, labels


def with_countries(tokens: Tokens, labels: NDArray[np.int8]) -> NDArray[np.int8]:
    """The labels with every country's name that is in no mention as a place.

    The Meaning Bank has no mark for a country that acts ("Iran said"), which readers look for as they do for the place.
    """
    gazetteer = load_gazetteer()
    known = forms(tokens, gazetteer)
    country = (known.lists[known.number] & NameList.COUNTRY > 0) & known.upper[known.number] & (labels == OUTSIDE)
    return np.where(country, begin(EntityType.PLACE), labels).astype(np.int8)
