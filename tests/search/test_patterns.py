"""Wildcards and edits, against the slow and obvious way."""

from __future__ import annotations

import random
from functools import cache

import pytest

from search.words.patterns import edit_distances, wildcard


def fits(pattern: str, word: str) -> bool:
    """Letter by letter: `?` is one letter, `*` any number of them."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(pattern[1:], word[start:]) for start in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and fits(pattern[1:], word[1:])


@pytest.mark.parametrize("seed", range(20))
def test_a_wildcard_fits_what_it_spells(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        pattern = "".join(rng.choice("ab?*.") for _ in range(rng.randint(0, 6)))
        for _ in range(10):
            word = "".join(rng.choice("ab.\n") for _ in range(rng.randint(0, 7)))
            assert wildcard(pattern).fits(word) is fits(pattern, word), (pattern, word)


@cache
def distance(word: str, other: str) -> int:
    """Letters put in, left out, replaced, and neighbours that changed places, by going through every way."""
    if not word or not other:
        return len(word) + len(other)
    ways = [
        distance(word[1:], other) + 1,
        distance(word, other[1:]) + 1,
        distance(word[1:], other[1:]) + (word[0] != other[0]),
    ]
    if len(word) > 1 and len(other) > 1 and word[:2] == other[1::-1]:
        ways.append(distance(word[2:], other[2:]) + 1)
    return min(ways)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_edits_are_counted_up_to_the_most(most: int) -> None:
    rng = random.Random(most)
    for letters in ("ab", "abcdé", "a東京"):
        words = ["".join(rng.choice(letters) for _ in range(rng.randint(0, 8))) for _ in range(60)]
        for word in words[:20]:
            expected = [min(distance(word, other), most + 1) for other in words]
            assert edit_distances(word, words, most).tolist() == expected
    assert edit_distances("word", [], most).tolist() == []


def test_known_words() -> None:
    others = ["ceasefire", "ceasefrie", "ceasfire", "cease", "caesefire", "peacefire"]
    assert edit_distances("ceasefire", others, 2).tolist() == [0, 1, 1, 3, 1, 2]


def test_no_letter_is_used_twice() -> None:
    assert not wildcard("s*ti*ion").fits("station")
    assert wildcard("s*ti*on").fits("station")
