"""A day of which no source says the year: as the reply says it, as pages show it, and who finds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.dispatches import DISPATCH, OLDER, OTHER_YEARS, SAME_EVENT, TITLE, dated, page
from web.site.app import create_app

POSSIBLE = ["2008-10-14", "2014-10-14", "2025-10-14"]
SHOWN = "14 October, year unknown (2008, 2014 or 2025)"


def client(reindexed: Callable[..., Path], folder: Path, told: Mapping[str, tuple[str, str]]) -> FlaskClient:
    (folder / "dispatch.txt").write_text(page(TITLE, *DISPATCH), "utf-8")
    for day, (title, text) in told.items():
        (folder / f"{day}.txt").write_text(dated(day, title, text), "utf-8")
    index = reindexed(folder)
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


@pytest.fixture(scope="module")
def undecided(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client(reindexed, tmp_path_factory.mktemp("undecided"), {**OLDER, **OTHER_YEARS})


@pytest.fixture(scope="module")
def decided(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client(reindexed, tmp_path_factory.mktemp("decided"), {**OLDER, **OTHER_YEARS, **SAME_EVENT})


def reply(reader: FlaskClient, query: str) -> dict[str, Any]:
    found: dict[str, Any] = reader.get(f"/api/search?{query}").get_json()
    return found


def titles(reader: FlaskClient, query: str) -> set[str]:
    return {hit["title"] for hit in reply(reader, query)["hits"]}


def the_hit(reader: FlaskClient) -> dict[str, Any]:
    hit: dict[str, Any]
    (hit,) = [hit for hit in reply(reader, "q=osterlind+falkenberg+miners")["hits"] if hit["title"] == TITLE]
    return hit


def test_the_reply_says_the_day_and_what_it_can_be(undecided: FlaskClient) -> None:
    hit = the_hit(undecided)
    article = undecided.get(f"/api/article/{hit['id']}").get_json()
    for said in (hit, article):
        assert (said["published"], said["published_precision"]) == (None, "day_without_year")
        assert said["published_possible"] == POSSIBLE


def test_a_decided_one_is_a_date_like_another(decided: FlaskClient) -> None:
    hit = the_hit(decided)
    assert (hit["published"], hit["published_precision"], hit["published_possible"]) == ("2014-10-14", "day", [])
    assert hit["published_inferred"].startswith("year from")
    assert TITLE in titles(decided, "q=date:2014")
    assert not [offer for offer in reply(decided, "q=date:2014")["offers"] if offer["facet"] == "possible"]


def test_other_articles_have_no_possible_days(undecided: FlaskClient) -> None:
    for hit in reply(undecided, "q=")["hits"]:
        assert hit["title"] == TITLE or (hit["published_precision"], hit["published_possible"]) == ("day", [])


@pytest.mark.parametrize("place", ["/search?q=osterlind", "/article/{id}"])
def test_pages_show_it_in_words(undecided: FlaskClient, place: str) -> None:
    shown = undecided.get(place.format(id=the_hit(undecided)["id"])).text
    assert SHOWN in re.sub(r"\s+", " ", shown)
    assert "Undated</span>" not in shown


@pytest.mark.parametrize(
    "query",
    [
        "q=date:2014&possible=1",
        "q=date:2014-10&possible=1",
        "q=date:2014-10-14&possible=1",
        "q=miners+date:2008&possible=1",
        "q=since:2025-10-14&possible=1",
        "q=miners+-date:2014&possible=1",
        "q=&from=2014-01-01&to=2014-12-31&possible=1",
        "q=&to=2008-10-14&possible=1",
    ],
)
def test_a_time_finds_it_where_possible_days_are_asked_for(undecided: FlaskClient, query: str) -> None:
    assert TITLE in titles(undecided, query)


@pytest.mark.parametrize(
    "query",
    [
        "q=date:2014",
        "q=&from=2014-01-01&to=2014-12-31",
        "q=date:2014-10-15..2014-12&possible=1",
        "q=date:2015&possible=1",
        "q=before:2008-10-14&possible=1",
        "q=&from=2015-01-01&to=2016-12-31&possible=1",
        "q=&date=2014&possible=1",
    ],
)
def test_another_time_does_not_find_it_nor_one_without_asking(undecided: FlaskClient, query: str) -> None:
    assert TITLE not in titles(undecided, query)


@pytest.mark.parametrize("query", ["q=date:2014", "q=&from=2014-01-01&to=2014-12-31", "q=miners+date:2008"])
def test_an_offer_says_how_many_there_are_and_leads_there(undecided: FlaskClient, query: str) -> None:
    found = reply(undecided, query)
    (offer,) = [offer for offer in found["offers"] if offer["facet"] == "possible"]
    assert offer["count"] == 1
    assert reply(undecided, f"{query}&possible=1")["total"] == found["total"] + 1
    shown = undecided.get(f"/search?{query}").text
    assert "Perhaps of that time, year unknown</a>: 1 article" in shown
    leads = [place.replace("&amp;", "&") for place in re.findall(r'href="(/search\?[^"]*possible=1[^"]*)"', shown)]
    assert leads and SHOWN in undecided.get(leads[0]).text


@pytest.mark.parametrize(
    "query", ["q=date:2015", "q=miners", "q=date:2014&possible=1", "q=-date:2014", "q=rain+date:2014"]
)
def test_no_offer_where_nothing_would_be_added(undecided: FlaskClient, query: str) -> None:
    assert not [offer for offer in reply(undecided, query)["offers"] if offer["facet"] == "possible"]


def test_facets_count_it_as_undated(undecided: FlaskClient) -> None:
    found = reply(undecided, "q=&possible=1")
    counts = {value["value"]: value["count"] for value in found["facets"]["date"]}
    assert counts[""] == 1
    assert sum(counts.values()) == found["total"]
    for value, count in counts.items():
        assert reply(undecided, f"q=&possible=1&date={quote_plus(value)}")["total"] == count


def test_the_chosen_filter_can_be_taken_back(undecided: FlaskClient) -> None:
    assert "Days without a year, too" in undecided.get("/search?q=date:2014&possible=1").text
