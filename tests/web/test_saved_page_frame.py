"""Readers see what was saved in a frame: the page around it says what it is, and leads back. No other page has their
policies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.test_originals import Archive
from web.serving.security import FRAMING_HEADERS, HEADERS


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("framed"))


@pytest.mark.parametrize(
    ("path", "key", "called", "parts"),
    [
        ("bridge.html", "", "The page as it was saved", True),
        ("harbour.txt", "", "The file as it was saved", False),
        ("lines.jsonl", "two", "The line as it was saved", False),
    ],
)
def test_readers_are_led_to_a_frame_that_says_what_it_is(
    archive: Archive, path: str, key: str, called: str, *, parts: bool
) -> None:
    reader, page = archive.reader(), archive.address(path, key)
    article = page.removesuffix("/page")
    assert f'href="{article}/saved"' in reader.get(article).text and f'"{page}"' not in reader.get(article).text
    reply = reader.get(f"{article}/saved")
    assert (reply.status_code, reply.mimetype) == (200, "text/html")
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS | FRAMING_HEADERS
    policy = {part.strip() for part in reply.headers["Content-Security-Policy"].split(";")}
    assert policy - {part.strip() for part in HEADERS["Content-Security-Policy"].split(";")} == {"frame-src 'self'"}
    assert re.findall(r"<iframe[^>]*>", reply.text) == [f'<iframe src="{page}" sandbox title="{called}">']
    assert f"<h1>{called}</h1>" in reply.text and "<script" not in reply.text
    assert f'<a rel="up" href="{article}">Back to the article</a>' in reply.text
    assert f'<a href="{article}/source" download>' in reply.text
    assert ("other servers" in reply.text) is ("Without this strip" in reply.text) is parts


def test_links_stand_under_the_prefix_and_the_token_guards_all(tmp_path: Path) -> None:
    archive = Archive(tmp_path, prefix="/news", token="a secret of 16 characters")
    reader, page = archive.reader(), archive.address("bridge.html")
    for what in ("", "/page", "/source", "/saved"):
        assert reader.get(f"/news{page.removesuffix('/page')}{what}").status_code == 401
    letter = {"Authorization": "Bearer a secret of 16 characters"}
    html = reader.get(page.removesuffix("/page"), headers=letter).text
    assert (
        f'href="/news{page.removesuffix("/page")}/saved"' in html
        and f'href="/news{page.removesuffix("/page")}/source"' in html
    )
    reply = reader.get(f"/news{page}", headers=letter)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")


def test_only_the_page_itself_has_its_policy(archive: Archive) -> None:
    reader, page = archive.reader(), archive.address("bridge.html")
    others = [page.removesuffix("/page"), f"{page[:-5]}/source", f"{page}/", f"{page}x", "/article//page", "/", "/help"]
    others += [
        f"{page[:-5]}x/saved",
        f"{page[:-5]}/saved/",
        f"{page[:-5]}/saved?version=7",
        f"{page[:-5]}x/page",
        f"/api{page}",
        f"{page}?version=7",
        f"/search{page}",
        f"/article/page{page}",
    ]
    for address in others:
        reply = reader.get(address)
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS, address
    assert reader.post(page).headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
