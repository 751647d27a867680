"""A list of names is looked up at once, strictly unless asked otherwise, and what could not be done is said."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.web.outside import process
from web import urls
from web.question_lists import Finding, LineCount, look_up, questions
from web.site.app import create_app
from web.site.batch_page import LIST_LINES
from web.terminal.cli import main
from web.writing import MAX_FORM, URL_ENCODED

TEXTS = {
    "a": ("2015-05-26", "Minister Anna Lindqvist opened the harbour."),
    "b": ("2016-02-01", "Anna Lindqvist spoke of the ferry with Bertil Anders."),
    "c": ("2017-03-04", "Anna went away before Mr Lindqvist came to the ferry."),
    "d": ("", "The lighthouse of Vinga was painted."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, reindexed: Callable[..., Path]) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    pages = [{"id": name, "title": name, "text": f"{text}\n" * 3, "date": day} for name, (day, text) in TEXTS.items()]
    (folder / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages), "utf-8")
    return reindexed(folder)


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


def table(client: FlaskClient, *lines: str, finding: str = "") -> list[dict[str, str]]:
    reply = client.get(urls.batch(lines, finding, "csv"))
    assert reply.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)[1:]
    plain = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in row] for row in plain]


def test_each_line_has_its_count_and_its_days(client: FlaskClient) -> None:
    html = client.get(urls.batch(["Anna Lindqvist", "ferry", "Vinga"])).text
    assert cells(html) == [
        ["Anna Lindqvist", "3(as a person: 3)", "26 May 2015", "4 Mar 2017"],
        ["ferry", "2", "1 Feb 2016", "4 Mar 2017"],
        ["Vinga", "1(as a place: 1)", "undated", "undated"],
    ]


def test_a_count_is_what_its_link_lists(client: FlaskClient) -> None:
    html = client.get(urls.batch(["Anna Lindqvist", "ferry"], Finding.PHRASE)).text
    links = re.findall(r'<td class="num"><a href="([^"]*)"[^>]*>(\d+)</a>', html)
    assert [number for _, number in links] == ["2", "2"]
    for href, number in links:
        api = unescape(href).replace("/search?", "/api/search?")
        assert client.get(api).get_json()["total"] == int(number)


def test_lines_are_looked_for_as_they_are_spelt_unless_asked(client: FlaskClient) -> None:
    strict, loose = table(client, "Lindkvist"), table(client, "Lindkvist", finding=Finding.LOOSE)
    assert strict[0]["articles"] == "0" and int(loose[0]["articles"]) == 3
    assert (strict[0]["suggestion"], strict[0]["articles_loosely"]) == ("", "3")
    html = client.get(urls.batch(["Lindkvist", "lihgthouse", "zzyzx"])).text
    assert cells(html)[0][1:] == ["0", "In other spellings, or with some of the words (3)"]
    assert cells(html)[1][1:] == ["0", "Did you mean lighthouse? (1)"]
    assert cells(html)[2][1:] == ["0", ""]


def test_the_table_says_what_the_page_says(client: FlaskClient) -> None:
    first, second = table(client, "Anna Lindqvist", "=1+1")
    assert (first["line"], first["name"], first["articles"]) == ("1", "Anna Lindqvist", "3")
    assert (first["first"], first["last"]) == ("2015-05-26", "2017-03-04")
    assert first["address"].startswith("http://localhost/search?q=Anna+Lindqvist&all=1&typed=1")
    assert second["name"] == "'=1+1"


def test_the_command_counts_the_same(
    client: FlaskClient, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["Anna Lindqvist", "ferry", "Vinga", "zzyzx"]
    file = tmp_path / "names.txt"
    file.write_text("\n".join(names), "utf-8")
    with pytest.raises(SystemExit):
        main(["batch", str(file), "--index", str(index), "--strict", "--format", "json"])
    told = {answer["query_id"]: answer["total"] for answer in json.loads(capsys.readouterr().out)}
    assert told == {row["line"]: int(row["articles"]) for row in table(client, *names)}


def test_a_short_list_has_an_address_to_send_on(client: FlaskClient) -> None:
    reply = client.post("/batch", data={"lines": "ferry\r\n\r\n Vinga ", "finding": "strict"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/batch?lines=ferry%0AVinga")
    assert [row[0] for row in cells(client.get(reply.headers["Location"]).text)] == ["ferry", "Vinga"]


def test_a_long_list_comes_as_a_form(client: FlaskClient) -> None:
    lines = [f"ferry number {n} of the whole harbour" for n in range(LIST_LINES + 2)]
    reply = client.post("/batch", data={"lines": "\n".join(lines), "finding": "strict"})
    assert reply.status_code == 200
    assert len(cells(reply.text)) == LIST_LINES
    assert f"Only the first {LIST_LINES} lines were looked up; 2 lines were left out." in reply.text
    rows = client.post("/batch.csv", data={"lines": "\n".join(lines)}).data.decode("utf-8-sig").splitlines()
    assert len(rows) == LIST_LINES + 2 and f"Only the first {LIST_LINES} lines" in rows[-1]


def test_a_form_that_is_too_long_is_refused_and_nothing_else_may_be_sent(client: FlaskClient) -> None:
    reply = client.post("/batch", data="lines=" + "a" * MAX_FORM, content_type=URL_ENCODED)
    assert reply.status_code == 413 and "128 KB" in reply.text
    assert client.post("/batch", data=b"x", content_type="text/plain").status_code == 405
    assert client.post("/search", data="q=a", content_type=URL_ENCODED).status_code == 405
    assert client.get("/batch", data="lines=a", content_type=URL_ENCODED).status_code == 413


def test_a_page_of_another_site_cannot_measure_it(client: FlaskClient) -> None:
    other = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.post("/batch", data={"lines": "ferry"}, headers=other).status_code == 403


def test_with_a_token_a_list_needs_it(index: Path) -> None:
    client = create_app(open_engine(index), replace(Settings(), index=index, token="0123456789abcdef")).test_client()
    assert client.post("/batch", data={"lines": "ferry"}).status_code == 401
    basic = {"Authorization": "Bearer 0123456789abcdef"}
    assert client.post("/batch", data={"lines": "ferry"}, headers=basic).status_code == 303


def test_an_empty_page_is_a_form(client: FlaskClient) -> None:
    html = client.get("/batch").text
    assert "<table" not in html and 'method="post"' in html and "Up to 500 lines" in html
    assert client.get("/batch?lines=&finding=nonsense").status_code == 200
    for place in ("/", "/help"):
        assert 'href="/batch"' in client.get(place).text


def test_what_there_was_no_time_for_is_said(index: Path) -> None:
    asked = iter([False, True, True])
    rows = list(
        look_up(
            open_engine(index),
            [(1, "ferry"), (2, "Vinga"), (3, "ferry"), (4, "x")],
            Finding.STRICT,
            lambda: next(asked),
        )
    )
    assert [(row.number, row.total) for row in rows] == [(1, 2), (2, None), (3, 2), (4, None)]
    assert isinstance(rows[0], LineCount)


def test_any_line_is_a_question(client: FlaskClient) -> None:
    lines = ['"', "AND", "<script>alert(1)</script>", "publisher:", "((", "*", "\u202e\u0007", "a" * 3000]
    reply = client.post("/batch", data=urlencode({"lines": "\n".join(lines)}), content_type=URL_ENCODED)
    html = client.get(reply.headers["Location"]).text if reply.status_code == 303 else reply.text
    assert len(cells(html)) == len(lines) and "<script>alert" not in html


def test_blank_lines_ask_nothing_and_numbers_are_those_of_the_lines() -> None:
    assert list(questions(" a \n\n\nb")) == [(1, "a"), (4, "b")]


def test_a_real_server_takes_a_list_and_no_more(index: Path, tmp_path: Path) -> None:
    body = urlencode({"lines": "\n".join(f"ferry of number {n}" for n in range(120)) + "\nferry"}).encode()
    head = "POST {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"

    with process(index, tmp_path / "log") as server:

        def sent(path: str, kind: str, what: bytes) -> bytes:
            return server.send(head.format(path, kind, len(what)).encode() + what)

        told = sent("/batch", URL_ENCODED, body)
        assert told.startswith(b"HTTP/1.1 200 ") and told.count(b"<tr") == 122
        assert sent("/batch", URL_ENCODED, b"lines=" + b"a" * MAX_FORM).startswith(b"HTTP/1.1 413 ")
        assert sent("/batch", "text/plain", body).startswith(b"HTTP/1.1 405 ")
        assert sent("/search", URL_ENCODED, b"q=ferry").startswith(b"HTTP/1.1 405 ")


def test_the_number_of_a_name_is_what_its_link_lists(client: FlaskClient) -> None:
    html = client.get(urls.batch(["Anna Lindqvist", "ferry"])).text
    found = re.findall(r'\(<a href="([^"]*)">as a person: (\d+)</a>\)', html)
    assert len(found) == 1
    href, number = found[0]
    address = unescape(href).replace("/search?", "/api/search?") + "&copies=all"
    assert client.get(address).get_json()["total"] == int(number)
    assert "by the surname alone" in html
    assert "by the surname alone" not in client.get(urls.batch(["ferry"])).text
