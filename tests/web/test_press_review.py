"""A press review holds whole articles as they were picked, says what is not there, and is the same as a file."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.conftest import HARM
from tests.web.replies import json_of
from tests.web.test_former_addresses import folder, page
from web.site.app import create_app

__all__ = ["folder"]  # a fixture
NEVER = "0123456789abcdef"


@pytest.fixture(scope="module")
def some(reader: FlaskClient) -> list[dict[str, Any]]:
    """Articles as the API tells them, in an order that no sorting gives."""
    hits = json_of(reader.get("/api/search?q=the&per_page=50&language=en"))["hits"]
    ids = sorted(hit["id"] for hit in hits)[:9]
    return [json_of(reader.get(f"/api/article/{one}")) for one in ids[1::2] + ids[0::2]]


def ids(some: list[dict[str, Any]]) -> str:
    return ",".join(one["id"] for one in some)


def shown(html: str) -> list[str]:
    """The ids of the articles, in their order."""
    return re.findall(r'<article [^>]*\bid="a-([^"]+)"', html)


def words(html: str) -> str:
    """All that is read on a page, with one blank between words."""
    return " ".join(unescape(re.sub("<[^>]*>", "", re.sub("<(style|head).*?</\\1>", "", html, flags=re.S))).split())


def test_it_holds_whole_texts_in_the_order_of_the_ids(reader: FlaskClient, some: list[dict[str, Any]]) -> None:
    html = reader.get(f"/review?ids={ids(some)}").text
    assert shown(html) == [one["id"] for one in some]
    read = words(html)
    for one in some:
        assert " ".join(one["title"].split()) in read
        for paragraph in one["text"].split("\n"):
            assert " ".join(paragraph.split()) in read, one["id"]
        assert f'href="/article/{one["id"]}"' in html and f"http://localhost/article/{one['id']}" in html
        assert one["url"] in unescape(html)
    contents = html[html.index('class="contents"') : html.index("</nav>", html.index('class="contents"'))]
    assert re.findall(r'href="#a-([^"]+)"', contents) == [one["id"] for one in some]


def day(one: dict[str, Any]) -> str:
    return str(one["published"] or one["modified"] or "9999")[:10]


def test_by_day_and_by_paper(reader: FlaskClient, some: list[dict[str, Any]]) -> None:
    days = {one["id"]: day(one) for one in some}
    by_day = shown(reader.get(f"/review?ids={ids(some)}&order=day").text)
    assert sorted(by_day) == sorted(days)
    assert [days[one] for one in by_day] == sorted(days.values())
    papers = {one["id"]: one["publisher"].casefold() or "\uffff" for one in some}
    by_paper = shown(reader.get(f"/review?ids={ids(some)}&order=paper").text)
    assert [(papers[one], days[one]) for one in by_paper] == sorted((papers[one], days[one]) for one in days)
    assert len(set(papers.values())) > 2


def test_beginnings_are_the_first_paragraphs(reader: FlaskClient, some: list[dict[str, Any]]) -> None:
    for one in some:
        html = reader.get(f"/review?ids={one['id']}&extent=beginning").text
        body = re.search(r'class="prose".*?</div>\s*(?=<p|<footer)', html, re.S)
        assert body
        paragraphs = [" ".join(line.split()) for line in one["text"].split("\n") if line.strip()]
        kept = [line for line in paragraphs if line in words(body[0])]
        assert kept == paragraphs[: len(kept)] and 1 <= len(kept) <= 4
        assert ("Read on" in html) == (len(kept) < len(paragraphs))
        whole = len(kept) == len(paragraphs) or len(kept) == 4
        assert whole or sum(len(line.split()) for line in kept) >= 90 > sum(len(line.split()) for line in kept[:-1])


def test_a_form_is_led_to_the_short_address(reader: FlaskClient, some: list[dict[str, Any]]) -> None:
    both = [one["id"] for one in some[:2]]
    asked = f"q=the&copies=all&ids={both[0]}&ids={both[1]}&order=picked&extent=whole&title="
    reply = reader.get(f"/review?{asked}")
    assert reply.status_code == 303
    assert reply.headers["Location"] == f"/review?ids={both[0]}%2C{both[1]}"
    assert reader.get(reply.headers["Location"]).status_code == 200
    named = reader.get(f"/review?ids={both[0]}&order=day&apart=1&title=My%20%3Cb%3E&x=1").headers["Location"]
    html = reader.get(named).text
    assert '<h1 dir="auto">My &lt;b&gt;</h1>' in html and 'class="review apart"' in html


def test_each_article_stands_there_once_and_what_is_unknown_is_told(
    reader: FlaskClient, some: list[dict[str, Any]]
) -> None:
    one = some[0]["id"]
    html = reader.get(f"/review?ids={one},{NEVER},{one},<b>").text
    assert shown(html) == [one]
    assert f"any of these 2 ids: {NEVER}, &lt;b&gt;." in html
    nothing = reader.get("/review")
    assert nothing.status_code == 200 and "No article was picked" in nothing.text
    assert "No article was picked" in reader.get(f"/review?ids={NEVER}").text


def test_former_ids_are_followed_and_what_left_is_told_by_its_title(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    before = {article.key: article.id for article in articles(index).values()}
    (folder / "two.txt").write_text(page("The harbour is open at last"))
    (folder / "one.txt").unlink()
    run(index)
    now = {article.key: article.id for article in articles(index).values()}
    reader = create_app(open_engine(index)).test_client()
    asked = f"ids={before['two']},{before['one']},{before['three']},{now['two']}"
    html = reader.get(f"/review?{asked}").text
    assert shown(html) == [now["two"], now["three"]]
    assert "One article has left the archive" in html and "A bridge &amp; a &lt;b&gt;ford&lt;/b&gt;" in html
    for kind in ("md", "html"):
        file = reader.get(f"/review.{kind}?{asked}").text
        assert "No longer in the archive" in file and "The harbour is open at last" in file


def test_files_hold_what_the_page_holds(reader: FlaskClient, some: list[dict[str, Any]]) -> None:
    asked = f"ids={ids(some)}&order=day&title=Harbours"
    order = shown(reader.get(f"/review?{asked}").text)
    html = reader.get(f"/review.html?{asked}")
    assert html.headers["Content-Disposition"] == 'attachment; filename="press-review.html"'
    assert shown(html.text) == order
    markdown = reader.get(f"/review.md?{asked}")
    assert markdown.mimetype == "text/markdown" and markdown.text.startswith("# Harbours\n")
    assert re.findall(r"/article/(\w+)>", markdown.text) == order
    for one in some:
        for paragraph in one["text"].split("\n"):
            assert " ".join(paragraph.split()) in words(html.text)
    assert not re.search(r"(?:src|href)=\"/|<script|<link", html.text), "it asks no server for anything"


def test_headings_of_texts_stand_below_those_of_articles(reader: FlaskClient) -> None:
    every = [hit["id"] for hit in json_of(reader.get("/search.json?q="))["hits"]]
    html = reader.get(f"/review?ids={','.join(every)}").text
    for prose in re.findall(r'<div class="prose".*?<footer', html, re.S):
        assert "<h1" not in prose and "<h2" not in prose
    assert re.search(r'class="prose".*?<h3>', html, re.S)
    assert "\n### " in reader.get(f"/review.md?ids={','.join(every)}").text


def test_nothing_of_an_article_becomes_markup(reader: FlaskClient) -> None:
    hits = json_of(reader.get("/api/search?q=zymurgy"))["hits"]
    asked = ",".join(hit["id"] for hit in hits)
    for path in ("/review", "/review.html"):
        html = reader.get(f"{path}?ids={asked}&title={HARM}").text
        assert HARM not in html and "onerror=alert(1)>" not in html
        assert 'href="javascript' not in html
    assert "<script" not in reader.get(f"/review.md?ids={asked}&title={HARM}").text.replace("\\<", "")


def test_pages_of_results_have_a_box_for_each_article(reader: FlaskClient) -> None:
    for more in ("", "&compact=1"):
        html = reader.get(f"/search?q=agreement{more}").text
        boxes = re.findall(r'<input type="checkbox" name="ids" value="([^"]+)" form="picks"( checked)?>', html)
        assert [one for one, _ in boxes] == re.findall(r'class="card" id="a-([^"]+)"', html)
        assert not any(ticked for _, ticked in boxes)
        everything = re.search(r'class="all" href="([^"#]+)', html)
        assert everything
        ticked = reader.get(unescape(everything[1])).text
        assert ticked.count('form="picks" checked>') == len(boxes)
        assert (
            'rel="canonical" href="/search?q=agreement' in ticked
            and "picked" not in re.findall(r'rel="canonical" href="([^"]+)', ticked)[0]
        )
    assert 'id="picks"' not in reader.get("/search?q=zzyzxx").text
