"""The pages of a large archive lead to each of its values and articles."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from search.engine import Engine
from tests.large.test_counts import ranked
from tests.large.world import EVERYWHERE, World
from web.site.app import create_app


@pytest.fixture(scope="module")
def reader(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def values(page: str, name: str) -> list[str]:
    return [html.unescape(value) for value in re.findall(rf'name="tick\.{name}" value="([^"]*)"', page) if value]


def by_name(reader: FlaskClient, name: str, number: int) -> list[str]:
    return values(reader.get(f"/facet/{name}", query_string={"order": "name", "page": number}).text, name)


@pytest.mark.parametrize("name", ["publisher", "byline"])
def test_the_pages_of_a_facet_show_each_value_the_most_frequent_first(
    name: str, reader: FlaskClient, world: World
) -> None:
    order = [value for value, _ in ranked(world.counts(name, world.records)) if value]
    shown: list[str] = []
    for number in range(1, len(order)):
        page = reader.get(f"/facet/{name}", query_string={"page": number}).text
        shown += (more := values(page, name))
        if number == 1:
            assert re.search(rf"<h1>{len(order):,} (papers|authors) ", page)
        if not more or len(shown) >= len(order):
            break
    assert shown == order


@pytest.mark.parametrize("name", ["publisher", "byline"])
def test_the_pages_of_a_facet_show_each_value_once_by_the_alphabet(
    name: str, reader: FlaskClient, world: World
) -> None:
    shown: list[str] = []
    last: list[str] = []
    number = 1
    while (more := by_name(reader, name, number)) != last:
        shown += more
        last, number = more, number + 1
    assert sorted(shown) == sorted(value for value in world.counts(name, world.records) if value)


@pytest.mark.parametrize("name", ["publisher", "byline"])
def test_the_box_finds_every_value(name: str, reader: FlaskClient, world: World) -> None:
    order = ranked(world.counts(name, world.records))
    for value, count in (*order[:3], order[1_500], *order[-3:]):
        if not value:
            continue
        page = reader.get(f"/facet/{name}", query_string={"filter": value.upper()}).text
        assert values(page, name) == [value]
        chosen = reader.get("/api/search", query_string={name: value}).json
        assert chosen is not None
        assert chosen["total"] == count


def test_the_last_page_that_can_be_reached_is_the_last_that_is_linked(reader: FlaskClient) -> None:
    page = reader.get("/search", query_string={"q": EVERYWHERE, "per_page": 100}).text
    links = {int(number) for number in re.findall(r"[?&;]page=(\d+)", page)}
    assert max(links) == 100
    last = reader.get("/search", query_string={"q": EVERYWHERE, "per_page": 100, "page": 100}).text
    assert last.count('class="snippet"') >= 100
    beyond = reader.get("/search", query_string={"q": EVERYWHERE, "per_page": 100, "page": 101}).text
    assert "Only the first 10,000" in beyond
