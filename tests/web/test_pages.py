"""The pages and the JSON say what the engine answers, and each link leads to what it promises."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.article import ArticleDate, Precision
from search.query.help import HELP_ENTRIES
from tests.web.replies import json_of
from web import words


def total(html: str) -> int:
    match = re.search(r'<h1 id="summary">(?:([\d,]+) article|Nothing for)', html)
    assert match
    return int((match[1] or "0").replace(",", ""))


def listed(html: str) -> int:
    """How many results a page says that it lists: without copies, where it lists these as one."""
    match = re.search(r'<p class="listing">([\d,]+) without copies\. <a href="[^"]+">Show each copy', html)
    return int(match[1].replace(",", "")) if match else total(html)


@pytest.mark.parametrize(
    ("chosen", "goes_on"),
    [
        ("", "keep"),
        ("publisher=Tagesblatt", "keep"),
        ("-publisher=Tagesblatt", "leave"),
        ("-publisher=Tagesblatt&-language=de", "leave"),
        ("-publisher=Tagesblatt&language=de", "keep"),
    ],
)
@pytest.mark.parametrize("page", ["/search", "/facet/publisher"])
def test_whoever_leaves_values_out_goes_on_to_leave_out(
    reader: FlaskClient, page: str, chosen: str, goes_on: str
) -> None:
    html = reader.get(f"{page}?{chosen}").get_data(as_text=True)
    assert re.findall(r'name="ticked" value="(keep|leave)" checked', html) == [goes_on]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=date:2016-99", "articles in the archive"),
        ("q=agreement+date:2016-99", 'for <q dir="auto">agreement</q>'),
        ("q=date:2016-99&language=de", "article"),
        ("q=agreement+date:2015", 'for <q dir="auto">agreement date:2015</q>'),
    ],
)
def test_a_number_is_not_said_to_be_of_what_was_left_out(reader: FlaskClient, asked: str, said: str) -> None:
    headline = re.findall(r'<h1 id="summary">(.*?)</h1>', reader.get(f"/search?{asked}").text)
    assert [re.sub(r"^([\d,]+|Nothing) (articles? (?=for))?", "", text) for text in headline] == [said]


def test_the_interface_for_programs_keeps_its_contract(reader: FlaskClient) -> None:
    found = json_of(reader.get("/api/search?q=agreement&page=1"))
    assert found["total"] >= len(found["hits"]) > 0
    assert found["page"] == 1
    hit = found["hits"][0]
    assert {"id", "title", "publisher", "published", "authors", "snippets"} <= set(hit)
    exported = json_of(reader.get("/search.json?q=agreement"))["hits"][0]
    assert exported.items() <= hit.items()  # every JSON of the program says the same of a hit
    assert isinstance(hit["authors"], list)
    assert any("<mark>" in snippet for h in found["hits"] for snippet in h["snippets"])
    for values in found["facets"].values():
        assert all(isinstance(v["count"], int) and isinstance(v["value"], str) for v in values)
    article = json_of(reader.get(f"/api/article/{hit['id']}?q=agreement"))
    assert article["title"] == hit["title"]
    assert {"text", "dropped", "evidence", "marks", "path", "language"} <= set(article)
    for start, end in article["marks"]["text"]:
        assert article["text"][start:end].lower().startswith("agree")


def test_health_counts_the_articles(reader: FlaskClient) -> None:
    health = reader.get("/health")
    assert health.status_code == 200
    assert json_of(health)["articles"] == json_of(reader.get("/api/search?q="))["total"]


def test_a_missing_article_is_said_in_each_form(reader: FlaskClient) -> None:
    assert reader.get("/article/0123456789abcdef").status_code == 404
    reply = reader.get("/api/article/0123456789abcdef")
    assert (reply.status_code, reply.mimetype) == (404, "application/json")


def test_pages_and_json_agree(reader: FlaskClient) -> None:
    for address in ("q=agreement", "q=the&language=en", "q=&date=2015", "q=zzyzx", "q=a&-language=en&sort=oldest"):
        found = json_of(reader.get(f"/api/search?{address}&copies=group"))
        page = reader.get(f"/search?{address}").text
        assert total(page) == found["total"]
        assert re.findall(r'<article class="card" id="a-(\w+)"', page) == [hit["id"] for hit in found["hits"]]


@pytest.mark.parametrize("start", ["/search?q=the", "/search?q=agreement&language=en", "/search?q=&date=2015"])
def test_each_count_beside_a_value_is_what_choosing_it_gives(reader: FlaskClient, start: str) -> None:
    page = reader.get(start).text
    bars = re.findall(r'<a href="([^"]+)" class="bar" aria-label="[^":]+: ([\d,]+) (?:article|result)', page)
    undated = re.findall(r'<a href="([^"]+)">Undated \(([\d,]+)\)', page)
    assert bars
    for href, count in bars + undated:
        assert listed(reader.get(unescape(href)).text) == int(count.replace(",", "")), href
    for copies, counted in (("all", "total"), ("group", "total_groups")):
        asked = f"{start.replace('/search', '/api/search')}&copies={copies}"
        for name, values in json_of(reader.get(asked))["facets"].items():
            for value in values:
                if name != "date" and not any(v["selected"] for v in values):
                    chosen = reader.get(asked + "&" + urlencode([(name, value["value"])]))
                    assert json_of(chosen)[counted] == value["count"], (name, value)


def test_every_link_of_a_result_page_leads_somewhere(reader: FlaskClient) -> None:
    pages = ["/search?q=agreement+leaders&language=en&-section=Sport&from=2010", "/facet/byline?q=the", "/help"]
    hrefs = {unescape(h) for page in pages for h in re.findall(r'href="(/[^"]*)"', reader.get(page).text)}
    assert len(hrefs) > 30
    for href in sorted(hrefs):
        assert reader.get(href.partition("#")[0]).status_code == 200, href


@pytest.mark.parametrize("entry", HELP_ENTRIES, ids=lambda entry: entry.example)
def test_the_help_page_links_every_example(reader: FlaskClient, entry: object) -> None:
    page = unescape(re.sub(r"<[^>]+>", "", reader.get("/help").text))
    assert entry.example in page  # type: ignore[attr-defined]
    assert entry.sentence in page  # type: ignore[attr-defined]


def test_a_page_past_the_last_shows_the_last_and_says_so(reader: FlaskClient) -> None:
    page = reader.get("/search?q=the&page=500").text
    assert "this is the last one" in page
    assert '<article class="card"' in page


def test_an_empty_result_shows_ways_out(reader: FlaskClient) -> None:
    page = reader.get("/search?q=agreement&publisher=Nobody").text
    assert total(page) == 0
    ways = [unescape(h) for h in re.findall(r'<li><a href="([^"]+)">Without', page)]
    assert ways
    assert all(total(reader.get(way).text) > 0 for way in ways)


def test_what_matched_in_removed_lines_only_is_shown_there(reader: FlaskClient) -> None:
    page = reader.get("/search?q=in:removed+cookies").text
    href = unescape(re.search(r'<h2[^>]*><a href="([^"]+)"', page)[1])  # type: ignore[index]
    opened = reader.get(href).text
    assert "view=removed" in href
    assert 'id="m1"' in opened and "Match 1 of " in opened
    assert {words.casefold() for words in re.findall(r'<mark id="m\d+">([^<]*)', opened)} <= {"cookies", "cookie"}
    clean = reader.get(href.replace("&view=removed", "")).text
    assert "No match for" in clean and '#m1">See what was removed</a>' in clean


def test_the_undated_are_offered_where_there_are_any(reader: FlaskClient) -> None:
    offered = []
    for asked in ("the", "agreement", "minsk", "wales"):
        ranged = f"/search?q={asked}&from=1990"
        more = total(reader.get(f"{ranged}&undated=1").text) - total(reader.get(ranged).text)
        offered.append("Add the undated" in reader.get(ranged).text)
        assert offered[-1] == (more > 0), asked
    assert {True, False} == set(offered)


def test_a_time_has_its_zone() -> None:
    def shown(zone: timezone | None) -> str:
        return words.date(ArticleDate(datetime(2015, 5, 26, 13, 48, tzinfo=zone), Precision.MINUTE))

    assert shown(None) == "26 May 2015, 13:48"
    assert shown(UTC) == "26 May 2015, 13:48 UTC"
    assert shown(timezone(timedelta(hours=-3))) == "26 May 2015, 13:48 UTC\u22123"


def test_languages_and_directions_are_said(reader: FlaskClient) -> None:
    arabic = json_of(reader.get("/api/search?language=ar"))["hits"][0]
    page = reader.get(f"/article/{arabic['id']}").text
    assert '<div class="prose" id="text" lang="ar" dir="rtl">' in page
    assert 'lang="ar" dir="rtl"' in reader.get("/search?language=ar").text


def test_the_neighbours_of_a_result_are_its_neighbours(reader: FlaskClient) -> None:
    ids = [hit["id"] for hit in json_of(reader.get("/api/search?q=the"))["hits"]]
    page = reader.get(f"/article/{ids[1]}?q=the&at=2").text
    assert re.findall(r'rel="(prev|next)" href="/article/(\w+)\?', page) == [("prev", ids[0]), ("next", ids[2])]


def test_a_browser_can_add_the_archive_to_its_search_engines(reader: FlaskClient) -> None:
    reply = reader.get("/opensearch.xml")
    tree = ElementTree.fromstring(reply.data)
    urls = [e.get("template") for e in tree if e.tag.endswith("Url")]
    assert any("q={searchTerms}" in (url or "") for url in urls)


def test_the_first_page_is_light(reader: FlaskClient) -> None:
    parts = ["/", "/static/style.css", "/static/enhance.js", "/static/icon.svg"]
    assert sum(len(reader.get(part).data) for part in parts) <= 100_000


def test_static_files_may_be_kept_and_pages_may_not(reader: FlaskClient) -> None:
    assert "max-age=31536000" in reader.get("/static/style.css?v=1").headers["Cache-Control"]
    assert reader.get("/search?q=a").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_along_any_links_meets_no_error_and_no_wrong_count(reader: FlaskClient, seed: int) -> None:
    rng = random.Random(seed)
    address = "/search"
    followed = 0
    for _ in range(25):
        reply = reader.get(address)
        assert reply.status_code == 200, address
        page = reply.text
        counted = re.findall(r'<a href="(/search[^"]+)" class="bar" aria-label="[^":]+: ([\d,]+) (?:ar|re)', page)
        for href, count in rng.sample(counted, min(2, len(counted))):
            assert listed(reader.get(unescape(href)).text) == int(count.replace(",", "")), (address, href)
            followed += 1
        links = re.findall(r'href="(/(?:search|facet|article|chart|table)[^"#.]*)"', page) or ["/search?q=agreement"]
        address = unescape(rng.choice(links))
    assert followed > 3


@pytest.mark.parametrize("start", ["/search", "/search?q=the"])
def test_as_many_values_are_promised_as_there_are(reader: FlaskClient, start: str) -> None:
    more = re.findall(r'<p class="more"><a href="(/facet/[^"]+)">Show all ([\d,]+)<', reader.get(start).text)
    assert len(more) > 2
    for href, promised in more:
        found = re.search(r"<h1>([\d,]+) \w+", reader.get(unescape(href)).text)
        assert found and found[1] == promised, href


def test_orders_are_told_apart_by_their_words_alone(reader: FlaskClient) -> None:
    def orders(path: str, languages: str = "en") -> list[str]:
        html = reader.get(path, headers={"Accept-Language": languages}).text
        (row,) = re.findall(r'<nav class="tools"[^>]*>(.*?)</nav>', html, re.DOTALL)
        return re.findall(r'<a href="[^"]*"[^>]*>([^<]+)</a>', row.partition("</p>")[0])

    assert orders("/search?q=the") == ["Relevance", "Relevant and recent", "Newest date", "Oldest date", "Added last"]
    assert orders("/search") == ["Newest date", "Oldest date", "Added last"]
    for language, word in (("de", "datum"), ("fr", "date")):
        shown = orders("/search?q=the", language)
        assert len(set(shown)) == 5
        assert [word in one.casefold() for one in shown] == [False, False, True, True, False]


def test_how_many_a_page_is_asked_below_where_there_are_more(reader: FlaskClient) -> None:
    assert ">50</a>" in reader.get("/search").text.partition('<nav class="pager"')[2]
    assert "Per page" not in reader.get("/search?q=%22peace+talks%22").text
