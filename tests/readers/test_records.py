"""One of everything that holds several articles is read as a reader sees it, from its bytes and in an index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import Skipped
from index.extract import extract
from index.page import Format, RawPage
from index.readers import read
from index.readers.records import FORMS
from index.reasons import SkipCode
from web.reasons import advice_sentence, reason_sentence

FORMATS = Path(__file__).parents[1] / "formats"
EXPECTED: dict[str, Any] = json.loads((FORMATS / "expected.json").read_text(encoding="utf-8"))
EXPECTED["crawl.warc.gz"] = EXPECTED["crawl.warc"]
DATES = ("published", "modified", "saved")


def seen(page: RawPage, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the article of a page has of what is expected of it."""
    article = extract(page)
    found: dict[str, Any] = {}
    for name, value in wanted.items():
        if name in DATES:
            date = getattr(article, name)
            found[name] = "" if date is None else date.isoformat()[: len(value)]
        elif name == "begins":
            found[name] = article.text[: len(value)]
        elif name == "ends":
            found[name] = article.text[-len(value) :]
        elif name in ("holds", "without"):
            found[name] = value if (value in article.text) == (name == "holds") else article.text
        else:
            known = getattr(article, name)
            found[name] = list(known) if isinstance(known, tuple) else known
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_of_records_is_read_as_a_reader_sees_it(name: str) -> None:
    found = list(read((FORMATS / name).read_bytes(), name))
    pages = [page for page in found if isinstance(page, RawPage)]
    wanted = EXPECTED[name]["articles"]
    assert [seen(page, one) for page, one in zip(pages, wanted, strict=True)] == wanted
    skipped = [one for one in found if isinstance(one, Skipped)]
    units = [[one.unit if one.line else "", one.line, one.why.code] for one in skipped]
    assert units == EXPECTED[name]["skipped"]


def test_what_a_web_archive_holds_beside_articles_is_counted() -> None:
    told = [one for one in read((FORMATS / "crawl.warc").read_bytes(), "crawl.warc") if isinstance(one, Skipped)]
    assert [reason_sentence(one) for one in told] == [
        "holds 5 parts that are no articles: image/png: 1, request: 1, revisit: 1, status 301: 1, warcinfo: 1"
    ]


@pytest.mark.parametrize(
    "text", ["[]\n\n  The bridge is open.\n", "{sic} is what the printer wrote.\n", "[Ann, Lee]\n"]
)
def test_a_text_that_begins_with_a_bracket_is_a_text(text: str) -> None:
    (page,) = read(text.encode(), "story.txt")
    assert isinstance(page, RawPage)
    assert page.format is Format.TEXT


def test_each_form_has_a_name_and_a_number_of_its_own() -> None:
    assert len({form.name for form in FORMS}) == len({form.number for form in FORMS}) == len(FORMS)


def test_entities_of_html_are_read_in_a_feed_and_declared_ones_are_refused() -> None:
    text = "One &lt;b&gt;two&lt;/b&gt; &eacute;t&#233; three."
    item = f"<item><title>A&nbsp;b</title><description>{text}</description></item>"
    (page,) = read(f"<rss><channel><title>x</title>{item}</channel></rss>".encode(), "x.xml")
    assert isinstance(page, RawPage)
    assert ([line.text for line in page.lines], page.given["title"]) == (["One two été three."], "A b")
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    (told,) = read(f"{bomb}<rss><channel><item><description>&b;</description></item></channel></rss>".encode(), "x.xml")
    assert isinstance(told, Skipped)
    assert told.why.code is SkipCode.FEED_DAMAGED


def test_entries_before_the_damage_are_read() -> None:
    whole = (FORMATS / "dispatch.rss").read_bytes()
    cut = whole[: whole.index(b"<title>Only a headline")]
    first, second, told = read(cut, "x.rss")
    assert isinstance(first, RawPage) and isinstance(second, RawPage) and isinstance(told, Skipped)
    assert "what stands before that" in reason_sentence(told)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_fields_is_found_and_unknown_columns_are_kept_by_name(mark: str) -> None:
    rows = [("Id", "Title", "Text", "Shelf mark"), ("a", "One", "First text.", "x"), ("b", "Two", "Second text.", "y")]
    found = read("".join(mark.join(row) + "\r\n" for row in rows).encode(), "rows.csv")
    pages = [page for page in found if isinstance(page, RawPage)]
    assert [(page.key, page.lines[0].text) for page in pages] == [("a", "First text."), ("b", "Second text.")]
    assert pages[0].given == {"title": "One", "shelf_mark": "x"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b,c;x;x;x\n1,2,3;y;y;y\n4,5,6;z;z;z\n", SkipCode.TABLE_WITHOUT_HEADING),
        (b'id,text\n1,"open and never closed', SkipCode.TABLE_DAMAGED),
        (b"id,text\n1,One,two,three\n", SkipCode.ROW_TOO_LONG),
        (b"title,year,tags\na,1999,t\n", SkipCode.TABLE_WITHOUT_TEXT),
        (b"title,url,time_added,tags\na,https://x.example/,1,t\n", SkipCode.BOOKMARK),
        (b"url,text\nhttps://x.example/,\n", SkipCode.BOOKMARK),
    ],
)
def test_what_cannot_be_read_of_a_table_is_said(data: bytes, code: SkipCode) -> None:
    told = [one for one in read(data, "rows.csv") if isinstance(one, Skipped)]
    assert [one.why.code for one in told] == [code]
    assert advice_sentence(told[0].why)


def test_a_json_feed_and_an_export_of_karakeep_are_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "content_html": "<p>One <b>two</b>.</p>"}],
    }
    kept = {
        "bookmarks": [
            {
                "title": "T",
                "createdAt": 1589697002,
                "content": {"url": "https://x.example/", "htmlContent": "<p>A.</p>"},
            }
        ]
    }
    (one,) = read(json.dumps(feed).encode(), "feed.json")
    (two,) = read(json.dumps(kept).encode(), "export.json")
    assert isinstance(one, RawPage) and isinstance(two, RawPage)
    assert ([line.text for line in one.lines], one.key) == (["One two."], "1")
    assert [line.text for line in two.lines] == ["A."]
    assert (two.given["url"], two.given["saved"]) == ("https://x.example/", "2020-05-17T06:30:02+00:00")
