"""Which of the days that a page shows is its own: not a teaser's, not that of a change, not that of a move."""

from __future__ import annotations

from datetime import date

import pytest

from index.article import Article, Certainty
from index.clean import clean
from index.describe import Hints
from index.describe.choices import score
from index.describe.dates import Order, find_dates
from index.describe.dating import date_candidates
from index.describe.layout import layout_of
from index.extract import extract
from index.page import RawPage
from index.readers import read

BODY = (
    "The ferry company said on Monday that its oldest boat would be mended over the winter and not be sold abroad.",
    "Its crew had collected nine thousand names for the boat, which has carried the mail for more than sixty years.",
    "A yard on the far side of the sound will take out both engines and put in new ones before the ice has gone.",
    "Passengers are to be taken by bus and by a hired boat until then, and will pay what they have always paid.",
)
TITLE = "Oldest ferry of the sound is to be mended"


def read_as(source: str, name: str) -> Article:
    (page,) = read(source.encode(), name)
    assert isinstance(page, RawPage)
    return extract(page, Hints(today=date(2026, 1, 1)))


def saved(head: str, *above: str) -> str:
    lines = "".join(f"<p>{line}</p>" for line in above)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    head = f"<title>{TITLE}</title>{head}"
    return f"<!doctype html><html><head>{head}</head><body><h1>{TITLE}</h1>{lines}{body}</body></html>"


def stamps(published: str, modified: str = "") -> str:
    ld = f'"datePublished": "{published}"' + (f', "dateModified": "{modified}"' if modified else "")
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", {ld}}}</script>'


def day(found: Article, field: str = "published") -> str:
    value = found.published if field == "published" else found.modified
    return value.isoformat()[:10] if value else ""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ada BrookMay 4, 2021", ["2021-05-04"]),
        ("Staff WriterNovember 22, 2018", ["2018-11-22"]),
        ("Harbour NewsDECEMBER 22, 2022", ["2022-12-22"]),
        ("The NATOSep 3, 2014 summit", ["2014-09-03"]),
        ("May 21, 2021April 24, 2021", ["2021-05-21", "2021-04-24"]),
        ("Jul. 11. 2021", ["2021-07-11"]),
        ("2021•01•08", ["2021-01-08"]),
        ("The dismay 4, 2021 of all", []),
        ("SaMay 4, 2021", ["2021-05-04"]),
    ],
)
def test_a_name_that_runs_into_a_date_hides_it_not(text: str, days: list[str]) -> None:
    assert [str(found.day_of) for found in find_dates(text) if found.year] == days


def test_a_label_that_runs_into_a_date_is_the_next_ones() -> None:
    found = read_as("\n\n".join([TITLE, "Harbour NewsMAY 22, 2022Updated: JUNE 02, 2023", *BODY]), "page.txt")
    assert (day(found), day(found, "modified")) == ("2022-05-22", "2023-06-02")


@pytest.mark.parametrize("count", [3, 9])
def test_days_of_teasers_do_not_win_over_the_pages_own(count: int) -> None:
    teasers = [
        part
        for number in range(count)
        for part in (f"Other news of the day, number {number}", f"Mar {28 - number}, 2025")
    ]
    text = "\n\n".join([*teasers, TITLE, "Ada Brook", "October 24, 2023", *BODY])
    assert day(read_as(text, "page.txt")) == "2023-10-24"


def test_a_day_right_above_the_story_is_its_own() -> None:
    caption = "FILE PHOTO: The ferry leaves the harbour of the old town with the mail on board, April 16, 2019. Pool"
    found = read_as(saved("", caption, "April 18, 2019", "OSLO (Reuters) - " + BODY[0]), "page.html")
    assert day(found) == "2019-04-18"


def test_an_earlier_day_beside_the_headline_tells_a_move() -> None:
    found = read_as(saved(stamps("2024-08-07T12:01:51Z"), "By Ada Brook", "Dec 30, 2013, 9:15 am"), "page.html")
    assert day(found) == "2013-12-30"
    assert "2024-08-07" in {proof.value[:10] for proof in found.evidence if proof.field == "published"}


def test_a_later_day_beside_the_headline_is_one_of_a_change() -> None:
    head = stamps("2019-11-25T08:00:00-05:00", "2023-11-27T06:20:00-05:00")
    found = read_as(saved(head, "By Ada Brook", "November 27, 2023"), "page.html")
    assert (day(found), day(found, "modified")) == ("2019-11-25", "2023-11-27")


def test_what_a_correction_says_is_not_taken_for_a_move() -> None:
    text = "---\ndate: 2024-08-07\n---\n# " + "\n\n".join([TITLE, "Dec 30, 2013, 9:15 am", *BODY])
    assert day(read_as(text, "page.md")) == "2024-08-07"


def test_a_days_address_confirms_the_stamp_against_the_time_of_a_comment() -> None:
    head = '<link rel="canonical" href="https://example.org/2025/06/20/ferry">' + stamps("2025-06-20T13:11:00Z")
    found = read_as(saved(head, "Wim, June 19, 2025 at 1:45 am"), "page.html")
    assert day(found) == "2025-06-20"


@pytest.mark.parametrize("name", ["w-published-date", "cms-publication-date", "x.date.published", "PublishTime"])
def test_a_meta_tag_that_names_publication_tells_it(name: str) -> None:
    found = read_as(saved(f'<meta name="{name}" content="2021-05-27T06:03:43Z">'), "page.html")
    assert day(found) == "2021-05-27"


@pytest.mark.parametrize("name", ["unpublish-date-note", "article:publisher", "last-published-by", "published-by"])
def test_a_meta_tag_about_something_else_tells_nothing(name: str) -> None:
    found = read_as(saved(f'<meta name="{name}" content="2021-05-27T06:03:43Z">'), "page.html")
    assert day(found) == ""


def test_a_day_of_change_alone_is_no_day_of_publication() -> None:
    found = read_as("\n\n".join([TITLE, *BODY, "Last updated: November 13, 2021"]), "page.txt")
    assert (day(found), day(found, "modified")) == ("", "2021-11-13")


@pytest.mark.parametrize("line", ["June 2, 2023May 22, 2022 by Ada Brook", "Posted on May 22, 2022June 2, 2023"])
def test_of_two_days_that_run_into_each_other_the_later_is_of_a_change(line: str) -> None:
    found = read_as("\n\n".join([TITLE, line, *BODY]), "page.txt")
    assert (day(found), day(found, "modified")) == ("2022-05-22", "2023-06-02")


def test_an_italian_label_tells_a_change() -> None:
    found = read_as("\n\n".join([TITLE, "5 gennaio 2025 ( modifica il 6 gennaio 2025 | 15:24)", *BODY]), "page.txt")
    assert (day(found), day(found, "modified")) == ("2025-01-05", "2025-01-06")


def test_a_day_that_the_page_also_names_in_words_tells_the_order_of_its_numbers() -> None:
    other = "Another ferry, December 02, 2024"
    for numbers in ("02-12-2024", "12/02/2024"):
        found = read_as("\n\n".join([TITLE, numbers, *BODY, other]), "page.txt")
        certainties = [proof.certainty for proof in found.evidence if proof.field == "published"]
        assert (day(found), certainties) == ("2024-12-02", [Certainty.STATED])


def test_a_word_that_announces_a_writer_speaks_for_the_day_beside() -> None:
    def likelihood(line: str) -> float:
        (page,) = read("\n\n".join([TITLE, line, *BODY]).encode(), "page.txt")
        assert isinstance(page, RawPage)
        (found,) = date_candidates(layout_of(clean(page)), lambda: Order.UNKNOWN)
        return score("date", found[3])

    assert likelihood("By Ada Brook • 20 Dec 2023") > likelihood("Of Ada Brook • 20 Dec 2023") + 0.5
