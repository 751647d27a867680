"""A search is saved under any address that leads to it, tells what came since it was seen, and keeps to its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, run
from tests.web.adding import BEARER, TOKEN, Adding, adding, article, small_index
from web.site.app import create_app

JSON = {"Content-Type": "application/json", **BEARER}
LATER = NOW + timedelta(days=1)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return small_index(tmp_path)


def client_of(index: Path, **knobs: str) -> FlaskClient:
    settings = replace(Settings(), index=index, **{"token": TOKEN, **knobs})  # type: ignore[arg-type]
    return create_app(lambda: open_engine(index), settings).test_client()


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return client_of(index)


def save(client: FlaskClient, address: str, name: str = "") -> TestResponse:
    return client.post("/api/saved", headers=BEARER, json={"address": address, "name": name})


def told(client: FlaskClient) -> list[dict[str, Any]]:
    reply = client.get("/api/saved", headers=BEARER)
    assert reply.status_code == 200
    searches: list[dict[str, Any]] = reply.get_json()["searches"]
    return searches


def send(client: FlaskClient, **fields: object) -> TestResponse:
    """Send a form of the page."""
    return client.post("/saved", headers={"Sec-Fetch-Site": "same-origin"}, auth=("x", TOKEN), data=fields)


def page(client: FlaskClient, path: str = "/saved") -> str:
    return client.get(path, headers=BEARER).get_data(as_text=True)


def add(index: Path, *numbers: int, moment: datetime = LATER) -> None:
    """Let articles come into the archive at a moment."""
    for number in numbers:
        (index.with_name("articles") / f"{number}.txt").write_bytes(article(number))
    run(index, index.with_name("articles"), file_seconds=60.0, now=moment)


def test_what_came_since_is_new_until_it_is_marked_as_seen(client: FlaskClient, index: Path) -> None:
    made = save(client, "/search?q=mayor", "Mayors")
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/saved/{made.get_json()['id']}"
    assert (made.get_json()["results"], made.get_json()["new"]) == (2, 0)
    add(index, 7)
    client = client_of(index)
    (one,) = told(client)
    assert (one["name"], one["results"], one["new"]) == ("Mayors", 3, 1)
    hits = client.get(one["new_address"].replace("/search", "/api/search"), headers=BEARER).get_json()["hits"]
    assert [hit["title"] for hit in hits] == ["The mill of Weidenau and the word7"]
    feed = client.get(one["feed"], headers=BEARER).get_data(as_text=True)
    assert feed.count("<entry>") == 3 and feed.index("word7") < feed.index("word900")
    until = re.search(r'name="until" value="(\d+)"', page(client))
    assert until and int(until[1]) == int(LATER.timestamp())
    add(index, 8, moment=LATER + timedelta(hours=1))  # after the page with the form was made
    client = client_of(index)
    assert send(client, do="see", id=one["id"], until=until[1]).status_code == 303
    (one,) = told(client)
    assert (one["results"], one["new"]) == (4, 1)
    assert client.get(one["new_address"], headers=BEARER).status_code == 200
    assert told(client)[0]["new"] == 1, "to look at what is new is not to mark it"
    send(client, do="see", until=int(LATER.timestamp()) + 9999)
    assert told(client)[0]["new"] == 0


def test_a_form_cannot_mark_what_is_still_to_come(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mayor")
    send(client, do="see", id=1, until=2**50)
    send(client, do="save", address="/search?q=bridge", until=2**50)
    add(index, 9)
    assert [one["new"] for one in told(client_of(index))] == [1, 1]


def test_what_a_run_publishes_later_than_it_began_is_new(client: FlaskClient, index: Path) -> None:
    """Its articles bear the moment at which it began, which may be before the search was saved."""
    before = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    save(client, "/search?q=mayor")
    add(index, 7, moment=before)
    assert told(client_of(index))[0]["new"] == 1


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


def test_the_same_question_is_saved_once(client: FlaskClient) -> None:
    first = save(client, "/search?q=mill&language=en", "Mills")
    again = save(client, "http://localhost/search?language=en&q=mill&sort=oldest&copies=all&page=2")
    assert (first.status_code, again.status_code) == (201, 409)
    assert f"id is {first.get_json()['id']}" in again.get_json()["error"] and "Mills" in again.get_json()["error"]
    assert send(client, do="save", address="/search?q=mill&language=en").headers["Location"] == "/saved#s1"
    assert len(told(client)) == 1


def test_one_is_renamed_and_deleted(client: FlaskClient) -> None:
    save(client, "/search?q=mill&sort=newest", "Mills")
    assert client.get("/api/saved/1", headers=BEARER).get_json()["name"] == "Mills"
    renamed = client.patch("/api/saved/1", headers=BEARER, json={"name": " Mills\n of\u202e today "})
    assert renamed.get_json()["name"] == "Mills of today"
    assert client.patch("/api/saved/2", headers=BEARER, json={"name": "x"}).status_code == 404
    deleted = client.delete("/api/saved/1", headers=BEARER)
    assert (deleted.status_code, deleted.data) == (204, b"")
    for reply in (client.delete("/api/saved/1", headers=BEARER), client.get("/api/saved/1", headers=BEARER)):
        assert reply.status_code == 404 and "saved search" in reply.get_json()["error"]
    assert client.delete(f"/api/saved/{2**70}", headers=BEARER).status_code == 404
    assert told(client) == []


def test_what_was_deleted_by_mistake_is_saved_again(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mill&sort=newest", "Mills & <more>")
    add(index, 7)
    client = client_of(index)
    after = send(client, do="delete", id=1)
    assert after.status_code == 303 and told(client) == []
    shown = page(client, after.headers["Location"])
    assert "Mills &amp; &lt;more&gt;" in shown
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown)[:4])
    send(
        client,
        **{
            name: value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
            for name, value in fields.items()
        },
    )
    (one,) = told(client)
    assert (one["name"], one["address"], one["new"]) == ("Mills & <more>", "/search?q=mill&sort=newest", 1)


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


def test_without_a_token_nothing_is_kept_or_shown(index: Path) -> None:
    save(client_of(index), "/search?q=mill")
    client = client_of(index, token="")
    assert client.get("/api/saved").get_json() == {"searches": []}
    assert client.get("/api/saved/1").status_code == 404
    for reply in (
        client.post("/api/saved", json={"address": "/search"}),
        client.patch("/api/saved/1", json={"name": "x"}),
        client.delete("/api/saved/1"),
        client.post("/saved", data={"do": "save"}),
    ):
        assert reply.status_code == 405
    shown = client.get("/saved").get_data(as_text=True)
    assert "no token" in shown and '<form action="/saved"' not in shown
    results = client.get("/search?q=mayor").get_data(as_text=True)
    assert "Save this search" not in results and "as a feed" in results and "Saved</a>" not in results


def test_the_results_say_whether_their_search_is_saved(client: FlaskClient, index: Path) -> None:
    assert "Save this search" in page(client, "/search?q=mayor")
    assert "Save this search" in page(client, "/search?q=zzyzxx"), "what is not there yet can be waited for"
    save(client, "/search?q=mayor", "Mayors")
    shown = page(client, "/search?q=mayor&sort=oldest")
    assert "Save this search" not in shown and 'href="/saved#s1"' in shown
    add(index, 7)
    client = client_of(index)
    news = page(client, told(client)[0]["new_address"])
    assert "New in" in news and "Mark as seen" in news
    assert "Save this search" in page(client, "/search?q=mill")


def test_forms_are_shown_where_a_browser_can_send_them(index: Path) -> None:
    client = client_of(index, trusted_hosts="archive.example")
    save(client, "/search?q=mayor")
    for base, shown in (("https://archive.example", True), ("http://archive.example", False)):
        results = client.get("/search?q=bridge", base_url=base, headers=BEARER).get_data(as_text=True)
        saved = client.get("/saved", base_url=base, headers=BEARER).get_data(as_text=True)
        assert ("Save this search" in results) is shown and ('value="delete"' in saved) is shown
        assert ("over https" in saved) is not shown


def test_a_form_of_another_site_changes_nothing(client: FlaskClient) -> None:
    save(client, "/search?q=mayor")
    reply = client.post(
        "/saved", auth=("x", TOKEN), headers={"Sec-Fetch-Site": "cross-site"}, data={"do": "delete", "id": 1}
    )
    assert reply.status_code == 403 and len(told(client)) == 1


@pytest.mark.parametrize("data", [b"no database at all" * 300, None])
def test_a_damaged_file_is_told_and_searching_goes_on(index: Path, data: bytes | None) -> None:
    place = index.with_name("state.sqlite")
    if data is None:
        place.mkdir()
    else:
        place.write_bytes(data)
    client = client_of(index)
    for reply in (
        client.get("/saved", headers=BEARER),
        client.get("/api/saved", headers=BEARER),
        save(client, "/search?q=mill"),
        send(client, do="see", id=1, until=1),
    ):
        assert reply.status_code == 503
        assert str(place) in reply.get_data(as_text=True)
    assert "Save this search" in page(client, "/search?q=mayor")
    assert client.get("/", headers=BEARER).status_code == 200


def test_a_reindex_of_everything_leaves_what_is_saved(client: FlaskClient, index: Path) -> None:
    save(client, "/search?q=mayor", "Mayors")
    run(index, index.with_name("articles"), file_seconds=60.0, full=True, now=LATER)
    assert [(one["name"], one["new"]) for one in told(client_of(index))] == [("Mayors", 0)]


def test_names_become_no_markup(client: FlaskClient) -> None:
    save(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%3E", "<b>\"'>")
    for path in ("/saved", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%3E"):
        shown = page(client, path)
        assert "<script>alert" not in shown and "<img>" not in shown and '<b>"' not in shown


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
