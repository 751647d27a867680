"""How a reader narrows results down: the filters stand beside them, or are a sheet on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def has_filters(page: Page) -> None:
    """The page that a click led to is there, with its style: the one before has no filters, or other ones."""
    page.locator("#narrow").wait_for(state="attached")
    page.wait_for_load_state()


def narrowed(page: Page) -> Page:
    """The page with its filters in sight: on a phone they are a sheet."""
    has_filters(page)
    button = page.get_by_role("link", name="Narrow down")
    if button.is_visible():
        button.click()
        expect(page.locator("#narrow")).to_be_in_viewport(ratio=1)
    return page


def closed(page: Page) -> None:
    """The results are in sight again."""
    sheet = page.get_by_role("link", name="Close", exact=True)
    if sheet.is_visible():
        sheet.click()
        expect(sheet).to_be_hidden()


def applied(page: Page, *, scripts: bool) -> None:
    """What was ticked is in force: at once where scripts run, else by the one button that says so."""
    sheet = page.get_by_role("button", name=re.compile(r"^Show [\d,]+ "))
    apply = page.get_by_role("button", name="Apply", exact=True)
    before = page.url
    if sheet.is_visible():
        sheet.click()
        page.wait_for_url(lambda url: not url.endswith("#narrow"))
        expect(sheet).to_be_hidden()
    elif not scripts:
        apply.click()
        page.wait_for_url(lambda url: url != before)
    else:
        expect(apply).to_have_count(0)
