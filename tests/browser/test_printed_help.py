"""What is folded on the page of help opens where its contents lead, and stands on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from search.embedded.engine import open_engine
from tests.browser import librarian
from tests.browser.conftest import page_of, serving
from web.site.app import create_app


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    index: Path = librarian.archive(tmp_path_factory.mktemp("help"))
    yield from serving(create_app(open_engine(index)))


@pytest.mark.parametrize("scripts", [True, False])
def test_the_contents_open_a_part(chromium: Browser, origin: str, *, scripts: bool) -> None:
    with page_of(chromium, scripts=scripts) as page:
        page.goto(f"{origin}/help")
        entry = page.get_by_text("minsk,palmyra,comet")
        expect(entry).not_to_be_visible()
        page.get_by_role("navigation", name="Contents").get_by_role("link", name="Words and phrases").click()
        expect(entry).to_be_visible()


def test_paper_has_all_of_it(chromium: Browser, origin: str) -> None:
    with page_of(chromium) as page:
        page.goto(f"{origin}/help")
        page.emulate_media(media="print")
        for text in ("minsk,palmyra,comet", "election OR referendum", "talks past 40 years"):
            expect(page.get_by_text(text, exact=True)).to_be_visible()
            assert page.get_by_text(text, exact=True).evaluate("e => e.getBoundingClientRect().height") > 5
