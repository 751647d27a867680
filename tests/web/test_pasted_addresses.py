"""A pasted address leads to its article, to a list where several stand there, and never out of the archive."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from web.site.app import create_app

FERRY = "https://www.isles.example/post/ferry"
LINES = [
    {"id": "ferry", "url": FERRY},
    {"id": "ice", "url": "https://isles.example/post/ice"},
    {"id": "again", "url": "http://isles.example/post/ice/", "publisher": "The Skerry"},
    {"id": "news", "url": "https://news.isles.example/x", "publisher": "The Skerry"},
]


@pytest.fixture(scope="module")
def client(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("isles")
    lines = [{"title": f"On {line['id']}", "text": f"The {line['id']} of the islands.", **line} for line in LINES]
    (folder / "isles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return create_app(open_engine(reindexed(folder))).test_client()


def asked(client: FlaskClient, text: str, more: str = "", path: str = "/search") -> str:
    return client.get(f"{path}?q={quote_plus(text)}{more}").text


@pytest.mark.parametrize(
    "typed",
    [
        FERRY,
        "isles.example/post/ferry/",
        "WWW.Isles.example/post/ferry?utm_source=a#b",
        " HTTP://isles.example/post/ferry ",
    ],
)
@pytest.mark.parametrize("more", ["", "&publisher=The+Skerry", "&per_page=20&from=2013"])
def test_an_address_leads_to_its_article(client: FlaskClient, typed: str, more: str) -> None:
    reply = client.get(f"/search?q={quote_plus(typed)}{more}")
    assert reply.status_code == 303
    assert reply.headers["Location"].startswith("/article/")
    assert "<h1" in client.get(reply.headers["Location"]).text
    assert "On ferry" in client.get(reply.headers["Location"]).text
    assert reply.headers["Content-Type"].startswith("text/plain")


def test_the_api_answers_with_the_article_and_an_offer(client: FlaskClient) -> None:
    reply = json.loads(asked(client, FERRY, path="/api/search"))
    (hit,) = reply["hits"]
    assert (reply["total"], reply["reading"], hit["key"]) == (1, "url:=isles.example/post/ferry", "ferry")
    assert reply["offers"] == [{"facet": "address", "value": hit["id"], "count": 1, "rest": ""}]
    assert json.loads(asked(client, FERRY, path="/search.json"))["total"] == 1


def test_several_articles_at_an_address_are_listed(client: FlaskClient) -> None:
    page = asked(client, "isles.example/post/ice")
    assert "2 articles for" in page and page.count('<article class="card"') == 2
    assert "The article at this address" not in page
    narrowed = asked(client, "isles.example/post/ice", "&publisher=Nobody")
    assert narrowed.count("The article at this address") == 2, "filters leave them out, and it says where they are"


def test_of_an_address_that_no_article_has_the_site_is_offered(client: FlaskClient) -> None:
    page = asked(client, "https://isles.example/post/fog")
    assert "No article is known to have the address isles.example/post/fog" in page
    assert '<a href="/search?q=site%3Aisles.example">From the site <bdi>isles.example</bdi></a>: 4 articles' in page


@pytest.mark.parametrize(
    "typed", ["https://evil.example/", "//evil.example/a", "https://evil.example/%0d%0aLocation:x"]
)
def test_no_address_leads_out_of_the_archive(client: FlaskClient, typed: str) -> None:
    reply = client.get(f"/search?q={quote_plus(typed)}")
    assert reply.status_code == 200 and "Location" not in reply.headers


def test_as_typed_it_is_looked_for_in_the_texts(client: FlaskClient) -> None:
    assert "Nothing for" in asked(client, FERRY, "&typed=1")


def test_a_host_on_a_card_leads_to_its_articles(client: FlaskClient) -> None:
    page = asked(client, "islands", "&publisher=The+Skerry")
    link = 'href="/search?q=islands&amp;publisher=The+Skerry&amp;site=news.isles.example"'
    assert link in page and 'aria-label="Only results from news.isles.example"' in page
    assert "1 article for" in asked(client, "islands", "&publisher=The+Skerry&site=news.isles.example")


def test_the_panel_of_sites_counts_what_a_click_gives(client: FlaskClient) -> None:
    counted = json.loads(asked(client, "islands", path="/api/search"))["facets"]["site"]
    assert {value["value"]: value["count"] for value in counted} == {"isles.example": 3, "news.isles.example": 1}
    assert '<legend class="unseen">Site</legend>' in asked(client, "islands")
    assert json.loads(asked(client, "", "&site=isles.example", "/api/search"))["total"] == 3


def test_an_article_s_page_tells_its_site_and_how_it_is_known(client: FlaskClient) -> None:
    (hit,) = json.loads(asked(client, FERRY, path="/api/search"))["hits"]
    page = client.get(f"/article/{hit['id']}").text
    assert '<a href="/search?site=isles.example"><bdi>isles.example</bdi></a>' in page
    known = page.partition("How we know this")[2]
    assert "isles.example/" in known.partition("About the file")[0], known[:900]
