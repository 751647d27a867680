"""What is offered as more on a story is as right as what was pinned, on pairs that were judged by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.stories import STORY_SOURCES, judged, scores

# (precision, pairs offered) by half as measured on 29 November 2026: a 24 of 24, b 14 of 15; less one pair.
FLOORS = {"a": (0.95, 22), "b": (0.9, 13)}


def test_judged_pairs_are_told_right(shared: Path, tmp_path: Path) -> None:
    for name in STORY_SOURCES:
        if not (shared / name).exists():
            pytest.skip(f"needs the texts in {shared / name}")
    told = scores(list(judged(shared, tmp_path)))
    for half, (precision, offered) in FLOORS.items():
        assert told["all", half].precision >= precision
        assert told["all", half].offered >= offered
