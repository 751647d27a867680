"""The first page in a browser: in any colours and widths, by keyboard and without a script, and its ways in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.test_pages_for_everyone import violations


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everyone(opened: Opener, scheme: str, width: int) -> None:
    watched = opened(scheme=scheme, width=width)
    page = watched.go("/")
    for disclosure in page.locator("details > summary").all():
        disclosure.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.strangers == [] and watched.complaints == []


def test_its_ways_in_lead_somewhere(opened: Opener) -> None:
    page = opened(scripts=False).go("/")
    home = page.url
    expect(page.get_by_role("link", name="Browse", exact=True)).to_have_attribute("aria-current", "page")
    for name in ("Papers", "Languages", "Newest by date"):
        section = page.get_by_role("region", name=name)
        link = section.get_by_role("listitem").first.get_by_role("link")
        told = link.inner_text()
        link.click()
        page.wait_for_url(lambda url: url != home)
        expect(page.locator("main")).to_contain_text(told)
        page.go_back()
    page.get_by_label("A year, month or day").fill("2015-05")
    page.get_by_role("button", name="Go").click()
    expect(page).to_have_url(re.compile(r"/search\?date=2015-05$"))
    expect(page.locator(".chips")).to_contain_text("May 2015")


def test_a_question_is_typed_at_once(opened: Opener) -> None:
    page = opened().go("/")
    page.keyboard.press("/")
    page.keyboard.type("ceasefire")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("for ceasefire")
