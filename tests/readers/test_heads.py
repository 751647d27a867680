"""What a page says about itself in its head is read as it was meant, also where it is written wrongly."""

from __future__ import annotations

import html
import json

import pytest

from index.page import Head, RawPage
from index.readers import read


def head_of(markup: str) -> Head:
    (page,) = read(f"<!doctype html><html><head>{markup}</head><body><p>Crates</p></body></html>".encode(), "page.html")
    assert isinstance(page, RawPage)
    assert page.head is not None
    return page.head


def test_meta_tags_that_call_their_content_value() -> None:
    found = head_of(
        '<meta name="author" value=" Jonas  Ekdal"><meta property="article:published_time" value="2016-03-04">'
    )
    assert found.meta == {"author": ("Jonas Ekdal",), "article:published_time": ("2016-03-04",)}


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="author" content="Jonas Ekdal" value="admin">',
        '<meta name="author" value="admin"><meta name="Author" content="Jonas Ekdal">',
    ],
)
def test_content_counts_before_value(markup: str) -> None:
    assert head_of(markup).meta == {"author": ("Jonas Ekdal",)}


@pytest.mark.parametrize("broken", ["", "\n", "<!--", "//<![CDATA["])
@pytest.mark.parametrize("escape", [str, html.escape])
def test_json_ld_as_pages_write_it(broken: str, escape: type[str]) -> None:
    stated = {"@type": "NewsArticle", "headline": "Crates", "author": "Jonas Ekdal"}
    assert head_of(f'<script type="application/ld+json">{broken}{escape(json.dumps(stated))}</script>').json_ld == (
        stated,
    )


@pytest.mark.parametrize(
    "script", ["{&quot;@type&quot;: ", "[1, &quot;@&quot;]", "{&quot;@graph&quot;: 3}", "&quot;", ""]
)
def test_json_ld_that_says_nothing(script: str) -> None:
    assert head_of(f'<script type="application/ld+json">{script}</script>').json_ld == ()
