"""Every page can be used by everyone: axe finds nothing, nothing scrolls sideways, nothing is asked of strangers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.browser.conftest import Opener

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}
SEARCHES = {
    "home": "/",
    "search": "/search?q=agreement+leaders",
    "narrowed": "/search?q=the&language=en&-section=Sport&from=2010&date=2015",
    "compact": "/search?q=the&compact=1",
    "sheet": "/search?q=the#narrow",
    "ordered": "/facet/person?q=the&-person=Nobody&order=name",
    "empty": "/search?q=agreement+zzyzx&publisher=Nobody&all=1",
    "facet": "/facet/byline?q=the",
    "list": "/batch?lines=agreement%0Aagreemnet%0Azzyzx%0Athe",
    "help": "/help",
    "status": "/status",
    "nowhere": "/nowhere",
}
VIEWS = {"article": "", "matches": "#m1", "removed": "view=removed", "original": "view=original"}


def article(page: Page, origin: str, view: str) -> str:
    reply = page.request.get(f"{origin}/api/search?q=the&language=en").json()
    found = [hit["id"] for hit in reply["hits"]]
    rich = next(i for i in found if page.request.get(f"{origin}/api/article/{i}").json()["dropped"])
    more = view if view.startswith("#") else f"&{view}"
    return f"/article/{rich}?q=the&at=1{more}"


def violations(page: Page, within: str | None = None, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds in the page, or in an element of it; by some of its rules where they are named."""
    asked = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else RULES
    page.wait_for_load_state()  # also of one that a click leads to
    if page.locator(".choosing").count():  # a box behind the bar at the foot is moved from there first
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    result = Axe().run(page, context=within, options=asked)
    return [
        f"{v['id']}: {v['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for v in result.response["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("name", [*SEARCHES, *VIEWS])
def test_every_page(opened: Opener, name: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("dark", 320)):
        watched = opened(scheme=scheme, width=width)
        path = SEARCHES.get(name) or article(watched.page, watched.origin, VIEWS[name])
        page = watched.go(path)
        for disclosure in page.locator("details > summary").all():
            if disclosure.is_visible():
                disclosure.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.strangers == []
        assert watched.complaints == []


def test_the_page_without_an_index(opened: Opener, without_index: str) -> None:
    for scheme in ("light", "dark"):
        watched = opened(scheme=scheme, at=without_index)
        page = watched.go("/")
        assert "cuttings reindex" in page.locator("main").inner_text()
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notice_of_an_older_generation(opened: Opener, older: str, scheme: str, width: int) -> None:
    """It stands above what the page shows, and beside nothing."""
    watched = opened(scheme=scheme, width=width, at=older)
    for path in ("/", "/search?q=agreement", article(watched.page, older, ""), "/facet/byline?q=the"):
        page = watched.go(path)
        notice = page.locator(".notice")
        assert "older generation" in notice.inner_text()
        box, title = notice.bounding_box(), page.locator("h1").bounding_box()
        assert box and title
        assert box["width"] <= width and box["y"] + box["height"] <= title["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_the_first_page_is_light(opened: Opener) -> None:
    watched = opened()
    sizes: list[int] = []
    watched.page.on("response", lambda r: sizes.append(len(r.body())))
    watched.go("/").wait_for_load_state("networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) <= 100_000


def test_text_at_four_times_its_size_does_not_scroll_sideways(opened: Opener) -> None:
    """400 % zoom of a 1280 pixel window is a window of 320; larger text alone must fit as well."""
    watched = opened(width=640)
    page = watched.go("/search?q=agreement")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_no_letter_of_a_dateline_is_cut_off(opened: Opener) -> None:
    """Also where a part is longer than the line: what is cut off in the margin holds only the dots before parts."""
    page = opened().go("/search?q=the")
    beyond = page.evaluate(
        """() => {
            const line = document.querySelector('.card .facts'), range = document.createRange();
                const parted = [...line.children].filter(part => !part.matches('.label'));
                parted.pop().textContent = 'Cecilia Attanasio Ghezzi and Lidia Baratta '.repeat(9);
            const margin = -parseFloat(getComputedStyle(line).marginLeft), shown = line.getBoundingClientRect();
            const parts = [...line.children].map(part => {
                range.selectNodeContents(part);
                return [...range.getClientRects()].map(r => [r.left - shown.left - margin, shown.right - r.right]);
            });
            return parts.flat();
        }"""
    )
    assert len(beyond) > 4
    assert min(min(edges) for edges in beyond) > -1


def test_what_is_pressed_is_large_enough(opened: Opener) -> None:
    """24 by 24 pixels for all that stands apart from running text."""
    watched = opened(width=360)
    page = watched.go("/search?q=agreement+leaders&language=en")
    small = page.evaluate(
        "() => [...document.querySelectorAll('main a, main button, main label, main summary')]"
        ".map(e => [e.innerText || e.ariaLabel, e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width && (r.width < 24 || r.height < 23.5))"
        ".map(([t, r]) => `${t} ${r.width}x${r.height}`)"
    )
    assert [s for s in small if not re.match(r"Go to", s)] == []
