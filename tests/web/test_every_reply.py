"""Every reply is armoured, whoever asks; and there is a page for each thing that can be wrong."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from index.errors import CuttingsError, IndexDamaged, IndexMissing, IndexOutdated, IndexUnreadable
from index.settings import Settings
from search.engine import Engine
from tests.web.replies import json_of
from web.serving.security import HEADERS, trusted
from web.site.app import create_app

PATHS = ["/", "/search?q=a", "/article/0", "/facet/place", "/help", "/api/search?q=a", "/health", "/static/style.css"]
PATHS += ["/name/person/a", "/api/name/place/a", "/compare?a=0&b=1", "/api/compare?a=0&b=1", "/api/group/a"]


def broken(error: Exception, settings: Settings | None = None) -> FlaskClient:
    """A client of an application whose index is not there to be opened."""

    def engine() -> Engine:
        raise error

    return create_app(engine, settings).test_client()


@pytest.fixture
def client() -> FlaskClient:
    return broken(IndexMissing("There is no index in var/index."))


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/api/nowhere"])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options", "trace"])
def test_every_reply_carries_the_headers_and_no_cookie(client: FlaskClient, path: str, method: str) -> None:
    reply = client.open(path, method=method.upper())
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in reply.headers
    if method not in {"get", "head"}:
        assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_the_policy_lets_nothing_inline_run() -> None:
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert HEADERS["Content-Security-Policy"].startswith("default-src 'none';")


@pytest.mark.parametrize(
    ("error", "heading", "command"),
    [
        (IndexMissing("No index here."), "There is no archive yet", "cuttings reindex FOLDER"),
        (IndexOutdated("Another version."), "The archive has to be read anew", "cuttings reindex"),
        (IndexDamaged("Checksum of s1 differs."), "The archive is damaged", "cuttings repair"),
        (IndexUnreadable("Permission denied."), "The archive cannot be read", ""),
    ],
)
def test_without_an_index_the_page_says_what_to_run(error: CuttingsError, heading: str, command: str) -> None:
    client = broken(error)
    page = client.get("/search?q=peace")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert all(part in page.text for part in (heading, command, error.what))
    told = client.get("/api/search?q=peace")
    assert (told.status_code, json_of(told)["error"]) == (503, str(error))
    assert client.get("/health").status_code == 503


def test_an_index_is_found_as_soon_as_it_is_there(client: FlaskClient) -> None:
    assert client.get("/").status_code == 503
    assert client.get("/").status_code == 503  # asked again, not remembered


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 503),
        ("127.0.0.1", 503),
        ("[::1]:8000", 503),
        ("192.168.0.7:8000", 503),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost.evil.example:8000", 400),
        ("archive.example", 400),
    ],
)
def test_a_request_must_name_this_machine(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_further_host_names_can_be_trusted() -> None:
    names = Settings(trusted_hosts="archive.example, Desk.Example")
    client = broken(IndexMissing(""), names)
    assert client.get("/", headers={"Host": "archive.example:80"}).status_code == 503
    assert client.get("/", headers={"Host": "desk.example"}).status_code == 503
    assert client.get("/", headers={"Host": "other.example"}).status_code == 400


@pytest.mark.parametrize("host", ["", ":", "[", "[]", "]", "a b", "localhost.", "LOCALHOST", "\u0000", "999.1.1.1"])
def test_any_host_is_judged(host: str) -> None:
    assert trusted(host, frozenset({"localhost"})) is (host.lower().rstrip(".") == "localhost")


def test_a_token_is_asked_for_and_taken_as_password_or_bearer() -> None:
    client = broken(IndexMissing(""), Settings(token="a longer s3cret-ü"))
    refused = client.get("/")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic ")
    assert client.get("/", auth=("anyone", "wrong")).status_code == 401
    assert client.get("/", auth=("anyone", "a longer s3cret-ü")).status_code == 503
    assert client.get("/static/style.css").status_code == 200, "the page that asks for the token has its style"
    plain = broken(IndexMissing(""), Settings(token="a-plain-long-token"))
    assert plain.get("/", headers={"Authorization": "Bearer a-plain-long-token"}).status_code == 503


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("none", "navigate", "document", 503),
        ("same-origin", "cors", "empty", 503),
        ("cross-site", "navigate", "document", 503),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "no-cors", "script", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
    ],
)
def test_other_sites_may_link_here_and_no_more(
    client: FlaskClient, site: str, mode: str, dest: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert client.get("/search?q=a", headers=headers).status_code == status


def test_the_log_holds_questions_only_where_that_was_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    broken(IndexMissing("")).get("/search?q=private")
    assert "private" not in caplog.text
    broken(IndexMissing(""), Settings(log_queries=True)).get("/search?q=wanted")
    assert "GET /search?q=wanted 503" in caplog.text


def test_nothing_may_be_sent_along(client: FlaskClient) -> None:
    assert client.get("/", data=b"x" * 10).status_code == 413
    assert client.get("/?q=" + "a" * 200_000).status_code == 414


@pytest.mark.parametrize("path", ["/nowhere", "/facet/colour", "/article/"])
def test_a_wrong_address_has_its_page(client: FlaskClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert "<h1>" in reply.text
    assert "text/html" in reply.headers["Content-Type"]


def test_errors_of_the_interface_for_programs_are_json(client: FlaskClient) -> None:
    reply = client.get("/api/nowhere")
    assert (reply.status_code, reply.mimetype) == (404, "application/json")
    assert json.loads(reply.data)["error"]


def test_an_unexpected_error_shows_nothing_of_its_inside() -> None:
    reply = broken(RuntimeError("secret detail")).get("/search?q=private")
    assert reply.status_code == 500
    assert "secret detail" not in reply.text
    assert "Traceback" not in reply.text


def test_an_unexpected_error_is_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    broken(RuntimeError("detail for the log")).get("/search?q=private")
    assert "detail for the log" in caplog.text
    assert "private" not in caplog.text
