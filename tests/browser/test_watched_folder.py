"""What is dropped into a folder that the server watches is there when the page is loaded again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.reindex.archives import run
from tests.watch.serving import serving_watched
from tests.watch.watchers import story

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to wait for processes of others")
def test_a_page_shows_what_was_dropped(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "first.txt").write_text(story(1))
    run(tmp_path / "index", folder)
    with serving_watched(tmp_path / "index", 2) as served:
        watched = opened(scripts=False, at=served.address)
        page = watched.go("/search?q=council")
        expect(page.locator(".card")).to_have_count(1)
        (folder / "second.txt").write_text(story(2))
        served.log.until(lambda line: "1 new; published generation" in line)
        page.reload()
        expect(page.locator(".card")).to_have_count(2)
        page.get_by_role("link", name="Bridge 2 of Cressing is rebuilt", exact=True).click()
        expect(page.locator(".prose mark")).to_have_text("council")
        assert watched.complaints == []
