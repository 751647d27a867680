"""The page of a name: each number on it is the total of the search that it leads to, and any string is answered."""

from __future__ import annotations

import json
import re
from html import unescape
from math import log
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.web.replies import json_of
from web.site.app import create_app

PAPERS = ("Harbour Post", "Valley Courier", "The Quay")
SAID = (
    "The minister, Marta Lindqvist, met Adam Okello in Nairobi on Monday. Lindqvist praised the World Bank.",
    "The minister, Marta Lindqvist, spoke in Lisbon. Mr. Tomas Brandt of the World Bank listened to Marta Lindqvist.",
    "Mr. Lindqvist went home on Friday, said Adam Okello. He had met the Red Cross in Lisbon.",
    "The singer Paula Verne gave a concert in Jakarta, and Paula Verne thanked the Red Cross.",
    "Nothing happened in the harbour this week, and the fog stayed where it was for all of the day.",
)


def story(number: int) -> dict[str, str]:
    dated = {"date": f"{2011 + number % 4}-0{1 + number % 9}-1{number % 8}"} if number % 7 else {}
    return {
        "id": f"story-{number}",
        "title": f"Story of day {number}",
        "text": f"{SAID[number % len(SAID)]}\n\nThis was the report of day {number}, a quiet one in the valley.",
        "publisher": PAPERS[number % 3],
        "language": "en",
        **dated,
    }


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("named")
    for part, numbers in enumerate((range(35), range(35, 40))):
        (folder / f"{part}.jsonl").write_text("".join(json.dumps(story(n)) + "\n" for n in numbers), "utf-8")
        assert run(folder / "index", folder / f"{part}.jsonl").skipped == ()
    return create_app(open_engine(folder / "index")).test_client()


def total(client: FlaskClient, href: str) -> int:
    """How many articles the search of an address finds."""
    assert href.startswith("/search?"), href
    found: int = json_of(client.get("/api" + href))["total"]
    return found


def main(client: FlaskClient, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, address
    return reply.text.split("<main", 1)[1]


LINK = re.compile(r'<a ([^>]*)>(.*?)</a>(?:<span class="n">|</td><td>)?([0-9]*)', re.DOTALL)
NUMBER = re.compile(r"([0-9]+)(?= articles?| with |[)]?$)")


def linked_numbers(page: str) -> list[tuple[str, int]]:
    """Each link to a search with the number that stands behind it, in its label or in it."""
    found = []
    for attributes, inside, behind in LINK.findall(page):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', attributes))
        numbers = [behind] if behind else NUMBER.findall(told.get("aria-label", inside))
        if told["href"].startswith("/search?") and numbers:
            found.append((unescape(told["href"]), int(numbers[-1])))
    return found


FACETS = {"person": "person", "organisation": "organisation", "place": "mentioned_place"}
VALUES = [
    "person/Marta Lindqvist",
    "person/Adam Okello",
    "person/Paula Verne",
    "organisation/World Bank",
    "place/Lisbon",
]


@pytest.mark.parametrize("value", VALUES)
def test_every_number_is_what_its_link_finds(client: FlaskClient, value: str) -> None:
    numbers = linked_numbers(main(client, f"/name/{quote(value)}"))
    assert len(numbers) > 8
    for href, number in numbers:
        assert total(client, href) == number, href
        assert number > 0


@pytest.mark.parametrize("value", VALUES)
def test_a_program_gets_the_same_numbers(client: FlaskClient, value: str) -> None:
    page = main(client, f"/name/{quote(value)}")
    reply = json_of(client.get(f"/api/name/{quote(value)}"))
    kind, name = value.split("/")
    facet = FACETS[kind]
    assert (reply["type"], reply["value"]) == (kind, name)
    assert reply["articles"] == json_of(client.get("/api/search", query_string={facet: name}))["total"]
    told = [n["count"] for n in reply["together"]] + [p["count"] for p in reply["publishers"]]
    shown = [n for href, n in linked_numbers(page.split("<aside", 1)[1])]
    assert shown == told + [s["articles"] for s in reply["spellings"]]
    assert sum(period["count"] for period in reply["over_time"] if len(period["value"]) in (0, 4)) == reply["articles"]
    assert reply["latest"][0]["published"] == max(a["published"] or "" for a in reply["latest"])


def surprise(both: int, ours: int, theirs: int, every: int) -> float:
    """The log-likelihood ratio of a table of two by two, by its textbook sum over observed and expected numbers."""
    rows, columns = (ours, every - ours), (theirs, every - theirs)
    cells = ((both, ours - both), (theirs - both, every - ours - theirs + both))
    return 2 * sum(
        cell * log(cell * every / (rows[r] * columns[c]))
        for r, row in enumerate(cells)
        for c, cell in enumerate(row)
        if cell
    )


@pytest.mark.parametrize("value", VALUES)
def test_the_surest_company_comes_first(client: FlaskClient, value: str) -> None:
    reply = json_of(client.get(f"/api/name/{quote(value)}"))
    every = json_of(client.get("/api/search"))["total"]
    kinds = [name["type"] for name in reply["together"]]
    assert kinds == sorted(kinds, key=lambda kind: (kind != reply["type"], list(FACETS).index(kind)))
    for kind in FACETS:
        rated = []
        for name in (name for name in reply["together"] if name["type"] == kind):
            assert name["articles"] == json_of(client.get(f"/api/name/{kind}/{quote(name['value'])}"))["articles"]
            assert name["count"] * every > reply["articles"] * name["articles"]
            rated.append(surprise(name["count"], reply["articles"], name["articles"], every))
        assert rated == sorted(rated, reverse=True)
    assert reply["together"]


def test_what_texts_say_is_what_it_counts(client: FlaskClient) -> None:
    """Against the texts themselves, where each name stands in full or as a surname that one person has."""
    texts = [story(n)["text"] for n in range(40)]
    reply = json_of(client.get("/api/name/person/Marta%20Lindqvist"))
    assert reply["articles"] == sum("Lindqvist" in text for text in texts)
    with_whom = {(n["type"], n["value"]): (n["count"], n["articles"]) for n in reply["together"]}
    both = [text for text in texts if "Lindqvist" in text]
    assert with_whom["person", "Adam Okello"] == (
        sum("Okello" in text for text in both),
        sum("Okello" in text for text in texts),
    )
    assert with_whom["organisation", "World Bank"][0] == sum("World Bank" in text for text in both)
    assert ("person", "Paula Verne") not in with_whom
    assert ("person", "Marta Lindqvist") not in with_whom
    assert {s["text"]: s["articles"] for s in reply["spellings"]} == {
        "Marta Lindqvist": sum("Marta Lindqvist" in text for text in texts),
        "Lindqvist": sum("Lindqvist" in text for text in texts),
    }
    dates = sorted(story(n)["date"] for n in range(40) if "date" in story(n) and "Lindqvist" in story(n)["text"])
    assert reply["first"]["published"][:10] == dates[0]
    assert reply["latest"][0]["published"][:10] == dates[-1]


def test_a_name_that_counts_under_another_leads_there(client: FlaskClient) -> None:
    for path in ("/name/", "/api/name/"):
        reply = client.get(f"{path}person/Lindqvist")
        assert reply.status_code == 301
        assert reply.headers["Location"] == f"{path}person/Marta%20Lindqvist"
        assert client.get(reply.headers["Location"]).status_code == 200


def test_of_an_unknown_name_those_near_to_it_are_offered(client: FlaskClient) -> None:
    for unknown in ("person/Marta Lindkvist", "person/Marta", "place/Marta Lindqvist"):
        reply = client.get(f"/name/{quote(unknown)}")
        assert reply.status_code == 404
        assert 'href="/name/person/Marta%20Lindqvist"' in reply.text, unknown
        told = client.get(f"/api/name/{quote(unknown)}")
        assert told.status_code == 404
        assert "/api/name/person/Marta%20Lindqvist" in json_of(told)["near"]
    assert json_of(client.get("/api/name/person/zzyzx"))["near"] == []
    assert "near" not in json_of(client.get("/api/article/0000000000000000"))


HARD = ["a/b", "..", "../..", "a//b", "/", "a/", "%2F", "<script>", "\x00", "é\u202e", "Ω" * 300, "?q=1", "#x", "a\\b"]
HARD += [":", " ", "."]


@pytest.mark.parametrize("value", HARD)
@pytest.mark.parametrize("path", ["/name/person/", "/api/name/place/", "/name/other/"])
def test_any_name_may_be_asked_for(client: FlaskClient, path: str, value: str) -> None:
    reply = client.get(path + quote(value, safe=""))
    assert reply.status_code == 404
    assert "<script>" not in reply.text.replace('<script src="', "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_any_string_is_an_answer(client: FlaskClient, value: str) -> None:
    assert client.get("/name/organisation/" + quote(value, safe="", errors="replace")).status_code in (200, 301, 404)


def test_a_name_with_a_slash_has_a_page(tmp_path: Path) -> None:
    """Where a program made the value, or a correction: the address of the link is that of the page."""
    from tests.plain.named_archives import NamedArticle, publish

    names = ["A/B Group", "A//B Group", "50% & <b>", "Łódź ?#"]
    told = [NamedArticle(f"k{n}", f"Text {n}.", tuple(("organisation", name) for name in names)) for n in range(3)]
    publish(tmp_path / "index", told)
    client = create_app(open_engine(tmp_path / "index")).test_client()
    for name in names:
        page = client.get(f"/name/organisation/{quote(name, safe='')}")
        assert page.status_code == 200, (name, page.headers)
        assert f"<bdi>{name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</bdi></h1>" in page.text


def test_a_chosen_name_leads_to_its_page(client: FlaskClient) -> None:
    page = client.get("/search?person=Adam+Okello&-person=Paula+Verne").text
    assert re.findall(r'href="(/name/[^"]*)"', page) == ["/name/person/Adam%20Okello"]


def test_an_archive_without_names_knows_none(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(story(1)) + "\n", "utf-8")
    run(tmp_path / "index", tmp_path / "a.jsonl", entities=False)
    client = create_app(open_engine(tmp_path / "index")).test_client()
    assert client.get("/name/person/Marta%20Lindqvist").status_code == 404


def test_the_page_of_a_name_says_in_how_many_articles_its_words_stand(client: FlaskClient) -> None:
    page = main(client, "/name/person/Marta%20Lindqvist")
    said = re.search(r'The words themselves stand in <a href="([^"]*)">(\d+) articles</a>', page)
    assert said
    address = unescape(said[1])
    assert "q=%22Marta+Lindqvist%22" in address
    assert total(client, address) == int(said[2])
