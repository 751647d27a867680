"""Where a name was typed, the page says which other forms come behind it, and a link leaves them out."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

_LINE = re.compile(
    r"<p><bdi>(\w+)</bdi> comes first, then its other forms: (.*?)\.\s*"
    r"<a href=\"([^\"]+)\">Only <bdi>\w+</bdi></a></p>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(("typed", "other"), [("Diplomats", "diplomat"), ("Greeks", "greek")])
def test_other_forms_of_a_name_are_said_and_can_be_left_out(reader: FlaskClient, typed: str, other: str) -> None:
    page = reader.get(f"/search?q={typed}").text
    [(name, forms, href)] = _LINE.findall(page)
    assert (name, _TAG.sub("", forms)) == (typed, other)
    told = reader.get(f"/api/search?q={typed}").get_json()
    assert told["other_forms"] == [{"word": typed, "forms": [other], "only": f"={typed}"}]
    only = reader.get(f"/api{unescape(href)}").get_json()
    assert 0 < only["total"] < told["total"]
    first = [hit["id"] for hit in told["hits"]][: only["total"]]
    assert first == [hit["id"] for hit in only["hits"]]
    assert only["other_forms"] == []


def test_of_a_word_in_small_letters_nothing_is_said(reader: FlaskClient) -> None:
    assert not _LINE.search(reader.get("/search?q=diplomats").text)
    assert reader.get("/api/search?q=diplomats").get_json()["other_forms"] == []
