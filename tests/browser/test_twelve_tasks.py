"""Twelve things that a librarian comes for, each in at most four steps, with scripts and without.

A step is a click or a typed line. What the person gets is held against the raw texts of `librarian.py`, which the
program has no part in.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.browser import librarian
from tests.browser.conftest import Opener, page_of, serving
from tests.browser.librarian import BARGE, COPIES, DREDGER, LATE, PERSON, SLUICE, STORIES, SUBJECT, titles, year
from tests.browser.steps import Steps, rows
from tests.browser.test_adding import origin
from tests.reindex.desk import MENU
from tests.web.adding import Adding, adding, article
from tests.web.outside import PATIENCE
from tests.web.running import until
from tests.web.test_keeping_lines_over_the_web import archive as archive_with_lines
from tests.web.test_keeping_lines_over_the_web import corrections, named
from web.site.app import create_app

_WAIT = PATIENCE * 1000
LOOK = "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.boxShadow, s.borderInlineStart].join() }"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture(scope="module")
def reading_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the archive of `librarian.py`."""
    index = librarian.archive(tmp_path_factory.mktemp("librarian"))
    yield from serving(create_app(lambda: open_engine(index, seconds=60.0), replace(Settings(), index=index)))


Beginner = Callable[..., Steps]


@pytest.fixture
def begun(opened: Opener, reading_room: str) -> Beginner:
    """A person at the first page."""

    def begin(*, scripts: bool, width: int = 1280) -> Steps:
        return Steps(opened(scripts=scripts, width=width, at=reading_room).go("/"))

    return begin


def shown(page: Page) -> list[str]:
    return page.locator(".card h2").all_inner_texts()


@WIDTHS
@SCRIPTS
def test_1_the_coverage_of_a_person_in_a_year_is_exported(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    walk.search(f'"{PERSON}"')
    walk.narrow()
    walk.click(walk.page.locator("a.bar:visible").and_(walk.page.get_by_label(re.compile("^2013: "))))
    walk.page.wait_for_url(re.compile("date=2013"))
    data = walk.take(walk.page.get_by_role("link", name="CSV", exact=True))
    meant = [record for record in DREDGER if PERSON in str(record["text"]) and year(record) == 2013]
    told = rows(data)
    assert {row["key"]: row["published"] for row in told} == {r["id"]: r["date"] for r in meant}
    assert len(told) == len(meant) > 1


@SCRIPTS
@WIDTHS
def test_2_two_papers_are_compared_over_time(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    page = walk.page
    walk.click(page.locator(".thirds").get_by_role("link", name=BARGE))
    walk.narrow()
    group = page.get_by_role("group", name="Publisher").or_(page.get_by_role("group", name="Paper"))
    walk.click(group.locator("label").filter(has_text=SLUICE))
    if scripts:
        expect(
            page.get_by_role("link", name=re.compile(f"^Remove filter .*{SLUICE}"), include_hidden=True)
        ).to_have_count(1)
    walk.click(page.get_by_role("button", name="Larger chart"))
    page.wait_for_url(re.compile(r"/chart\?"))
    expect(page.locator(".multiples h2 bdi")).to_have_text([BARGE, SLUICE], ignore_case=True)
    page.wait_for_load_state()
    number = page.locator(".counts tbody tr")
    counted = {
        (row.locator("th").inner_text(), at): int(
            row.locator("td").nth(at).locator("a, :scope").first.inner_text().split()[0]
        )
        for row in number.all()
        for at in (0, 1)
    }
    records = [*DREDGER, *COPIES, *STORIES]
    for at, paper in enumerate((BARGE, SLUICE)):
        meant = Counter(str(year(r)) for r in records if r["publisher"] == paper)
        assert {when: n for (when, place), n in counted.items() if place == at and n} == meant


@SCRIPTS
@WIDTHS
def test_3_the_copies_of_a_story_are_on_one_page(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    walk.search("whale weir")
    card = walk.page.locator(".card").first
    walk.click(card.locator("summary").filter(has_text="+2 copies"))
    walk.click(card.get_by_role("link", name="All of them on one page"))
    prints = walk.page.locator(".prints > li")
    expect(prints.locator("h2")).to_have_text(titles(sorted(COPIES, key=lambda record: str(record["date"]))))
    expect(prints.locator(".publisher")).to_have_text([str(record["publisher"]) for record in COPIES])


@SCRIPTS
@WIDTHS
def test_4_who_wrote_most_on_a_subject_stands_first(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    walk.search(SUBJECT)
    walk.narrow()
    first = walk.page.get_by_role("group", name=re.compile("Written by|Byline|Author")).locator("li").first
    (author, count), *_ = Counter(str(record["authors"][0]) for record in DREDGER).most_common()
    expect(first.locator(".v")).to_have_text(author)
    expect(first.locator(".n")).to_have_text(str(count))
    expect(first).to_be_visible()


@SCRIPTS
@WIDTHS
def test_5_a_story_is_followed_from_an_article(begun: Beginner, width: int, *, scripts: bool) -> None:
    first, second, third = (record for record in STORIES if str(record["id"]).startswith("wreck."))
    walk = begun(scripts=scripts, width=width)
    walk.search(f'"{first["title"]}"')
    walk.click(walk.page.locator(".card").get_by_role("link", name=str(first["title"]), exact=True))
    story = walk.page.get_by_role("list", name="More on this story")
    walk.page.wait_for_url("**/article/**")
    offered = story.get_by_role("link").all_inner_texts()
    assert offered and offered == titles([second, third])[: len(offered)], "of the same event, in order of time"
    walk.click(story.get_by_role("link").first)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(str(second["title"]))


@SCRIPTS
@WIDTHS
def test_6_next_and_back_through_results(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    walk.search(SUBJECT)
    listed = shown(walk.page)
    assert set(listed) <= set(titles(DREDGER)) and len(listed) == 10
    walk.click(walk.page.locator(".card h2 a").first)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(listed[0])
    walk.click(walk.page.locator(".trail").get_by_role("link", name="Next result"))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(listed[1])
    walk.click(walk.page.get_by_role("link", name="Back to the results"))
    expect(walk.page.locator(".card:target h2")).to_have_text(listed[1])
    expect(walk.page.locator(".card:target h2")).to_be_in_viewport()
    expect(walk.page.locator(".card h2")).to_have_text(listed)


@SCRIPTS
@WIDTHS
def test_7_a_misspelt_name_is_found(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    surname = PERSON.split()[1]
    walk.search(PERSON.replace(surname, "Hollowey"))
    meant = [record for record in DREDGER if PERSON in str(record["text"])]
    assert sorted(shown(walk.page)) == sorted(titles(meant))
    expect(walk.page.locator(".reading")).to_contain_text(re.compile(surname, re.IGNORECASE))
    expect(walk.page.locator(".snippet mark").filter(has_text=surname)).to_have_count(len(meant))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adding]:
    """A server with a token, whose archive can be added to and corrected."""
    with adding(archive_with_lines(tmp_path_factory.mktemp("desk")), CUTTINGS_WAIT_SECONDS="60") as running:
        yield running


@contextmanager
def at_desk(chromium: Browser, desk: Adding, width: int, *, scripts: bool) -> Iterator[Steps]:
    """A person who has the token, at the first page."""
    with page_of(chromium, width=width, scripts=scripts) as page:
        page.goto(f"{origin(desk)}/")
        yield Steps(page)


@SCRIPTS
@WIDTHS
def test_8_a_search_is_saved_and_what_is_new_is_seen(
    chromium: Browser, desk: Adding, width: int, *, scripts: bool
) -> None:
    number = 40 + 10 * scripts + (width == 360)  # of an article that only this walk has
    title = article(number).decode().split("\n")[0]
    with at_desk(chromium, desk, width, scripts=scripts) as walk:
        walk.search(f"word{number}")
        walk.click(walk.page.get_by_role("button", name="Save this search"))
        line = walk.page.locator(".searches > li").filter(has=walk.page.get_by_role("heading", name=f"word{number}"))
        expect(line.locator(".fresh")).to_have_text("nothing new")
        assert desk.add(f"{number}.txt", article(number)).status in (201, 202)
        until(lambda: len(desk.found(f"word{number}")) == 1)
        walk.page.goto(f"{origin(desk)}/")  # another day
        walk.click(walk.page.get_by_role("navigation", name="Site").get_by_role("link", name="Saved"))
        walk.click(line.get_by_role("link", name="1 new"))
        expect(walk.page.locator(".card h2")).to_have_text([title])


@SCRIPTS
@WIDTHS
def test_9_a_passage_is_shared(
    begun: Beginner, opened: Opener, reading_room: str, width: int, *, scripts: bool
) -> None:
    walk = begun(scripts=scripts, width=width)
    (record,) = (record for record in DREDGER if record["id"] == "dredger-4")
    passage = str(record["text"]).split("\n\n")[2]
    walk.search(f'"{record["title"]}"')
    walk.click(walk.page.locator(".card").get_by_role("link", name=str(record["title"]), exact=True))
    walk.page.wait_for_url("**/article/**")  # also its script, which hears of what is selected
    paragraph = walk.page.locator(".prose > p").filter(has_text=passage)
    if scripts:
        walk.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=reading_room)
        walk.select(paragraph)
        walk.click(walk.page.get_by_role("button", name="Copy link to this passage"))
        expect(walk.page.get_by_role("button", name="The link is copied")).to_be_visible()
        link = str(walk.page.evaluate("navigator.clipboard.readText()"))
    else:
        paragraph.hover()
        walk.click(paragraph.get_by_role("link", name="Link to this passage"))
        walk.page.wait_for_url("**#p-*")
        link = walk.page.url
    for other in (True, False):
        receiver = opened(scripts=other, width=width, at=reading_room).page
        receiver.goto(link)
        target = receiver.locator(".prose > :target")
        expect(target).to_contain_text(passage)
        expect(target).to_be_in_viewport()
        plain = receiver.locator(".prose > p:not(:target)").first
        assert target.evaluate(LOOK) != plain.evaluate(LOOK), "the passage is marked"


@SCRIPTS
@WIDTHS
def test_10_a_line_that_belongs_to_the_article_is_put_back(
    chromium: Browser, desk: Adding, width: int, *, scripts: bool
) -> None:
    number = 2 * scripts + (width == 360)
    with at_desk(chromium, desk, width, scripts=scripts) as walk:
        page = walk.page
        walk.search(f'"Story {number}"')
        walk.click(page.locator(".card").get_by_role("link", name=f"Story {number}", exact=True))
        walk.click(
            page.get_by_role("navigation", name="Views of the article").get_by_role("link", name="What was removed")
        )
        walk.click(page.locator(".removed li", has_text=MENU).get_by_role("button", name="Belongs to the article"))
        expect(page.get_by_role("region", name="Kept by your correction")).to_contain_text(MENU, timeout=_WAIT)
        page.get_by_role("navigation", name="Views of the article").get_by_role("link").first.click()
        expect(page.locator(".prose")).to_contain_text(MENU)
    assert MENU in named(desk, number)["text"]
    assert MENU in corrections(desk), "written beside the pages, where the next run reads it"


@SCRIPTS
@WIDTHS
def test_11_an_article_is_cited(begun: Beginner, width: int, *, scripts: bool) -> None:
    record = DREDGER[3]
    walk = begun(scripts=scripts, width=width)
    walk.search(f'"{record["title"]}"')
    walk.click(walk.page.locator(".card").get_by_role("link", name=str(record["title"]), exact=True))
    when, month, day = str(record["date"]).split("-")
    cited = walk.page.get_by_role("heading", name="APA").locator("+ .cite")
    expect(cited).to_have_text(
        f"Quist, O. ({when}, {month_name[int(month)]} {int(day)}). {record['title']}. {record['publisher']}."
    )
    file = walk.take(walk.page.get_by_role("link", name="RIS", exact=True)).decode("utf-8-sig")
    told = dict(line.split("  - ", 1) for line in file.splitlines() if "  - " in line)
    assert (told["AU"], told["TI"], told["DA"]) == ("Quist, Orla", record["title"], f"{when}/{month}/{day}/")
    assert record["publisher"] in (told.get("T2"), told.get("JO"), told.get("JF"), told.get("PB"))
    assert (told["TY"], "ER" in file) == ("NEWS", True)


@SCRIPTS
@WIDTHS
def test_12_what_is_new_in_the_archive_stands_first(begun: Beginner, width: int, *, scripts: bool) -> None:
    walk = begun(scripts=scripts, width=width)
    added = walk.page.get_by_role("region", name="Added last")
    assert set(added.locator(".brief li > a").all_inner_texts()[: len(LATE)]) == set(titles(LATE))
    walk.click(added.get_by_role("link", name="All, by day of arrival"))
    walk.page.wait_for_url("**/search**")
    assert set(shown(walk.page)[: len(LATE)]) == set(titles(LATE))
    assert len(shown(walk.page)) > len(LATE)
