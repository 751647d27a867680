"""A reader looks at results over time: into a year, a month and a day, at several papers, and at two facets at once."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NAMES
from tests.browser.filtering import narrowed
from tests.browser.test_pages_for_everyone import violations
from tests.browser.test_walk import listed

if TYPE_CHECKING:
    from tests.browser.conftest import Opener

pytestmark = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no Chromium to look at charts in")


def bars(page: Page) -> Locator:
    """The bars of the charts that fit the page and are links."""
    return page.locator("main a.bar:visible")


def told(bar: Locator) -> int:
    """How many articles are said of a bar."""
    match = re.search(r": ([\d,]+) ", bar.locator("title").text_content() or "")
    assert match
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize("width", [1280, 360])
def test_into_a_year_a_month_and_a_day(opened: Opener, width: int) -> None:
    page = narrowed(opened(width=width, scripts=False).go("/search?q=the"))
    page.get_by_role("button", name="Larger chart").click()
    page.get_by_role("link", name="Years", exact=True).click()
    for heading in ("Year", "Month", "Day"):
        expect(page.get_by_role("columnheader", name=heading, exact=True)).to_be_visible()
        page.wait_for_load_state()
        bar = max(bars(page).all(), key=told)
        count = told(bar)
        bar.click()
        if heading != "Day":
            expect(page.locator(".alone h2 a")).to_have_text(re.compile(rf"^{count} "))
    assert listed(page) == count
    page.go_back()
    page.get_by_role("link", name="All years").click()
    expect(page.get_by_role("columnheader", name="Day", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_papers_are_compared_on_one_scale(opened: Opener, width: int) -> None:
    page = opened(width=width, scripts=False).go("/chart?q=the")
    page.get_by_label("Compare").select_option("publisher")
    page.get_by_role("button", name="Show", exact=True).click()
    charts = page.locator(".multiples svg:visible")
    expect(charts).to_have_count(4)
    page.wait_for_load_state()
    scales = {tuple(chart.locator("text.end").all_text_contents()) for chart in charts.all()}
    assert len(scales) == 1
    assert len({chart.get_attribute("data-periods") for chart in charts.all()}) == 1
    names = [page.get_by_label(f"Paper {number}").input_value() for number in (1, 2, 3, 4)]
    assert [name.split("\n")[0] for name in page.locator(".multiples h2 bdi").all_inner_texts()] == names
    page.get_by_label("Paper 3").fill("")
    page.get_by_label("Paper 4").fill("")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(charts).to_have_count(2)
    number = page.locator(".counts td.num a").first
    count = int(number.inner_text())
    number.click()
    assert listed(page) == count


def test_a_number_of_a_table_of_two_facets_leads_to_its_results(opened: Opener) -> None:
    page = narrowed(opened(scripts=False).go("/search?q=the"))
    page.get_by_role("link", name="Cross table").click()
    page.get_by_label("Rows").select_option("section")
    page.get_by_label("Columns").select_option("language")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Section by Language")
    cell = page.locator("tbody td.num:not(:last-child) a").first
    count = int(cell.inner_text().split()[0])
    cell.click()
    assert listed(page) == count
    expect(page.get_by_role("link", name=re.compile("^Remove filter Section: "))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Remove filter Language: "))).to_be_visible()


@pytest.mark.parametrize("path", ["/chart?q=the", "/search?q=the"])
def test_dragging_over_a_chart_asks_for_these_periods(opened: Opener, path: str) -> None:
    watched = opened()
    page = watched.go(path)
    chart = page.locator("svg[data-periods]:visible").first
    periods = (chart.get_attribute("data-periods") or "").split()
    box = chart.bounding_box()
    assert box
    left = float(chart.get_attribute("data-left") or 0) * box["width"] / float(chart.get_attribute("width") or 1)
    slot = (box["width"] - left) / len(periods)
    places = [box["x"] + left + slot * (number + 0.5) for number in (len(periods) - 1, len(periods) - 3)]
    page.mouse.move(places[0], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(places[1], box["y"] + 45, steps=4)
    expect(page.locator("rect.held")).to_have_count(1)
    page.mouse.up()
    page.wait_for_url(
        re.compile(rf"from={periods[-3]}-01-01&to={periods[-1]}-12-31|from={periods[-3]}&to={periods[-1]}")
    )
    shown = page.locator("svg[data-periods]:visible").first.get_attribute("data-periods") or ""
    assert all(
        any(period.startswith(asked) or asked.startswith(period) for asked in periods[-3:]) for period in shown.split()
    )
    assert watched.complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/chart?q=the",
        "/chart?q=the&by=months",
        "/chart?q=the&compare=publisher&share=1",
        "/chart?q=zzyzx",
        "/table?q=the&rows=publisher&columns=date",
        "/search?q=the&date=2015-05",
    ],
)
def test_charts_and_tables_are_for_everyone(opened: Opener, path: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("dark", 320), ("light", 360)):
        watched = opened(scheme=scheme, width=width)
        page = watched.go(path)
        for disclosure in page.locator("details > summary").all():
            if disclosure.is_visible():
                disclosure.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.strangers == []
        assert watched.complaints == []
    page.emulate_media(forced_colors="active")
    assert violations(page) == []
