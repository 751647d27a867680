"""What waits for a reader is not seen before, and what a page says stands where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


@pytest.mark.parametrize("width", [360, 1280])
def test_the_link_to_a_passage_is_offered_where_one_is_chosen(opened: Opener, width: int) -> None:
    watched = opened(width=width)
    found = watched.page.request.get(f"{watched.origin}/api/search?q=agreement").json()["hits"][0]["id"]
    page = watched.go(f"/article/{found}")
    expect(page.locator("#share")).to_be_hidden()
    page.locator("#text p").first.select_text()
    expect(page.locator("#share")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_buttons_of_a_list_begin_where_its_lines_do(opened: Opener, width: int) -> None:
    page = opened(width=width).go("/batch")
    button, lines = page.locator(".list .loud").bounding_box(), page.locator("#lines").bounding_box()
    assert button and lines
    assert button["x"] == lines["x"]


@pytest.mark.parametrize("width", [320, 360])
def test_a_press_review_shows_its_contents_on_a_phone(opened: Opener, width: int) -> None:
    watched = opened(width=width)
    hits = watched.page.request.get(f"{watched.origin}/api/search?q=agreement").json()["hits"][:2]
    page = watched.go(f"/review?ids={','.join(hit['id'] for hit in hits)}")
    expect(page.locator("nav.contents li")).to_have_count(2)
    expect(page.locator("nav.contents")).to_be_visible()
