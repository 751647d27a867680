"""A reader's walk: search, narrow by two facets, open an article, see marks and what was removed, go back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filtering import applied, closed, narrowed

if TYPE_CHECKING:
    from tests.browser.conftest import Opener, Watched

RELATIVE_DATE = re.compile(
    r"“[^”]+” is read as [\d.-]+, counted from today\."
)  # said of an example that counts from today
QUERY = "agreement leaders talks"
CHOSEN = {"Language": "English", "Section": "Environment"}  # leaves a page that had much to remove


def listed(page: Page) -> int:
    """How many results a page says that it lists: without copies, where it names their number."""
    page.wait_for_url("**/search?*")
    said = "\n".join(page.locator(".listing, #summary").all_inner_texts()[::-1])
    match = re.search(r"([\d,]+) (?:without copies|article)|Nothing for", said)
    assert match
    return int((match[1] or "0").replace(",", ""))


def narrow(page: Page, facet: str, value: str, *, scripts: bool) -> None:
    """Choose a value of a facet; the count beside it is what comes."""
    narrowed(page)
    fold = page.locator("details.folded").filter(has=page.get_by_text(facet, exact=True))
    if fold.count():
        fold.locator("summary").click()
    group = page.get_by_role("group", name=facet, exact=True)
    label = group.locator("li:has(input:not(:checked)) label").filter(has_text=value)
    promised = int(label.locator(".n").inner_text().replace(",", ""))
    name = label.locator(".v").inner_text()
    chip = page.get_by_role("link", name=f"Remove filter {facet}: {name}", include_hidden=True)
    label.click()
    if scripts:
        expect(chip).to_have_count(1)
    applied(page, scripts=scripts)
    expect(chip).to_be_visible()
    assert listed(page) == promised
    expect(narrowed(page).get_by_role("checkbox", name=re.compile("^" + re.escape(name)))).to_be_checked()
    closed(page)


def walk(watched: Watched, *, scripts: bool) -> None:
    page = watched.go("/")
    page.get_by_label("Search the archive").fill(QUERY)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#summary")).to_contain_text(QUERY)
    for facet, value in CHOSEN.items():
        narrow(page, facet, value, scripts=scripts)
    results = page.locator("link[rel=canonical]").get_attribute("href")
    first = page.locator(".card").first
    expect(first.locator(".snippet mark").first).to_be_visible()
    card = first.get_attribute("id")
    first.get_by_role("heading").get_by_role("link").click()

    expect(page.locator(".prose mark").first).to_be_visible()
    page.get_by_role("link", name="Go to the first").click()
    expect(page.locator("mark:target + .step")).to_contain_text("Match 1 of")
    if page.locator("mark:target + .step").get_by_role("link", name="Next").count():
        page.locator("mark:target + .step").get_by_role("link", name="Next").click()
        expect(page.locator("mark:target + .step")).to_contain_text("Match 2 of")

    page.get_by_role("link", name="What was removed").click()
    kind = page.locator(".removed .kind").first
    if kind.get_attribute("open") is None:
        kind.locator("summary").first.click()
    removed = kind.locator("li").first
    expect(removed).to_be_visible()
    line = removed.locator(".text").inner_text()
    removed.get_by_role("link").click()
    expect(page.locator(".original li:target .text")).to_have_text(line)
    expect(page.locator(".original li:target .text")).to_be_visible()
    page.get_by_role("link", name="Clean text").click()
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_url(f"{watched.origin}{results}#{card}")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_walk(opened: Opener, width: int, *, scripts: bool) -> None:
    watched = opened(width=width, scripts=scripts)
    walk(watched, scripts=scripts)
    assert watched.strangers == []
    assert watched.complaints == []


def press_until(page: Page, key: str, there: Callable[[], bool], limit: int = 120) -> None:
    for _ in range(limit):
        page.keyboard.press(key)
        if there():
            return
    pytest.fail(f"{limit} times {key} did not lead there")


def focused(page: Page) -> str:
    """What a reader who listens hears of the focus."""
    text: str = page.evaluate(
        "() => { const e = document.activeElement;"
        " return e.getAttribute('aria-label') || (e.labels && e.labels[0] || e).innerText || '' }"
    )
    return text.strip()


def test_the_walk_by_keyboard(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/")
    page.keyboard.press("/")
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_contain_text(QUERY)
    page.wait_for_load_state()
    for facet, value in CHOSEN.items():
        box = page.get_by_role("group", name=facet, exact=True).get_by_role("checkbox", name=value)
        if not box.is_visible():
            press_until(page, "Tab", lambda facet=facet: focused(page).startswith(f"{facet} known for "))  # type: ignore[misc]
            page.keyboard.press("Enter")
        press_until(page, "Tab", lambda box=box: bool(box.evaluate("e => e === document.activeElement")))  # type: ignore[misc]
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        before = page.url
        page.keyboard.press("Space")
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
        expect(page.get_by_role("group", name=facet, exact=True).get_by_role("checkbox", name=value)).to_be_focused()
    results = watched.origin + str(page.locator("link[rel=canonical]").get_attribute("href"))
    page.reload()
    title = page.locator(".card h2").first.inner_text().strip()
    press_until(page, "Tab", lambda: focused(page) == title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")  # also its script, which hears of keys
    expect(page.locator(".prose mark").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("mark:target + .step")).to_contain_text("Match 1 of")
    press_until(page, "Tab", lambda: focused(page).startswith("What was removed"), 200)
    page.keyboard.press("Enter")
    expect(page.locator(".removed .kind summary").first).to_be_visible()
    page.wait_for_load_state()
    press_until(page, "Tab", lambda: focused(page) == "Back to the results")
    page.keyboard.press("Enter")
    page.wait_for_url(results + "#*")
    assert watched.complaints == []


def test_words_are_completed_and_only_taken_when_chosen(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.click()
    page.keyboard.type("palmy")
    offer = page.get_by_role("option").first
    expect(offer).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    word = offer.inner_text()
    page.keyboard.press("ArrowDown")
    expect(offer).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value("palmy")
    page.keyboard.press("Enter")
    expect(box).to_have_value(word)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_contain_text(word)
    assert watched.complaints == []


def test_a_name_is_completed_from_its_first_words_and_found(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/")
    box = page.get_by_role("combobox", name="Search the archive")
    box.click()
    page.keyboard.type("helena br")
    expect(page.get_by_role("option").first).to_have_text('byline:"Helena Brandt"')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value('byline:"Helena Brandt"')
    page.keyboard.press("Enter")
    expect(page.locator(".card .facts").first).to_contain_text("By Helena Brandt")
    assert watched.complaints == []


def test_keys_are_listed_and_can_be_turned_off(opened: Opener) -> None:
    watched = opened()
    page = watched.go("/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Turn keys off").click()
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_label("Search the archive")).not_to_be_focused()
    assert watched.complaints == []


def test_every_example_of_the_help_page_can_be_tried(opened: Opener) -> None:
    watched = opened(scripts=False)
    page = watched.go("/help")
    examples = [link.get_attribute("href") or "" for link in page.locator("a.example").all()]
    assert len(examples) > 20
    for href in examples:
        page.goto(watched.origin + href)
        expect(page.locator("#summary")).to_contain_text("article")
        notes = page.locator(".note").all_inner_texts()
        assert [note for note in notes if not RELATIVE_DATE.fullmatch(note)] == [], href
    assert watched.complaints == []


def test_what_was_added_to_the_question_is_shown_and_taken_away_by_one_click(opened: Opener) -> None:
    watched = opened(scripts=False)
    page = watched.go("/search?q=ISIS")
    expect(page.locator(".reading")).to_contain_text("Also found as Islamic State")
    wide = listed(page)
    page.get_by_role("link", name="Only what I typed").click()
    page.wait_for_url("**typed=1**")
    expect(page.locator(".reading")).not_to_contain_text("Also found as")
    assert listed(page) < wide
    page.get_by_role("link", name="Remove filter As typed").click()
    expect(page.locator(".reading")).to_contain_text("Also found as Islamic State")
    assert listed(page) == wide


def test_a_misspelt_word_is_corrected_aloud_and_not_against_the_readers_will(opened: Opener) -> None:
    watched = opened(scripts=False)
    page = watched.go("/search?q=palmrya")
    expect(page.locator(".reading")).to_contain_text("palmrya")
    page.locator(".card h2 a").first.click()
    expect(page.locator(".prose mark").first).to_have_text(re.compile("^palmyra", re.IGNORECASE))
    page.go_back()
    page.get_by_role("link", name="Search for what I typed").click()
    page.wait_for_url("**typed=1**")
    assert listed(page) == 0
