"""Every table of numbers says how it was taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs/measurements"
FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
ORIGIN = ("Command", "Corpus", "Machine", "Date")


def missing(text: str) -> list[str]:
    """What a file leaves out of the origin of its numbers. An origin under the title holds for all sections."""
    title, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = sections if sections and _absent(title) else [title]
    return [f"{part.splitlines()[0]}: {word}" for part in parts for word in _absent(part)]


def _absent(part: str) -> list[str]:
    values = dict(re.findall(r"^- (\w+): (\S.*)", part, re.MULTILINE))
    dated = re.fullmatch(r"20\d\d-\d\d-\d\d", values.get("Date", ""))
    return [word for word in ORIGIN if word not in values or (word == "Date" and not dated)]


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
