"""Under a prefix and behind proxies: every address is the outer one, and only a trusted proxy says who asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.errors import IndexMissing
from index.settings import SettingInvalid, Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from tests.web.outside import Address, thread
from tests.web.replies import json_of
from web.serving.mount import DIRECT, UNREADABLE, Mount, prefix_of
from web.serving.proxies import Asker, ForwardingInvalid, TrustedProxies
from web.serving.security import host_names
from web.serving.server import Server
from web.site.app import create_app

TRUSTED = "10.0.0.0/8, 127.0.0.1, ::1"
OUTER = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "news.example"}


@pytest.fixture(scope="module")
def client(archive: Path) -> FlaskClient:
    settings = Settings(index=archive, prefix="/news/", trusted_proxies=TRUSTED, trusted_hosts="news.example")
    return create_app(open_engine(archive), settings).test_client()


def origin(header: dict[str, str], peer: str = "127.0.0.1") -> Asker | None:
    return TrustedProxies.read(TRUSTED).origin(peer, lambda name: header.get(name, ""))


def links(page: str) -> set[str]:
    return set(re.findall(r'(?:href|action|src|data-complete)="([^"#][^"]*)"', page))


@pytest.mark.parametrize("asked", ["/", "/search?q=the", "/facet/place", "/help", "/search?q=zzyzx+-the", "/nowhere"])
@pytest.mark.parametrize("prefix", ["", "/news"], ids=["taken off", "handed on"])
def test_every_address_of_a_page_stands_under_the_prefix(client: FlaskClient, prefix: str, asked: str) -> None:
    page = client.get(prefix + asked).text
    ours = {link for link in links(page) if not link.startswith(("http:", "https:"))}
    assert len(ours) > 5
    assert {link for link in ours if not link.startswith("/news/")} == set()


def test_every_link_of_a_search_can_be_followed(client: FlaskClient) -> None:
    seen = {link.replace("&amp;", "&") for link in links(client.get("/news/search?q=the").text)}
    kinds = {urlsplit(link).path.split("/")[2].partition(".")[0] for link in seen}
    assert kinds >= {"article", "search", "static", "help", "opensearch", "facet", "api"}
    assert {link: client.get(link).status_code for link in seen} == dict.fromkeys(seen, 200)


def test_article_pages_and_redirections_stand_under_the_prefix(client: FlaskClient) -> None:
    hits = json_of(client.get("/news/api/search?q=the"))["hits"]
    page = client.get(f"/news/article/{hits[0]['id']}?q=the&at=1").text
    assert {link for link in links(page) if link.startswith("/") and not link.startswith("/news/")} == set()
    ids = [hit["id"] for hit in json_of(client.get("/api/search?per_page=100"))["hits"]]
    addresses = [json_of(client.get(f"/api/article/{number}"))["url"] for number in ids]
    pasted = next(address for address in addresses if address.startswith("http"))
    moved = client.get("/news/search", query_string={"q": pasted})
    assert (moved.status_code, moved.headers["Location"][:14]) == (303, "/news/article/")


def test_pages_of_names_stand_under_the_prefix(client: FlaskClient) -> None:
    hits = json_of(client.get("/api/search?q=the"))["hits"]
    value = next(name for hit in hits for name in hit["persons"])
    marked = next(hit["id"] for hit in hits if value in hit["persons"])
    pages = [
        client.get(f"/news/name/person/{value}"),
        client.get(f"/article/{marked}?names=1"),
        client.get("/name/person/Zzyzx"),
        client.get(f"/name/person/{value[:-1]}"),
    ]
    assert [page.status_code for page in pages] == [200, 200, 404, 404]
    names = [{link for link in links(page.text) if "/name/" in link} for page in pages]
    assert names[0]
    assert f"/news/name/person/{quote(value)}" in names[1] & names[3]
    ours = {link for page in pages for link in links(page.text) if not link.startswith(("http:", "https:"))}
    assert {link for link in ours if not link.startswith("/news/")} == set()
    near = json_of(client.get(f"/api/name/person/{value[:-1]}"))["near"]
    assert f"/news/api/name/person/{quote(value)}" in near
    everybody = {name for hit in hits for name in hit["persons"]}
    spelt = {s["text"] for name in everybody for s in json_of(client.get(f"/api/name/person/{name}"))["spellings"]}
    moved = [client.get(f"/name/person/{name}") for name in spelt - everybody]
    told = [reply.headers["Location"] for reply in moved if reply.status_code == 301]
    assert told
    assert {unquote(place.removeprefix("/news/name/person/")) for place in told} <= everybody


def test_feeds_and_the_search_description_name_the_outer_host_and_scheme(client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/search.atom?q=the", headers=OUTER).data)
    told = [e.attrib["href"] for e in feed.iter("{http://www.w3.org/2005/Atom}link") if e.get("rel") != "related"]
    assert len(told) > 10
    assert {urljoin(address, "/") for address in told} == {"https://news.example/"}
    assert all(urlsplit(address).path.startswith("/news/") for address in told)
    described = client.get("/opensearch.xml", headers=OUTER).text
    assert 'template="https://news.example/news/search?q={searchTerms}"' in described
    assert json_of(client.get("/api/openapi.json"))["servers"] == [{"url": "/news"}]


def test_a_feed_that_is_made_when_its_request_has_been_left_keeps_the_prefix(
    archive: Path, client: FlaskClient
) -> None:
    elsewhere = create_app(open_engine(archive), Settings(index=archive)).test_client()
    mounted = client.get("/search.atom?q=")
    pieces = iter(mounted.response)
    first = next(pieces)
    assert "/news/" not in elsewhere.get("/help").text
    rest = b"".join(bytes(piece) for piece in pieces)  # type: ignore[arg-type]
    assert set(re.findall(rb"http://localhost/(\w+)/", bytes(first) + rest)) == {b"news"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "prefix",
    ["news letters", "/a/../b", "/search", "api", "/static/x", "/n%C3", "https://x", "/.", "/status", "/name"],
)
def test_a_prefix_that_cannot_be_is_refused(prefix: str) -> None:
    with pytest.raises(SettingInvalid, match="CUTTINGS_PREFIX"):
        prefix_of(Settings(prefix=prefix))


@pytest.mark.parametrize(("given", "prefix"), [("", ""), ("/", ""), ("news", "/news"), ("/a/b/", "/a/b")])
def test_a_prefix_has_one_form(given: str, prefix: str) -> None:
    assert prefix_of(Settings(prefix=given)) == prefix


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ({}, Asker("127.0.0.1")),
        ({"X-Forwarded-For": "198.51.100.7"}, Asker("198.51.100.7")),
        ({"X-Forwarded-For": "6.6.6.6, 198.51.100.7, 10.1.2.3"}, Asker("198.51.100.7")),
        ({"X-Forwarded-For": "10.9.9.9, 10.1.2.3"}, Asker("10.9.9.9")),
        ({"X-Forwarded-For": "2001:db8::7"}, Asker("2001:db8::7")),
        ({"X-Forwarded-For": "198.51.100.7:4711"}, Asker("198.51.100.7")),
        (
            {"X-Forwarded-For": "6.6.6.6, 9.9.9.9, 10.0.0.1", "X-Forwarded-Proto": "http, https, http"},
            Asker("9.9.9.9", "https"),
        ),
        (
            {"X-Forwarded-Host": "a.example", "X-Forwarded-Port": "8443", "X-Forwarded-Proto": "https"},
            Asker("127.0.0.1", "https", "a.example:8443"),
        ),
        (
            {"X-Forwarded-Host": "a.example", "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"},
            Asker("127.0.0.1", "https", "a.example"),
        ),
        ({"Forwarded": "for=198.51.100.7;proto=https;host=a.example"}, Asker("198.51.100.7", "https", "a.example")),
        (
            {"Forwarded": 'For="[2001:db8::7]:99"; Proto=HTTPS; Host="a.example:1", for=10.0.0.1'},
            Asker("2001:db8::7", "https", "a.example:1"),
        ),
        (
            {"Forwarded": "for=6.6.6.6;proto=http;host=evil.example, for=9.9.9.9;proto=https"},
            Asker("9.9.9.9", "https"),
        ),
        ({"Forwarded": "for=_hidden, for=10.0.0.1"}, Asker("_hidden")),
        ({"Forwarded": "for=unknown"}, Asker("unknown")),
    ],
)
def test_what_a_trusted_proxy_says(header: dict[str, str], told: Asker) -> None:
    assert origin(header) == told
    assert origin(header, "192.0.2.1") is None
    assert origin(header, "not an address") is None
    assert TrustedProxies.read("").origin("127.0.0.1", lambda name: header.get(name, "")) is None


def test_an_address_of_ipv4_written_as_one_of_ipv6_is_the_same() -> None:
    assert origin({"X-Forwarded-For": "::ffff:198.51.100.7"}, "::ffff:10.0.0.1") == Asker("198.51.100.7")


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-For": "me & you"},
        {"X-Forwarded-For": "1.2.3.4.5"},
        {"X-Forwarded-Proto": "javascript"},
        {"X-Forwarded-Host": "a b"},
        {"X-Forwarded-Host": "a/b"},
        {"Forwarded": 'for="1.2.3.4'},
        {"Forwarded": "for=1.2.3.4 proto=https"},
        {"Forwarded": "="},
        {"Forwarded": "for=1.2.3.4", "X-Forwarded-For": "1.2.3.4"},
        {"Forwarded": "for=1.2.3.4", "X-Forwarded-Proto": "https"},
    ],
)
def test_what_cannot_be_believed_is_refused(client: FlaskClient, header: dict[str, str]) -> None:
    with pytest.raises(ForwardingInvalid):
        origin(header)
    assert client.get("/help", headers=header).status_code == 400
    elsewhere = client.get("/help", headers=header, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert elsewhere.status_code == 200, "of a stranger such headers are not even read"


@pytest.mark.parametrize("setting", ["proxy.example", "10.0.0.0/99", "127.0.0.1 ::1"])
def test_a_proxy_that_is_no_address_is_refused(setting: str) -> None:
    with pytest.raises(SettingInvalid, match="CUTTINGS_TRUSTED_PROXIES"):
        TrustedProxies.read(setting)


def test_a_host_that_a_proxy_names_must_be_trusted_too(client: FlaskClient) -> None:
    assert client.get("/help", headers=OUTER).status_code == 200
    assert client.get("/help", headers={**OUTER, "X-Forwarded-Host": "evil.example"}).status_code == 400


def test_nobody_else_says_who_asks() -> None:
    seen: list[dict[str, object]] = []

    def app(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        seen.append(environ)
        return []

    mounted = Mount(app, Settings(trusted_proxies="10.0.0.1"))
    base = {
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost",
        "PATH_INFO": "/help",
        "HTTP_X_FORWARDED_FOR": "6.6.6.6",
    }
    for peer in ("192.0.2.1", "10.0.0.1"):
        mounted({**base, "REMOTE_ADDR": peer}, lambda *_: None)  # type: ignore[arg-type]
    assert [(e["REMOTE_ADDR"], e[DIRECT], e[UNREADABLE]) for e in seen] == [
        ("192.0.2.1", False, ""),
        ("6.6.6.6", False, ""),
    ]
    assert not any("HTTP_X_FORWARDED_FOR" in environ for environ in seen)


def missing() -> Engine:
    raise IndexMissing("There is no index.")


def test_guesses_are_counted_by_the_client_behind_the_proxy(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(token="a token that is long enough", trusted_proxies="127.0.0.1")

    def guess(address: Address, reader: str) -> int:
        return address.get("/help", Authorization="Bearer wrong", X_Forwarded_For=reader).status

    with thread(create_app(missing, settings), settings) as address:
        assert [guess(address, "198.51.100.7") for _ in range(6)] == [401] * 5 + [429]
        assert guess(address, "198.51.100.8") == 401
    assert "wrong token from 198.51.100.7, 5 in a row" in caplog.text


def test_the_lines_are_taken_by_the_client_behind_the_proxy(archive: Path) -> None:
    """What is seen of a request before the application sees it: its lane and its client, whatever the prefix."""
    settings = Settings(index=archive, prefix="/news", trusted_proxies="127.0.0.1", wait_seconds=0.0)
    seen: list[tuple[str, str]] = []

    class Watched(Server):
        def add_task(self, task: Any) -> None:
            seen.append((task.lane, task.client))
            super().add_task(task)

    with thread(create_app(open_engine(archive), settings), settings, kind=Watched) as address:
        for path in ("/news/search?q=a", "/search?q=a", "/news/help", "/help", "/news/search.csv", "/news/article/x"):
            address.get(path, X_Forwarded_For="203.0.113.9")
        address.get("/help", X_Forwarded_For="nonsense !")
    lanes = ["search", "search", "open", "open", "export", "article"]
    assert seen == [(lane, "203.0.113.9") for lane in lanes] + [("open", "127.0.0.1")]


@pytest.mark.parametrize(("token", "told"), [("", "private, no-cache"), ("a token that is long enough", "no-store")])
def test_with_a_token_nothing_is_stored(archive: Path, token: str, told: str) -> None:
    reader = create_app(open_engine(archive), Settings(index=archive, token=token)).test_client()
    auth = ("any", token) if token else None
    for path in ("/", "/search?q=the", "/api/search?q=the", "/search.csv?q=the", "/nowhere", "/article/0"):
        assert reader.get(path, auth=auth).headers["Cache-Control"] == told
    assert "max-age" in reader.get("/static/style.css", auth=auth).headers["Cache-Control"]


def test_what_cannot_be_read_is_answered_with_nothing_to_store(archive: Path) -> None:
    settings = Settings(index=archive, token="a token that is long enough")
    with thread(create_app(open_engine(archive), settings), settings) as address:
        reply = address.send(b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 400 ")
    assert b"Cache-Control: no-store\r\n" in reply


@pytest.mark.parametrize(
    "value", ["https://archive.example", "archive.example:443", "archive.example/news", "*.example"]
)
def test_what_is_no_host_name_is_refused(value: str) -> None:
    with pytest.raises(SettingInvalid, match="CUTTINGS_TRUSTED_HOSTS"):
        host_names(f"news.example.org, {value}")


def test_names_and_addresses_of_hosts_are_taken() -> None:
    given = "News.Example.org., archive, xn--bcher-kva.example, 192.0.2.1, 2001:db8::1,,"
    assert host_names(given) == {"news.example.org", "archive", "xn--bcher-kva.example", "192.0.2.1", "2001:db8::1"}
