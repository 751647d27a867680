"""What programs that clip web pages write above the text: the address, who wrote it, and which of two days it is."""

from __future__ import annotations

import json

import pytest

from index.article import Article
from index.extract import extract
from index.page import RawPage
from index.readers import read

TEXT = "The lock keeper said on Monday that the gates would stay shut until the spring tides are over."
OBSIDIAN = """title: "Gates stay shut"
source: "https://canal.example/news/gates"
author:
  - "[[Ida Moor]]"
published: 2024-09-10
created: 2024-09-12
tags:
  - "clippings"
"""
OMNIVORE = """id: 3
title: Gates stay shut
author: Ida Moor
tags:
  - water
date_saved: 2024-09-12 10:00:00
date_published: 2024-09-10
source: https://canal.example/news/gates
"""


def clip(front_matter: str) -> Article:
    (page,) = read(f"---\n{front_matter}---\n\n{TEXT}\n".encode(), "a.md")
    assert isinstance(page, RawPage)
    return extract(page)


def days(article: Article) -> tuple[str, str]:
    return tuple(date.isoformat()[:10] if date else "" for date in (article.published, article.saved))  # type: ignore[return-value]


@pytest.mark.parametrize("front_matter", [OBSIDIAN, OMNIVORE])
def test_a_clip_says_where_who_and_when(front_matter: str) -> None:
    article = clip(front_matter)
    assert article.url == "https://canal.example/news/gates"
    assert (article.authors, article.publisher) == (("Ida Moor",), "canal.example")
    assert days(article) == ("2024-09-10", "2024-09-12")
    assert "front matter source" in {e.source for e in article.evidence if e.field == "url"}


@pytest.mark.parametrize(
    ("field", "url", "publisher"),
    [
        ("url: https://canal.example/news/1", "https://canal.example/news/1", "canal.example"),
        ("link: <https://canal.example/news/1>", "https://canal.example/news/1", "canal.example"),
        ('original: "[Gates](https://canal.example/news/1)"', "https://canal.example/news/1", "canal.example"),
        ("site: https://canal.example/news/1", "https://canal.example/news/1", "canal.example"),
        (
            "url: https://canal.example/news/1\nsource: https://canal.example/",
            "https://canal.example/news/1",
            "canal.example",
        ),
        ("url: https://canal.example/news/1\nsource: Lock & Weir", "https://canal.example/news/1", "Lock & Weir"),
        ("source: Lock & Weir", "", "Lock & Weir"),
    ],
)
def test_an_address_is_no_paper_and_a_paper_no_address(field: str, url: str, publisher: str) -> None:
    article = clip(field + "\n")
    assert (article.url, article.publisher) == (url, publisher)


@pytest.mark.parametrize(
    "author",
    [
        '"[[Ida Moor]]"',
        "[[Ida Moor]]",
        '"[[people/Ida Moor]]"',
        '"[[moor-i|Ida Moor]]"',
        '"[Ida Moor](https://canal.example/ida)"',
        '["[[Ida Moor#Life]]"]',
    ],
)
def test_links_are_their_texts(author: str) -> None:
    assert clip(f"author: {author}\n").authors == ("Ida Moor",)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("created: 2024-09-12", ("", "2024-09-12")),
        ("created: 2024-09-12\npublished:", ("", "2024-09-12")),
        ("clipped: 2024-09-12\ncreated: 2024-09-11", ("", "2024-09-12")),
        ("date: 2024-09-10\ndate_added: 2024-09-12", ("2024-09-10", "2024-09-12")),
    ],
)
def test_a_clip_was_created_when_it_was_saved(dates: str, expected: tuple[str, str]) -> None:
    assert days(clip(f"source: https://canal.example/news/1\n{dates}\n")) == expected


def test_what_names_no_page_was_created_when_it_was_written() -> None:
    assert days(clip("created: 2024-09-12\n")) == ("2024-09-12", "")


def test_a_json_line_may_call_its_address_the_source() -> None:
    line = json.dumps({"id": "a", "text": TEXT, "source": "https://canal.example/news/1", "authors": ["[[x]]"]})
    (page,) = read(line.encode(), "a.jsonl")
    assert isinstance(page, RawPage)
    article = extract(page)
    assert (article.url, article.publisher, article.authors) == (
        "https://canal.example/news/1",
        "canal.example",
        ("[[x]]",),
    )
