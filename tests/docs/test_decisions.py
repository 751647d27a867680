"""A decision is a page of its own: what was decided, when, by which number, and what it beat."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs/decisions"
FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
PAGE = 450  # words: what fits on a printed page
FORM = re.compile(
    r"# (?P<number>\d{4})\. \S.*\n\nDate: 20\d\d-\d\d-\d\d\n\n"
    r"## Decision\n\n\S.+\n\n## Numbers\n\n\S.+\n\n## What it beat\n\n\S.+\n",
    re.DOTALL,
)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_decision_has_its_number_and_what_it_beat(file: Path) -> None:
    text = file.read_text("utf-8")
    form = FORM.fullmatch(text)
    assert form and text.count("\n## ") == 3
    assert file.name.startswith(form["number"] + "-")
    assert len(text.split()) <= PAGE


def test_decisions_are_counted_without_a_gap() -> None:
    assert [int(file.name[:4]) for file in FILES] == list(range(1, len(FILES) + 1))
    assert len(FILES) > 20
