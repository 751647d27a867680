"""Lines that were once read wrongly: summaries taken for headlines, labels taken for another date's, mended heads."""

from __future__ import annotations

import html as entities
import json

import pytest

from index.describe import describe
from index.describe.dates import find_dates
from index.describe.dating import is_modified
from index.describe.mending import mended
from index.describe.model import Description
from index.extract import extract
from index.page import Cleaned, Decision, Head, RawPage
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


def described(head: str) -> Description:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = paged(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", "page.html")
    return describe(page, Cleaned(page, tuple(map(Decision, range(len(page.lines))))))


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


def test_meta_tags_that_call_their_content_value() -> None:
    found = described(
        '<meta name="author" value="Jonas Ekdal"><meta property="article:published_time" value="2016-03-04T05:06:07Z">'
    )
    assert found.authors == ("Jonas Ekdal",)
    assert found.published is not None
    assert str(found.published.moment.date()) == "2016-03-04"


def test_content_counts_before_value() -> None:
    page = '<meta name="author" content="Jonas Ekdal" value="admin">'
    assert described(page).authors == ("Jonas Ekdal",)


def test_json_ld_whose_quotes_were_escaped() -> None:
    stated = {"@type": "NewsArticle", "headline": "Crates", "datePublished": "2016-03-04", "author": "Jonas Ekdal"}
    escaped = entities.escape(json.dumps(stated))
    found = described(f'<script type="application/ld+json">{escaped}</script>')
    assert found.authors == ("Jonas Ekdal",)
    assert found.published is not None


@pytest.mark.parametrize("script", ["{&quot;@type&quot;: ", "[1, &quot;@&quot;]", "{&quot;@graph&quot;: 3}"])
def test_what_cannot_be_mended_is_left(script: str) -> None:
    head = Head(title="Crates")
    assert mended(head, f'<script type="application/ld+json">{script}</script>') == head
