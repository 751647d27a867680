"""The page of an article tells reference managers what it is, by the rules of Zotero's own reader of pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.web.zotero import taken
from web.site.app import create_app

TOLD: list[dict[str, Any]] = [
    {"id": "one", "title": "Can the <b>harbour</b> be \"saved\"?", "authors": ["Ann Lee", "Jan van der Berg"],
     "publisher": "The Tide & Press", "date": "2015-05-26", "section": "Ports", "language": "en",
     "url": "https://example.org/a?b=1&c=2"},
    {"id": "two", "title": "Harbour", "authors": ["Ana María van der Berg"], "publisher": "Tide Press"},
    {"id": "three", "title": "Harbour again"},
]  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, reindexed: Callable[..., Path]) -> dict[str, tuple[str, str]]:
    """The page of each article and its address, by the article's name."""
    folder = tmp_path_factory.mktemp("cited")
    text = "The harbour of the town is old and {} stands there, as everybody who lives near it knows well.\n"
    lines = [json.dumps(one | {"text": text.format(one["id"]) * 4}) for one in TOLD]
    (folder / "told.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    index = reindexed(folder)
    client: FlaskClient = create_app(open_engine(index), replace(Settings(), index=index)).test_client()
    hits = client.get("/search.json?q=").get_json()["hits"]
    return {
        hit["key"]: (client.get(f"/article/{hit['id']}").text, f"http://localhost/article/{hit['id']}") for hit in hits
    }


def test_zotero_takes_an_article_of_a_newspaper(pages: dict[str, tuple[str, str]]) -> None:
    item = taken(*pages["one"])
    assert item == {
        "itemType": "newspaperArticle",
        "title": 'Can the <b>harbour</b> be "saved"?',
        "creators": [("Ann", "Lee"), ("Jan van der", "Berg")],
        "publicationTitle": "The Tide & Press",
        "section": "Ports",
        "date": "2015/05/26",
        "language": "en",
        "url": "https://example.org/a?b=1&c=2",
    }


def test_one_author_stays_one(pages: dict[str, tuple[str, str]]) -> None:
    assert taken(*pages["two"])["creators"] == [("Ana María van der", "Berg")]


def test_what_is_not_known_is_not_said(pages: dict[str, tuple[str, str]]) -> None:
    page, address = pages["three"]
    item = taken(page, address)
    assert (item["itemType"], item["date"], item["creators"], item["url"]) == ("newspaperArticle", "", [], address)
    assert 'content=""' not in page


def test_the_page_shows_citations_to_copy(pages: dict[str, tuple[str, str]]) -> None:
    page, address = pages["one"]
    page = page.replace('<bdi dir="ltr">', "").replace("</bdi>", "")  # dates and addresses keep their order
    assert "(2015, May 26). Can the &lt;b&gt;harbour&lt;/b&gt; be &#34;saved&#34;? <i>The Tide &amp; Press</i>." in page
    assert "<i>Tide &amp; Press</i>, May 26, 2015. https://example.org/a?b=1&amp;c=2." in page
    assert f">{address}</a>" in page
    for kind in ("ris", "bib", "csl.json", "md", "html"):
        assert f'href="/article/{address[-16:]}.{kind}"' in page
