"""A reader compares two articles: sees what was cut and added, unfolds the rest, swaps the two, follows what moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import Opener, serving
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import articles, run
from web.site.app import create_app

SAID = [
    f"The keeper of lighthouse number {number} wrote a report about the storm of that year." for number in range(12)
]
NEW = "Nobody in the village believed what the newspapers printed about it."
OTHER = [SAID[9], *SAID[:2], NEW, *SAID[3:9], SAID[10].replace("report", "long letter"), SAID[11]]
WIDTHS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
COLUMNS = "e => getComputedStyle(e).gridTemplateColumns.split(' ').length"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The address of a server over two articles, and their ids."""
    folder = tmp_path_factory.mktemp("compared")
    lines = [
        {"id": key, "title": f"Storm, {key}", "text": "\n\n".join(text), "publisher": key, "date": "2012-01-07"}
        for key, text in (("agency", SAID), ("paper", OTHER))
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert run(folder / "index", folder / "a.jsonl").skipped == ()
    ids = {article.key: article.id for article in articles(folder / "index").values()}
    settings = replace(Settings(), index=folder / "index")
    app = create_app(lambda: open_engine(settings.index, seconds=60.0), settings)
    for origin in serving(app):
        yield origin, [ids["agency"], ids["paper"]]


def fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_it_can_be_read_by_everyone(opened: Opener, pair: tuple[str, list[str]], width: int, scheme: str) -> None:
    origin, (first, second) = pair
    watched = opened(width, scheme, at=origin)
    for view in ("", "&view=two"):
        page = watched.go(f"/compare?a={first}&b={second}{view}")
        for disclosure in page.locator("details > summary").all():
            disclosure.click()
        fits(page, width)
    if width == 360:
        assert page.locator(".beside").first.evaluate(COLUMNS) == 1, "one under the other on a phone"
    fits(watched.go("/compare"), width)
    assert watched.strangers == watched.complaints == []


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_compares_without_a_script(opened: Opener, pair: tuple[str, list[str]], width: int) -> None:
    origin, (first, second) = pair
    page = opened(width, scripts=False, at=origin).go("/compare")
    page.get_by_label("Address of the first article").fill(f"{origin}/article/{first}")
    page.get_by_label("Address of the second article").fill(second)
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".lead")).to_contain_text("1 sentence cut, 1 added, 1 changed, 1 moved.")
    expect(page.locator("#text del").filter(has_text=SAID[2])).to_have_count(1)
    expect(page.locator("#text ins").filter(has_text=NEW)).to_have_count(1)
    expect(page.get_by_text(SAID[5])).to_be_hidden()
    page.get_by_text("4 unchanged paragraphs").click()
    expect(page.get_by_text(SAID[5])).to_be_visible()
    page.locator("#text del a, #text del + a").first.click()
    expect(page.locator("ins:target")).to_contain_text(SAID[9])
    page.get_by_role("button", name="Swap the two").click()
    expect(page.locator("#text del").filter(has_text=NEW)).to_have_count(1)
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".beside").first).to_be_visible()
    page.get_by_role("link", name="Storm, agency").click()
    expect(page).to_have_url(f"{origin}/article/{first}")


def test_lines_tell_what_colours_tell(opened: Opener, pair: tuple[str, list[str]]) -> None:
    origin, (first, second) = pair
    page = opened(at=origin).go(f"/compare?a={first}&b={second}")
    line = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator("#text del").first.evaluate(line) == "line-through"
    assert page.locator("#text ins").first.evaluate(line) == "underline"
    sign = "e => getComputedStyle(e, '::before').content"
    assert {page.locator(f"#text p.{kind}").first.evaluate(sign)[:2] for kind in ("cut", "added", "changed")} == {
        '"−',
        '"+',
        '"≠',
    }
