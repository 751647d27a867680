"""Which address has a page whose head names none that leads anywhere? What says so is told with it."""

from __future__ import annotations

import pytest

from index.article import Article, Certainty
from index.describe import Hints
from index.extract import extract
from index.page import RawPage
from index.readers import read

TEXT = (
    "<p>The ferry company said on Monday that the crossing would stay closed until the ice had gone from the bay.</p>"
    "<p>Islanders have had their post and their bread by helicopter since the second week of the year, it said.</p>"
)
CANONICAL = '<link rel="canonical" href="{}">'
OG_URL = '<meta property="og:url" content="{}">'
BASE = '<base href="{}">'
SINGLE_FILE = "<!--\n Page saved with SingleFile \n url: {} \n saved date: Mon Jan 06 2025 10:00:00 GMT\n-->"
HTTRACK = "<!-- Mirrored from {} by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 06 Jan 2025 10:00:00 GMT -->"
BROWSER = "<!-- saved from url=(0043){} -->"
PAGE = "https://www.isles.example/post/ferry"


def article(before: str, head: str = "") -> Article:
    markup = f"<!doctype html>{before}<html><head><title>Ferry</title>{head}</head><body>{TEXT}</body></html>"
    (page,) = read(markup.encode(), "a.html")
    assert isinstance(page, RawPage), page
    return extract(page, Hints())


@pytest.mark.parametrize(
    ("before", "head", "url", "source"),
    [
        (BROWSER.format(PAGE), "", PAGE, "comment saved from"),
        (SINGLE_FILE.format(PAGE), "", PAGE, "comment saved from"),
        ("", SINGLE_FILE.format(PAGE), PAGE, "comment saved from"),
        (HTTRACK.format("isles.example/a/b.html"), "", "http://isles.example/a/b.html", "comment saved from"),
        ("", BASE.format(PAGE), PAGE, "element base"),
        ("", BASE.format("https://isles.example/"), "https://isles.example/", "element base"),
        ("", CANONICAL.format("/post/ferry") + OG_URL.format(PAGE), PAGE, "link rel=canonical"),
        ("", CANONICAL.format("/post/ferry") + BASE.format("https://www.isles.example"), PAGE, "link rel=canonical"),
        (BROWSER.format(PAGE), OG_URL.format("ferry"), PAGE, "meta og:url"),
        (BROWSER.format("https://isles.example/x"), CANONICAL.format(PAGE), PAGE, "link rel=canonical"),
        ("", CANONICAL.format("https://isles.example") + OG_URL.format(PAGE), PAGE, "meta og:url"),
        (BROWSER.format(PAGE), CANONICAL.format("https://isles.example%2Fpost"), PAGE, "comment saved from"),
        ("", CANONICAL.format("https://isles.example/"), "https://isles.example/", "link rel=canonical"),
    ],
)
def test_the_address_of_a_page(before: str, head: str, url: str, source: str) -> None:
    made = article(before, head)
    assert made.url == url
    (proof,) = [one for one in made.evidence if one.field == "url" and one.certainty is not Certainty.REFUSED]
    assert proof.source == source


@pytest.mark.parametrize(
    ("before", "head"),
    [
        (BROWSER.format("about:internet"), ""),
        (BROWSER.format("http://internet.e-mail"), ""),
        (BROWSER.format("file:///C:/ferry.html"), ""),
        (f"<!-- {PAGE} -->", ""),
        ("", BASE.format("/")),
        ("", f"<script>var a = '{BROWSER.format(PAGE)[5:-4]}'</script>"),
    ],
)
def test_what_is_no_address_of_the_page(before: str, head: str) -> None:
    assert article(before, head).url == ""


def test_a_site_that_the_page_gives_as_its_address_is_told_as_not_believed() -> None:
    made = article("", CANONICAL.format("https://isles.example/") + OG_URL.format(PAGE))
    refused = [one for one in made.evidence if one.certainty is Certainty.REFUSED]
    assert [(one.field, one.value) for one in refused] == [("url", "https://isles.example/")]
    assert made.host == "isles.example"
