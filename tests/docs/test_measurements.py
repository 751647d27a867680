"""Every table of numbers says how it was taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.origins import ORIGIN, missing

FOLDER = Path(__file__).resolve().parents[2] / "docs/measurements"
FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_numbers_say_how_they_were_taken(file: Path) -> None:
    assert missing(file.read_text("utf-8")) == []


def test_a_table_without_its_origin_is_told() -> None:
    origin = "\n- Command: `make bench`\n- Corpus: invented\n- Machine: x86-64\n- Date: 2026-11-28\n"
    assert missing(f"# All\n{origin}\n## One\n\n## Two\n") == []
    assert missing(f"# All\n\n## One\n{origin}") == []
    assert missing(f"# All\n\n## One\n{origin}\n## Two\n\n| 1 |\n") == [f"Two: {word}" for word in ORIGIN]
    assert missing(f"# All\n{origin.replace('2026-11-28', 'yesterday')}") == ["# All: Date"]
    assert missing("# All\n\n| 1 |\n") == [f"# All: {word}" for word in ORIGIN]


def test_the_list_names_every_file() -> None:
    listed = re.findall(r"^\| \[\w+\]\((\w+\.md)\) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == [file.name for file in FILES]
