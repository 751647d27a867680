"""One table says which requests write. Every other one is GET or HEAD, and changes no byte of index and inbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.web.adding import BEARER, TOKEN, small_index
from web.site.app import create_app
from web.writing import WRITING_ROUTES

_METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
_VALUES = {"kind": "person", "value": "Ann", "name": "publisher", "filename": "style.css", "file_kind": "md"}
_VALUES["identity"] = "7"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_index(tmp_path_factory.mktemp("writing"))


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index, token=TOKEN)).test_client()


def paths(client: FlaskClient) -> Iterator[tuple[str, set[str]]]:
    """An address of each route, with the methods that the application has for it."""
    (hit,) = client.get("/api/search?q=word900", headers=BEARER).get_json()["hits"]
    for rule in client.application.url_map.iter_rules():
        path = re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda part: _VALUES.get(part[1], hit["id"]), str(rule))
        yield path, set(rule.methods or ())


def state(index: Path) -> dict[str, bytes]:
    """The bytes of all that lies beside the index and in it."""
    return {str(path): sha256(path.read_bytes()).digest() for path in index.parent.rglob("*") if path.is_file()}


def test_what_is_not_in_the_table_cannot_be_asked_but_by_get(client: FlaskClient, index: Path) -> None:
    before = state(index)
    for path, _ in paths(client):
        for method in _METHODS:
            if not any(route.fits(path) and route.method == method for route in WRITING_ROUTES):
                reply = client.open(path, method=method, headers=BEARER, data=b"x")
                assert reply.status_code == 405, (method, path)
                assert reply.headers["Allow"]
    assert state(index) == before


def test_the_application_has_no_other_route_that_writes(client: FlaskClient) -> None:
    rules = client.application.url_map.iter_rules()
    writing = [(rule, set(rule.methods or ()) - {"GET", "HEAD", "OPTIONS"}) for rule in rules]
    have = {(method, re.sub("<[^<>]+>", "{id}", str(rule))) for rule, methods in writing for method in methods}
    assert have == {(route.method, route.path) for route in WRITING_ROUTES}


def test_get_changes_no_byte(client: FlaskClient, index: Path) -> None:
    before, statuses = state(index), set()
    for path, methods in paths(client):
        if "GET" in methods:
            statuses.add(client.get(path, headers=BEARER).status_code)
            client.head(path, headers=BEARER)
    assert 200 in statuses and not statuses & {500, 502}
    assert state(index) == before


def test_a_page_of_what_is_forgotten_leads_to_what_came_last(client: FlaskClient) -> None:
    page = client.get("/add?done=long-ago", headers=BEARER).text
    assert 'href="/search?sort=added"' in page
    assert client.get("/search?sort=added", headers=BEARER).status_code == 200


def test_without_the_token_only_files_of_our_own_are_open(client: FlaskClient) -> None:
    answers: dict[str, set[int]] = {}
    for path, _ in paths(client):
        answers.setdefault(path, set()).update({client.get(path).status_code, client.head(path).status_code})
        answers[f"{path}/"] = {client.get(f"{path}/").status_code}
    assert {path for path, codes in answers.items() if codes != {401}} == {"/static/style.css"}
    folder = Path(client.application.static_folder or "")
    assert answers["/static/style.css"] == {200}
    for file in folder.iterdir():
        reply = client.get(f"/static/{file.name}?v=1")
        assert (reply.status_code, reply.get_data()) == (200, file.read_bytes())
        assert client.post(f"/static/{file.name}").status_code == 405
    for near in ("", "missing.css", "..", "../app.py", "../templates/base.html", "%2e%2e/app.py", "style.css/..", "./"):
        assert client.get(f"/static/{near}").status_code == 401, near


def test_who_is_not_let_in_sees_a_page_with_its_style_and_no_way_that_is_shut(client: FlaskClient) -> None:
    refused = [client.get("/search?q=secret").text]
    refused += [client.get("/", auth=("x", "wrong"), environ_base={"REMOTE_ADDR": "192.0.2.7"}).text for _ in range(7)]
    assert "Too many wrong tokens" in refused[-1]
    for html in refused:
        named = re.findall(r'<(\w+)[^>]* (?:href|src|action)="([^"]*)"', html)
        assert {tag for tag, _ in named} == {"link", "a"} and "<form" not in html
        assert {place for tag, place in named if tag == "a" and not place.startswith("#")} == {"", "/"}
        needed = [place for tag, place in named if tag == "link"]
        assert needed and {client.get(place).status_code for place in needed} == {200}


def test_every_route_of_the_table_asks_for_the_token(client: FlaskClient, index: Path) -> None:
    before = state(index)
    for method, path in [(route.method, route.path.replace("{id}", _VALUES["identity"])) for route in WRITING_ROUTES]:
        assert client.open(path, method=method).status_code == 401
        site = {"Sec-Fetch-Site": "cross-site"}
        assert client.open(path, method=method, auth=("x", TOKEN), headers=site).status_code == 403
    assert state(index) == before
