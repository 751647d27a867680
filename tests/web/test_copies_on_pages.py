"""What a reader sees of copies: one card, the papers that had the text, a page of their own, and both numbers."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import ArticleDate, Precision
from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.web.test_copies_in_replies import SENTENCES, story
from tests.web.test_pages import listed, total
from web.intervals import later
from web.paths import EXPORTS
from web.site.app import create_app

WIRE = SENTENCES[:6]
WRITTEN = [
    story("wire", "2014-03-01T08:00", WIRE, publisher="Tide Press"),
    story("paper", "2014-03-01T13:10", [*WIRE[:5], SENTENCES[6]], publisher="The Barge"),
    story("cut", "2014-03-03", WIRE[:4], publisher="The Sluice"),
    story("again", "2014-03-03T09:00", WIRE, publisher="The Barge"),
    story("other", "2014-03-01", SENTENCES[10:16], publisher="The Barge"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("copied")
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in WRITTEN), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    return create_app(open_engine(folder / "index"), replace(Settings(), index=folder / "index")).test_client()


def cards(page: str) -> list[str]:
    return re.findall(r'<article class="card" id="a-(\w+)"', page)


def ids(client: FlaskClient) -> dict[str, str]:
    return {hit["key"]: hit["id"] for hit in client.get("/api/search?q=").get_json()["hits"]}


def text(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_a_page_lists_copies_as_one_and_says_both_numbers(client: FlaskClient) -> None:
    page = client.get("/search?q=").text
    assert set(cards(page)) == {ids(client)["wire"], ids(client)["other"]}
    assert (total(page), listed(page)) == (5, 2)
    switch = re.search(r'<a href="([^"]+)">Show each copy</a>', page)
    assert switch
    every = client.get(unescape(switch[1])).text
    assert (total(every), len(cards(every))) == (5, 5)
    back = re.search(r'<a href="([^"]+)">Show copies as one</a>', every)
    assert back
    assert cards(client.get(unescape(back[1])).text) == cards(page)


def test_what_is_found_without_copies_says_nothing_of_them(client: FlaskClient) -> None:
    page = client.get("/search?q=title:other").text
    assert "copies" not in text(page)


def test_a_card_names_the_papers_and_opens_without_a_script(client: FlaskClient) -> None:
    page = client.get("/search?q=title:wire+OR+title:other").text
    (opening,) = re.findall(r'<details class="copies">.*?</details>', page, re.DOTALL)
    assert text(opening.partition("</summary>")[0]) == "+3 copies : The Barge, The Sluice"
    rows = [text(row) for row in re.findall(r"<li>(.*?)</li>", opening, re.DOTALL)]
    assert rows[0].startswith("The Barge 1 Mar 2014, 13:10, 5 hours later, 83% as in the first")
    assert rows[1].startswith("The Barge 3 Mar 2014, 09:00, 2 days later, the same text as the first")
    assert rows[2].startswith("The Sluice 3 Mar 2014, 2 days later, cut to 67% of the first")


def test_a_card_that_is_not_the_first_still_counts_from_the_first(client: FlaskClient) -> None:
    page = client.get("/search?q=title:paper").text
    (opening,) = re.findall(r'<details class="copies">.*?</details>', page, re.DOTALL)
    rows = [text(row) for row in re.findall(r"<li>(.*?)</li>", opening, re.DOTALL)]
    assert rows[0].startswith("Tide Press 1 Mar 2014, 08:00, stood first")
    assert rows[1].startswith("The Barge 3 Mar 2014, 09:00, 2 days later")


def test_the_links_of_copies_keep_the_question(client: FlaskClient) -> None:
    word = SENTENCES[0].split()[0].lower()
    page = client.get(f"/search?q={word}").text
    (opening,) = re.findall(r'<details class="copies">.*?</details>', page, re.DOTALL)
    hrefs = [unescape(href) for href in re.findall(r'href="(/article/[^"]+)"', opening)]
    assert len(hrefs) == 3
    for href in hrefs:
        assert "<mark" in client.get(href).text


@pytest.mark.parametrize("key", ["wire", "paper", "cut", "again"])
def test_any_copy_leads_to_the_page_of_all(client: FlaskClient, key: str) -> None:
    page = client.get(f"/group/{ids(client)[key]}").text
    listing = re.findall(r'<li id="a-(\w+)"', page)
    assert listing == [ids(client)[name] for name in ("wire", "paper", "again", "cut")]
    assert "4 articles with this text or much of it" in text(page)
    assert re.findall(r'<li id="a-(\w+)" class="asked"', page) == [ids(client)[key]]
    assert "of the shorter text’s" in text(page), "why they are copies"


def test_an_article_without_copies_has_a_page_that_says_so(client: FlaskClient) -> None:
    page = client.get(f"/group/{ids(client)['other']}")
    assert page.status_code == 200
    assert "No copy of this article is known" in page.text
    assert client.get("/group/0123456789abcdef").status_code == 404


def test_an_article_names_its_copies(client: FlaskClient) -> None:
    page = text(client.get(f"/article/{ids(client)['cut']}").text)
    assert "3 copies elsewhere. Another one stood first." in page
    assert "It stood here first." in text(client.get(f"/article/{ids(client)['wire']}").text)
    assert "elsewhere" not in text(client.get(f"/article/{ids(client)['other']}").text)


def test_only_where_it_first_stood(client: FlaskClient) -> None:
    page = client.get("/search?q=&first=1").text
    assert set(cards(page)) == {ids(client)["wire"], ids(client)["other"]}
    assert total(page) == 2
    assert "Remove filter Only where it first stood" in page
    assert re.search(r'name="first" value="1" checked', page)
    assert client.get("/api/search?q=title:cut&first=1").get_json()["total"] == 0


def test_programs_and_exports_get_each_copy_unless_they_ask(client: FlaskClient) -> None:
    for address in ("/api/search?q=", "/search.json?q="):
        assert len(client.get(address).get_json()["hits"]) == 5
        assert len(client.get(f"{address}&copies=group").get_json()["hits"]) == 2
    assert client.get("/search.atom?q=").text.count("<entry>") == 5
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=").text.lstrip("\ufeff"))))
    groups = {row["key"]: row["group"] for row in rows}
    assert groups["other"] == ""
    assert {groups[key] for key in ("wire", "paper", "cut", "again")} == {ids(client)["wire"]}
    linked = re.findall(r'href="(/search\.[^"]*)"', client.get("/search?q=").text)
    assert set(linked) == {f"/search.{kind}" for kind in EXPORTS} | {"/search.atom?sort=added"}
    assert not any("copies" in href for href in linked)


def test_facets_of_programs_count_what_they_list(client: FlaskClient) -> None:
    def counts(copies: str) -> dict[str, int]:
        facets = client.get(f"/api/search?q=&copies={copies}").get_json()["facets"]
        return {value["value"]: value["count"] for value in facets["publisher"]}

    assert counts("all") == {"The Barge": 3, "The Sluice": 1, "Tide Press": 1}
    assert counts("group") == {"The Barge": 2, "The Sluice": 1, "Tide Press": 1}


def day(number: int, precision: Precision = Precision.DAY) -> ArticleDate:
    return ArticleDate(datetime(2014, 3, number), precision)


def minute(hour: int, zone: timezone | None = UTC, number: int = 1) -> ArticleDate:
    return ArticleDate(datetime(2014, 3, number, hour, tzinfo=zone), Precision.MINUTE)


@pytest.mark.parametrize(
    ("first", "other", "told"),
    [
        (minute(8), minute(13), "5 hours later"),
        (minute(8), minute(9, timezone(timedelta(hours=2))), "1 hour earlier"),
        (minute(8), minute(8), "the same minute"),
        (minute(8), minute(8, number=2), "the next day"),
        (minute(8), minute(13, None), "the same day"),
        (minute(8), minute(8, number=4), "3 days later"),
        (day(1), minute(8), "the same day"),
        (day(1), day(2), "the next day"),
        (day(4), day(2), "2 days earlier"),
        (day(1, Precision.MONTH), day(2), ""),
    ],
)
def test_how_long_after_the_first(first: ArticleDate, other: ArticleDate, told: str) -> None:
    assert later(first, other) == told
