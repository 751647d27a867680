"""Extraction on the sample articles and on the reference pages is not worse than what was pinned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.quality import (
    FLOORS,
    corpus_digest,
    failures,
    measured,
    measured_newsroom,
    measured_seeds,
    newsroom_digest,
    own_floors,
    seeds_digest,
)


def test_no_score_of_the_samples_falls_below_its_floor() -> None:
    pinned = json.loads(FLOORS.read_text())
    assert seeds_digest() == pinned["seeds"], "other samples: pin the floors anew (python -m tools.quality --pin)"
    floors = own_floors(pinned["floors"], "seeds")
    assert floors
    assert failures(measured_seeds(), floors) == []


def test_no_score_of_the_newsroom_falls_below_its_floor() -> None:
    pinned = json.loads(FLOORS.read_text())
    assert newsroom_digest() == pinned["newsroom"], "other pages: pin the floors anew (python -m tools.quality --pin)"
    floors = own_floors(pinned["floors"], "newsroom")
    assert floors
    assert failures(measured_newsroom(), floors) == []


def test_no_score_falls_below_its_floor(shared: Path) -> None:
    corpus = shared / "extract-dev"
    if not corpus.is_dir():
        pytest.skip(f"needs the reference pages in {corpus}")
    pinned = json.loads(FLOORS.read_text())
    assert corpus_digest(corpus) == pinned["data"], (
        "other reference pages: pin the floors anew (python -m tools.quality --pin)"
    )
    floors = {name: floor for name, floor in pinned["floors"].items() if not name.startswith(("seeds", "newsroom"))}
    assert failures(measured(corpus, pinned["sample"]), floors) == []


def test_a_lower_score_and_more_dirt_are_failures() -> None:
    floors = {"html.f1": 0.9, "html.dirt_snip_any": 0.1}
    assert failures({"html.f1": 0.9, "html.dirt_snip_any": 0.1}, floors) == []
    assert len(failures({"html.f1": 0.89, "html.dirt_snip_any": 0.11}, floors)) == 2
    assert len(failures({}, floors)) == 2
