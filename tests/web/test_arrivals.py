"""What came into the archive of late can be found, told to a feed, and kept as an address for the next visit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from search.options import Options
from tests.reindex.archives import run
from tests.web.replies import json_of
from web.site.app import create_app

RUNS = tuple(datetime(2026, 3, *at, tzinfo=UTC) for at in ((1, 12, 0, 0), (9, 8, 5, 6), (12, 7, 0, 0)))
TODAY = date(2026, 3, 12)
STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
ATOM = "{http://www.w3.org/2005/Atom}"
NEW = ("one", "two", "three"), ("four", "five"), ("six",)


def page(name: str, more: str = "") -> str:
    return f"Article {name} of the valley\n\n{STORY} It was {name} who said so.\n\n{name} {name} {STORY} {more}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of three runs; in the last one an article of the first was edited."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, (moment, names) in enumerate(zip(RUNS, NEW, strict=True)):
        for name in names:
            (folder / f"{name}.txt").write_text(page(name))
        if number == 2:
            (folder / "two.txt").write_text(page("two", "And a line was added."))
        run(tmp_path / "index", folder, now=moment)
    return tmp_path / "index"


@pytest.fixture
def reader(folder: Path) -> FlaskClient:
    engine = open_engine(folder, options=Options(today=lambda: TODAY))
    return create_app(engine, replace(Settings(), index=folder)).test_client()


def keys(reader: FlaskClient, asked: str) -> list[str]:
    return [hit["key"] for hit in json_of(reader.get(f"/api/search?per_page=100&{asked}"))["hits"]]


def links(html: str) -> dict[str, str]:
    """The addresses of the line on what is new, by what they are called."""
    line = re.search(r'<p class="arrivals">.*?</p>', html, re.S)
    assert line, "there is no such line"
    return {shown: unescape(href) for href, shown in re.findall(r'<a href="([^"]*)">(.*?)</a>', line[0])}


def test_an_article_that_is_read_again_stays_where_it_came(reader: FlaskClient) -> None:
    found = keys(reader, "sort=added")
    assert [set(found[:1]), set(found[1:3]), set(found[3:])] == [{"six"}, {"five", "four"}, {"one", "two", "three"}]
    hits = json_of(reader.get("/api/search?sort=added"))["hits"]
    told = [(-datetime.fromisoformat(hit["added"]).timestamp(), hit["id"]) for hit in hits]
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("added=2026-03-09..", "four five six"),
        ("added=2026-03-09", "four five"),
        ("added=..2026-03-08", "one two three"),
        ("added=2026-03-09T08:05:06..", "four five six"),
        ("added=2026-03-09T08:05:07..", "six"),
        ("added=2026-03&q=bridge", "one two three four five six"),
        ("added=2027..", ""),
        ("q=added:today", "six"),
        ("q=bridge+added:%22past+week%22", "four five six"),
        ("q=added:2026-03-01&added=2026-03-09..", ""),
    ],
)
def test_what_came_in_a_time_is_found(reader: FlaskClient, asked: str, names: str) -> None:
    assert set(keys(reader, asked)) == set(names.split())


def test_the_first_page_leads_to_what_is_new_and_counts_it(reader: FlaskClient) -> None:
    html = reader.get("/search").text
    there = links(html)
    counted = dict(re.findall(r">([^<>]*)</a> \((\d+)\)", html))
    by_run = "by the last run that found any, 12 Mar 2026, 07:00 UTC"
    assert counted == {"today": "1", "in the past week": "3", by_run: "1"}
    for shown, count in counted.items():
        listed = reader.get(there[shown]).text
        assert re.search(rf"<h1[^>]*>{count} article", listed), shown
        assert 'aria-current="true">Added last</a>' in listed


def test_an_address_that_was_kept_tells_what_came_since(reader: FlaskClient, folder: Path) -> None:
    kept = links(reader.get("/search").text)["What will be added from now on"]
    assert re.search(r"<h1[^>]*>0 articles", reader.get(kept).text)
    (folder.parent / "pages" / "seven.txt").write_text(page("seven"))
    run(folder, now=datetime(2026, 3, 20, tzinfo=UTC))
    listed = reader.get(kept).text
    assert re.search(r"<h1[^>]*>1 article\b", listed) and "Article seven" in listed
    assert "Added 20 Mar 2026" in listed
    assert not reader.get("/search").headers.getlist("Set-Cookie"), "nobody is known again"


def test_where_all_came_at_once_nothing_is_new(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(page("one"))
    run(tmp_path / "index", tmp_path / "one.txt", now=RUNS[0])
    html = create_app(open_engine(tmp_path / "index")).test_client().get("/search").text
    assert 'class="arrivals"' not in html


def test_a_search_shows_its_time_and_takes_it_back(reader: FlaskClient) -> None:
    html = reader.get("/search?q=bridge&added=2026-03-09..&sort=added&copies=all").text
    assert 'aria-label="Remove filter Added: since 9 Mar 2026"' in html
    assert re.search(r'<input form="search" name="added" value="2026-03-09\.\."', html)
    assert 'type="hidden" name="added"' not in html.partition("</header>")[0], "or it would be sent twice"
    last = re.search(r'<a href="([^"]*)">By the last run</a>', html)
    assert last and set(keys(reader, unescape(last[1]).partition("?")[2])) == {"six"}
    at_any = re.search(r'<a href="([^"]*)">At any time</a>', html)
    assert at_any and len(keys(reader, unescape(at_any[1]).partition("?")[2])) == 6
    assert len(re.findall(r'<span class="label">Added \d+ Mar 2026</span>', html)) == 3
    assert '"label">Added ' not in reader.get("/search?q=bridge").text


def test_a_feed_of_what_is_added_says_when(reader: FlaskClient) -> None:
    html = reader.get("/search?q=bridge").text
    (address,) = re.findall(r'<a href="([^"]*)">Follow what is added, as a feed</a>', html)
    assert f'type="application/atom+xml" title="What is added to this search, as a feed" href="{address}"' in html
    feed = ElementTree.fromstring(reader.get(unescape(address)).data)
    entries = feed.findall(f"{ATOM}entry")
    told = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert told == [moment.isoformat() for moment, names in zip(RUNS[::-1], NEW[::-1], strict=True) for _ in names]
    ids = {hit["id"] for hit in json_of(reader.get("/api/search?q=bridge"))["hits"]}
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {f"urn:cuttings:article:{one}" for one in ids}
    other = ElementTree.fromstring(reader.get("/search.atom?q=bridge&sort=newest").data)
    assert {entry.findtext(f"{ATOM}updated") for entry in other.findall(f"{ATOM}entry")}.isdisjoint(
        moment.isoformat() for moment in RUNS[:2]
    )


def test_a_new_version_comes_to_a_feed_under_the_same_id(tmp_path: Path) -> None:
    line = '{"id": "%s", "title": "Ferry aground", "url": "https://quay.example/f", "retrieved": "%s", "text": "%s"}\n'
    file = tmp_path / "a.jsonl"
    file.write_text(line % ("a", "2026-02-01", f"{STORY} {STORY}"))
    run(tmp_path / "index", file, now=RUNS[0])
    with file.open("a") as more:
        more.write(line % ("b", "2026-02-05", f"{STORY} {STORY} The buoy was found."))
    run(tmp_path / "index", file, now=RUNS[1])
    feed = create_app(open_engine(tmp_path / "index")).test_client().get("/search.atom?sort=added").data
    (entry,) = ElementTree.fromstring(feed).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == RUNS[1].isoformat()
