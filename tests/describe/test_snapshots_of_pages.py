"""A browser's snapshot of a page (MHTML) lacks the scripts that say who wrote it and when: the page shows it itself."""

from __future__ import annotations

import pytest

from index.article import Article
from index.extract import extract
from index.page import Format, RawPage
from index.readers import read

PROSE = (
    "<p>The gate moved on Tuesday, for the first time since the flood, and its keeper was there to see it open.</p>" * 4
)
HEADER = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://weir.example/gates\r\nSubject: Gates stay shut\r\n"
    "Date: Mon, 2 Feb 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    "Content-Type: text/html; charset=utf-8\r\nContent-Location: https://weir.example/gates\r\n\r\n"
)


def snapshot(body: str, head: str = "") -> Article:
    markup = f"<html><head><title>Gates stay shut</title>{head}</head><body>{body}</body></html>"
    (page,) = read(f"{HEADER}{markup}\r\n--b--\r\n".encode(), "a.mhtml")
    assert isinstance(page, RawPage) and page.format is Format.MHTML
    return extract(page)


def stamp(moment: str) -> str:
    return f'<meta property="article:published_time" content="{moment}">'


def teasers(*days: str) -> str:
    items = "".join(f"<li><a href=/>A story on {n}</a><div>Otto Vale | {day}</div></li>" for n, day in enumerate(days))
    return f"<h4>Most Popular</h4><ul>{items}</ul>"


def test_names_with_other_days_are_those_of_teasers() -> None:
    listed = teasers("July 15, 2025", "June 9, 2025", "June 2, 2025")
    body = f"<article><h1>Gates stay shut</h1>{listed}{PROSE}</article>"
    assert snapshot(body, stamp("2025-01-16T00:00:27+00:00")).authors == ()
    both = f"<article><h1>Gates stay shut</h1><div>By Ida Moor | January 16, 2025</div>{listed}{PROSE}</article>"
    assert snapshot(both, stamp("2025-01-16T00:00:27+00:00")).authors == ("Ida Moor",)


@pytest.mark.parametrize("tail", ["Head Product Launches, Adoption, & Surveys", "Senior Editor of the Weir", ""])
def test_a_post_behind_a_name_is_no_part_of_it(tail: str) -> None:
    body = f"<article><h1>Gates stay shut</h1><div>Written by: Ida M {tail}</div>{PROSE}</article>"
    assert snapshot(body, stamp("2025-01-16T00:00:27+00:00")).authors == ("Ida M",)


def test_a_surname_may_be_a_post() -> None:
    body = f"<article><h1>Gates stay shut</h1><div>By Edith Head</div>{PROSE}</article>"
    assert snapshot(body).authors == ("Edith Head",)


@pytest.mark.parametrize(
    ("element", "authors"),
    [
        ("Ida Moor | Otto Vale", ("Ida Moor", "Otto Vale")),
        ("Ida Moor | Senior Editor", ("Ida Moor",)),
        ("Foto: Rescue Photo</div><div>By Ida Moor", ("Ida Moor",)),
    ],
)
def test_a_marked_byline_is_its_names(element: str, authors: tuple[str, ...]) -> None:
    body = f"<article><h1>Gates stay shut</h1><div class=author>{element}</div>{PROSE}</article>"
    assert snapshot(body).authors == authors


SPREAD = "".join(
    f"<div>{text}</div>" for text in ("Ida Moor", "·", "Follow", "Published in", "Weir", "·", "5 min read", "·")
)


@pytest.mark.parametrize(
    ("days", "published"),
    [
        ("<div>Dec 31, 2023</div>", "2023-12-31"),
        ("<div>Dec 31, 2023</div><div>Jan 3, 2024</div>", "2024-02-13"),
        ("<div>Feb 20, 2024</div>", "2024-02-13"),
    ],
)
def test_the_one_day_that_a_page_shows_stands_before_the_stamp_of_a_move(days: str, published: str) -> None:
    body = f"<article><h1>Gates stay shut</h1>{SPREAD}{days}{PROSE}</article>"
    article = snapshot(body, stamp("2024-02-13T02:35:01Z"))
    assert article.published is not None and article.published.isoformat()[:10] == published
