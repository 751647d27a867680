"""Articles are picked over several pages, exported, and printed as a press review; with scripts and without."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NAMES
from tests.browser.filtering import narrowed
from tests.browser.test_pages_for_everyone import violations

if TYPE_CHECKING:
    from tests.browser.conftest import Opener

pytestmark = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no Chromium to pick with")


def box(page: Page, number: int) -> str:
    """Tick the box of a result and return the article's id."""
    ticked = page.locator(".pickbox input").nth(number)
    ticked.check()
    return str(ticked.get_attribute("value"))


def reviewed(page: Page) -> list[str]:
    """The ids of the articles of the press review that a click leads to."""
    page.wait_for_url("**/review*")
    return [str(one.get_attribute("id"))[2:] for one in page.locator("article.reviewed").all()]


@pytest.mark.parametrize("width", [1280, 360])
def test_picks_of_two_pages_leave_in_the_order_of_picking(opened: Opener, width: int) -> None:
    watched = opened(width=width)
    page = watched.go("/search?q=the")
    bar = page.locator("#picks")
    expect(bar.get_by_role("button", name="Press review")).to_be_hidden()
    first, second = box(page, 2), box(page, 0)
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("2 picked")
    expect(page.get_by_role("status")).to_have_text("2 picked")
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**page=2**")
    expect(bar).to_contain_text("2 picked")
    third = box(page, 1)
    page.go_back()
    expect(bar).to_contain_text("3 picked")
    assert page.locator(".pickbox input").nth(2).is_checked()
    bar.locator("summary").click()
    with page.expect_download() as downloading:
        bar.get_by_role("button", name="CSV").click()
    rows = csv.DictReader(io.StringIO(downloading.value.path().read_text("utf-8-sig")))
    assert [row["id"] for row in rows] == [first, second, third]
    bar.get_by_role("button", name="Press review").click()
    page.wait_for_url("**/review?*")
    assert parse_qs(urlsplit(page.url).query) == {"ids": [f"{first},{second},{third}"]}
    assert reviewed(page) == [first, second, third]
    page.go_back()
    box_of_second = page.locator(".pickbox input").nth(0)
    box_of_second.uncheck()
    expect(bar).to_contain_text("2 picked")
    bar.get_by_role("link", name="Pick all on this page").click()
    count = page.locator(".pickbox input").count()
    expect(bar).to_contain_text(f"{count + 1} picked")
    bar.get_by_role("button", name="Clear").click()
    expect(bar.get_by_role("button", name="Press review")).to_be_hidden()
    expect(page.locator(".pickbox input:checked")).to_have_count(0)
    assert watched.complaints == []


def test_picks_stay_when_results_are_narrowed_down(opened: Opener) -> None:
    page = opened().go("/search?q=the")
    picked = box(page, 0)
    narrowed(page).get_by_role("group", name="Language").get_by_role("checkbox").first.check()
    page.wait_for_url(re.compile("language="))
    expect(page.locator("#picks")).to_contain_text("1 picked")
    expect(page.locator(f".pickbox input[value='{picked}']")).to_be_checked()
    box(page, 3)
    expect(page.locator("#picks")).to_contain_text("2 picked")


@pytest.mark.parametrize("width", [1280, 360])
def test_without_scripts_a_form_does_the_same_for_one_page(opened: Opener, width: int) -> None:
    page = opened(width=width, scripts=False).go("/search?q=the")
    bar = page.locator("#picks")
    picked = [box(page, 1), box(page, 4)]
    expect(bar).to_be_in_viewport()
    bar.locator("summary").click()
    with page.expect_download() as downloading:
        bar.get_by_role("button", name="CSV").click()
    rows = csv.DictReader(io.StringIO(downloading.value.path().read_text("utf-8-sig")))
    assert [row["id"] for row in rows] == picked
    bar.get_by_role("button", name="Press review").click()
    page.wait_for_url(re.compile(r"/review\?ids=\w+%2C\w+$"))
    assert reviewed(page) == picked
    page.goto(page.url.replace(urlsplit(page.url).path, "/search").split("?")[0] + "?q=the")
    count = page.locator(".pickbox input").count()
    bar.get_by_role("link", name="Pick all on this page").click()
    expect(page.locator(".pickbox input:checked")).to_have_count(count)
    bar.get_by_role("link", name="Clear").click()
    expect(page.locator(".pickbox input:checked")).to_have_count(0)


def printed(page: Page) -> list[str]:
    """The text of each page of paper."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
    document.close()
    return [re.sub(r"^\d+ ", "", " ".join(text.split())) for text in texts]  # its number stands first


def test_a_press_review_is_set_and_printed(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/search?q=agreement")
    for number in (0, 1, 2):
        box(page, number)
    page.get_by_role("button", name="Press review").click()
    assert len(reviewed(page)) == 3
    titles = page.locator(".reviewed h2").all_inner_texts()
    assert violations(page) == []
    run_on = printed(page)
    assert all(title in run_on[0] for title in map(" ".join, map(str.split, titles))), "the contents"
    assert "Sorted" not in run_on[0] and "Search" not in run_on[0]
    page.get_by_label("by day").check()
    page.get_by_label("print each on a page of its own").check()
    page.get_by_label("Heading").fill("Agreements of the week")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agreements of the week")
    page.wait_for_load_state()
    days = [one.get_attribute("id") for one in page.locator("article.reviewed").all()]
    assert len(days) == 3
    apart = printed(page)
    assert apart[0].startswith("Agreements of the week") and len(apart) > len(titles)
    for title in page.locator(".reviewed h2").all_inner_texts():
        assert sum(sheet.startswith(" ".join(title.split())) for sheet in apart) == 1, "each begins a page"
    page.get_by_role("link", name=" ".join(titles[0].split())).click()
    expect(page.locator("article.reviewed:target h2")).to_be_in_viewport()
    assert watched.complaints == [] and watched.strangers == []


@pytest.mark.parametrize(("scheme", "width"), [("dark", 320), ("light", 1280), ("dark", 1280)])
def test_everyone_can_pick(opened: Opener, scheme: str, width: int) -> None:
    watched = opened(scheme=scheme, width=width)
    for path in ("/search?q=the", "/search?q=the&compact=1"):
        page = watched.go(path)
        box(page, 0)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the bar covers nothing
        assert violations(page) == []
        page.locator("#picks summary").click()
        assert violations(page, "#picks") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator(".pickbox input").nth(1).focus()
        page.keyboard.press("Space")
        expect(page.locator("#picks")).to_contain_text("2 picked")
        page.get_by_role("button", name="Clear").click()
    box(page, 1)
    page.get_by_role("button", name="Press review").click()
    page.wait_for_url("**/review?*")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.complaints == []
