"""Charts and tables of two facets: every number is what its link lists, and all of them tell the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.search.copied_archive import prints, published
from tests.web.replies import json_of
from tests.web.test_states import listed
from web.site.app import create_app

QUESTIONS = ("", "copper", "nickel OR silver", "-nickel")
FACETS = ("publisher", "byline", "person", "language", "date")
DRAWN = 12  # random addresses
FOLLOWED = 6  # numbers of a page that are tried
BAR = re.compile(r'<a href="([^"]+)" class="bar"[^>]*>\s*<title>([^:]+): ([\d,]+) [ar]')
NUMBER = re.compile(r'<td class="num"><a href="(/search[^"]*)">([\d,]+)<')
TITLE = re.compile(r'<bdi>([^<]*)</bdi> <a href="(/search[^"]*)">([\d,]+) [ar]')
UNDATED = re.compile(r'unplaced"><a href="([^"]+)">([\d,]+) \w+ without a date')


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client over stories that several papers print, some of them without a date."""
    folder: Path = tmp_path_factory.mktemp("charted")
    published(folder, prints())
    return create_app(open_engine(folder / "index", seconds=60.0)).test_client()


@pytest.fixture(params=["seeds", "copies"])
def client(request: pytest.FixtureRequest, reader: FlaskClient, copied: FlaskClient) -> FlaskClient:
    return reader if request.param == "seeds" else copied


def asked(rng: Random, client: FlaskClient) -> list[tuple[str, str]]:
    """A random question with what is chosen and left out."""
    facets = json_of(client.get("/api/search"))["facets"]
    pairs = [("q", rng.choice(QUESTIONS if rng.random() < 0.7 else ("the", "agreement")))]
    for _ in range(rng.choice((0, 1, 1, 2))):
        facet = rng.choice([name for name in FACETS if facets.get(name)])
        value = rng.choice(facets[facet])["value"]
        pairs.append((f"{rng.choice(('', '', '-'))}{facet}", value))
    if rng.random() < 0.3:
        pairs.append(("from", rng.choice(("2010", "2015-02"))))
    if rng.random() < 0.2:
        pairs.append(("copies", "all"))
    return pairs


def drawn(client: FlaskClient, path: str, more: Callable[[Random], list[tuple[str, str]]], seed: int) -> Iterator[str]:
    """Random addresses below a path."""
    rng = Random(seed)
    for _ in range(DRAWN):
        yield f"{path}?{urlencode([*asked(rng, client), *more(rng)])}"


def number(said: str) -> int:
    return int(said.replace(",", ""))


def compared(rng: Random) -> list[tuple[str, str]]:
    kind = rng.choice(("", "publisher", "byline", "person", "words"))
    values = [("value", word) for word in ("copper", "the")] if kind == "words" else []
    return [
        ("compare", kind),
        *values,
        *([("by", rng.choice(("years", "months", "days")))] if rng.random() < 0.4 else []),
    ]


def test_each_number_of_a_chart_is_what_its_link_lists(client: FlaskClient, seed: int) -> None:
    rng, tried = Random(seed), 0
    for address in drawn(client, "/chart", compared, seed):
        page = client.get(address).text
        numbers = [*NUMBER.findall(page), *((href, n) for _, href, n in TITLE.findall(page)), *UNDATED.findall(page)]
        bars = [(href, n) for href, _, n in BAR.findall(page) if unescape(href).startswith("/search")]
        for href, said in rng.sample(numbers + bars, min(FOLLOWED, len(numbers + bars))):
            assert listed(client.get(unescape(href)).text) == number(said), (address, href)
            tried += 1
    assert tried > DRAWN


def test_a_bar_leads_into_its_period_with_as_many_results(client: FlaskClient, seed: int) -> None:
    rng, tried = Random(seed), 0
    for address in drawn(client, "/chart", compared, seed + 1):
        page = client.get(address).text
        drawings = page.split("<section aria-labelledby=")[1:]
        for place, drawing in enumerate(drawings):
            bars = [bar for bar in BAR.findall(drawing.split("</svg>")[0]) if unescape(bar[0]).startswith("/chart")]
            for href, _, said in rng.sample(bars, min(2, len(bars))):
                inside = client.get(unescape(href)).text
                _, leads, total = TITLE.findall(inside)[place]
                if "compare=" not in unescape(href) or "value=" in unescape(href):
                    assert total == said, (address, href)
                    assert listed(client.get(unescape(leads)).text) == number(said)
                    tried += 1
    assert tried > 3


def test_page_table_file_and_reply_tell_the_same(client: FlaskClient, seed: int) -> None:
    for address in drawn(client, "/chart", compared, seed + 2):
        tail = address.removeprefix("/chart")
        tail += "" if "copies=" in tail else "&copies=group"
        reply = json_of(client.get(f"/api/chart{tail}"))
        rows = list(csv.reader(StringIO(client.get(f"/chart.csv{tail}").get_data().decode("utf-8-sig"))))
        lines = {row[0]: row[1:] for row in rows[1:]}
        for place, period in enumerate(reply["periods"]):
            counts = [series["counts"][place] for series in reply["series"]]
            every = reply["everything"]["counts"][place]
            assert list(map(int, [*lines[period][:-1:2], lines[period][-1]])) == [*counts, every]
            for count, share in zip(counts, lines[period][1:-1:2], strict=True):
                assert share == (f"{100 * count / every:.2f}" if every else "")
        page = client.get(f"/chart{tail}").text
        behind = "(?= <span)" if 'class="share"' in page else "(?=</td>)"
        shown = re.findall(rf'<td class="num">(?:<a [^>]*>)?([\d,]+)(?:</a>)?{behind}', page)
        assert sum(map(number, shown)) == sum(map(sum, (series["counts"] for series in reply["series"])))


def crossed(rng: Random) -> list[tuple[str, str]]:
    rows, columns = rng.sample(FACETS, 2)
    return [("rows", rows), ("columns", columns), ("top", rng.choice(("5", "20")))]


def test_each_number_of_a_table_is_what_its_link_lists(client: FlaskClient, seed: int) -> None:
    rng, tried = Random(seed), 0
    for address in drawn(client, "/table", crossed, seed + 3):
        page = client.get(address).text
        numbers = NUMBER.findall(page)
        for href, said in rng.sample(numbers, min(FOLLOWED, len(numbers))):
            assert listed(client.get(unescape(href)).text) == number(said), (address, href)
            tried += 1
        tail = address.removeprefix("/table")
        tail += "" if "copies=" in tail else "&copies=group"
        reply: Any = json_of(client.get(f"/api/table{tail}"))
        rows = list(csv.reader(StringIO(client.get(f"/table.csv{tail}").get_data().decode("utf-8-sig"))))
        cells = [list(map(int, row[1:])) for row in rows[1:]]
        counts = [value["count"] for value in reply["row_values"]]
        whole = [[*row, count] for row, count in zip(reply["cells"], counts, strict=True)]
        assert cells == [*whole, [*(value["count"] for value in reply["column_values"]), reply["listed"]]]
        shown = sorted(cell for row in cells for cell in row if cell)
        assert sorted(number(n) for _, n in numbers) == (shown if counts and reply["column_values"] else [])
    assert tried > DRAWN


@pytest.mark.parametrize("tail", ["by=weeks", "compare=colour", "rows=colour", "top=0", "top=999", "by=years&by=days"])
def test_what_cannot_be_used_is_said(reader: FlaskClient, tail: str) -> None:
    path = "/table" if tail.startswith(("rows", "top")) else "/chart"
    reply = reader.get(f"{path}?q=the&{tail}")
    assert reply.status_code == 200
    assert 'class="note"' in reply.text


def test_a_form_is_sent_on_to_its_short_address(reader: FlaskClient) -> None:
    reply = reader.get("/chart?q=the&from=&to=&compare=words&value=agreement&value=&value=talks&value=")
    assert (reply.status_code, reply.headers["Location"]) == (
        303,
        "/chart?q=the&compare=words&value=agreement&value=talks",
    )


def test_of_a_time_that_is_too_long_longer_periods_are_told(reader: FlaskClient) -> None:
    reply = json_of(reader.get("/api/chart?by=days"))
    assert (reply["by"], reply["note_codes"][0]["code"]) == ("months", "periods_limited")


def test_a_value_is_known_in_any_capitals(reader: FlaskClient) -> None:
    papers = json_of(reader.get("/api/search"))["facets"]["publisher"]
    name, count = next((paper["value"], paper["count"]) for paper in papers if paper["value"])
    reply = json_of(reader.get("/api/chart", query_string={"compare": "publisher", "value": name.upper()}))
    assert [(one["value"], one["listed"]) for one in reply["series"]] == [(name, count)]


def test_without_values_the_most_frequent_are_compared(reader: FlaskClient) -> None:
    papers = json_of(reader.get("/api/search"))["facets"]["publisher"]
    reply = json_of(reader.get("/api/chart?compare=publisher"))
    assert [one["value"] for one in reply["series"]] == [paper["value"] for paper in papers if paper["value"]][:4]


def test_filters_that_are_sent_with_a_tick_are_charted_side_by_side(reader: FlaskClient) -> None:
    sent = "q=&from=&to=&added=&publisher=A&tick.publisher=B+c&ticked=keep&compare=chosen"
    reply = reader.get(f"/chart?{sent}")
    assert reply.status_code == 303
    place = reply.headers["Location"]
    assert place == "/chart?publisher=A&publisher=B+c&compare=publisher&value=A&value=B+c"
    left = reader.get(f"/chart?{sent.replace('keep', 'leave')}").headers["Location"]
    assert left == "/chart?publisher=A&-publisher=B+c"
