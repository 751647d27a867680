"""Pages are light and stand still: the first page and results fit in 64 KB of HTML, with one style sheet and 400 lines
of script, and nothing moves once it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

import web.site
from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser import librarian
from tests.browser.conftest import serving
from tests.reindex.archives import run
from tests.web.running import until
from web.site.app import create_app

MOST_BYTES = 64 * 1024  # of HTML, as it is before it is packed
MOST_LINES = 400  # of script, in all files together
STATIC = Path(web.site.__file__).parent / "static"
QUESTIONS = ("the", "government", "water", "police", "bridge", "in", "")
REAL_PAGES = Path("extract-dev/pages")
PART = 6  # one of so many is read
SHIFTS = """() => new Promise(done => {
  const seen = [];
  const observer = new PerformanceObserver(list => seen.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    seen.push(...observer.takeRecords());
    done(seen.map(e => [e.value, e.sources.map(s => s.node?.outerHTML?.slice(0, 80) ?? s.node?.nodeName)]));
  }));
})"""
"""The layout shifts of a page so far: how much, and of what."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return librarian.archive(tmp_path_factory.mktemp("weighed"))


def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index, seconds=60.0), replace(Settings(), index=index)).test_client()


def weighed(reader: FlaskClient) -> dict[str, int]:
    """The bytes of the first page and of pages of results, full and compact."""
    paths = ["/", *(f"/search?q={q}{more}" for q in QUESTIONS for more in ("", "&compact=1"))]
    return {path: len(reader.get(path).data) for path in paths}


def test_pages_of_own_articles_are_light(index: Path) -> None:
    sizes = weighed(client(index))
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_pages_of_real_articles_are_light(shared: Path, tmp_path: Path) -> None:
    files = sorted(path for path in (shared / REAL_PAGES).rglob("*") if path.is_file())
    if not files:
        pytest.skip(f"needs the real pages in {shared / REAL_PAGES}")
    run(tmp_path / "index", *files[::PART], file_seconds=60.0)
    sizes = weighed(client(tmp_path / "index"))
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


@pytest.mark.parametrize("path", ["/", "/search?q=dredger", "/chart?q=dredger", "/help", "/review?ids=0", "/nowhere"])
def test_a_page_has_one_style_sheet(index: Path, path: str) -> None:
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client(index).get(path).text)
    assert len(linked) == 1
    assert "<style" not in client(index).get(path).text


def test_scripts_are_short() -> None:
    lines = {file.name: len(file.read_text("utf-8").splitlines()) for file in sorted(STATIC.glob("*.js"))}
    assert sum(lines.values()) <= MOST_LINES, lines


@pytest.fixture(scope="module")
def origin_of_archive(index: Path) -> Iterator[str]:
    settings = replace(Settings(), index=index)
    yield from serving(create_app(lambda: open_engine(index, seconds=60.0), settings))


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("page", ["home", "results", "article", "chart"])
def test_nothing_moves(chromium: Browser, index: Path, origin_of_archive: str, page: str, width: int) -> None:
    hit = client(index).get("/api/search?q=kettle+bridge").get_json()["hits"][0]["id"]
    path = {
        "home": "/",
        "results": "/search?q=dredger",
        "article": f"/article/{hit}?q=kettle+bridge&at=1",
        "chart": "/chart?q=dredger",
    }[page]
    context = chromium.new_context(viewport={"width": width, "height": 800})
    opened = context.new_page()
    opened.goto(origin_of_archive + path, wait_until="networkidle")
    assert opened.evaluate(SHIFTS) == []
    opened.mouse.wheel(0, 2000)
    scrolled = "scrollY > 0 || document.documentElement.scrollHeight <= innerHeight"
    until(lambda: bool(opened.evaluate(scrolled)))  # the page itself may not take text for a script
    assert opened.evaluate(SHIFTS) == []
    context.close()
