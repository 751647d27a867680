"""A reader meets copies: opens a card, reads them on their page, lists each, and hands on the address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import Opener, serving
from tests.browser.filtering import applied, narrowed
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import run
from tests.web.test_copies_on_pages import WRITTEN
from web.site.app import create_app


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over an archive with copies."""
    folder = tmp_path_factory.mktemp("copied")
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in WRITTEN), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    settings = replace(Settings(), index=folder / "index")
    yield from serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_follows_copies(opened: Opener, copied: str, *, scripts: bool) -> None:
    watched = opened(scripts=scripts, at=copied)
    page = watched.go("/search?q=")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#summary")).to_contain_text("5 articles")
    expect(page.locator(".listing")).to_contain_text("2 without copies")
    card = page.locator(".card").filter(has_text="+3 copies")
    expect(card.get_by_role("link", name="All of them on one page")).to_be_hidden()
    card.locator("summary").filter(has_text="+3 copies").click()
    expect(card.locator(".copies li")).to_have_count(3)
    expect(card.locator(".copies li").first).to_contain_text("5 hours later")
    card.get_by_role("link", name="All of them on one page").click()

    expect(page.locator(".prints li")).to_have_count(4)
    page.locator(".prints li").nth(1).get_by_role("link", name="What differs").click()
    expect(page.locator("main h1")).to_contain_text("two articles")
    page.go_back()
    page.locator(".prints li").nth(1).get_by_role("heading").get_by_role("link").click()
    expect(page.locator(".record .copies")).to_contain_text("Another one stood first")

    page = watched.go("/search?q=")
    page.get_by_role("link", name="Show each copy").click()
    expect(page.locator(".card")).to_have_count(5)
    shared = opened(at=copied).go(page.url.removeprefix(copied))
    expect(shared.locator(".card")).to_have_count(5)
    page.get_by_role("link", name="Show copies as one").click()
    expect(page.locator(".card")).to_have_count(2)

    narrowed(page).get_by_role("checkbox", name="Only where it first stood").check()
    applied(page, scripts=scripts)
    expect(page.get_by_role("link", name="Remove filter Only where it first stood")).to_be_visible()
    expect(page.locator("#summary")).to_contain_text("2 articles")
    assert watched.strangers == []


@pytest.mark.parametrize("place", ["/search?q=", "/search?q=&copies=all", "/search?q=&first=1", "group", "article"])
def test_pages_with_copies_are_for_everyone(opened: Opener, copied: str, place: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("dark", 320)):
        watched = opened(width, scheme, at=copied)
        page = watched.page
        if "/" not in place:
            hit = page.request.get(f"{copied}/api/search?q=title:wire").json()["hits"][0]
            place = f"/{place}/{hit['id']}"
        watched.go(place)
        for summary in page.locator("details.copies summary").all():
            summary.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.complaints == []
