"""A search is saved under any address that leads to it, by any process; what is none is refused and changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.reindex.archives import run
from tests.web.adding import BEARER, Adding, adding, small_index
from tests.web.saving import JSON, client_of, save, send, told


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return small_index(tmp_path)


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return client_of(index)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/search?q=mill", "/search?q=mill"),
        ("/search?q=mill&page=3&per_page=50&compact=1", "/search?q=mill"),
        ("search?q=mill#results", "/search?q=mill"),
        ("http://localhost/search?q=mill", "/search?q=mill"),
        ("http://localhost:80/search?q=mill", "/search?q=mill"),
        ("HTTP://LOCALHOST/search?q=mill", "/search?q=mill"),
        ("https://archive.example/search?q=mill", "/search?q=mill"),
        (
            "  /search?sort=newest&q=mill&language=en&-publisher=X ",
            "/search?q=mill&-publisher=X&language=en&sort=newest",
        ),
        ("/search?q=%C3%BCber+%E6%BC%A2%22", "/search?q=%C3%BCber+%E6%BC%A2%22"),
        ("/search?ticked=leave&tick.language=en", "/search?-language=en"),
        ("/search", "/search"),
        ("/search?added=2026-03-01", "/search?added=2026-03-01"),
    ],
)
def test_an_address_is_read_in_any_spelling(index: Path, given: str, kept: str) -> None:
    client = client_of(index, address="https://archive.example")
    made = save(client, given)
    assert made.status_code == 201, made.get_data(as_text=True)
    assert made.get_json()["address"] == kept


def test_an_address_is_read_with_the_prefix_and_without(index: Path) -> None:
    client = client_of(index, prefix="/news")
    for given in ("/news/search?q=mill", "http://localhost/news/search?q=bridge", "/search?q=tower"):
        made = client.post("/news/api/saved", headers=BEARER, json={"address": given})
        assert made.status_code == 201, given
        assert made.get_json()["address"].startswith("/news/search?q=")
        assert made.get_json()["feed"].startswith("/news/search.atom?")
    assert made.headers["Location"] == "/news/api/saved/3"
    moved = client_of(index, prefix="/other").get("/other/api/saved", headers=BEARER).get_json()["searches"]
    assert {one["address"].partition("?")[0] for one in moved} == {"/other/search"}


@pytest.mark.parametrize(
    "given",
    [
        "", "/", "/help", "/article/0123456789abcdef", "/facet/publisher", "/search.atom?q=mill", "/searches",
        "?q=mill", "https://other.example/search?q=mill", "http://x@localhost/search?q=mill",
        "javascript:alert(1)", "ftp://localhost/search", "http://[/search", "//localhost/search?q=mill",
        "/search?q=" + "a" * 9000, "/name/person/Nobody%20At%20All", "/name/thing/X", "/name/person/", "mailto:search",
    ],
)  # fmt: skip
def test_what_is_no_search_of_ours_is_refused(client: FlaskClient, given: str) -> None:
    made = save(client, given)
    assert made.status_code == 422, made.get_data(as_text=True)
    assert made.get_json()["error"] and told(client) == []
    assert send(client, do="save", address=given).status_code == 422


def test_the_page_of_a_name_is_saved_as_the_search_of_its_articles(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "index", seeds, file_seconds=60.0)
    client = client_of(tmp_path / "index")
    facet = client.get("/facet/person", headers=BEARER).get_data(as_text=True)
    value = re.search(r'href="(/name/person/[^"?]+)"', facet) or re.search(r'name="tick.person" value="([^"]+)"', facet)
    assert value
    known = value[1] if value[1].startswith("/name") else f"/name/person/{value[1].replace(' ', '%20')}"
    made = save(client, f"http://localhost{known}")
    assert made.status_code == 201 and made.get_json()["results"] > 0
    assert made.get_json()["address"].startswith("/search?person=")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"address=/search", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'"/search"', "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"address": 7}', "application/json", 422),
        (b'{"address": "/search", "name": []}', "application/json", 422),
        (b'{"address": "/search", "name": "%s"}' % (b"n" * 300), "application/json", 422),
        (b"[" * 200_000, "application/json", 422),
        (b'{"address": "/search?q=\\ud800", "name": "\\ud800"}', "application/json", 201),
        (b" " * 2_000_000, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    reply = client.post("/api/saved", headers={**BEARER, "Content-Type": kind}, data=body)
    assert reply.status_code == status, reply.get_data(as_text=True)
    assert (status == 201) == bool(told(client))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 415), ({"do": "drop"}, 422), ({"do": "rename", "id": "1", "name": " "}, 422),
        ({"do": "rename", "id": "x", "name": "y"}, 404), ({"do": "delete", "id": "-1"}, 303),
        ({"do": "see", "id": "9" * 40, "until": "-"}, 303),
    ],
)  # fmt: skip
def test_a_form_that_says_nothing_of_use_changes_nothing(
    client: FlaskClient, fields: dict[str, str], status: int
) -> None:
    save(client, "/search?q=mill", "Mills")
    assert send(client, **fields).status_code == status
    assert [(one["name"], one["new"]) for one in told(client)] == [("Mills", 0)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    index = small_index(tmp_path_factory.mktemp("saved"))
    with adding(index, CUTTINGS_PROCESSES="3", CUTTINGS_WAIT_SECONDS="60") as running:
        yield running


def ask(server: Adding, method: str, path: str, value: object = None) -> tuple[int, dict[str, Any]]:
    body = None if value is None else json.dumps(value).encode()
    reply = server.ask(method, path, JSON if body else BEARER, body)
    return reply.status, reply.said


def test_several_processes_and_clients_save_at_once(server: Adding) -> None:
    def change(number: int) -> list[int]:
        status, made = ask(server, "POST", "/api/saved", {"address": f"/search?q=word{number}", "name": f"n{number}"})
        statuses = [status, ask(server, "PATCH", f"/api/saved/{made['id']}", {"name": f"m{number}"})[0]]
        if number % 2:
            statuses.append(ask(server, "DELETE", f"/api/saved/{made['id']}")[0])
        return statuses

    with ThreadPoolExecutor(8) as clients:
        statuses = list(clients.map(change, range(40)))
    assert all(each[:2] == [201, 200] and each[2:] in ([], [204]) for each in statuses)
    names = {one["name"] for one in ask(server, "GET", "/api/saved")[1]["searches"]}
    assert names == {f"m{number}" for number in range(0, 40, 2)}


def test_of_two_that_save_the_same_one_is_told_so(server: Adding) -> None:
    with ThreadPoolExecutor(8) as clients:
        asked = [clients.submit(ask, server, "POST", "/api/saved", {"address": "/search?q=twice"}) for _ in range(8)]
    assert sorted(one.result()[0] for one in asked) == [201] + [409] * 7


def test_a_form_goes_through_the_process_that_accepts(server: Adding) -> None:
    headers = {**BEARER, "Content-Type": "application/x-www-form-urlencoded"}
    made = server.ask("POST", "/saved", headers, b"do=save&address=/search?q%3Dform%C3%BC&until=5&name=Form%20%C3%BC")
    assert made.status == 303 and made.headers["location"].startswith("/saved#s")
    names = [one["name"] for one in ask(server, "GET", "/api/saved")[1]["searches"]]
    assert "Form ü" in names
    assert server.ask("GET", "/saved").status == 200
    assert urlsplit(made.headers["location"]).path == "/saved"
    assert server.ask("POST", "/saved", headers, b"x" * 1_500_000).status == 413
