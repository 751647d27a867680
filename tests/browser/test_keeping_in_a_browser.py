"""A reader opens the removed lines of an article, says of one that it belongs there, and takes that back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import page_of
from tests.browser.test_adding import origin
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.desk import MENU
from tests.web.adding import Adding, adding
from tests.web.outside import PATIENCE
from tests.web.test_keeping_lines_over_the_web import LINES, archive, named

_WAIT = PATIENCE * 1000
_VIEW = re.compile("What was removed|Left out")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    with adding(archive(tmp_path_factory.mktemp("keeping"))) as running:
        yield running


def opened(page: Page, line: str) -> None:
    """Open the kind that holds a line, where it is closed."""
    kind = page.locator(".kind", has=page.locator("li", has_text=line))
    if kind.get_attribute("open") is None:
        kind.locator("summary").first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_line_is_kept_and_taken_back(chromium: Browser, server: Adding, *, scripts: bool) -> None:
    one = named(server, int(scripts))
    with page_of(chromium, scripts=scripts) as page:
        page.goto(f"{origin(server)}/article/{one['id']}")
        expect(page.locator(".prose")).not_to_contain_text(MENU)
        page.get_by_role("navigation", name="Views of the article").get_by_role("link", name=_VIEW).click()
        opened(page, MENU)
        row = page.locator(".removed li", has_text=MENU)
        row.get_by_role("button", name="Belongs to the article").click()
        kept = page.get_by_role("region", name="Kept by your correction")
        expect(kept).to_contain_text(MENU, timeout=_WAIT)
        expect(page.locator(".removed li", has_text=MENU)).to_have_count(0)
        page.get_by_role("navigation", name="Views of the article").get_by_role("link").first.click()
        expect(page.locator(".prose")).to_contain_text(MENU)
        page.go_back()
        kept.get_by_role("button", name=f"Take back: {MENU}").click()
        expect(kept).to_have_count(0, timeout=_WAIT)
        opened(page, MENU)
        expect(page.locator(".removed li", has_text=MENU)).to_be_visible()
        page.get_by_role("navigation", name="Views of the article").get_by_role("link").first.click()
        expect(page.locator(".prose")).not_to_contain_text(MENU)


def test_a_line_is_kept_where_it_stands_in_the_page(chromium: Browser, server: Adding) -> None:
    one = named(server, 2)
    with page_of(chromium) as page:
        page.goto(f"{origin(server)}/article/{one['id']}?view=removed")
        opened(page, LINES[1])
        page.locator(".removed li", has_text=LINES[1]).get_by_role("link").click()
        line = page.locator(".original li:target")
        expect(line).to_contain_text(LINES[1])
        line.get_by_role("button", name="Belongs to the article").click()
        expect(page.locator(".original .out", has_text=LINES[1])).to_have_count(0, timeout=_WAIT)
        expect(page.locator(".original > li", has_text=LINES[1])).to_be_visible()
    assert LINES[1] in named(server, 2)["text"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_views_of_lines_are_for_everyone(chromium: Browser, server: Adding, width: int, scheme: str) -> None:
    one = named(server, 3)
    with page_of(chromium, width=width, scheme=scheme) as page:
        page.goto(f"{origin(server)}/article/{one['id']}?view=removed")
        if page.locator(".kept").count() == 0:
            opened(page, LINES[0])
            page.locator(".removed li", has_text=LINES[0]).get_by_role("button").click()
            expect(page.locator(".kept")).to_be_visible(timeout=_WAIT)
        for view in ("removed", "original"):
            page.goto(f"{origin(server)}/article/{one['id']}?view={view}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert violations(page) == [], view
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), view
