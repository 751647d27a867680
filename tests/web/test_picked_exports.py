"""Articles leave by their ids, in the order in which they are named; what is not there is said."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from search.query import Listing, Query
from tests.web.replies import json_of
from web import parameters, urls
from web.parameters import MAX_IDS

ATOM = "{http://www.w3.org/2005/Atom}"
NEVER = "0123456789abcdef"


@pytest.fixture
def some(reader: FlaskClient) -> list[str]:
    """Ids of articles, in an order that no sorting gives."""
    ids = sorted(hit["id"] for hit in json_of(reader.get("/search.json?q=the&sort=oldest"))["hits"])[:7]
    return ids[1::2] + ids[0::2]


def rows(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reader.get(address).data.decode("utf-8-sig"))))


def codes(answer: Any) -> list[str]:
    return [note["code"] for note in answer["note_codes"]]


def test_the_order_of_the_ids_is_kept_in_each_form(reader: FlaskClient, some: list[str]) -> None:
    for asked in (
        f"ids={','.join(some)}",
        "&".join(f"ids={one}" for one in some),
        f"q=the&ids={'%2C'.join(some)}&page=3",
    ):
        assert [row["id"] for row in rows(reader, f"/search.csv?{asked}")] == some
        assert [hit["id"] for hit in json_of(reader.get(f"/search.json?{asked}"))["hits"]] == some
        feed = ElementTree.fromstring(reader.get(f"/search.atom?{asked}").data)
        assert [(e.findtext(f"{ATOM}id") or "")[-16:] for e in feed.iter(f"{ATOM}entry")] == some


def test_they_say_what_the_results_say_of_them(reader: FlaskClient) -> None:
    every = json_of(reader.get("/search.json?q=agreement"))["hits"]
    ids = [hit["id"] for hit in every][::-1]
    picked = json_of(reader.get("/search.json?q=agreement&ids=" + ",".join(ids)))["hits"]
    assert [hit | {"rank": 0} for hit in picked] == [hit | {"rank": 0} for hit in every[::-1]]


def test_what_the_question_does_not_find_comes_without_marks(reader: FlaskClient, some: list[str]) -> None:
    answer = json_of(reader.get(f"/search.json?q=zzyzx&publisher=Nobody&ids={some[0]}"))
    (hit,) = answer["hits"]
    assert (hit["id"], hit["matches"], answer["partial"], answer["total"]) == (some[0], 0, False, 1)


def test_what_is_not_there_is_said_and_the_others_come(reader: FlaskClient, some: list[str]) -> None:
    asked = f"ids={some[0]},{NEVER},,{some[1]},{some[0]},{some[1]}.9,<b>"
    answer = json_of(reader.get(f"/search.json?{asked}"))
    assert [hit["id"] for hit in answer["hits"]] == some[:2]
    assert (answer["partial"], codes(answer)) == (True, ["articles_unknown"])
    assert all(name in answer["notes"][0] for name in ("has 3 of the ids", NEVER, f"{some[1]}.9", "<b>"))
    assert NEVER in rows(reader, f"/search.csv?{asked}")[-1]["title"]


def test_more_ids_than_an_address_holds_are_left_out_and_said(reader: FlaskClient, some: list[str]) -> None:
    ids, notes = parameters.identities([",".join(f"{n:016x}" for n in range(MAX_IDS + 1))])
    assert (len(ids), len(notes)) == (MAX_IDS, 1)
    answer = json_of(reader.get("/search.json?ids=" + ",".join(f"{n:x}" for n in range(MAX_IDS + 1))))
    assert codes(answer) == ["articles_unknown", "ids_limited"]


def test_no_ids_are_all_results(reader: FlaskClient) -> None:
    assert rows(reader, "/search.csv?q=the&ids=") == rows(reader, "/search.csv?q=the")


def test_the_address_holds_them_behind_the_question() -> None:
    assert urls.export("ris", Query("a b", page=3, copies=Listing.ALL), ["b" * 16, "a" * 16]) == (
        "/search.ris?q=a+b&ids=" + "b" * 16 + "%2C" + "a" * 16
    )
    assert urls.export("csv", Query(copies=Listing.ALL), []) == "/search.csv"


def test_pages_know_no_ids(reader: FlaskClient) -> None:
    assert "“ids” in the address means nothing here" in reader.get("/search?ids=1").text
