"""Does the API say each note twice, as a sentence and as a code with values?"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.replies import json_of
from web.terminal.cli import main

ASKED = "foo:peace NEAR/99999 talks"
CODES = [
    {"code": "field_unknown", "values": {"field": "foo", "typed": "foo:peace"}},
    {"code": "distance_limited", "values": {"typed": "99999", "limit": 1000}},
]


def codes(value: Any) -> list[Any]:
    """The codes, each proven to go with a sentence that shows its values."""
    for note, told in zip(value["notes"], value["note_codes"], strict=True):
        for shown in told["values"].values():
            assert (f"{shown:,}" if isinstance(shown, int) else shown) in note
    return list(value["note_codes"])


def test_a_search(reader: FlaskClient) -> None:
    assert codes(json_of(reader.get(f"/api/search?q={quote(ASKED)}"))) == CODES


def test_what_an_address_cannot_say_comes_first(reader: FlaskClient) -> None:
    colour = {"code": "parameter_unknown", "values": {"name": "colour"}}
    assert codes(json_of(reader.get(f"/api/search?q={quote(ASKED)}&colour=red"))) == [colour, *CODES]


def test_an_article(reader: FlaskClient) -> None:
    article = json_of(reader.get("/api/search?q=the"))["hits"][0]["id"]
    assert codes(json_of(reader.get(f"/api/article/{article}?q={quote(ASKED)}"))) == CODES
    assert codes(json_of(reader.get(f"/api/article/{article}"))) == []


def test_an_export(reader: FlaskClient) -> None:
    value = json.loads(reader.get(f"/search.json?q={quote(ASKED)}").data)
    assert codes(value) == CODES
    assert list(value)[-4:] == ["written", "partial", "notes", "note_codes"]


def test_a_search_at_the_terminal(archive: Any) -> None:
    result = CliRunner().invoke(main, ["search", ASKED, "--json", "--index", str(archive)])
    assert codes(json.loads(result.stdout)) == CODES


@pytest.mark.parametrize("path", ["/api/search", "/search.json"])
def test_operators_are_a_list(path: str, reader: FlaskClient) -> None:
    asked = "HINT BY PREMIER KHRUSHCHEV, WHICH IS BOTH PARTY SECRETARY AND PREMIER OR NOT"
    value = json_of(reader.get(f"{path}?q={quote(asked)}"))
    assert value["note_codes"] == [{"code": "all_capitals", "values": {"operators": ["AND", "NOT", "OR"]}}]
