"""A reader sees that an article was changed, what was changed, reads the older version, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import Opener, serving
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import articles, run
from tests.web.test_versions_on_pages import SAVES, record
from web.site.app import create_app

WIDTHS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server over an article of several versions, and its id."""
    folder = tmp_path_factory.mktemp("versions")
    saves = [record(f"v{number}", *save) for number, save in enumerate(SAVES, 1)]
    (folder / "a.jsonl").write_text("".join(saves), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    (article,) = articles(folder / "index")
    settings = replace(Settings(), index=folder / "index")
    for origin in serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings)):
        yield origin, article


def fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_they_can_be_read_by_everyone(opened: Opener, ferry: tuple[str, str], width: int, scheme: str) -> None:
    origin, article = ferry
    watched = opened(width, scheme, at=origin)
    for path in (f"/article/{article}", f"/article/{article}?version=1", "/search?q=halcyon+in%3Aversions&copies=all"):
        fits(watched.go(path), width)
    fits(watched.go(f"/compare?a={article}.1&b={article}"), width)
    assert watched.strangers == watched.complaints == []


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_follows_what_was_changed_without_a_script(opened: Opener, ferry: tuple[str, str], width: int) -> None:
    origin, article = ferry
    page = opened(width, scripts=False, at=origin).go("/search?q=halcyon")
    page.get_by_role("link", name="Ferry <aground>", exact=True).click()
    expect(page.get_by_text("Changed since 10 May 2016: 2 paragraphs.")).to_be_visible()
    page.get_by_role("link", name="See what was changed").click()
    expect(page.get_by_role("heading", name="What differs between two versions")).to_be_visible()
    expect(page.locator("#text del").filter(has_text="dawn")).to_have_count(1)
    expect(page.locator("#text ins").filter(has_text="midnight")).to_have_count(1)
    page.get_by_role("link", name="Ferry <aground>", exact=True).first.click()
    expect(page).to_have_url(f"{origin}/article/{article}?version=2")
    expect(page.get_by_text("Version of 10 May 2016, not the newest one.")).to_be_visible()
    expect(page.locator("#text")).to_contain_text("before dawn")
    page.get_by_role("link", name="Original page").click()
    page.wait_for_url("**view=original**")
    expect(page.get_by_text("Version of 10 May 2016, not the newest one.")).to_be_visible()
    page.get_by_role("link", name="Read the newest version").click()
    expect(page).to_have_url(f"{origin}/article/{article}")
    expect(page.locator("#text")).to_contain_text("before midnight")
    page.get_by_role("link", name="Saved 3 May 2016", exact=True).click()
    expect(page.locator("ol.versions [aria-current=page]")).to_have_text("Saved 3 May 2016")


def test_a_reader_finds_an_older_version(opened: Opener, ferry: tuple[str, str]) -> None:
    origin, article = ferry
    page = opened(at=origin).go("/search?q=%22before+dawn%22")
    expect(page.get_by_role("link", name="Ferry <aground>")).to_have_count(0)
    page.get_by_label("Search the archive").fill('"before dawn" in:versions')
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("Version of 3 May 2016, since changed")).to_be_visible()
    page.locator(f"[id='a-{article}.1']").get_by_role("link", name="Ferry <aground>", exact=True).click()
    expect(page.locator("#text mark").first).to_be_visible()
    expect(page.get_by_text("not the newest one")).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.get_by_text("Version of 3 May 2016, since changed")).to_be_visible()
