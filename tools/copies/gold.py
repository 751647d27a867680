"""How many pairs that were judged by hand are told right? By half, by how the pair was drawn and by its coverage.

The archive is every text of the collections that the pairs come from. The newswire has no dates, but stands in order,
and `tests/gold/copies/README.md` reckons 300 texts a day: a text of it is taken to be of the day that its line says.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.copies.candidates import NO_DAY
from tools.copies.searched import SearchedTexts, search

_NEWSWIRE, _LINES_A_DAY = 16_727, 300
_UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two texts by their numbers in the archive, and what they were judged to be."""

    first: int
    second: int
    half: str
    draw: str
    kind: str
    coverage: float


@dataclass(frozen=True, slots=True)
class GoldArchive:
    """The texts, their days, and the judged pairs of them that are not unsure."""

    texts: list[str]
    days: list[int]
    pairs: list[GoldPair]


@dataclass(frozen=True, slots=True)
class GoldScore:
    """Of some pairs: how many are copies, how many were grouped, how many of these are copies."""

    copies: int
    grouped: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / max(self.grouped, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.copies, 1)


def load_gold(gold: Path, shared: Path, *, dated: bool = True) -> GoldArchive:
    """The archive and the pairs; without days if it is not `dated`."""
    texts: list[str] = []
    numbers: dict[tuple[str, str | int], int] = {}
    for source, key, text in _texts(shared):
        numbers[source, key] = len(texts)
        texts.append(text)
    days = [1 + number // _LINES_A_DAY if dated and number < _NEWSWIRE else NO_DAY for number in range(len(texts))]
    rows = map(json.loads, (gold / "pairs.jsonl").read_text("utf-8").splitlines())
    pairs = [
        GoldPair(
            numbers[row["a"]["source"], row["a"]["id"]],
            numbers[row["b"]["source"], row["b"]["id"]],
            *(row[name] for name in ("half", "draw", "kind", "coverage")),
        )
        for row in rows
        if row["kind"] != _UNSURE
    ]
    return GoldArchive(texts, days, pairs)


def _texts(shared: Path) -> Iterable[tuple[str, str | int, str]]:
    """(source, id, text) as the pairs name them; the newswire first."""
    source = "bench-corpus/sources.jsonl.xz"
    with lzma.open(shared / source, "rt", encoding="utf-8") as lines:
        yield from ((source, number, json.loads(line)["b"]) for number, line in enumerate(lines, 1))
    for source, key in (("relevance-dev/fnc-a/corpus.jsonl", "_id"), ("extract-dev-more/gold.jsonl", "id")):
        with (shared / source).open(encoding="utf-8") as lines:
            yield from ((source, row[key], row.get("text") or "") for row in map(json.loads, lines))


def searched_gold(archive: GoldArchive) -> SearchedTexts:
    """What the product makes of the archive."""
    return search(archive.texts, archive.days)


def score(archive: GoldArchive, searched: SearchedTexts, chosen: Callable[[GoldPair], bool]) -> GoldScore:
    """How the chosen pairs are told: two texts are taken for copies that are in one group."""
    pairs = [pair for pair in archive.pairs if chosen(pair)]
    grouped = [pair for pair in pairs if searched.grouped(pair.first, pair.second)]
    right = sum(pair.kind == "copy" for pair in grouped)
    return GoldScore(sum(pair.kind == "copy" for pair in pairs), len(grouped), right)
