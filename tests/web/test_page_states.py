"""Whatever fails, a page says so in plain words: with the masthead, one heading, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.errors import CuttingsError, IndexLocked, IndexOutdated, IndexUnreadable
from index.settings import Settings
from index.store.run_file import RunFile
from index.store.run_states import Running, UnfinishedRun
from search.embedded.engine import open_engine
from search.engine import Engine
from tests.reindex.archives import run
from web.site.app import create_app

TOKEN = "a-secret-of-many-letters"
PROGRAM_WORDS = re.compile(
    r"\b(index|reindex|generation|checksum|segment|format version|header|status \d|stamp|exception|HTTP|UTF-8)\b",
    re.I,
)


def client(index: Path, **more: object) -> FlaskClient:
    settings = replace(Settings(), index=index, **more)  # type: ignore[arg-type]
    return create_app(lambda: open_engine(index), settings).test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of two articles."""
    for name, place in (("bridge", "Calder"), ("ferry", "Saltby")):
        (tmp_path / f"{name}.txt").write_text(f"The {name} of {place}\n\nThe {name} was late on Monday, they said.\n")
    run(tmp_path / "index", tmp_path / "bridge.txt", tmp_path / "ferry.txt")
    return tmp_path


def plain(html: str) -> str:
    """The words of a page before what it says to whoever runs the service."""
    main = html.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    main = re.sub(r"<pre.*?</pre>", "", main.partition("<h2>For whoever runs")[0], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def check(html: str, heading: str, todo: str) -> None:
    assert '<header class="masthead">' in html and html.count("<h1") == 1
    assert re.search(rf"<h1[^>]*>{re.escape(heading)}</h1>", html), html
    assert todo in plain(html)
    assert not PROGRAM_WORDS.search(plain(html)), plain(html)


def test_no_index_yet_and_one_that_is_being_made(tmp_path: Path) -> None:
    reader = client(tmp_path / "index")
    reply = reader.get("/")
    assert reply.status_code == 503 and "cuttings reindex FOLDER" in reply.text
    check(reply.text, "There is no archive yet", "Put your saved articles into a folder")
    (tmp_path / "index").mkdir()
    file = RunFile(tmp_path / "index")
    file.say(Running("reading", 3, 40))
    html = reader.get("/search?q=ferry").text
    check(html, "The archive is being made", "Reading pages: 3 / 40")
    assert '<progress aria-labelledby="step" max="40" value="3">' in html
    file.close(None, UnfinishedRun("2026-03-10T10:00", "reading", 3, 40, "no space left on device"))
    check(reader.get("/").text.replace("reindex ended", ""), "There is no archive yet", "no space left on device")


@pytest.mark.parametrize(
    ("path", "status", "heading", "todo"),
    [
        ("/nowhere", 404, "There is nothing at this address", "Search for words that you remember"),
        ("/article/0123456789abcdef", 404, "There is nothing at this address", "Search for words that you remember"),
        ("/facet/colour", 404, "There is nothing at this address", "Search for words that you remember"),
        ("/name/person/Nobody", 404, "There is nothing at this address", "No article has this name"),
    ],
)
def test_an_address_of_nothing(folder: Path, path: str, status: int, heading: str, todo: str) -> None:
    reply = client(folder / "index").get(path)
    assert reply.status_code == status
    check(reply.text, heading, todo)
    assert 'href="/">See what the archive holds</a>' in reply.text


def test_an_article_that_is_gone(folder: Path) -> None:
    reader = client(folder / "index")
    address = re.search(r'id="a-(\w+)"', reader.get("/search?q=ferry").text)
    assert address
    run(folder / "index", forget=[folder / "ferry.txt"])
    reply = reader.get(f"/article/{address[1]}")
    assert reply.status_code == 410
    check(reply.text, "This article is no longer here", "“The ferry of Saltby” has left the archive")


def test_what_is_refused(folder: Path) -> None:
    reader = client(folder / "index")
    check(reader.post("/").text, "This cannot be done here", "Search for what you look for")
    assert "Allow" in json.loads(reader.post("/api/search").text)["error"], "programs are told as before"
    check(
        reader.get("/", headers={"Host": "a b"}).text.replace("UTF-8", ""),
        "This request cannot be read",
        "Search for what you",
    )
    check(reader.get("/", data=b"x" * 10).text.replace("/api/articles", ""), "This is too much", "Send less at a time")


def test_the_token(folder: Path) -> None:
    reader = client(folder / "index", token=TOKEN)
    reply = reader.get("/")
    assert reply.status_code == 401
    assert "2 articles" not in reply.text, "nobody learns what it holds without the token"
    check(reply.text, "This archive asks for its token", "as the password")
    for _ in range(7):
        reply = reader.get("/", auth=("anyone", "wrong"))
    assert reply.status_code == 429
    check(reply.text, "Too many wrong tokens", "Wait a moment")


def test_what_cannot_be_added(folder: Path) -> None:
    reader = client(folder / "index", token=TOKEN)
    form = {"file": (BytesIO(b""), "")}
    reply = reader.post("/add", data=form, auth=("me", TOKEN), headers={"Sec-Fetch-Site": "same-origin"})
    assert reply.status_code == 422
    check(reply.text, "This cannot be added", "Go back and choose one")


def damaged(index: Path) -> None:
    for file in index.rglob("*"):
        if file.is_file() and "segments" in file.parts and file.stat().st_size > 500:
            data = bytearray(file.read_bytes())
            data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
            file.write_bytes(data)


def locked_away(index: Path) -> None:
    index.rename(index.with_name("elsewhere"))
    index.write_text("a file")


FAULTS = [(damaged, {"The archive is damaged"}), (locked_away, {"There is no archive yet", "The archive is damaged"})]


@pytest.mark.parametrize(("fault", "headings"), FAULTS)
def test_an_archive_that_fails_and_then_its_error_pages(
    folder: Path, fault: Callable[[Path], None], headings: set[str]
) -> None:
    fault(folder / "index")
    reader = client(folder / "index")
    reply = reader.get("/search?q=ferry")
    assert reply.status_code == 503
    heading = re.search(r"<h1>(.*?)</h1>", reply.text)
    assert heading and heading[1] in headings
    check(reply.text, heading[1], "")
    assert "<h2>For whoever runs the service</h2>" in reply.text and "<pre" in reply.text
    check(reader.get("/nowhere").text, "There is nothing at this address", "")


@pytest.mark.parametrize(
    ("error", "heading", "command"),
    [
        (IndexOutdated("the index has format version 3"), "The archive has to be read anew", "cuttings reindex"),
        (IndexUnreadable("the index cannot be read: denied"), "The archive cannot be read", ""),
        (IndexLocked("the index is being written"), "The archive is being written", ""),
    ],
)
def test_what_the_program_says_stands_apart(tmp_path: Path, error: CuttingsError, heading: str, command: str) -> None:
    def refuse() -> Engine:
        raise error

    reply = create_app(refuse, replace(Settings(), index=tmp_path)).test_client().get("/")
    assert reply.status_code == 503 and reply.headers["Retry-After"]
    check(reply.text, heading, "")
    apart = reply.text.partition("<h2>For whoever runs the service</h2>")[2]
    assert error.what[1:] in apart and (command in apart)


def test_an_error_of_the_program(folder: Path) -> None:
    def broken() -> Engine:
        raise RuntimeError("a slip")

    reply = create_app(broken, replace(Settings(), index=folder / "index")).test_client().get("/")
    assert reply.status_code == 500 and "a slip" not in reply.text
    check(reply.text, "Something went wrong here", "tell whoever runs the service")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=zzyzx", "No article has the word “zzyzx”."),
        ("q=zzyzx+qqxq", "No article has any of the words “zzyzx”, “qqxq”."),
        ("q=zzyzx+AND+ferry", "No article has the word “zzyzx”."),
        ("q=ferry+AND+bridge", "The archive has each of these words, but no article has them as you ask for them."),
        ("q=ferry&date=1999", "The archive has this word, but in no article that fits the filters."),
        ("date=1999", "No article fits these filters together."),
    ],
)
def test_nothing_is_found(folder: Path, asked: str, said: str) -> None:
    html = client(folder / "index").get(f"/search?{asked}&typed=1").text
    assert said in plain(html)
    assert html.count("<h1") == 1 and "See what the archive holds" in html


def test_any_of_the_words_is_a_way_on(folder: Path) -> None:
    reader = client(folder / "index")
    html = reader.get("/search?q=ferry+AND+bridge").text
    link = re.search(r'<a href="([^"]+)"><bdi>ferry OR bridge</bdi></a><span class="n">2 results', html)
    assert link and re.search(r"<h1[^>]*>2 articles", reader.get(unescape(link[1])).text)


def test_a_page_beyond_the_end_is_the_last_one(folder: Path) -> None:
    html = client(folder / "index").get("/search?page=99").text
    assert html.count('<article class="card"') == 2 and "99" in plain(html)
