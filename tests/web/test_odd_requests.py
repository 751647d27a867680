"""No request, however odd, is answered by an error of the server, an unarmoured reply or a forged line of the log."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from index.errors import IndexMissing
from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from tests.web.outside import process, thread
from web.serving.security import HEADERS
from web.site.app import create_app

HOSTS = [
    "localhost", "127.0.0.1:8000", "[::1]", "a..b", "..", ".", "a" * 64, "b" * 63 + "." + "c" * 70, "x." * 200, "",
    " ", "[", "]", "[]", "[::1", "::1", "a b", "localhost:99999", "localhost:abc", "localhost:-1", "localhost:", ":",
    "%", "a%0ab", "xn--", "xn--a", "xn--\xff", "\xe4.de", "\xff", "localhost\x00", "localhost, a..b", "@localhost",
    "a@b..c", "localhost/../", "localhost#", "localhost?", "1.2.3.4.5", "999.1.1.1", "0x7f.1", "\u212a.de", "a_b", "-",
    "*",
]  # fmt: skip
PATHS = [
    "/", "/search", "/search.csv", "/search.json", "/search.atom", "/search.exe", "/article/", "/article/1", "/help",
    "/facet/place", "/facet/date", "/api/search", "/api/article/1", "/api/complete", "/health", "/static/style.css",
    "/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/static/%00", "/opensearch.xml", "//", "//a..b/x", "*",
    "http://a..b/", "http://localhost/search", "http://[/", "http://[::1/", "/[", "/]", "/\\", "/%", "/%zz", "/%ff%fe",
    "/x%0AFAKE%20LOG%20LINE%1b[31m", "/%0d%0aX: y", "/%e2%80%a8FAKE%20LOG%20LINE", "/%00", "/\xff", "/a;b", "/..;/",
    "?", "/search/%0AFAKE%20LOG%20LINE", "/article/%0AFAKE%20LOG%20LINE", "#", "x", "/" * 300, "/%c2%9b31m",
    "/%85FAKE", "/search//the", "/facet//place", "/article/a//b/",
]  # fmt: skip
QUERIES = [
    "", "?", "?q=the", "?q=%ff%fe", "?q=%00", "?q=%0AFAKE%20LOG%20LINE", "?q=%1b[31m", "?q=a&q=b", "?&&&=", "?=",
    "?page=0", "?page=99999999999999999999", "?from=0000", "?date=%0A", "?q=" + "(" * 500, "?" + "a=b&" * 300,
    "?per_page=x", "?at=²", "?view=%ud800", "?publisher=%ed%a0%80", "?q=\xff", "?x=%0d%0aSet-Cookie:a",
    "?q=" + "x" * 9000,
]  # fmt: skip
FIELDS = [
    "Authorization: Basic", "Authorization: Basic !!!", "Authorization: Basic dTpw", "Authorization: Bearer \xff",
    "Authorization: Digest x=", "Cookie: \xff=\x01", "Range: bytes=0-1,5-,-9", "Range: bytes=9-1", "If-None-Match: \"",
    "If-Modified-Since: yesterday", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: \xff", "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip", "Content-Length: 5", "Content-Length: x", "Content-Length: -1",
    "Content-Length: 99999999", "Expect: 100-continue", "X-Forwarded-Host: a..b", "X-Forwarded-For: \x1b[31m",
    "Forwarded: host=\"", "Connection: \xff", "Accept: " + "a," * 500, " folded: x", "Bad Name: x", "X-Under_Score: x",
    ": x", "X", "Content-Type: \xff/\x00", "Host: a..b", "Accept-Encoding: *;q=x", "Upgrade: websocket",
    "Connection: keep-alive",
]  # fmt: skip
STARTS = ["GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "TRACE", "get", "G\x00T", "", "CONNECT", "PROPFIND"]
VERSIONS = [" HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/9.9", " HTTP/1.1 ", "", " http/1.1", " HTTP/\xff"]
ENDS = ["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r"]
STATUSES = {100, 200, 206, 301, 304, 308, 400, 401, 403, 404, 405, 413, 414, 416, 429, 431, 501, 503}


def odd(rng: Random) -> bytes:
    """One request or several, of which a few pieces are odd."""
    target = rng.choice(PATHS) + rng.choice(QUERIES)
    if rng.random() < 0.1:
        target += "".join(chr(rng.randrange(256)) for _ in range(rng.randrange(8)))
    lines = [f"{rng.choice(STARTS)} {target}{rng.choice(VERSIONS)}"]
    if rng.random() < 0.95:
        lines.append(f"Host: {rng.choice(HOSTS) if rng.random() < 0.6 else 'localhost'}")
    lines += rng.sample(FIELDS, rng.choice((0, 0, 1, 1, 2, 4)))
    whole = "".join(line + rng.choice(ENDS) for line in lines) + "\r\n"
    return whole.encode("utf-8" if rng.random() < 0.3 else "latin-1", "replace") * rng.choice((1, 1, 1, 2))


def heads(reply: bytes) -> list[str]:
    """The heads of the replies in what came back, found by their first lines, as a reply to HEAD has no body."""
    found = re.split(rb"(?m)^(?=HTTP/1\.[01] \d{3} )", reply)
    return [part.partition(b"\r\n\r\n")[0].decode("latin-1") for part in found if part.startswith(b"HTTP/1.")]


@pytest.mark.parametrize("token", ["", "a token that is long enough"])
def test_odd_requests(archive: Path, tmp_path: Path, token: str, rounds: int, seed: int) -> None:
    rng = Random(f"{seed} {token}")
    requests = [odd(rng) for _ in range(rounds * 2)]
    told = {"CUTTINGS_LOG_QUERIES": "yes", "CUTTINGS_TOKEN": token, "CUTTINGS_WAIT_SECONDS": "600"}
    with process(archive, tmp_path / "log", **told) as server, ThreadPoolExecutor(8) as senders:
        replies = list(senders.map(server.send, requests))
    seen = set()
    for request, reply in zip(requests, replies, strict=True):
        for head in heads(reply):
            status = int(head[9:12])
            seen.add(status)
            assert status in STATUSES, (request, head)
            if status != 100:
                assert all(f"\r\n{n}: {v}".casefold() in head.casefold() for n, v in HEADERS.items()), (request, head)
    assert {400, 401 if token else 200} <= seen
    log = (tmp_path / "log").read_bytes().decode("utf-8")
    assert log
    assert "Traceback" not in log and " ERROR " not in log
    assert [line for line in log.split("\n") if line and not line.isprintable()] == []
    assert [line for line in log.split("\n") if line and not re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", line)] == []


@pytest.mark.parametrize(
    "target", ["http://[/", "/search?q=\xff", "/?\xff", "/api/search?q=\xe9", "/search.csv?q=\xff"]
)
def test_an_address_that_cannot_be_read_is_400(archive: Path, target: str) -> None:
    app = create_app(open_engine(archive), Settings(log_queries=True))
    with thread(app, Settings()) as server:
        reply = server.send(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("latin-1"))
    assert reply.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("host", ["a..b", "..", "a" * 64, "\u212a.de", "[", "localhost:x"])
@pytest.mark.parametrize("path", ["/", "/search.json", "/static/style.css", "/nowhere"])
def test_a_host_that_cannot_be_read_is_400_with_its_page(host: str, path: str) -> None:
    def engine() -> Engine:
        raise IndexMissing("none")

    client: FlaskClient = create_app(engine, Settings()).test_client()
    reply = client.get(path, headers={"Host": host})
    assert reply.status_code == 400
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
    assert "host name" in reply.text
    if path != "/search.json":
        assert "<h1>This request cannot be read</h1>" in reply.text


def test_a_page_of_an_error_that_cannot_be_made_is_still_a_reply() -> None:
    def engine() -> Engine:
        raise IndexMissing("none")

    app = create_app(engine, Settings())
    app.jinja_env.filters["single_line"] = app.jinja_env.globals["asset"] = None
    reply = app.test_client().get("/nowhere")
    assert (reply.status_code, reply.mimetype) == (404, "text/plain")
    assert "There is nothing at this address" in reply.text
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS


def test_a_path_cannot_forge_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def engine() -> Engine:
        raise RuntimeError("unexpected")

    reply = create_app(engine, Settings()).test_client().get("/article/x%0AFAKE%20LOG%20LINE%1b[31m")
    assert reply.status_code == 500
    assert "unexpected error at /article/<article_id>" in caplog.text
    assert "FAKE LOG LINE" not in caplog.text
    assert "\x1b" not in caplog.text
