"""Questions as people type them find their articles among the newsroom's pages, in every clone.

The questions and their grades were written from the pages before and without the product (`tests/corpus/README.md`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from math import log2
from pathlib import Path

import pytest

from search.embedded.engine import open_engine
from search.query import Listing, Query
from tools.quality import NEWSROOM

# nDCG@10 (gains 2 and 1), and the share of questions of which an article of grade 2 is among the first three, as
# measured on 29 November 2026, less .005.
FLOORS = {"plain": (0.964, 0.981), "phrase": (0.995, 0.995), "slip": (0.952, 0.995), "foreign": (0.995, 0.995)}

Judged = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def ranked(reindexed: Callable[..., Path]) -> dict[str, list[tuple[float, bool]]]:
    """By kind of question: its nDCG@10, and whether one of the first three articles is of grade 2."""
    pages = sorted(path for path in NEWSROOM.iterdir() if path.suffix in (".html", ".txt"))
    engine = open_engine(reindexed(*pages), seconds=60.0)
    scores: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for (question, kind), grades in judged().items():
        files = [Path(hit.path).name for hit in engine.search(Query(question, copies=Listing.ALL)).hits]
        gains = [grades.get(name, 0) for name in files[:10]]
        best = sorted(grades.values(), reverse=True)[:10]
        scores[kind].append((discounted(gains) / discounted(best), 2 in gains[:3]))
    return scores


@pytest.mark.parametrize("kind", FLOORS)
def test_questions_find_their_articles(ranked: dict[str, list[tuple[float, bool]]], kind: str) -> None:
    gain, first = (sum(values) / len(values) for values in zip(*ranked[kind], strict=True))
    least_gain, least_first = FLOORS[kind]
    assert gain >= least_gain
    assert first >= least_first


def judged() -> dict[tuple[str, str], dict[str, int]]:
    """Each question with its kind, and the grades of its files."""
    grades: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    with (NEWSROOM / "questions.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            grades[row["question"], row["kind"]][row["file"]] = int(row["grade"])
    return grades


def discounted(gains: list[int]) -> float:
    """Discounted cumulative gain with gains as they are (Järvelin and Kekäläinen, 2002)."""
    return sum(gain / log2(rank + 2) for rank, gain in enumerate(gains))
