"""Who has the token says over the web that a line belongs to an article, and takes it back; nobody else does."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from index.settings import Settings
from index.store.lock import WriteLock
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.reindex.desk import MENU
from tests.reindex.movers import BODIES
from tests.web.adding import BEARER, TOKEN, Adding, Told, adding, article, small_index
from tests.web.outside import process
from tests.web.running import until
from web.site.app import create_app

BASIC = {"Authorization": "Basic " + b64encode(f"x:{TOKEN}".encode()).decode()}
OURS = {**BASIC, "Sec-Fetch-Site": "same-origin"}
LINES = [f"Subscribe to our free newsletter number {n} and never miss a story again" for n in range(6)]


def archive(place: Path) -> Path:
    """The folder of an index of a few pages with lines that are no text of theirs."""
    folder = place / "archive"
    folder.mkdir(parents=True)
    for number in range(4):
        body = "".join(f"<p>{text} Page {number}.</p>" for text in BODIES)
        extra = "".join(f"<p>{line}</p>" for line in (MENU, *LINES))
        head = f'<title>Story {number}</title><link rel="canonical" href="https://harbour.example/{number}">'
        markup = f"<html><head>{head}</head><body><article><h1>Story {number}</h1>{body}{extra}</article></body></html>"
        (folder / f"{number}.html").write_text(markup)
    run(place / "index", folder, file_seconds=60.0)
    return place / "index"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    with adding(archive(tmp_path_factory.mktemp("keeping"))) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return archive(tmp_path)


def named(server: Adding, number: int) -> dict[str, Any]:
    """What the API says of a page's article."""
    hits = server.ask("GET", "/api/search?q=&per_page=50").said["hits"]
    (found,) = [hit["id"] for hit in hits if hit["path"] == f"{number}.html"]
    return server.ask("GET", f"/api/article/{found}").said


def keep(server: Adding, one: str, body: object, headers: Mapping[str, str] = BEARER) -> Told:
    kind = {"Content-Type": "application/json"}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return server.ask("POST", f"/api/article/{one}/keep", {**kind, **headers}, data)


def corrections(server: Adding) -> str:
    file = server.index.with_name("archive") / "corrections.yaml"
    return file.read_text() if file.exists() else ""


def number_of(one: dict[str, Any], text: str) -> int:
    (number,) = [dropped["line"] for dropped in one["dropped"] if dropped["text"] == text]
    return int(number)


def test_a_line_is_in_the_article_when_the_reply_comes_and_out_again_when_taken_back(server: Adding) -> None:
    before = named(server, 0)
    told = keep(server, before["id"], {"lines": [number_of(before, MENU)], "sha256": before["sha256"]})
    assert told.status == 200
    place = f"/article/{before['id']}"
    told_all = {"state": "read", "id": before["id"], "address": place, "keep": True, "texts": [MENU], "reason": ""}
    assert told.said == told_all
    after = named(server, 0)
    assert MENU in after["text"] and MENU not in [one["text"] for one in after["dropped"]]
    assert server.ask("GET", told.said["address"]).status == 200
    assert MENU in corrections(server) and before["id"] in corrections(server)
    assert keep(server, before["id"], {"texts": [LINES[0]]}).said["state"] == "read"
    assert keep(server, before["id"], {"texts": [MENU], "keep": False}).said["state"] == "read"
    assert keep(server, before["id"], {"texts": [LINES[0]], "keep": False}).status == 200
    assert named(server, 0) == before and corrections(server) == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[" * 100_000, 422),
        ({}, 422),
        ({"lines": [-1]}, 422),
        ({"lines": ["0"]}, 422),
        ({"line": [0]}, 422),
        ({"lines": [100_000]}, 422),
        ({"texts": ["nowhere"]}, 422),
        ({"texts": [MENU], "keep": False}, 422),
        ({"texts": [MENU], "sha256": "0" * 64}, 409),
    ],
)
def test_what_names_no_removed_line_is_refused(server: Adding, body: object, status: int) -> None:
    before = named(server, 1)
    told = keep(server, before["id"], body)
    assert told.status == status and told.said["error"].endswith(".")
    assert named(server, 1) == before and before["id"] not in corrections(server)


def test_each_status_has_a_sentence_and_changes_nothing(server: Adding) -> None:
    one, before = named(server, 1), corrections(server)
    good, form = {"texts": [MENU]}, {"Content-Type": "application/x-www-form-urlencoded"}
    for told, status in (
        (keep(server, one["id"], good, {}), 401),
        (keep(server, one["id"], good, {"Authorization": "Bearer wrong"}), 401),
        (keep(server, one["id"], good, BASIC), 403),
        (keep(server, one["id"], good, {**BASIC, "Sec-Fetch-Site": "cross-site"}), 403),
        (keep(server, "0" * 16, good), 404),
        (keep(server, one["id"], good, {**BEARER, **form}), 415),
        (keep(server, one["id"], b'{"texts": ["' + b"x" * 1_200_000 + b'"]}'), 413),
        (server.ask("PUT", f"/api/article/{one['id']}/keep"), 405),
        (server.ask("GET", f"/api/article/{one['id']}/keep"), 405),
    ):
        assert told.status == status and told.said["error"].endswith("."), (status, told)
    page = server.ask("POST", f"/article/{one['id']}/keep", {**OURS, "Content-Type": "application/json"}, b"{}")
    assert page.status == 415
    assert server.ask("POST", f"/article/{one['id']}/keep", {**BASIC, **form}, b"line=1").status == 403
    assert corrections(server) == before and named(server, 1) == one


def test_without_a_token_nobody_may(own: Path) -> None:
    with process(own, own.with_name("log"), CUTTINGS_FILE_SECONDS="60") as address:
        server = Adding(address, own, own.with_name("inbox"))
        one = named(server, 0)
        told = keep(server, one["id"], {"texts": [MENU]})
        assert told.status == 405 and "CUTTINGS_TOKEN" in told.said["advice"]
        assert corrections(server) == ""


def keep_all(server: Adding, wanted: list[tuple[str, str]], kept: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep lines of articles from six clients; those of a server that was too busy are returned, the others `kept`."""
    with ThreadPoolExecutor(6) as clients:
        told = list(clients.map(lambda pair: keep(server, pair[0], {"texts": [pair[1]]}).status, wanted))
    assert set(told) <= {200, 202, 503}
    kept += [pair for pair, status in zip(wanted, told, strict=True) if status != 503]
    return [pair for pair, status in zip(wanted, told, strict=True) if status == 503]


def test_clients_that_keep_at_once_lose_nothing(server: Adding) -> None:
    wanted = [(named(server, number)["id"], line) for number in (2, 3) for line in LINES]
    kept: list[tuple[str, str]] = []
    until(lambda: not keep_all(server, [pair for pair in wanted if pair not in kept], kept))
    for identity, line in wanted:
        assert f'"{line}"' in corrections(server)
        until(lambda identity=identity, line=line: line in server.ask("GET", f"/api/article/{identity}").said["text"])  # type: ignore[misc]


def test_while_another_writes_the_index_it_is_written_and_read_afterwards(own: Path) -> None:
    with adding(own) as server:
        one = named(server, 0)
        lock = WriteLock(own / "LOCK", datetime.now(UTC))
        try:
            told = keep(server, one["id"], {"texts": [MENU]})
            assert (told.status, told.said["state"]) == (202, "queued")
            assert "another run is writing the index" in told.said["reason"] and MENU in corrections(server)
            page = server.address.get(f"/article/{one['id']}?view=removed", Authorization=BEARER["Authorization"])
            assert b"It comes into the article with the next reindex." in page.body
            assert b"kept, waits for the next reindex" in page.body
        finally:
            lock.release()
        until(lambda: MENU in server.ask("GET", f"/api/article/{one['id']}").said["text"])


def test_what_is_in_the_inbox_can_be_corrected_and_the_inbox_goes_on(tmp_path: Path) -> None:
    index = small_index(tmp_path)
    with adding(index) as server:
        title = "The mill and the word1"
        told = server.add("mill.txt", b"Share this\n\n" + article(1) + b"\nShare this\n")
        assert told.status == 201, title
        one = server.ask("GET", f"/api/article/{told.said['id']}").said
        texts = [dropped["text"] for dropped in one["dropped"] if dropped["rule"] == "share"]
        assert keep(server, one["id"], {"texts": texts[:1]}).said["state"] == "read"
        assert "corrections.yaml" in server.files()
        assert texts[0] in server.ask("GET", f"/api/article/{one['id']}").said["text"]
        assert server.add("other.txt", article(2)).status == 201


def test_the_form_leads_back_to_the_view_which_shows_what_is_kept_and_takes_it_back(own: Path) -> None:
    client = create_app(open_engine(own), replace(Settings(), index=own, token=TOKEN, file_seconds=60.0)).test_client()
    (one,) = [hit for hit in client.get("/api/search?q=", headers=BEARER).get_json()["hits"] if hit["path"] == "1.html"]
    asked = {"headers": OURS, "content_type": "application/x-www-form-urlencoded"}
    article = client.get(f"/api/article/{one['id']}", headers=BEARER).get_json()
    address = f"/article/{one['id']}/keep?q=harbour&view=original&at=2"
    number = number_of(article, MENU)
    sent = client.post(address, data=urlencode({"line": number, "seen": article["sha256"]}), **asked)
    assert sent.status_code == 303
    assert sent.location == f"/article/{one['id']}?q=harbour&view=original&at=2#kept"
    page = unescape(client.get(f"/article/{one['id']}?view=removed", headers=BEARER).text)
    assert "Kept by your correction" in page and f'name="text" value="{MENU}"' in page
    assert f"&line={number + 1}#l{number + 1}" in page.replace("?view=original", "&view=original")
    late = client.post(address, data=urlencode({"line": number, "seen": "0" * 64}), **asked)
    assert late.status_code == 409 and "was read anew since you saw it" in late.text
    kind = client.post(address, data=urlencode({"kind": "newsletter"}), **asked)
    assert kind.status_code in (303, 422)
    page = unescape(client.get(f"/article/{one['id']}?view=removed", headers=BEARER).text)
    kept = page.count('name="text"')
    sent = client.post(address, data=urlencode({"text": MENU}), **asked)
    assert sent.status_code == 303
    page = unescape(client.get(f"/article/{one['id']}?view=removed", headers=BEARER).text)
    assert page.count('name="text"') == kept - 1 and f'value="{MENU}"' not in page


def test_a_piece_that_is_on_the_page_no_more_is_shown_and_can_be_taken_back(own: Path) -> None:
    client = create_app(open_engine(own), replace(Settings(), index=own, token=TOKEN, file_seconds=60.0)).test_client()
    one = client.get("/api/search?q=", headers=BEARER).get_json()["hits"][0]
    file = own.with_name("archive") / "corrections.yaml"
    file.write_text(f"# by hand\n- by: {{id: {one['id']}}}\n  keep:\n  - A line of long ago\n")
    page = unescape(client.get(f"/article/{one['id']}?view=removed", headers=BEARER).text)
    assert "The page does not have this line any more." in page and 'value="A line of long ago"' in page
    sent = client.post(
        f"/article/{one['id']}/keep",
        data=urlencode({"text": "A line of long ago"}),
        headers=OURS,
        content_type="application/x-www-form-urlencoded",
    )
    assert sent.status_code == 303 and file.read_text() == "# by hand\n"
