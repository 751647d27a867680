"""Nothing that an article or an address says runs, loads or changes the page around it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.replies import json_of

HARM = "<script>alert(1)</script>"
QUOTES = "\"'><img src=x onerror=alert(1)>"
SAFE = {"src": ("/static/",), "action": ("/",), "href": ("/", "#")}


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def inert(html: str) -> _Elements:
    page = _Elements(html)
    tags = [tag for tag, _ in page.found]
    assert not {"iframe", "img", "style", "object", "embed", "base", "video"} & set(tags)
    assert all(set(attributes) == {"src", "type"} for tag, attributes in page.found if tag == "script")
    assert all(attributes["class"].startswith("chart ") for tag, attributes in page.found if tag == "svg")
    assert not {"foreignobject", "use", "image", "animate", "set"} & set(tags), "a chart draws, and nothing else"
    assert tags.count("main") == tags.count("body") == 1
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}], tag
        for name, starts in SAFE.items():
            assert name not in attributes or attributes[name].startswith(starts), (tag, attributes)
    return page


def test_a_result_list_is_inert(reader: FlaskClient) -> None:
    page = inert(reader.get("/search?q=zymurgy").text)
    assert HARM in page.text
    assert "\u0007" not in page.text


@pytest.mark.parametrize("view", ["clean", "removed", "original"])
@pytest.mark.parametrize("source", ["json", "markdown"])
def test_an_article_is_inert(reader: FlaskClient, view: str, source: str) -> None:
    hits = json_of(reader.get("/api/search?q=zymurgy"))["hits"]
    assert len(hits) == 2
    article = next(hit for hit in hits if hit["path"].endswith("md") == (source == "markdown"))
    page = inert(reader.get(f"/article/{article['id']}?q=zymurgy&at=1&view={view}").text)
    assert "alert(1)" in page.text
    if view == "clean":
        assert ("mark", {"id": "m1"}) in page.found


@pytest.mark.parametrize("view", ["", "two"])
def test_a_comparison_is_inert(reader: FlaskClient, view: str) -> None:
    ids = [hit["id"] for hit in json_of(reader.get("/api/search?q=zymurgy"))["hits"]]
    for first, second in (ids, ids[::-1]):
        page = inert(reader.get(f"/compare?a={first}&b={second}&view={view}").text)
        assert "alert(1)" in page.text
        assert "\u0007" not in page.text


@pytest.mark.parametrize("facet", ["publisher", "byline", "section"])
def test_a_page_of_values_is_inert(reader: FlaskClient, facet: str) -> None:
    page = inert(reader.get(f"/facet/{facet}?q=zymurgy").text)
    assert any(bad in page.text for bad in (HARM, QUOTES))


@pytest.mark.parametrize("bad", [HARM, QUOTES, "\u202e\u0000\ud7ff", "{{7*7}}", "%", "\\", "'; DROP"])
@pytest.mark.parametrize(
    "path",
    [
        "/search?q={}",
        "/search?publisher={}",
        "/search?{}=1",
        "/search?sort={}",
        "/{}",
        "/article/{}",
        "/compare?a={}&b=x",
        "/compare?b={}",
    ],
)
def test_an_address_is_inert(reader: FlaskClient, path: str, bad: str) -> None:
    reply = reader.get(path.format(quote(bad, safe="")))
    assert reply.status_code == 400 if path.startswith("/compare?b") else reply.status_code in {200, 404}
    inert(reply.text)


def test_snippets_of_the_interface_are_escaped(reader: FlaskClient) -> None:
    hits = json_of(reader.get("/api/search?q=zymurgy"))["hits"]
    snippets = " ".join(snippet for hit in hits for snippet in hit["snippets"])
    assert "<mark>zymurgy</mark>" in snippets
    assert "<script" not in snippets
    assert "&lt;script" in snippets
