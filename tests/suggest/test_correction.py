"""Whole questions are respelt where a word finds nothing, and left alone where it does."""

from __future__ import annotations

import pytest

from search.query import parse
from search.suggest import Speller, WordCounts, corrected

COUNTS = WordCounts.of(
    {"peace": 90, "talks": 80, "ceasefire": 40, "geneva": 60, "war": 8, "genera": 1, "near": 20, "syria": 50}
)


def respelt(text: str) -> str:
    found = corrected(parse(text), Speller(COUNTS), lambda word: COUNTS.count(word.casefold()))
    return "" if found is None else f"{found.parsed}{'' if found.at_once else ' ?'}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peace talks", ""),
        ("pecae talks", "peace talks"),
        ("Pecae TALSKS", "Peace TALKS"),
        ('"pecae talks"', '"peace talks"'),
        ("(pecae OR war) AND ceasfire", "(peace OR war) AND ceasefire"),
        ("title:ceasfire NEAR/3 talks", "title:ceasefire NEAR/3 talks"),
        ("=pecae", ""),
        ("peacetalks", '"peace talks"'),
        ("title:peacetalks -war", 'title:"peace talks" -war'),
        ('"geneva peacetalks"', '"geneva peace talks"'),
        ("pecae*", ""),
        ("talks -ceasfire", ""),
        ("genera", "geneva ?"),
        ("genera pecae", "genera peace"),
        ("naer", "near"),
        ("ISIS", ""),
        ("NAER PECAE TALSK GENEVA", "Near PEACE TALKS GENEVA"),
        ("source:pecae", ""),
    ],
)
def test_respelling(typed: str, meant: str) -> None:
    assert respelt(typed) == meant


def test_a_respelt_question_can_be_asked_again() -> None:
    found = corrected(
        parse("naer pecae -(x y) before:2014"), Speller(COUNTS), lambda word: COUNTS.count(word.casefold())
    )
    assert found is not None
    assert parse(str(found.parsed)).root == found.parsed.root
