"""A page of results shows enough of them at once, opens in place, and narrows down without losing its place."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NAMES
from tests.browser.filtering import applied, narrowed
from tests.browser.test_pages_for_everyone import violations

if TYPE_CHECKING:
    from tests.browser.conftest import Opener

pytestmark = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no Chromium to measure pages in")

INSIDE = """() => [...document.querySelectorAll('.card')].map(e => e.getBoundingClientRect())
    .filter(r => r.height && r.top >= 0 && r.bottom <= innerHeight).length"""
LINES = """() => [...document.querySelectorAll('.snippet')].map(
    e => Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)))"""
LENGTHS = """() => [...document.querySelectorAll('.passage')].filter(e => e.checkVisibility()).flatMap(e => {
    const range = document.createRange(), rows = new Map();
    for (const node of [...e.childNodes].flatMap(n => n.nodeType === 3 ? [n] : [...n.childNodes]))
        for (let at = 0; at < node.length; at++) {
            range.setStart(node, at); range.setEnd(node, at + 1);
            const row = Math.round(range.getBoundingClientRect().bottom / 12);
            rows.set(row, (rows.get(row) ?? 0) + 1);
        }
    return [...rows.values()].slice(0, -1);
})"""


@pytest.mark.parametrize(("size", "cards"), [((1280, 900), 5), ((360, 740), 3)])
@pytest.mark.parametrize(("asked", "language"), [("the", "en"), ("agreement", "en"), ("talks", "en"), ("talks", "de")])
def test_so_many_results_are_seen_at_once(
    opened: Opener, asked: str, language: str, size: tuple[int, int], cards: int
) -> None:
    width, height = size
    watched = opened(width=width, language=language)
    watched.page.set_viewport_size({"width": width, "height": height})
    page = watched.go(f"/search?q={asked}")
    assert page.evaluate(INSIDE) >= cards
    assert set(page.evaluate(LINES)) <= {1, 2}
    page.goto(f"{page.url}&compact=1")
    assert page.evaluate(INSIDE) >= min(cards + 4, page.locator(".card").count())


def test_what_is_more_opens_in_place_with_lines_of_a_readable_length(opened: Opener) -> None:
    page = opened().go("/search?q=agreement")
    card = page.locator(".card").first
    more = card.locator("summary", has_text="Passages")
    before = more.bounding_box()
    assert not card.locator(".passage").first.is_visible()
    more.click()
    expect(card.locator(".passage").first).to_be_visible()
    expect(card.locator(".snippet")).to_be_hidden()
    expect(card).to_contain_text("of this article’s score")
    assert more.bounding_box() == before, "it stays under the pointer"
    for other in page.locator(".card .further > summary").all()[1:]:
        other.click()
    lengths = sorted(page.evaluate(LENGTHS))
    assert 60 <= lengths[len(lengths) // 2] <= 75


def test_the_count_leads_to_the_first_match(opened: Opener) -> None:
    page = opened(scripts=False).go("/search?q=agreement")
    card = page.locator(".card").first
    title = card.get_by_role("heading").inner_text()
    card.get_by_role("link", name=re.compile(r"^\d+ match")).click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("mark:target + .step")).to_contain_text("Match 1 of")
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".card:target").get_by_role("heading")).to_have_text(title)


def state(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_value_is_left_out_by_the_one_switch_and_taken_back(opened: Opener, width: int, *, scripts: bool) -> None:
    watched = opened(width=width, scripts=scripts)
    page = narrowed(watched.go("/search?q=the&sort=newest"))
    paper = page.get_by_role("group", name="Paper", exact=True).get_by_role("checkbox").first
    name = paper.get_attribute("value")
    page.get_by_label("leave out", exact=True).check()
    paper.click()
    if scripts:
        page.wait_for_url(re.compile("-publisher="))
        assert page.url.endswith("#narrow") == (width == 360), "the sheet stays open"
        expect(page.get_by_role("group", name="Paper").get_by_role("checkbox").first).to_be_focused()
        expect(page.get_by_label("leave out", exact=True)).to_be_checked()
    applied(page, scripts=scripts)
    assert state(page) == {"q": ["the"], "sort": ["newest"], "-publisher": [name]}
    first = narrowed(page).get_by_role("group", name="Paper").get_by_role("listitem").first
    expect(first).to_contain_text("left out")
    first.get_by_role("checkbox").click()
    applied(page, scripts=scripts)
    page.wait_for_url(re.compile(r"q=the&sort=newest(#\w+)?$"))
    assert watched.complaints == []


def test_the_sheet_says_how_many_come_and_keeps_its_place(opened: Opener) -> None:
    watched = opened(width=360)
    page = narrowed(watched.go("/search?q=the"))
    sheet, button = page.locator("#narrow"), page.get_by_role("button", name=re.compile("^Show "))
    before = button.inner_text()
    expect(page.get_by_role("link", name="Help")).to_have_count(0)  # what the sheet covers is reached by no key
    value = page.get_by_role("group", name="Author", exact=True).get_by_role("listitem").first
    value.get_by_role("checkbox").scroll_into_view_if_needed()
    place = value.bounding_box()
    promised = value.locator(".n").inner_text()
    value.get_by_role("checkbox").check()
    expect(button).to_have_text(re.compile(f"^Show {promised} "))
    assert button.inner_text() != before
    page.wait_for_load_state()
    after = value.bounding_box()
    assert place and after
    assert abs(place["y"] - after["y"]) <= 1, "what was ticked stays under the finger"
    assert sheet.evaluate("e => e.scrollTop") > 0
    assert violations(page) == []
    button.click()
    expect(sheet).to_be_hidden()
    expect(page.locator("#summary")).to_be_in_viewport()
    page.go_back()
    expect(sheet).to_be_visible()
    assert watched.complaints == []


def test_skip_links_lead_to_results_and_filters(opened: Opener) -> None:
    page = opened().go("/search?q=the")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#narrow")).to_be_focused()


def test_all_values_stand_under_their_letters(opened: Opener) -> None:
    page = opened(scripts=False).go("/facet/person?q=the&order=name")
    shown = page.locator(".az .v").all_inner_texts()
    assert len(shown) > 15
    plain = [name.casefold().split()[-1] for name in shown]
    assert plain == sorted(plain)
    letter = page.get_by_role("navigation", name="Letters").get_by_role("link").last
    letter.click()
    under = page.locator(".az section").filter(has=page.locator("h2:target"))
    expect(under).to_have_count(1)
    assert all(
        name.upper().split()[-1].startswith(letter.inner_text()) for name in under.locator(".v").all_inner_texts()
    )
    page.get_by_label("leave out", exact=True).check()
    page.get_by_role("checkbox").first.check()
    button = page.get_by_role("button", name="Show the articles for what is ticked")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("link", name=f"Remove filter Person: without {shown[0]}")).to_be_visible()
    page.goto(f"{page.url.replace('/search', '/facet/person')}")
    expect(page.get_by_role("group", name="Chosen")).to_contain_text(shown[0])


ROWS = """selector => new Set([...document.querySelectorAll(selector)].flatMap(e => [...e.children]).filter(
    e => e.checkVisibility()).map(e => Math.round(e.getBoundingClientRect().top / 12))).size"""


@pytest.mark.parametrize("asked", ["nuclear agreement talks", "ISIS fighters", "the Kerry talks in Geneva"])
def test_two_lines_at_most_stand_before_the_first_result(opened: Opener, asked: str) -> None:
    page = opened().go(f"/search?q={asked}")
    assert page.locator(".reading").inner_text()
    assert page.evaluate(ROWS, ".totals, .asread") <= 2


def test_what_a_question_was_read_as_opens_in_place(opened: Opener) -> None:
    page = opened(scripts=False).go("/search?q=ISIS")
    said = page.locator(".asread details")
    expect(said.get_by_text("ISIS is also found as")).to_be_hidden()
    said.locator("summary").click()
    expect(said.get_by_text("ISIS is also found as")).to_be_visible()
    expect(page.get_by_role("link", name="Only what I typed")).to_have_count(1)


def test_the_controls_of_a_result_take_no_room_of_their_own(opened: Opener) -> None:
    """They are no higher than its facts with one line of text, so that short passages give short cards."""
    page = opened().go("/search?q=agreement")
    for body in page.locator(".card .body").all():
        ledger, facts = body.locator(".ledger").bounding_box(), body.locator(".facts").first.bounding_box()
        assert ledger
        assert facts
        assert ledger["height"] <= max(48, body.locator(".snippet").bounding_box()["height"] + facts["height"] + 4)  # type: ignore[index]
