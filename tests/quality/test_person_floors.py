"""Names of one person are one value as often as was pinned, and those of two are two, on pairs from real texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.entities.person_scores import archive, persons, read_pairs, scores, told

GOLD = Path(__file__).resolve().parents[1] / "gold" / "persons"
# Precision and recall by half as measured on 29 November 2026, less .005.
FLOORS = {"a": (0.965, 0.855), "b": (0.963, 0.808)}
EVERY = 10  # one article of so many of those that no pair names


def test_persons_are_told_apart_and_together(shared: Path) -> None:
    if not (shared / "bench-corpus" / "sources.jsonl.xz").is_file():
        pytest.skip(f"needs the texts in {shared}")
    pairs = read_pairs(GOLD)
    rows = list(zip(pairs, told(pairs, persons(archive(shared, pairs, EVERY))), strict=True))
    for half, (precision, recall) in FLOORS.items():
        score = scores([row for row in rows if row[0].half == half])
        assert score.precision >= precision
        assert score.recall >= recall
