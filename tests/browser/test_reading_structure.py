"""A reader sees headings, lists, quotations and tables, and follows matches through them without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import Opener, serving
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import articles, run
from web.site.app import create_app

WIDE = "| Port | Tons | Boats | Harbour master | Year of the light |\n|---|---|---|---|---|\n" + (
    "| Northern Aros | 1,400,000 | 211 | Magdalena Halvorsen | Nineteen hundred and four |\n" * 3
)
STORY = f"""---
title: The quays of the north
language: en
---
The *oldest* quays are of stone, and the [harbour office](https://quay.example/office) counts them.

### What they carry

- Timber, as before
    - Oak from the hills
- Crates of fish

> We count what comes in, and what goes out.

{WIDE}
"""


@pytest.fixture(scope="module")
def quays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server over an article with all kinds of blocks, and its id."""
    folder = tmp_path_factory.mktemp("quays")
    (folder / "quays.md").write_text(STORY, "utf-8")
    run(folder / "index", folder / "quays.md")
    (article,) = articles(folder / "index")
    settings = replace(Settings(), index=folder / "index")
    for origin in serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings)):
        yield origin, article


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_it_can_be_read_by_everyone(opened: Opener, quays: tuple[str, str], width: int, scheme: str) -> None:
    origin, article = quays
    watched = opened(width, scheme, at=origin)
    page = watched.go(f"/article/{article}?q=office+oak")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    box = page.locator(".prose .table")
    inside = "element => element.scrollWidth > element.clientWidth"
    assert box.evaluate(inside) == (width == 360)
    assert watched.strangers == watched.complaints == []


def test_matches_are_followed_through_blocks_without_a_script(opened: Opener, quays: tuple[str, str]) -> None:
    origin, article = quays
    page = opened(1280, scripts=False, at=origin).go(f"/article/{article}?q=office+oak+aros")
    expect(page.get_by_role("heading", name="What they carry", level=2)).to_be_visible()
    expect(page.locator(".prose blockquote")).to_contain_text("what goes out")
    expect(page.locator(".prose ul ul li")).to_contain_text("from the hills")
    page.get_by_role("link", name="Go to the first").click()
    expect(page.get_by_text("Match 1 of 5")).to_be_visible()  # in a link, whose bar stands behind it
    page.locator(".step:visible").get_by_role("link", name="Next").click()
    expect(page.get_by_text("Match 2 of 5")).to_be_visible()
    expect(page.locator("li mark:target")).to_have_text("Oak")


def test_an_article_is_taken_along(opened: Opener, quays: tuple[str, str]) -> None:
    origin, article = quays
    page = opened(1280, scripts=False, at=origin).go(f"/article/{article}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown", exact=True).click()
    assert download.value.suggested_filename == f"{article}.md"
    assert "- Timber, as before\n    - Oak from the hills\n" in download.value.path().read_text("utf-8")
