"""A reader follows a name: from a facet to its page, to whom it stands with, to the articles and the names in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser.conftest import Opener, serving
from tests.browser.filtering import applied, narrowed
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import run
from web.site.app import create_app

PAPERS = ("Harbour Post", "Valley Courier", "The Quay", "Upland Weekly")
SAID = (
    "The minister, Ingrid Solheim, met Victor Amadi in Nairobi on Monday. Solheim praised the World Bank, and Mr. "
    "Amadi said that the World Bank would stay in Nairobi.",
    "The minister, Ingrid Solheim, spoke in Lisbon. Mr. Tomas Brandt of the World Bank listened to Ingrid Solheim.",
    "Mr. Solheim went home on Friday, said Victor Amadi. The Red Cross had asked both to come to Lisbon.",
    "The singer Paula Verne gave a concert in Jakarta, and Paula Verne thanked the Red Cross.",
    "Nothing happened in the harbour this week, and the fog stayed where it was for all of the day.",
)
ARTICLES = 60
LINE = "e => getComputedStyle(e).textDecorationStyle"
PAGES = ["person/Ingrid%20Solheim", "place/Lisbon", "person/Ingrid%20Solhelm"]


def story(number: int) -> dict[str, str]:
    said = SAID[number % len(SAID)]
    day = f"{2009 + number % 7}-{1 + number % 12:02}-{10 + number % 9}"
    return {
        "id": f"story-{number}",
        "title": f"Report {number} of the valley",
        "text": f"{said}\n\nThis was the report of day {number}, which was a quiet one.",
        "publisher": PAPERS[number % 4],
        "date": day if number % 11 else "",
        "language": "en",
    }


def naming(word: str) -> int:
    """How many of the texts hold a word."""
    return sum(word in story(number)["text"] for number in range(ARTICLES))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the articles."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "a.jsonl").write_text("".join(json.dumps(story(n)) + "\n" for n in range(ARTICLES)), "utf-8")
    assert run(folder / "index", folder / "a.jsonl").skipped == ()
    settings = replace(Settings(), index=folder / "index")
    yield from serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings))


def marked(page: Page) -> Page:
    """The page of an article once its names are marked at a click, loaded to its end."""
    page.get_by_role("link", name="Mark the names in the text").click()
    expect(page.get_by_role("link", name="Do not mark names")).to_be_visible()
    page.wait_for_load_state()
    return page


def fits(page: Page, width: int) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"), [(1280, "light", True), (360, "dark", True), (1280, "light", False)]
)
def test_from_a_facet_to_a_name_to_whom_it_stands_with_to_articles(
    opened: Opener, named: str, width: int, scheme: str, *, scripts: bool
) -> None:
    watched = opened(width=width, scheme=scheme, scripts=scripts, at=named)
    page = watched.go("/search")
    narrowed(page).get_by_role("checkbox", name="Ingrid Solheim").check()
    applied(page, scripts=scripts)
    expect(page.locator("h1")).to_contain_text(f"{naming('Solheim')} articles")
    page.get_by_role("link", name="Ingrid Solheim", exact=True).click()
    expect(page.locator("h1")).to_have_text("Ingrid Solheim")
    expect(page.locator(".lead")).to_contain_text(f"{naming('Solheim')} articles")
    if scripts:
        fits(page, width)
    page.get_by_role("link", name="Victor Amadi").first.click()
    expect(page.locator("h1")).to_have_text("Victor Amadi")
    both = page.get_by_role("row", name="Ingrid Solheim").get_by_role("link").last
    number = int(both.inner_text())
    assert number == sum("Solheim" in story(n)["text"] and "Amadi" in story(n)["text"] for n in range(ARTICLES))
    both.click()
    expect(page.locator("h1")).to_have_text(re.compile(rf"^{number} articles?\b"))
    page.locator(".card h2 a").first.click()
    expect(page.locator(".named")).to_contain_text("Victor Amadi")
    name = marked(page).locator(".prose a.name.person", has_text="Amadi").first
    expect(name).to_have_attribute("title", "Person: Victor Amadi")
    if scripts:
        fits(page, width)
    name.click()
    expect(page.locator("h1")).to_have_text("Victor Amadi")
    assert watched.strangers == []
    assert watched.complaints == []


def test_names_are_reached_and_marked_by_the_keyboard(opened: Opener, named: str) -> None:
    page = opened(at=named).go("/search?q=solheim+praised")
    page.locator(".card h2 a").first.click()
    page.get_by_role("link", name="Mark the names in the text").focus()
    page.keyboard.press("Enter")
    switch = page.get_by_role("link", name="Do not mark names")
    expect(switch).to_be_visible()
    page.wait_for_load_state()
    assert "q=solheim" in page.url and "names=1" in page.url
    switch.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "name person"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ingrid Solheim")


def test_matches_can_be_stepped_through_within_names(opened: Opener, named: str) -> None:
    page = opened(at=named).go("/search?q=ingrid+solheim+praised")
    page.locator(".card h2 a").first.click()
    total = marked(page).locator(".prose mark").count()
    assert total >= 4
    for number in range(1, total + 1):
        page.keyboard.press("n")
        expect(page.locator(".step:visible .count")).to_have_text(f"Match {number} of {total}")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator(".step:visible .count")).to_have_text(f"Match 1 of {total}")


def test_the_kinds_are_told_apart_without_colour(opened: Opener, named: str) -> None:
    for scheme in ("light", "dark"):
        page = opened(at=named, scheme=scheme).go("/search?q=nairobi")
        page.locator(".card h2 a").first.click()
        marked(page)
        styles = {
            kind: page.locator(f".prose .name.{kind}").first.evaluate(LINE)
            for kind in ("person", "organisation", "place")
        }
        assert len(set(styles.values())) == 3
        legend = {kind: page.locator(f".marking .name.{kind}").evaluate(LINE) for kind in styles}
        assert legend == styles
        page.emulate_media(media="print")
        assert (
            page.locator(".prose .name.place").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
            == "dashed"
        )
        assert page.locator(".marking").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_names_are_for_everyone(opened: Opener, named: str, name: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 320)):
        watched = opened(scheme=scheme, width=width, at=named)
        page = watched.go(f"/name/{name}")
        for disclosure in page.locator("details > summary").all():
            disclosure.click()
        fits(page, width)
        assert watched.strangers == []


def test_a_surname_leads_to_the_person(opened: Opener, named: str) -> None:
    page = opened(at=named).go("/name/person/Solheim")
    expect(page.locator("h1")).to_have_text("Ingrid Solheim")
    assert page.url.endswith("/name/person/Ingrid%20Solheim")
