"""What a person does at a page, counted: a step is a click, a marked passage or a typed line."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Locator, Page

from tests.browser.filtering import has_filters

MOST_STEPS = 4


class Steps:
    """A person at a page, whose clicks and typed lines are counted: the fifth fails."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken: list[str] = []

    def _step(self, done: str) -> None:
        self.taken.append(done)
        assert len(self.taken) <= MOST_STEPS, f"more than {MOST_STEPS} steps: {'; '.join(self.taken)}"

    def click(self, place: Locator) -> None:
        self._step(f"click {place}")
        place.click()

    def select(self, place: Locator) -> None:
        """Mark a passage with the pointer, all of an element's words."""
        self._step(f"select {place}")
        place.evaluate("e => getSelection().selectAllChildren(e)")

    def type(self, text: str, label: str = "Search the archive") -> None:
        """A line and the Enter key."""
        self._step(f"type {text}")
        field = self.page.get_by_label(label)
        field.fill(text)
        field.press("Enter")

    def search(self, text: str) -> None:
        self.type(text)
        self.page.wait_for_url(re.compile(r"/search\?"))

    def narrow(self) -> None:
        """The filters, which are a click away on a phone."""
        has_filters(self.page)
        button = self.page.get_by_role("link", name="Narrow down")
        if button.is_visible():
            self.click(button)

    def take(self, place: Locator) -> bytes:
        """The file that a click brings."""
        with self.page.expect_download() as taken:
            self.click(place)
        return taken.value.path().read_bytes()


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a table (CSV)."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
