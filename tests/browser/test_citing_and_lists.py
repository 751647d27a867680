"""Somebody pastes a list of names, follows a count, and takes the table and a citation along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_is_pasted_and_a_count_followed(opened: Opener, *, scripts: bool) -> None:
    watched = opened(scripts=scripts)
    page = watched.go("/")
    page.get_by_role("link", name="Look up names").click()
    page.get_by_label("Names or questions, one a line").fill("agreement\nzzyzx")
    page.get_by_role("button", name="Look up").click()
    expect(page).to_have_url(f"{watched.origin}/batch?lines=agreement%0Azzyzx")
    expect(page.get_by_role("row")).to_have_count(3)
    link = page.get_by_role("row", name="agreement").get_by_role("link")
    count = link.inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="As a table (CSV)").click()
    assert taken.value.suggested_filename.startswith("cuttings-list-")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{count} article"))
    assert watched.strangers == []


def test_a_long_list_is_looked_up_without_an_address(opened: Opener) -> None:
    page = opened().go("/batch")
    page.get_by_label("Names or questions, one a line").fill(
        "\n".join(f"a long line about agreement {n}" for n in range(90))
    )
    page.get_by_label("The words side by side").check()
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("row")).to_have_count(91)
    assert page.url.endswith("/batch")
    expect(page.get_by_label("The words side by side")).to_be_checked()


def test_a_citation_is_chosen_whole_by_a_click(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/search?q=agreement")
    page.locator(".card h2 a").first.click()
    page.wait_for_url("**/article/**")
    cited = page.locator(".cite").first
    cited.click()
    assert page.evaluate("getSelection().toString()").strip() == cited.inner_text().strip() != ""
    files = page.locator(".exports a").all_inner_texts()
    assert files == ["Markdown", "HTML", "RIS", "BibTeX", "CSL JSON"]
