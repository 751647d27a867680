"""Figures for monitors, and a log of JSON: what was asked and who asked stand in neither."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from index.errors import IndexDamaged, IndexMissing
from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from tests.web.outside import process
from tests.web.replies import json_of
from web.serving.log import JsonEntry, of_request
from web.site.app import create_app
from web.terminal.cli import main

TOKEN = "a token that is long enough"


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The value of each sample, by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def client(archive: Path) -> FlaskClient:
    return create_app(open_engine(archive), replace(Settings(), index=archive)).test_client()


def test_the_figures_are_those_of_the_requests(client: FlaskClient) -> None:
    for path in ("/search?q=zebra", "/search?q=lion", "/nowhere", "/article/0"):
        client.get(path)
    client.get("/help", headers={"Host": "evil.example"})
    told = figures(client.get("/metrics").text)
    counted = {key[1:]: value for key, value in told.items() if key[0] == "cuttings_requests_total"}
    assert counted == {
        ("/search", "200"): 2,
        ("none", "404"): 1,
        ("/article/<article_id>", "404"): 1,
        ("/help", "400"): 1,
    }
    assert told["cuttings_request_seconds_count", "/search"] == 2
    status = json_of(client.get("/api/status"))
    assert told["cuttings_articles",] == status["articles"]
    assert told["cuttings_articles_without", "date"] == status["undated"]
    assert told["cuttings_articles_without", "text"] == status["empty"]
    assert (told["cuttings_ready",], told["cuttings_healthy",], told["cuttings_reindex_running",]) == (1, 1, 0)
    assert told["cuttings_last_reindex_timestamp_seconds",] == 1767225600  # 2026-01-01
    assert told["process_resident_memory_bytes",] > 1_000_000


def test_who_found_no_place_is_counted_by_lane(client: FlaskClient) -> None:
    assert client.get("/search?q=a", environ_overrides={"cuttings.refused": "search"}).status_code == 503
    assert figures(client.get("/metrics").text)["cuttings_refused_total", "search"] == 1


def test_without_an_index_the_figures_say_so() -> None:
    def missing() -> Engine:
        raise IndexMissing("there is no index in var/index")

    told = figures(create_app(missing).test_client().get("/metrics").text)
    assert (told["cuttings_ready",], told["cuttings_healthy",]) == (0, 0)
    assert ("cuttings_articles",) not in told


@pytest.mark.parametrize(
    ("peer", "header", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.1", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.1"}, 403),
    ],
)
@pytest.mark.parametrize("proxies", ["", "127.0.0.1"])
def test_figures_are_for_this_machine(
    archive: Path, proxies: str, peer: str, header: dict[str, str], status: int
) -> None:
    reader = create_app(open_engine(archive), Settings(index=archive, trusted_proxies=proxies)).test_client()
    assert reader.get("/metrics", headers=header, environ_overrides={"REMOTE_ADDR": peer}).status_code == status


def test_figures_are_for_who_has_the_token(archive: Path) -> None:
    reader = create_app(open_engine(archive), Settings(index=archive, token=TOKEN)).test_client()
    assert reader.get("/metrics").status_code == 401, "of this machine, too"
    far = {"REMOTE_ADDR": "192.0.2.1"}
    assert reader.get("/metrics", auth=("any", TOKEN), environ_overrides=far).status_code == 200


def test_each_request_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = [client.get(path).headers["X-Request-ID"] for path in ("/help", "/help", "/nowhere", "/static/style.css")]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)
    assert client.get("/help", headers={"X-Request-ID": "0123456789ab"}).headers["X-Request-ID"] != "0123456789ab"


@pytest.mark.parametrize(("given", "taken"), [("0123456789ab", True), ("short", False), ("0123 456789", False)])
def test_a_trusted_proxy_may_name_the_request(archive: Path, given: str, *, taken: bool) -> None:
    reader = create_app(open_engine(archive), Settings(index=archive, trusted_proxies="127.0.0.1")).test_client()
    assert (reader.get("/help", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given) is taken


def test_the_log_of_json_has_requests_and_no_question(archive: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with process(archive, log, CUTTINGS_LOG_FORMAT="json", CUTTINGS_TOKEN=TOKEN) as server:
        auth = {"Authorization": f"Bearer {TOKEN}"}
        first = server.get("/search?q=zebra", **auth)
        server.get("/article/giraffe%0Alion?q=zebra", **auth)
        wrong = server.get("/help", Authorization="Bearer lion")
    text = log.read_text("utf-8")
    entries = [json.loads(line) for line in text.splitlines()]
    requests = [entry for entry in entries if entry["message"] == "request"]
    assert [(e["method"], e["route"], e["status"]) for e in requests] == [
        ("GET", "/search", 200),
        ("GET", "/article/<article_id>", 404),
        ("GET", "/help", 401),
    ]
    assert requests[0]["request_id"] == first.headers["x-request-id"]
    assert all(entry["seconds"] >= 0 and entry["level"] == "INFO" for entry in requests)
    warned = [entry for entry in entries if entry["level"] == "WARNING"]
    assert [entry["message"] for entry in warned] == ["wrong token from 127.0.0.1, 1 in a row"]
    assert warned[0]["request_id"] == wrong.headers["x-request-id"]
    assert [word for word in ("zebra", "giraffe", "lion") if word in text] == []


ASKED = "zebra"  # which no line of the program holds


def broken() -> Engine:
    """Fails with an error that quotes what was asked, behind one of the index and another that quotes it."""
    try:
        raise KeyError(ASKED)
    except KeyError as error:
        damaged = IndexDamaged("segment 1: bad")
        damaged.__cause__ = error
        raise ValueError(f"no\n{ASKED}") from damaged


@pytest.fixture
def record(archive: Path, caplog: pytest.LogCaptureFixture) -> logging.LogRecord:
    """What is logged of a page that fails."""
    reader = create_app(broken, replace(Settings(), index=archive)).test_client()
    assert reader.get(f"/name/person/{ASKED}?q={ASKED}").status_code == 500
    (entry,) = [entry for entry in caplog.records if entry.levelname == "ERROR"]
    return entry


def test_an_unexpected_error_is_one_line_of_json(record: logging.LogRecord) -> None:
    line = JsonEntry().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["level"] == "ERROR" and "request_id" not in entry
    assert "ValueError: no" in entry["trace"]


def test_an_error_of_a_request_is_told_without_what_was_asked(record: logging.LogRecord) -> None:
    with of_request("abcdefgh"):
        line = JsonEntry().format(record)
    entry = json.loads(line)
    assert entry["request_id"] == "abcdefgh" and entry["message"].startswith("unexpected error at /name/<")
    kinds = [line for line in entry["trace"].splitlines() if line and not line.startswith(" ")]
    assert kinds == [
        "KeyError",
        "IndexDamaged: segment 1: bad; run `cuttings verify`, then `cuttings repair`",
        "ValueError",
    ]
    assert "in broken" in entry["trace"]
    assert ASKED not in line


def test_without_json_no_request_is_logged(archive: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with process(archive, log) as server:
        server.get("/search?q=zebra")
    assert log.read_text("utf-8") == ""


def test_another_form_is_refused() -> None:
    done = CliRunner().invoke(main, ["serve", "--port", "0"], env={"CUTTINGS_LOG_FORMAT": "xml"})
    assert done.exit_code == 1
    assert "CUTTINGS_LOG_FORMAT is 'xml'" in done.stderr
