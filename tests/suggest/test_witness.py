"""Which names stand beside a word? As expressions over whole texts find them, whatever the letters."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import fold
from search.words.aliases.spellings import ARABIC_ARTICLE
from search.words.aliases.witness import Witness

WORD = "assad"
BEFORE = re.compile(rf"(?P<name>\w{{1,30}}) {ARABIC_ARTICLE}?$", re.IGNORECASE)
AFTER = re.compile(rf" {ARABIC_ARTICLE}?(?P<name>\w+)", re.IGNORECASE)
PIECES = [
    "Bashar al Assad",
    "Hafez el assad",
    "assad",
    "Assad",
    "ASSAD",
    "Assads",
    "Bashar",
    "al",
    "Al-",
    "el ",
    "as-",
    " ",
    " ",
    ".",
    "\n",
    "Ömer",
    "Li",
    "ſ",
    "İ",
]


def beside(texts: list[str]) -> set[str]:
    """The names directly before or after the word, by one expression after another."""
    found: set[str] = set()
    for text in texts:
        for place in re.finditer(WORD, text, re.IGNORECASE):
            left, right, surface = text[: place.start()], text[place.end() :], place.group()
            if surface.isupper() or (left and left[-1].isalnum()) or (right and right[0].isalnum()):
                continue
            before, after = BEFORE.search(left[-30:]), AFTER.match(right[:30])
            found |= {match["name"] for match in (before, after) if match}
    return {name for name in found if len(name) > 2 and not name[0].islower() and not name.isupper()}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join), max_size=4))
def test_names_beside_a_word_are_those_that_expressions_find(texts: list[str]) -> None:
    company = Witness(lambda word: texts).company(WORD)
    expected = {fold(name).replace(" ", "-") for name in beside(texts)}
    assert company.names == (expected if company.named else set())
