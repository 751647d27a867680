"""Articles are starred into lists, noted, ordered and printed in a browser, with scripts and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.conftest import NAMES, page_of
from tests.browser.test_pages_for_everyone import violations
from tests.browser.test_picking import box, printed, reviewed

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no Chromium to star in")
INSIDE = """() => [...document.querySelectorAll('.card')].map(e => e.getBoundingClientRect())
    .filter(r => r.height && r.top >= 0 && r.bottom <= innerHeight).length"""


@dataclass
class Reader:
    """Who has the token, and what the pages complained of."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page


@contextmanager
def reading(
    browser: Browser, origin: str, width: int = 1280, scheme: str = "light", *, scripts: bool
) -> Iterator[Reader]:
    height = 740 if width < 700 else 900
    with page_of(browser, width=width, height=height, scheme=scheme, scripts=scripts) as page:
        reader = Reader(page, origin)

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
                reader.complaints.append(message.text)

        page.on("console", said)
        yield reader
        assert reader.complaints == []


def starred_into(reader: Reader, name: str) -> str:
    """Star the third result, put it into a new list as well, and return its title."""
    page = reader.go("/search?q=agreement")
    card = page.locator(".card").nth(2)
    title = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name=f"Star {title}").click()
    expect(page.locator(".card:target").get_by_role("heading")).to_have_text(title)
    expect(page.locator(".card:target").get_by_role("button", name=f"Take the star off {title}")).to_be_visible()
    page.locator(".card:target").get_by_role("link", name=title, exact=True).click()
    page.get_by_text("Another list").click()
    page.get_by_label("or a new one").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".starring")).to_contain_text(f"In Starred, {name}")
    return title


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_list_from_the_first_star_to_the_printer(
    chromium: Browser, origin_with_token: str, width: int, *, scripts: bool
) -> None:
    with reading(chromium, origin_with_token, width, scripts=scripts) as reader:
        title = starred_into(reader, "Treaties")
        page = reader.go("/search?q=agreement")
        picked = [box(page, 0), box(page, 1)]
        page.get_by_text("Add to a list").click()
        page.get_by_role("button", name="Treaties").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Treaties")
        rows = page.locator(".listed > li")
        expect(rows).to_have_count(3)
        expect(rows.first.get_by_role("heading")).to_have_text(title)
        rows.nth(2).get_by_role("button", name="Up").click()
        expect(rows.nth(1)).to_have_attribute("id", f"a-{picked[1]}")
        rows.nth(1).get_by_text("Write a note").click()
        rows.nth(1).get_by_role("textbox").fill("To be read by all.\nBy Friday.")
        rows.nth(1).get_by_role("button", name="Keep the note").click()
        expect(page.locator(".listed > li:target .written")).to_have_text("To be read by all.\nBy Friday.")
        page.get_by_label("Name of the list").fill("Treaties of the year")
        page.get_by_role("button", name="Rename").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Treaties of the year")
        page.get_by_role("link", name="press review").click()
        assert reviewed(page)[1:] == picked[::-1]
        sheets = printed(page)
        assert sheets[0].startswith("Treaties of the year")
        assert any("To be read by all. By Friday." in sheet for sheet in sheets)
        page = reader.go("/lists")
        page.get_by_role("link", name="Treaties of the year", exact=True).click()
        page.locator(".listed > li").first.get_by_role("button", name="Remove").click()
        expect(page.locator(".listed > li")).to_have_count(2)
        page.get_by_text("Delete this list").click()
        page.get_by_role("button", name="Delete it").click()
        expect(page.locator(".lists li")).to_have_count(1)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 320), ("light", 1280), ("dark", 1280), ("light", 360)])
def test_everyone_can_keep_lists(chromium: Browser, origin_with_token: str, scheme: str, width: int) -> None:
    with reading(chromium, origin_with_token, width, scheme, scripts=True) as reader:
        page = reader.go("/lists")
        assert violations(page) == []
        page = reader.go("/search?q=the")
        assert page.evaluate(INSIDE) >= {1280: 5, 360: 3}.get(width, 2), "stars cost no card"
        for number in (0, 1, 2):
            page.locator(".card .star").nth(number).click()
            expect(page.locator(".card .star.on")).to_have_count(number + 1)
        article = str(page.locator(".card h2 a").first.get_attribute("href"))
        for path in ("/search?q=the", "/search?q=the&compact=1", article, "/lists", "/lists/1", "/lists/1/review"):
            page = reader.go(path)
            for disclosure in page.locator("main details:not(.picks *) > summary").all():
                if disclosure.is_visible():
                    disclosure.click()
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page = reader.go("/search?q=the")
        page.locator(".card .star").nth(3).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".card .star.on")).to_have_count(4)
