"""A name that somebody gave becomes one that is readable, leads nowhere, and means nothing to a run."""

from __future__ import annotations

import pytest

from index.inbox.safe_names import safe_name, spellings


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("mill.txt", "mill.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\A page.HTML", "A-page.html"),
        (".hidden.html", "hidden.html"),
        ("...", "article"),
        ("", "article"),
        ("a\0b\n<c>|d?.html", "a-b-c-d.html"),
        ("Zwei Schiffe: ein Häfen?.html", "Zwei-Schiffe-ein-Häfen.html"),
        ("新闻 报道.pdf", "新闻-报道.pdf"),
        ("$(rm -rf ~).txt", "rm--rf.txt"),
        ("corrections.yaml", "corrections-file.yaml"),
        ("names.yaml", "names-file.yaml"),
        ("a.html.meta.yaml", "a.html.meta-file.yaml"),
        ("lines.jsonl.gz", "lines.jsonl.gz"),
        ("a.txt#b.zip", "a.txt-b.zip"),
    ],
)
def test_a_name_is_safe_and_readable(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_a_long_name_fits_every_file_system() -> None:
    name = safe_name("新" * 400 + ".html")
    assert name.endswith(".html")
    assert max(len(f"{one}.meta.yaml".encode()) for one in spellings(name, "f" * 64)) <= 255


def test_what_programs_call_everything_gets_the_title_of_the_page() -> None:
    page = b"<!doctype html><html><head><title>The bridge &amp; the\n ferry</title></head>"
    assert safe_name("SingleFile.html", page) == "The-bridge-the-ferry.html"
    assert safe_name("mine.html", page) == "mine.html"
    assert safe_name("SingleFile.html", b"<p>") == "SingleFile.html"
