"""What a question names beside the texts stands in a line of links, and each leads to as much as it says."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

_LINE = re.compile(r'<p class="offered">(.*?)</p>', re.DOTALL)
_OFFER = re.compile(r'<a href="([^"]+)">(.*?)</a>(?:: ([\d,]+) articles?)?')
_TAG = re.compile(r"<[^>]+>")


def offers(reader: FlaskClient, text: str) -> list[tuple[str, str, str]]:
    """(address, words, articles) of each offer of a question's page."""
    line = _LINE.search(reader.get(f"/search?q={quote_plus(text)}").text)
    found = _OFFER.findall(line[1]) if line else []
    return [(unescape(href), unescape(_TAG.sub("", said)), many) for href, said, many in found]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("helena brandt", "By Helena Brandt"),
        ("Harbour Review", "Published by Harbour Review"),
    ],
)
def test_a_name_is_offered_with_what_it_gives(reader: FlaskClient, typed: str, said: str) -> None:
    [(href, words, many)] = offers(reader, typed)
    assert words == said
    found = reader.get(f"/api{href}").get_json()
    assert f"{found['total']:,}" == many
    told = reader.get(f"/api/search?q={quote_plus(typed)}").get_json()
    assert [offer["count"] for offer in told["offers"]] == [found["total"]]
    assert told["corrected_from"] == ""


def test_a_name_in_markup_stays_text(reader: FlaskClient) -> None:
    [(href, words, _)] = offers(reader, "Ann <script>alert(1)</script>")
    assert words == "By Ann <script>alert(1)</script>"
    assert reader.get(f"/api{href}").get_json()["total"] == 1


def test_a_pasted_address_leads_to_its_article(reader: FlaskClient) -> None:
    reply = reader.get(f"/search?q={quote_plus('http://harbour.example/sport/leicester/#comments')}")
    href = reply.headers["Location"]
    assert reader.get(f"/api{href}").get_json()["url"] == "https://harbour.example/sport/leicester"


def test_plain_words_and_questions_with_operators_offer_nothing(reader: FlaskClient) -> None:
    assert offers(reader, "peace talks") == offers(reader, '"helena brandt"') == []


def test_a_part_that_is_a_name_is_offered_with_the_rest_of_the_words(reader: FlaskClient) -> None:
    page = reader.get("/search?q=helena+brandt+ceasefire").text
    line = _LINE.search(page)
    assert line is not None
    assert _TAG.sub("", unescape(line[1])).strip() == "By Helena Brandt: 1 article, with ceasefire"
    [(href, _, many)] = offers(reader, "helena brandt ceasefire")
    found = reader.get(f"/api{href}").get_json()
    assert (found["query"], str(found["total"])) == ("ceasefire", many)
    told = reader.get("/api/search?q=helena+brandt+ceasefire").get_json()["offers"]
    assert told == [{"facet": "byline", "value": "Helena Brandt", "count": 1, "rest": "ceasefire"}]


def test_a_rest_in_markup_stays_text(reader: FlaskClient) -> None:
    page = reader.get("/search?q=helena+brandt+%3Cscript%3Eceasefire").text
    assert "<script>ceasefire" not in page


def test_a_card_says_where_the_words_are_known_from(reader: FlaskClient) -> None:
    card = reader.get("/search?q=helena").text.partition('<article class="card"')[2].partition("</article>")[0]
    assert '<p class="ledger"><span>In the author’s name</span>' in card
    assert "“helena” stands once in the author’s name" in unescape(card)
    (hit,) = reader.get("/api/search?q=helena").get_json()["hits"]
    assert (hit["matches"], [reason["field"] for reason in hit["reasons"]]) == (0, ["byline"])


def test_a_phrase_is_offered_in_other_forms(reader: FlaskClient) -> None:
    [(href, words, many)] = offers(reader, '"peace talk"')
    assert words == 'With other endings and names: "peace talk"~0'
    found = reader.get(f"/api{href}").get_json()
    assert f"{found['total']:,}" == many
    assert reader.get("/api/search?q=%22peace+talk%22").get_json()["total"] < found["total"]
