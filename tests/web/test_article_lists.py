"""Lists of articles: what a form or a program puts there is there, in order, with notes; what left is told."""

from __future__ import annotations

import http.client
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.adding import BEARER, TOKEN, adding, small_index
from tests.web.running import named, until
from tests.web.test_former_addresses import folder, page
from web.site.app import create_app
from web.state.article_lists import LONGEST_LIST_NAME, LONGEST_NOTE

__all__ = ["folder"]  # a fixture
NEVER = "0123456789abcdef"
OWN = {"Sec-Fetch-Site": "same-origin"}


def client(index: Path, token: str = TOKEN) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index, token=token)).test_client()


@pytest.fixture
def reader(folder: Path, tmp_path: Path) -> FlaskClient:
    """A client of an archive of three articles, with a token."""
    return client(tmp_path / "index")


@pytest.fixture
def ids(reader: FlaskClient, tmp_path: Path) -> list[str]:
    """The ids of the articles one, two and three."""
    known = {article.key: article.id for article in articles(tmp_path / "index").values()}
    return [known[key] for key in ("one", "two", "three")]


def send(reader: FlaskClient, **fields: str) -> TestResponse:
    """What a browser gets that sends a form of a page of ours."""
    return reader.post("/lists", data=fields, headers=OWN, auth=("reader", TOKEN))


def get(reader: FlaskClient, path: str) -> str:
    reply = reader.get(path, headers=BEARER)
    assert reply.status_code == 200, path
    return reply.text


def ask(reader: FlaskClient, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    reply = reader.open(f"/api/lists{path}", method=method, json=body, headers=BEARER)
    return reply.status_code, reply.get_json() if reply.data else None


def listed(reader: FlaskClient, identity: int) -> list[str]:
    status, told = ask(reader, "GET", f"/{identity}")
    assert status == 200
    return [row["id"] for row in told["articles"]]


def test_a_program_makes_fills_orders_and_empties_a_list(reader: FlaskClient, ids: list[str]) -> None:
    reply = reader.post("/api/lists", json={"name": " The  bridge ", "ids": ids[:2]}, headers=BEARER)
    made = reply.get_json()
    assert (reply.status_code, reply.headers["Location"]) == (201, f"/api/lists/{made['id']}")
    assert (made["name"], made["size"], made["address"]) == ("The bridge", 2, f"/lists/{made['id']}")
    place = f"/{made['id']}"
    status, told = ask(reader, "POST", f"{place}/articles", {"ids": [ids[0], ids[2]], "title": "of no meaning"})
    assert status == 200 and [row["id"] for row in told["articles"]] == ids
    status, told = ask(reader, "POST", f"{place}/articles", {"ids": [ids[1]], "note": "Twice\r\nread\x00"})
    assert [(row["id"], row["note"]) for row in told["articles"]] == [
        (ids[0], ""),
        (ids[1], "Twice\nread"),
        (ids[2], ""),
    ]
    order = [ids[2], ids[0], ids[1]]
    status, told = ask(reader, "PATCH", place, {"ids": order, "name": "The ford"})
    assert (status, told["name"], [row["id"] for row in told["articles"]]) == (200, "The ford", order)
    status, told = ask(reader, "DELETE", f"{place}/articles?ids={ids[0]},{ids[2]}")
    assert (status, [row["id"] for row in told["articles"]]) == (200, [ids[1]])
    assert [(one["name"], one["size"]) for one in ask(reader, "GET", "")[1]["lists"]] == [("The ford", 1)]
    assert ask(reader, "DELETE", place) == (204, None)
    assert ask(reader, "GET", "") == (200, {"lists": []})
    assert ask(reader, "GET", place)[0] == ask(reader, "DELETE", place)[0] == 404


def test_what_cannot_be_done_changes_nothing(reader: FlaskClient, ids: list[str]) -> None:
    first = ask(reader, "POST", "", {"name": "Bridge", "ids": ids})[1]
    ask(reader, "POST", "", {"name": "Ford"})
    refused: list[tuple[int, str, str, Any]] = [
        (409, "POST", "", {"name": "bridge"}),
        (409, "PATCH", "/2", {"name": "BRIDGE"}),
        (422, "POST", "", {"name": "Mill", "ids": [ids[0], NEVER]}),
        (422, "POST", "", {"name": " \u202e "}),
        (422, "POST", "", {"name": "x" * (LONGEST_LIST_NAME + 1)}),
        (422, "POST", "", {"ids": ids}),
        (422, "POST", "", ["name"]),
        (422, "POST", "/2/articles", {"ids": [ids[0], NEVER]}),
        (422, "POST", "/2/articles", {"ids": []}),
        (422, "POST", "/2/articles", {"ids": ids[0]}),
        (422, "POST", "/2/articles", {"ids": [7]}),
        (422, "POST", "/2/articles", {"ids": ids, "note": "of which?"}),
        (422, "POST", "/1/articles", {"ids": [ids[0]], "note": "x" * (LONGEST_NOTE + 1)}),
        (422, "PATCH", "/1", {"ids": ids[:2], "name": "Mill"}),
        (404, "POST", "/3/articles", {"ids": ids}),
        (404, "PATCH", "/3", {"name": "Mill"}),
        (404, "DELETE", "/3", None),
        (404, "DELETE", f"/2/articles?ids={ids[0]}", None),
        (404, "GET", "/9007199254740992", None),
    ]
    for status, method, path, body in refused:
        assert ask(reader, method, path, body)[0] == status, (method, path, body)
    assert reader.post("/api/lists", data="name=x", headers=BEARER).status_code == 415
    assert reader.post("/api/lists", data="{", headers=BEARER, content_type="application/json").status_code == 422
    assert ask(reader, "GET", "/1") == (200, first)
    assert [(one["name"], one["size"]) for one in ask(reader, "GET", "")[1]["lists"]] == [("Ford", 0), ("Bridge", 3)]


def test_a_star_is_one_click_that_comes_back(reader: FlaskClient, ids: list[str]) -> None:
    html = get(reader, "/search?q=bridge&copies=all&sort=newest")
    for one in ids:
        assert f'form="stars" name="star" value="{one}"' in html
    back = unescape(re.findall(r'name="back" value="([^"]+)"', html)[0])
    reply = send(reader, star=ids[0], back=back)
    assert (reply.status_code, reply.headers["Location"]) == (
        303,
        f"/search?q=bridge&copies=all&sort=newest#a-{ids[0]}",
    )
    assert f'name="unstar" value="{ids[0]}"' in get(reader, back)
    send(reader, star=ids[0], back=back)
    assert [(one["name"], one["size"]) for one in ask(reader, "GET", "")[1]["lists"]] == [("Starred", 1)]
    send(reader, star=ids[1], name="Harbours", back="/article/x")
    send(reader, star=ids[2], back="/article/x")  # into the list of stars, whichever was used last
    assert (listed(reader, 1), listed(reader, 2)) == ([ids[0], ids[2]], [ids[1]])
    send(reader, star=ids[2], into="2", back="/article/x")
    assert (listed(reader, 1), listed(reader, 2)) == ([ids[0], ids[2]], [ids[1], ids[2]])
    article = get(reader, f"/article/{ids[2]}")
    assert f'href="/lists/1#a-{ids[2]}"' in article and f'href="/lists/2#a-{ids[2]}"' in article
    send(reader, note=ids[2], list="2", text="Prices!")
    reply = send(reader, unstar=ids[2], back=back)
    assert reply.headers["Location"] == f"/lists/2#a-{ids[2]}", "a note is not thrown away with a click"
    assert (listed(reader, 1), listed(reader, 2)) == ([ids[0]], [ids[1], ids[2]])
    assert send(reader, unstar=ids[0], back=back).headers["Location"] == f"{back}#a-{ids[0]}"
    assert listed(reader, 1) == []


def test_forms_of_the_page_of_a_list(reader: FlaskClient, ids: list[str]) -> None:
    assert send(reader, make="Bridges").headers["Location"] == "/lists/1"
    assert send(reader, add="1", ids=",".join([ids[2], NEVER, ids[0]])).headers["Location"] == "/lists/1"
    assert send(reader, add="1", ids=ids[1]).status_code == 303
    assert listed(reader, 1) == [ids[2], ids[0], ids[1]]
    assert send(reader, up=ids[1], list="1").headers["Location"] == f"/lists/1#a-{ids[1]}"
    send(reader, down=ids[2], list="1")
    assert listed(reader, 1) == [ids[1], ids[2], ids[0]]
    send(reader, note=ids[0], list="1", text=" <b>What</b>\r\nnow? ")
    html = get(reader, "/lists/1")
    assert "&lt;b&gt;What&lt;/b&gt;\nnow?" in html and "<b>What" not in html
    assert re.findall(r'<li id="a-(\w+)"', html) == [ids[1], ids[2], ids[0]]
    assert f'href="/search.csv?ids={"%2C".join([ids[1], ids[2], ids[0]])}"' in html
    send(reader, remove=ids[2], list="1")
    send(reader, rename="Fords", list="1")
    assert "Fords" in get(reader, "/lists") and listed(reader, 1) == [ids[1], ids[0]]
    made = send(reader, add="", ids=ids[0]).headers["Location"]
    again = send(reader, add="", ids=ids[0]).headers["Location"]
    assert made != again and get(reader, again)
    for fields, status in (
        ({"add": "1", "ids": ""}, 422),
        ({"add": "99", "ids": ids[0]}, 404),
        ({"up": ids[2], "list": "1"}, 404),
        ({"note": NEVER, "list": "1", "text": "x"}, 404),
        ({"star": NEVER, "back": "/"}, 422),
        ({"other": "1"}, 422),
    ):
        assert send(reader, **fields).status_code == status, fields
    assert send(reader, delete="1").headers["Location"] == "/lists"
    assert reader.get("/lists/1", headers=BEARER).status_code == 404


@pytest.mark.parametrize(
    "back", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "", "/a\r\nX: y"]
)
def test_nobody_is_led_to_another_site(reader: FlaskClient, ids: list[str], back: str) -> None:
    reply = send(reader, star=ids[0], back=back)
    assert reply.headers["Location"] == f"/lists#a-{ids[0]}"
    assert "X" not in reply.headers


def test_former_ids_are_followed_and_what_left_stays_with_its_title(
    reader: FlaskClient, ids: list[str], folder: Path, tmp_path: Path
) -> None:
    send(reader, make="Bridges")
    send(reader, add="1", ids=",".join(ids))
    send(reader, note=ids[0], list="1", text="Gone, but noted")
    (folder / "one.txt").unlink()
    (folder / "two.txt").write_text(page("The harbour is open at last"))
    run(tmp_path / "index")
    now = {article.key: article.id for article in articles(tmp_path / "index").values()}
    later = client(tmp_path / "index")
    told = ask(later, "GET", "/1")[1]["articles"]
    assert [(row["id"], row["state"], row["article"]) for row in told] == [
        (ids[0], "gone", ""),
        (ids[1], "here", now["two"]),
        (ids[2], "here", ids[2]),
    ]
    assert told[0]["title"] == "A bridge & a <b>ford</b>" and told[1]["title"] == "The harbour is open at last"
    html = get(later, "/lists/1")
    assert "A bridge &amp; a &lt;b&gt;ford&lt;/b&gt;" in html and "Left the archive on" in html
    assert f'href="/article/{now["two"]}"' in html
    assert f'name="unstar" value="{now["two"]}"' in get(later, "/search?q=harbour&copies=all"), "the star moved along"
    send(later, star=now["two"], into="1", back="/")
    assert listed(later, 1) == ids, "it is the same article"
    review = get(later, "/lists/1/review")
    assert "Gone, but noted" in review and f'id="a-{now["two"]}"' in review
    send(later, unstar=now["two"], back="/")
    assert listed(later, 1) == [ids[0], ids[2]]
    assert ask(later, "POST", "/1/articles", {"ids": [ids[1]], "note": "again"})[1]["articles"][2]["note"] == "again"
    assert listed(later, 1) == [ids[0], ids[2], now["two"]]


def test_a_list_is_a_press_review_with_its_notes(reader: FlaskClient, ids: list[str]) -> None:
    send(reader, make="Bridges & fords")
    send(reader, add="1", ids=",".join([ids[2], ids[0]]))
    send(reader, note=ids[0], list="1", text="*Read* it\ntwice")
    html = get(reader, "/lists/1/review?order=picked&title=")
    assert re.findall(r'<article [^>]*id="a-(\w+)"', html) == [ids[2], ids[0]]
    assert "Bridges &amp; fords" in html and "*Read* it\ntwice" in html
    assert 'action="/lists/1/review"' in html
    assert '<h1 dir="auto">Mine</h1>' in get(reader, "/lists/1/review?title=Mine&apart=1")
    markdown = get(reader, "/lists/1/review.md")
    assert "> \\*Read\\* it\n> twice" in markdown and markdown.startswith("# Bridges ")
    assert "*Read* it\ntwice" in get(reader, "/lists/1/review.html?title=Mine")


def test_without_a_token_nothing_is_kept_and_picks_work_all_the_same(
    reader: FlaskClient, ids: list[str], tmp_path: Path
) -> None:
    send(reader, star=ids[0], back="/")
    without = client(tmp_path / "index", "")
    for path in ("/search?q=bridge", f"/article/{ids[0]}", "/"):
        html = without.get(path).text
        assert 'name="star"' not in html and 'name="unstar"' not in html and "Add to a list" not in html
    assert 'form="picks"' in without.get("/search?q=bridge").text
    assert "keeps no lists" in without.get("/lists").text
    assert without.get("/api/lists").get_json() == {"lists": []}
    assert without.get("/lists/1").status_code == without.get("/api/lists/1").status_code == 404
    assert without.post("/lists", data={"star": ids[0]}, headers=OWN).status_code == 405
    assert without.post("/api/lists", json={"name": "x"}).status_code == 405


def test_a_page_over_plain_http_of_another_machine_offers_no_form(reader: FlaskClient, ids: list[str]) -> None:
    send(reader, star=ids[0], back="/")
    for path in ("/search?q=bridge", "/lists", "/lists/1"):
        html = reader.get(path, base_url="http://192.0.2.7/", headers=BEARER).text
        assert 'method="post"' not in html
        assert ("over https" in html) == path.startswith("/lists")
    reply = reader.post("/lists", data={"star": ids[1]}, auth=("reader", TOKEN))
    assert reply.status_code == 403 and listed(reader, 1) == [ids[0]]


def test_what_was_starred_at_once_outlasts_a_kill_of_the_server(tmp_path: Path) -> None:
    index = small_index(tmp_path)
    headers = {**BEARER, "Content-Type": "application/x-www-form-urlencoded"}
    with adding(index, CUTTINGS_PROCESSES="2") as server:
        (first, second) = (hit["id"] for hit in server.found("mayor"))

        def write(number: int) -> int:
            fields = {"star": (first, second)[number % 2], "name": f"List {number}", "back": "/"}
            return server.ask("POST", "/lists", headers, urlencode(fields).encode()).status

        with ThreadPoolExecutor(8) as clients:
            assert set(clients.map(write, range(24))) == {303}
        before = server.ask("GET", "/api/lists").said["lists"]
        assert sorted(one["name"] for one in before) == sorted(f"List {number}" for number in range(24))
        assert {one["size"] for one in before} == {1}
        number = server.address.number
        for process_number in [*named(number).values(), *named(number, "front").values()]:
            os.kill(process_number, signal.SIGKILL)

        def kept() -> Any:
            try:
                return server.ask("GET", "/api/lists").said.get("lists")
            except (OSError, http.client.HTTPException):
                return None  # it starts anew

        until(lambda: kept() == before)
