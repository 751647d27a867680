"""The help begins with examples that find what they say in this very archive; the rest is folded, and printed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.errors import IndexMissing
from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from search.holdings import Lesson
from search.query.help import HELP_ENTRIES
from tests.browser import librarian
from tests.reindex.archives import run
from web.site.app import create_app

ROW = re.compile(
    r'<tr><td><a class="example" href="([^"]+)"><code[^>]*>(.*?)</code></a></td><td>.*?</td><td class="n">(\d+) '
)


def client(index: Path, **knobs: str) -> FlaskClient:
    settings = replace(Settings(), index=index, **knobs)  # type: ignore[arg-type]
    return create_app(open_engine(index), settings).test_client()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return librarian.archive(tmp_path_factory.mktemp("help"))


def worked(html: str) -> list[tuple[str, str, int]]:
    part = html.partition('<section class="worked"')[2].partition("</section>")[0]
    return [(unescape(href), unescape(text), int(count)) for href, text, count in ROW.findall(part)]


def test_it_begins_with_examples_of_this_archive_that_find_what_they_say(index: Path) -> None:
    reader = client(index)
    examples = worked(reader.get("/help").text)
    assert 5 <= len(examples) <= len(Lesson)
    for href, text, count in examples:
        page = reader.get(href).text
        assert re.search(rf"<h1[^>]*>\s*{count} articles? for", page), (text, count)
        assert "Read as:" not in page and 'class="note"' not in page, text


def test_they_are_of_names_that_the_texts_have(index: Path, tmp_path: Path) -> None:
    texts = " ".join(str(record["text"]) for record in [*librarian.ALL, *librarian.gold()])
    for _href, text, _count in worked(client(index).get("/help").text):
        name = re.findall(r"[A-Z][a-z]+", text)[0]
        assert name in texts, text
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "1", "title": "ferry", "text": "the ferry was late"}) + "\n")
    run(tmp_path / "index", tmp_path / "one.jsonl")
    assert worked(client(tmp_path / "index").get("/help").text) == []


def test_without_an_archive_all_that_can_be_typed_is_told(tmp_path: Path) -> None:
    def none() -> Engine:
        raise IndexMissing("There is no index.")

    reply = create_app(none, Settings()).test_client().get("/help")
    assert reply.status_code == 200 and "Try it on this archive" not in reply.text
    assert len(re.findall(r"<tr><td><code>", reply.text)) == len(HELP_ENTRIES)


def test_each_line_of_the_contents_leads_into_a_part_that_opens(index: Path) -> None:
    html = client(index).get("/help").text
    contents = re.findall(r'href="#([^"]+)"', html.partition('<nav class="parts"')[2].partition("</nav>")[0])
    inside = re.findall(r'<details class="part"><summary><h2>.*?</summary>\s*<div id="([^"]+)">', html)
    assert contents == inside and len(inside) > 5


def test_what_needs_a_token_is_told_where_there_is_one(index: Path) -> None:
    assert "The star" not in client(index).get("/help").text
    token = "a secret of 16 characters"
    html = client(index, token=token).get("/help", headers={"Authorization": f"Bearer {token}"}).text
    assert "<strong>The star</strong>" in html and "Save this search" in html
