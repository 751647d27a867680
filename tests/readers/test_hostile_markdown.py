"""Markdown that the library cannot read in time is kept as plain text, with a note that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.page import Format, RawPage
from index.readers import PLAINLY, read
from tests.reindex.archives import articles, run

STORY = "The harbour council voted on Wednesday to rebuild the old lighthouse, which a storm had damaged."
SHAPES = {
    "open brackets": "[" * 100_000,
    "open links": "[a](" * 50_000,
    "pictures": "![a](" * 20_000,
    "open tags": "<a " * 20_000,
    "front matter of brackets": "---\nx: " + "[" * 50_000 + "\n---\n",
    "short front matter of brackets": "---\nx: " + "[" * 10_000 + "\n---\n",
}


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_markdown_is_kept_as_plain_text(name: str) -> None:
    hostile = SHAPES[name]
    (page,) = read(f"{hostile}\n\n{STORY}\n".encode(), "a.md")
    assert isinstance(page, RawPage)
    assert (page.format, page.markup, page.clean) == (Format.TEXT, "", False)
    assert PLAINLY in page.repairs
    assert page.lines[-1].text == STORY
    assert "".join(hostile.split()) in "".join("".join(line.text.split()) for line in page.lines)


def test_front_matter_is_taken_from_hostile_markdown() -> None:
    (page,) = read(f"---\ntitle: A tower\n---\n{'[' * 5_000}\n".encode(), "a.md")
    assert isinstance(page, RawPage) and page.given == {"title": "A tower"}


@pytest.mark.parametrize(
    "text", ["[a](b) " * 400, "- [a](b)\n" * 400, "f(" * 90, "1 < 2 " * 90, "(a [b](c) d) " * 200, "[x][1] " * 300]
)
def test_plain_markdown_stays_markdown(text: str) -> None:
    (page,) = read(f"# Title\n\n{text}\n\n{STORY}\n".encode(), "a.md")
    assert isinstance(page, RawPage)
    assert (page.format, page.repairs) == (Format.MARKDOWN, ())


def test_markdown_that_takes_too_long_in_a_way_that_nobody_foresaw_is_kept_as_plain_text(tmp_path: Path) -> None:
    """Many blocks of brackets, each within the bound: the processor time of the page is up."""
    folder = tmp_path / "archive"
    folder.mkdir()
    slow = ("[" * 90 + "\n\n") * 20_000
    (folder / "slow.md").write_text(f"{STORY}\n\n{slow}", "utf-8")
    (folder / "other.md").write_text(f"# A tower\n\n{STORY}\n", "utf-8")
    report = run(tmp_path / "index", folder, processes=True, workers=1, file_seconds=3.0)
    assert not report.skipped
    found = {article.key: article for article in articles(tmp_path / "index").values()}
    assert PLAINLY in found["slow"].repairs and STORY in found["slow"].text
    assert (found["other"].format, found["other"].repairs) == ("markdown", ())
