"""Lines that were once read wrongly: summaries taken for headlines, labels taken for another date's."""

from __future__ import annotations

import pytest

from index.article import Certainty
from index.describe import describe
from index.describe.dates import find_dates
from index.describe.dating import is_modified
from index.extract import extract
from index.page import Cleaned, Decision, Format, Head, Line, RawPage
from index.readers import read

BODY = (
    "There are ninety steps to the lantern, and a wooden crate stands on every second one of them all the way up.",
    "Ottilie Brandvold began to fill them when she was twelve, and her mother read the arrivals aloud at breakfast.",
    "When the lantern was switched off the port let her keep the tower, and two cousins carried the crates upstairs.",
)


def paged(source: str, name: str) -> RawPage:
    (page,) = read(source.encode(), name)
    assert isinstance(page, RawPage)
    return page


def test_a_headline_without_a_word_of_the_text_stands_before_its_summary() -> None:
    summary = "In a tower without a lantern, Ottilie Brandvold keeps old arrivals in crates. Now she has no room left."
    text = "\n\n".join(["Menu", "Start / People", "A woman against oblivion", summary, "By Jonas Ekdal", *BODY])
    found = extract(paged(text, "page.txt"))
    assert found.title == "A woman against oblivion"
    assert found.authors == ("Jonas Ekdal",)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("Fri 8 May 2015 15.32  Last modified on Fri 8 May 2015 18.04", [False, True]),
        ("8 May 2015 | Updated: 9 May 2015", [False, True]),
        ("8 May 2015 (updated)", [True]),
        ("Updated 9 May 2015, published 8 May 2015", [True, False]),
    ],
)
def test_a_label_belongs_to_the_date_behind_it(line: str, changed: list[bool]) -> None:
    assert [is_modified(line, one) for one in find_dates(line)] == changed


def test_both_names_of_a_month() -> None:
    (found,) = find_dates("الجمعة 24 نيسان / أبريل 2020")
    assert (found.year, found.month, found.day) == (2020, 4, 24)


def test_whom_a_story_is_about_did_not_write_it() -> None:
    lines = ("A woman against oblivion", "Ottilie Brandvold", *BODY)
    page = RawPage("page.html", "page", Format.HTML, tuple(Line(text=line) for line in lines), Head(title=lines[0]))
    found = describe(page, Cleaned(page, (Decision(0, "title"), Decision(1, "not_body"), *map(Decision, range(2, 5)))))
    assert found.title == "A woman against oblivion"
    assert found.authors == ()
    assert [(one.value, one.certainty) for one in found.evidence if one.field == "authors"] == [
        ("Ottilie Brandvold", Certainty.REFUSED)
    ]
