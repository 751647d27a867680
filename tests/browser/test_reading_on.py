"""A reader goes on by keys, shares a passage, finds it marked at its address, and prints what is to be read."""

from __future__ import annotations

import re
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

PARAGRAPHS = [
    f"The {name} of the harbour told the council what the {name} would need before the ice came back, and waited."
    for name in ("keeper", "pilot", "warden", "diver", "rower", "smith", "baker", "clerk", "cooper", "sailor")
]
STORY = "---\ntitle: The ice at the quays\nauthor: Ada Lindqvist\npublisher: Quay Post\ndate: 2016-02-24\n---\n" + (
    "\n\n".join(
        (*PARAGRAPHS[:5], "## What it costs", *PARAGRAPHS[5:], "## Who pays", "* * *", "Nobody well-meaning knew.")
    )
)
OTHERS = (
    "---\ntitle: A lamp in the harbour\nauthor: Ada Lindqvist\n---\nThe harbour has a lamp that nobody lights.\n",
    "---\ntitle: Herring is cheap\nauthor: Tom Okafor\n---\nIn the harbour herring costs less than ice.\n",
)
SELECT = """([from, to]) => {
  const [first, last] = [from, to].map(([text, end]) => {
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(text);
      if (at >= 0) return [walker.currentNode, end ? at + text.length : at];
    }
  });
  getSelection().setBaseAndExtent(...first, ...last);
}"""

FULL_LINES = """() => [...document.querySelectorAll(".prose > p")].flatMap((paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), tops = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(".step")) continue;
    for (let at = 0; at < walker.currentNode.data.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      tops.push(Math.round(range.getBoundingClientRect().bottom / 8));
    }
  }
  const counted = new Map();
  for (const top of tops) counted.set(top, (counted.get(top) ?? 0) + 1);
  return [...counted.values()].slice(0, -1);
})"""
"""The characters of each line of the text but the last of a paragraph."""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server over three articles, and the id of the long one."""
    folder = tmp_path_factory.mktemp("harbour")
    for number, text in enumerate((STORY, *OTHERS)):
        (folder / f"{number}.md").write_text(text, "utf-8")
    run(folder / "index", *sorted(folder.glob("*.md")))
    (one,) = (article.id for article in articles(folder / "index").values() if article.title.startswith("The ice"))
    settings = replace(Settings(), index=folder / "index")
    for origin in serving(create_app(lambda: open_engine(settings.index, seconds=60.0), settings)):
        yield origin, one


def select(page: Page, first: str, last: str) -> None:
    """Select from before one text to behind another, as a reader does with a pointer."""
    page.evaluate(SELECT, [[first, False], [last, True]])


def ready(page: Page) -> Page:
    """The page, once its script listens to keys."""
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    return page


def test_keys_lead_through_a_list_and_from_article_to_article(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, _ = harbour
    watched = opened(at=origin)
    page = ready(watched.go("/search?q=harbour"))
    titles = page.locator(".card h2 a")
    names = titles.all_inner_texts()
    assert len(names) == 3
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1), ("k", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(titles.nth(at)).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator("h1")).to_have_text(names[1])
    for key, at in (("j", 2), ("k", 1), ("k", 0)):
        ready(page).keyboard.press(key)
        expect(page.locator("h1")).to_have_text(names[at])
    ready(page).keyboard.press("k")  # there is none before the first
    page.locator(".onward").get_by_role("link", name="All results for").click()
    expect(titles).to_have_count(3)
    ready(page).keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()  # after the card that one came back to
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(names[1])
    ready(page).keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next, previous result")
    assert watched.complaints == []


def test_who_types_goes_nowhere(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, _ = harbour
    page = ready(opened(at=origin).go("/search?q=harbour"))
    page.keyboard.press("/")
    page.keyboard.press("End")
    page.keyboard.type(" jok")
    expect(page.get_by_role("combobox")).to_have_value("harbour jok")
    expect(page.get_by_role("combobox")).to_be_focused()


@pytest.mark.parametrize(
    ("first", "last", "directive"),
    [
        ("ell-mean", "ing", "text=well%2Dmeaning"),  # whole words, a hyphen that is none of the address's own
        ("The pilot", "pilot would need", "text=The%20pilot%20of%20the%20harbour,what%20the%20pilot%20would%20need"),
        ("The keeper", "waited.", "text=The%20keeper%20of%20the%20harbour,ice%20came%20back%2C%20and%20waited."),
    ],
)
def test_a_selected_passage_is_shared(
    opened: Opener, harbour: tuple[str, str], first: str, last: str, directive: str
) -> None:
    origin, article = harbour
    watched = opened(at=origin)
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    page = watched.go(f"/article/{article}?q=council&at=1")
    share = page.get_by_role("button", name="Copy link to this passage")
    expect(share).to_be_hidden()
    select(page, first, last)
    share.click()
    expect(page.get_by_role("button", name="The link is copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{re.escape(f'{origin}/article/{article}')}#p-[0-9a-f]{{8}}:~:{re.escape(directive)}", link)
    page.evaluate("getSelection().collapse(document.body)")
    expect(share).to_be_hidden()
    assert watched.complaints == []

    receiver = opened(at=origin).page
    receiver.goto(link)
    passage = receiver.locator(".prose :target")
    expect(passage).to_contain_text(last)
    expect(passage).to_be_in_viewport()


def test_without_a_clipboard_the_address_bar_has_the_link(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, article = harbour
    watched = opened(at=origin)
    watched.page.add_init_script("delete Navigator.prototype.clipboard")
    page = watched.go(f"/article/{article}")
    select(page, "The smith", "smith would")
    page.get_by_role("button", name="Copy link to this passage").click()
    expect(page.get_by_role("button", name="The link is in the address bar")).to_be_visible()
    assert re.search(r"#p-[0-9a-f]{8}", page.url)


def test_each_paragraph_has_a_link_without_a_script(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, article = harbour
    page = opened(at=origin, scripts=False).go(f"/article/{article}?q=council")
    paragraph = page.locator(".prose p", has_text="The baker")
    sign = paragraph.get_by_role("link", name="Link to this passage")
    expect(sign).to_have_css("opacity", "0")
    paragraph.hover()
    expect(sign).to_have_css("opacity", "1")
    sign.click()
    expect(page.locator(".prose :target")).to_contain_text("The baker")
    tint = page.locator(".prose :target").evaluate("e => getComputedStyle(e).backgroundColor")
    assert tint != page.locator(".prose p").first.evaluate("e => getComputedStyle(e).backgroundColor")
    page.mouse.move(0, 0)
    page.locator(".prose p").first.get_by_role("link", name="Link to this passage").focus()
    assert page.evaluate("document.activeElement.closest('p').textContent").startswith("The keeper")


def test_a_passage_that_is_gone_is_said_to_be(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, article = harbour
    missing = "not in this version of the article"
    page = opened(at=origin).go(f"/article/{article}#p-00000000")
    expect(page.get_by_text(missing)).to_be_visible()
    there = page.locator(".prose p").first.get_attribute("id")
    fresh = opened(at=origin).go(f"/article/{article}#{there}")
    expect(fresh.locator(".prose :target")).to_contain_text("The keeper")
    expect(fresh.get_by_text(missing)).to_be_hidden()


def test_the_headings_stay_beside_a_long_article(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, article = harbour
    page = opened(at=origin).go(f"/article/{article}")
    contents = page.get_by_role("navigation", name="In this article")
    contents.get_by_role("link", name="Who pays").click()
    expect(page.get_by_role("heading", name="Who pays")).to_be_in_viewport()
    expect(contents).to_be_in_viewport()


def test_on_paper_stands_what_is_read_and_where_it_is_from(opened: Opener, harbour: tuple[str, str]) -> None:
    origin, article = harbour
    page = opened(at=origin).go(f"/article/{article}?q=council&at=1#m1")
    page.emulate_media(media="print")
    printed = [line for line in page.locator("body").inner_text().split("\n") if line.strip()]
    assert printed[0] == "The ice at the quays"
    assert [line.strip() for line in printed[1:4]] == ["Quay Post", "24 February 2016", "by Ada Lindqvist"]
    assert printed[4:9] == PARAGRAPHS[:5]
    tail = " ".join(printed[printed.index("Nobody well-meaning knew.") + 1 :])
    assert tail == f"Paper Quay Post Published 24 February 2016 Kept at {origin}/article/{article}"
    assert page.locator("mark").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_it_can_be_read_by_everyone(opened: Opener, harbour: tuple[str, str], width: int, scheme: str) -> None:
    origin, article = harbour
    watched = opened(width, scheme, at=origin)
    page = watched.go(f"/article/{article}?q=council&at=1#m3")
    for disclosure in page.locator("details > summary").all():
        disclosure.click()
    select(page, "The smith", "smith would")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    bar = page.locator(".step:visible")
    assert bar.evaluate("e => innerHeight - e.getBoundingClientRect().bottom") == (0 if width == 360 else 16)
    letters = page.locator(".prose p").first.evaluate(
        "e => e.clientWidth / (parseFloat(getComputedStyle(e).fontSize) / 2)"
    )
    assert width == 360 or 60 <= letters <= 80
    assert watched.strangers == watched.complaints == []
