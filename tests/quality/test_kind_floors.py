"""What the paragraphs of saved pages are is told as well as was pinned, on lines that were judged by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.line_kinds import judged_lines, kind_scores

# (told, right), measured by `python -m tools.line_kinds`; no caption of these pages is marked as one.
FLOORS = {
    ("a", "heading"): (167, 160),
    ("a", "item"): (60, 60),
    ("a", "quotation"): (5, 5),
    ("b", "heading"): (49, 48),
    ("b", "item"): (7, 7),
    ("b", "quotation"): (3, 3),
}


def test_kinds_are_told_as_they_were(shared: Path) -> None:
    if not (shared / "extract-dev/pages").exists():
        pytest.skip(f"needs the pages in {shared / 'extract-dev'}")
    scores = kind_scores(list(judged_lines(shared)))
    for name, (told, right) in FLOORS.items():
        assert scores[name].right >= right, name
        assert scores[name].told - scores[name].right <= told - right, name
        assert scores[name].nested == scores[name].right, name
