"""What is added over the web is kept, found, told of by its status, and never there twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from index.settings import Settings
from index.store.lock import WriteLock
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.web.adding import BEARER, TOKEN, Adding, add_many, adding, article, form, small_index
from tests.web.outside import process
from tests.web.running import until
from web.site.app import create_app


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    with adding(small_index(tmp_path_factory.mktemp("additions"))) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of an index that the test has to itself."""
    return small_index(tmp_path)


def test_a_new_file_is_found_at_the_address_that_is_told(server: Adding) -> None:
    told = server.add("mill.txt", article(1))
    assert told.status == 201
    assert told.said["state"] == "new" and told.said["articles"] == 1
    assert told.headers["location"] == told.said["address"]
    assert server.ask("GET", told.said["address"]).status == 200
    assert [hit["id"] for hit in server.found("word1")] == [told.said["id"]]
    assert server.files()[told.said["file"]] == article(1)


def test_the_same_bytes_are_told_as_known_and_kept_once(server: Adding) -> None:
    first, before = server.add("once.txt", article(2)), server.files()
    again = server.add("twice.txt", article(2))
    assert (first.status, again.status) == (201, 200)
    assert again.said["state"] == "known" and again.said["id"] == first.said["id"]
    assert server.files() == before


def test_an_address_that_comes_too_late_is_not_dropped_in_silence(server: Adding) -> None:
    first = server.add("late.txt", article(77))
    again = server.add("late.txt", article(77), url="https://harbour.example/late")
    assert (first.status, again.status) == (201, 200)
    assert "address was not taken" in again.said["reason"] and first.said["reason"] == ""


@pytest.mark.parametrize(
    ("host", "scheme", "is_shown"),
    [
        ("127.0.0.1:8000", "http", True),
        ("[::1]:8000", "http", True),
        ("localhost", "http", True),
        ("archive.example", "https", True),
        ("archive.example", "http", False),
        ("192.168.1.20:8000", "http", False),
    ],
)
def test_the_form_is_shown_where_a_browser_can_send_it(own: Path, host: str, scheme: str, *, is_shown: bool) -> None:
    settings = Settings.read({"CUTTINGS_TOKEN": TOKEN, "CUTTINGS_TRUSTED_HOSTS": "archive.example"}, index=own)
    client = create_app(open_engine(own), settings).test_client()
    page = client.get("/add", base_url=f"{scheme}://{host}", headers=BEARER).get_data(as_text=True)
    assert ('<form class="adding"' in page) is is_shown
    assert ("over https" in page) is not is_shown


def test_what_another_folder_holds_is_known_too(server: Adding) -> None:
    before = server.files()
    assert server.add("copy.txt", article(900)).status == 200
    assert server.files() == before


def test_an_article_comes_as_json(server: Adding) -> None:
    body = {"title": "Zwei Schiffe, ein Hafen", "text": article(3).decode(), "url": "https://harbour.example/two"}
    plain, spread = json.dumps(body).encode(), json.dumps(body | {"title": "Drei"}, indent=1).encode()
    kind = {"Content-Type": "application/json", **BEARER}
    told = server.ask("POST", "/api/articles", kind, plain)
    assert told.status == 201 and told.said["title"] == "Zwei Schiffe, ein Hafen"
    assert server.ask("POST", "/api/articles", kind, plain).status == 200
    assert server.ask("POST", "/api/articles", kind, spread).status in (200, 201)


def test_a_file_of_several_articles_gives_them_all(server: Adding) -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": article(n).decode()}).encode() + b"\n" for n in (10, 11, 12))
    told = server.add("lines.jsonl", lines)
    assert (told.status, told.said["articles"]) == (201, 3)
    assert len(server.found("word10%20OR%20word11%20OR%20word12")) == 3
    assert server.add("lines.jsonl", lines).status == 200
    assert server.add("three.jsonl", lines.replace(b'"10"', b'"20"'), url="https://a.example/b").status == 422


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("empty.html", b"", 422, "empty"),
        ("error.html", b"<html><title>404</title><body><h1>404 Not Found</h1></body></html>", 422, "no article"),
        ("broken.jsonl", b'{"title": "without text"}\n', 422, "no text"),
        ("picture.dat", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 415, "PNG"),
        ("style.css", b"p { color: red }", 415, "style sheet"),
        ("broken.zip", b"PK\x03\x04 and no more", 422, "ZIP"),
        ("locked.pdf", b"%PDF-1.4\n garbage", 422, "PDF"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason_and_not_kept(
    server: Adding, name: str, data: bytes, status: int, said: str
) -> None:
    before = server.files()
    told = server.add(name, data)
    assert told.status == status, told
    assert said in told.said["error"] and told.said["advice"]
    assert server.files() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"hello", "text/plain", 415),
        (b"{", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"[1]", "application/json", 422),
        (*form({"other": ("a.txt", b"a")}), 422),
        (*form({"file": ("a.txt", article(4)), "url": "javascript:alert(1)"}), 422),
        (*form({"file": ("a.txt", article(4)), "url": "https://[/"}), 422),
    ],
    ids=["another type", "no JSON", "deep JSON", "a list", "no file", "an address that runs", "no address"],
)
def test_a_request_that_cannot_be_read_says_why(server: Adding, body: bytes, kind: str, status: int) -> None:
    before = server.files()
    told = server.ask("POST", "/api/articles", {"Content-Type": kind, **BEARER}, body)
    assert told.status == status and told.said["error"] and told.said["advice"]
    assert server.files() == before


def test_only_who_has_the_token_and_is_no_other_site_may_add(server: Adding) -> None:
    before, basic = server.files(), "Basic eDphIHNlY3JldCBvZiB0aGUgdGVzdHM="  # of x:TOKEN
    site = "Sec-Fetch-Site"
    for headers, status in (
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": basic}, 403),
        ({"Authorization": basic, site: "cross-site"}, 403),
        ({"Authorization": basic, site: "same-site"}, 403),
        ({"Authorization": basic, site: "none"}, 403),
    ):
        told = server.add("a.txt", article(5), headers=headers)
        assert told.status == status and told.said["error"] and told.said["advice"], headers
    assert server.files() == before
    assert server.add("a.txt", article(5), headers={"Authorization": basic, site: "same-origin"}).status == 201


def test_without_a_token_nothing_can_be_added(own: Path) -> None:
    with process(own, own.with_name("log"), CUTTINGS_FILE_SECONDS="60") as address:
        server = Adding(address, own, own.with_name("inbox"))
        told = server.add("a.txt", article(5) * 1000)
        assert told.status == 405 and "CUTTINGS_TOKEN" in told.said["advice"]
        assert server.ask("GET", "/add", {}).status == 200
        assert not server.inbox.exists()


def test_a_file_that_is_too_large_is_refused_before_it_has_come(own: Path) -> None:
    with adding(own, CUTTINGS_FILE_MB="1") as server:
        large = article(6) * 10_000
        told = server.add("large.txt", large)
        assert told.status == 413 and "1 MB" in told.said["error"] and told.said["advice"]
        assert server.add("between.txt", large[:1_500_000]).status == 413
        head = f"POST /api/articles HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n".encode()
        promised = head + b"Content-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n"
        assert server.address.send(promised + b"{").startswith(b"HTTP/1.1 413 ")
        pieces = b"".join(b"%x\r\n%s\r\n" % (100_000, b"x" * 100_000) for _ in range(30))
        chunked = head + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces
        assert server.address.send(chunked).startswith(b"HTTP/1.1 413 ")
        refused = (
            b"POST /api/articles HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 500000\r\n\r\n"
        )
        assert server.address.send(refused).startswith(b"HTTP/1.1 401 ")
        assert server.files() == {}


def test_what_is_unread_of_a_body_is_no_request(server: Adding) -> None:
    inner = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    outer = b"POST /api/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(inner)
    assert server.address.send(outer + inner).count(b"HTTP/1.1 ") == 1


def test_an_address_that_was_given_lasts_a_full_run(own: Path) -> None:
    with adding(own) as server:
        told = server.add("text.txt", article(7), url="https://post.example/2015/mill")
        assert told.status == 201
    assert _address_of(own, told.said["id"]) == "https://post.example/2015/mill"
    run(own, full=True, file_seconds=60.0)
    assert _address_of(own, told.said["id"]) == "https://post.example/2015/mill"


def test_while_another_writes_files_are_queued_and_read_afterwards(own: Path) -> None:
    with adding(own) as server:
        lock = WriteLock(own / "LOCK", datetime.now(UTC))
        try:
            told = server.add("waits.txt", article(8))
            assert (
                told.status == 202
                and told.said["state"] == "queued"
                and "another run is writing the index" in told.said["reason"]
            )
            assert server.files()[told.said["file"]] == article(8)
            again = server.add("again.txt", article(8))
            assert again.status == 202 and again.said["file"] == told.said["file"]
            assert server.add("bad.html", b"").status == 422
        finally:
            lock.release()
        until(lambda: bool(server.found("word8")))
        assert len(server.found("word8")) == 1
        assert server.add("waits.txt", article(8)).status == 200


def test_what_was_queued_is_read_by_the_next_server(own: Path) -> None:
    lock = WriteLock(own / "LOCK", datetime.now(UTC))
    try:
        with adding(own) as server:
            assert server.add("waits.txt", article(9)).status == 202
    finally:
        lock.release()
    with adding(own) as server:
        until(lambda: bool(server.found("word9")))
        assert server.add("again.txt", article(9)).status == 200
        assert len(server.found("word9")) == 1


def test_an_index_of_other_settings_is_not_built_anew_by_an_addition(own: Path) -> None:
    before = open_snapshot(own).generation
    with adding(own, CUTTINGS_ENTITIES="no") as server:
        told = server.add("waits.txt", article(13))
        assert told.status == 202 and "cuttings reindex" in told.said["reason"]
    assert open_snapshot(own).generation == before


def test_the_first_addition_makes_an_index(tmp_path: Path) -> None:
    with adding(tmp_path / "index") as server:
        assert server.add("picture.png", b"\x89PNG").status == 415
        assert server.add("first.txt", article(14)).status == 201
        assert len(server.found("word14")) == 1


def test_one_process_takes_additions_too(own: Path) -> None:
    with adding(own, CUTTINGS_PROCESSES="1") as server:
        assert server.add("mill.txt", article(15)).status == 201
        assert len(server.found("word15")) == 1


def test_files_of_many_clients_are_found_once_each_while_others_read(own: Path) -> None:
    with adding(own) as server:
        add_many(server, range(100, 116))


def test_a_file_of_a_form_is_refused_alone_and_a_reload_of_the_page_is_no_request_that_writes(own: Path) -> None:
    settings = replace(Settings(), index=own, token=TOKEN, file_mb=1, file_seconds=60.0)
    client = create_app(open_engine(own), settings).test_client()
    files = [(BytesIO(b"x" * 1_200_000), "large.txt"), (BytesIO(article(50)), "fits.txt")]
    sent = client.post(
        "/add",
        data={"file": files},
        content_type="multipart/form-data",
        auth=("x", TOKEN),
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert sent.status_code == 303 and sent.location.startswith("/add?")
    page = client.get(sent.location, headers=BEARER).text
    assert "A file may have 1 MB." in page and "Added" in page
    assert [path.name for path in own.with_name("inbox").iterdir() if path.is_file()] == ["fits.txt"]


def _address_of(index: Path, identity: str) -> str:
    found = open_snapshot(index).find(identity)
    assert found is not None
    return found[0].card(found[1]).url
