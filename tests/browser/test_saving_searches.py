"""A reader saves a search, sees what came, follows it, marks it as seen and deletes it; with the keyboard and without
scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import page_of
from tests.browser.test_pages_for_everyone import violations
from tests.web.adding import Adding, adding, article, small_index
from tests.web.running import until

_WAIT = 60_000  # milliseconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    with adding(small_index(tmp_path_factory.mktemp("saving")), CUTTINGS_WAIT_SECONDS="60") as running:
        yield running


@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_is_saved_followed_seen_and_deleted(chromium: Browser, server: Adding, *, scripts: bool) -> None:
    origin, number = f"http://localhost:{server.address.port}", 20 + scripts
    with page_of(chromium, scripts=scripts) as page:
        page.set_default_timeout(_WAIT)
        page.goto(f"{origin}/search?q=mayor")
        page.get_by_role("button", name="Save this search").click()
        line = page.locator(".searches > li").first
        expect(line.locator("h2")).to_have_text("mayor")
        expect(line.locator(".fresh")).to_have_text("nothing new")
        assert server.add(f"{number}.txt", article(number)).status == 201
        until(lambda: len(server.found(f"word{number}")) == 1)
        page.get_by_role("link", name="Saved").click()
        expect(page.locator(".lead")).to_contain_text("1 search has something new.")
        assert not scripts or violations(page) == []  # axe is a script
        line.get_by_role("link", name="1 new").click()
        expect(page.locator(".card h2")).to_have_text(
            [f"The {article(number).split()[1].decode()} of {article(number).split()[3].decode()} and the word{number}"]
        )
        assert not scripts or violations(page) == []
        page.get_by_role("link", name="Saved", exact=True).click()
        expect(line.locator(".fresh")).to_contain_text("1 new")
        line.get_by_role("button", name="Mark as seen").focus()
        page.keyboard.press("Enter")
        expect(line.locator(".fresh")).to_have_text("nothing new")
        line.get_by_text("Rename or delete").click()
        line.get_by_label("Name").fill("Mayors & more")
        line.get_by_role("button", name="Rename").click()
        expect(line.locator("h2")).to_have_text("Mayors & more")
        line.get_by_text("Rename or delete").click()
        line.get_by_role("button", name="Delete").click()
        expect(page.locator(".notice")).to_contain_text("“Mayors & more” was deleted.")
        page.get_by_role("button", name="Save it again").click()
        expect(line.locator("h2")).to_have_text("Mayors & more")
        line.get_by_text("Rename or delete").click()
        line.get_by_role("button", name="Delete").click()
        expect(page.locator(".searches")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everyone(chromium: Browser, server: Adding, width: int, scheme: str) -> None:
    origin = f"http://localhost:{server.address.port}"
    with page_of(chromium, width=width, scheme=scheme) as page:
        page.set_default_timeout(_WAIT)
        page.goto(f"{origin}/search?q=zzyzx{width}{scheme}&language=en")
        page.get_by_role("button", name="Save this search").click()
        expect(page.locator(".searches > li").first).to_be_visible()
        for path in ("/saved", "/saved?deleted=/search&name=All", "/search?q=mayor"):
            page.goto(origin + path)
            for summary in page.locator(".doing summary").all():
                summary.click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
