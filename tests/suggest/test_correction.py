"""Whole questions are respelt where a word finds nothing, and left alone where it does."""

from __future__ import annotations

import pytest

from search.query import parse
from search.words.suggest import Speller, WordCounts, corrected

COUNTS = WordCounts.of(
    {"peace": 90, "talks": 80, "ceasefire": 40, "geneva": 60, "war": 8, "genera": 1, "near": 20, "syria": 50}
)


def respelt(text: str) -> tuple[str, str]:
    """What is put right at once, and what is only offered."""
    parsed = parse(text)
    found = corrected(parsed, Speller(COUNTS), lambda word: COUNTS.count(word.casefold()))
    if found is None:
        return "", ""
    at_once = str(found.parsed) if found.parsed.root != parsed.root else ""
    return at_once, str(found.offered) if found.offered else ""


@pytest.mark.parametrize(
    ("typed", "at_once", "offered"),
    [
        ("peace talks", "", ""),
        ("pecae talks", "peace talks", ""),
        ("Pecae TALSKS", "Peace TALKS", ""),
        ('"pecae talks"', '"peace talks"', ""),
        ("(pecae OR war) AND ceasfire", "(peace OR war) AND ceasefire", ""),
        ("title:ceasfire NEAR/3 talks", "title:ceasefire NEAR/3 talks", ""),
        ("=pecae", "", ""),
        ("peacetalks", '"peace talks"', ""),
        ("title:peacetalks -war", 'title:"peace talks" -war', ""),
        ('"geneva peacetalks"', '"geneva peace talks"', ""),
        ("pecae*", "", ""),
        ("talks -ceasfire", "", ""),
        ("genera", "", "geneva"),
        ("genera pecae", "genera peace", "geneva peace"),
        ("naer", "", "near"),  # four letters
        ("ISIS", "", ""),
        ("NAER PECAE TALSK GENEVA", "NAER PEACE TALKS GENEVA", "Near PEACE TALKS GENEVA"),
        ("source:pecae", "", ""),
        ("ceasefir", "ceasefire", ""),
        ("caesfire", "", "ceasefire"),  # two edits
        ("piece", "", "peace"),  # a word, though the archive does not hold it
        ("Genefa", "", "Geneva"),  # another letter in what may be a name
        ("Genvea", "Geneva", ""),
        ("sирия", "", ""),
        ("gеneva", "", "geneva"),  # a Cyrillic letter
        ("talkss", "talks", ""),
    ],
)
def test_respelling(typed: str, at_once: str, offered: str) -> None:
    assert respelt(typed) == (at_once, offered)


def test_of_two_words_near_by_neither_is_put_in_at_once() -> None:
    def of(counts: dict[str, int]) -> tuple[bool, str]:
        found = corrected(parse("silverr"), Speller(WordCounts.of(counts)), lambda _: 0)
        assert found is not None
        return found.offered is None, str(found.offered or found.parsed)

    assert of({"silver": 90, "silvery": 80}) == (False, "silver")
    assert of({"silver": 90, "silvery": 2}) == (True, "silver")


def test_what_is_kept_stays() -> None:
    assert corrected(parse("pecae"), Speller(COUNTS), lambda _: 0, {"pecae"}) is None


def test_a_respelt_question_can_be_asked_again() -> None:
    found = corrected(
        parse("naer pecae -(x y) before:2014"), Speller(COUNTS), lambda word: COUNTS.count(word.casefold())
    )
    assert found is not None
    assert parse(str(found.parsed)).root == found.parsed.root
