"""When was a page saved? What programs that save pages, web archives and people write of it."""

from __future__ import annotations

from datetime import date

import pytest

from index.describe import Hints
from index.extract import extract
from index.readers.html import read_html
from index.readers.jsonl import page_of

SINGLE_FILE = """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: {url}
 saved date: {date}
--><head>"""
HTTRACK = """<html><!-- Mirrored from {url} by HTTrack Website Copier/3.x [XR&CO'2014], {date} --><head>"""
BROWSER = """<!-- saved from url=(0032){url} --><html><head>"""
WAYBACK = """<!--
     FILE ARCHIVED ON {date} AND RETRIEVED FROM THE
     INTERNET ARCHIVE ON 08:15:00 Nov 01, 2020.
     JAVASCRIPT APPENDED BY WAYBACK MACHINE, COPYRIGHT INTERNET ARCHIVE.
-->"""
ADDRESS = "https://www.quay.example/news/1?x=2"
TEXT = "<body><h1>A bridge for the valley</h1><p>The council agreed to rebuild the bridge.</p></body></html>"


def read(markup: str, hints: Hints = Hints()) -> tuple[str, str]:  # noqa: B008
    article = extract(read_html(markup, "a.html", "a"), hints)
    return article.url, article.saved.isoformat() if article.saved else ""


@pytest.mark.parametrize(
    ("opening", "written", "moment"),
    [
        (SINGLE_FILE, "Tue May 03 2016 12:05:09 GMT+0200 (Central European Summer Time)", "2016-05-03T12:05+02:00"),
        (SINGLE_FILE, "an unknown day", ""),
        (HTTRACK, "Tue, 03 May 2016 10:05:09 GMT", "2016-05-03T10:05+00:00"),
        (BROWSER, "", ""),
    ],
)
def test_a_program_that_saves_pages_says_when(opening: str, written: str, moment: str) -> None:
    url = ADDRESS.removeprefix("https://") if opening is HTTRACK else ADDRESS
    found, saved = read(opening.format(url=url, date=written) + "</head>" + TEXT)
    assert found.removeprefix("https").removeprefix("http") == ADDRESS.removeprefix("https")
    assert saved == moment


def test_a_web_archive_says_when_below_the_page() -> None:
    markup = f"<html><head><link rel=canonical href='{ADDRESS}'></head>{TEXT}"
    assert read(markup + WAYBACK.format(date="12:23:45 May 03, 2016")) == (ADDRESS, "2016-05-03T12:23+00:00")
    assert read(markup + WAYBACK.format(date="soon")) == (ADDRESS, "")


@pytest.mark.parametrize(
    ("kept", "url", "moment"),
    [
        (f"https://web.archive.org/web/20160503122345/{ADDRESS}", ADDRESS, "2016-05-03T12:23+00:00"),
        (f"http://web.archive.org/web/20160503122345id_/{ADDRESS}", ADDRESS, "2016-05-03T12:23+00:00"),
        (f"https://wayback.archive-it.org/1234/20160503/{ADDRESS}", ADDRESS, "2016-05-03"),
        (f"https://web.archive.org/web/20160503122345/{ADDRESS.replace('//', '/')}", ADDRESS, "2016-05-03T12:23+00:00"),
        (f"https://web.archive.org/web/20161399/{ADDRESS}", ADDRESS, ""),
        (f"https://quay.example/2016/05/03/{ADDRESS}", f"https://quay.example/2016/05/03/{ADDRESS}", ""),
        (f"https://quay.example/share?url={ADDRESS}", f"https://quay.example/share?url={ADDRESS}", ""),
    ],
)
def test_the_address_of_a_web_archive_holds_the_page_s_own_and_the_moment(kept: str, url: str, moment: str) -> None:
    assert read(f"<html><head><link rel=canonical href='{kept}'></head>{TEXT}") == (url, moment)
    record = {"id": "1", "text": "The council agreed.", "url": kept}
    article = extract(page_of(record, "a.jsonl", "1"))
    assert (article.url, article.saved.isoformat() if article.saved else "") == (url, moment)


@pytest.mark.parametrize("name", ["saved", "retrieved", "accessed", "crawl_date"])
def test_a_field_says_when(name: str) -> None:
    record = {"id": "1", "text": "The council agreed.", "url": ADDRESS, name: "2016-05-03"}
    article = extract(page_of(record, "a.jsonl", "1"))
    assert article.saved is not None and article.saved.isoformat() == "2016-05-03"
    assert [(e.source, e.quote) for e in article.evidence if e.field == "saved"] == [(f"field {name}", "2016-05-03")]
    kept = {**record, "url": f"https://web.archive.org/web/2019010112/{ADDRESS}"}
    assert extract(page_of(kept, "a.jsonl", "1")).saved == article.saved, "what is written down goes first"


def test_no_page_was_saved_in_days_to_come() -> None:
    markup = SINGLE_FILE.format(url=ADDRESS, date="Tue May 03 2016 12:05:09 GMT") + TEXT
    assert read(markup, Hints(today=date(2016, 5, 3)))[1] == "2016-05-03T12:05+00:00"
    assert read(markup, Hints(today=date(2016, 5, 1)))[1] == ""
