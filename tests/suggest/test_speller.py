"""Corrections: what is found equals a scan of all words, and what is ranked first is right often enough."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import words
from search.words.suggest import Speller, WordCounts
from search.words.suggest.deletions import DeletionIndex
from search.words.suggest.slips import EditCosts, Slips, letter_matrix, one_edit_away

letters = st.text(alphabet="abcde\u00e9\u4e2d", min_size=1, max_size=9)


def edits(a: str, b: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours, by the plain table."""
    table = [[i + j for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 2 : i] == b[j - 1] + b[j - 2]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@settings(max_examples=300, deadline=None)
@given(st.lists(letters, min_size=1, max_size=30, unique=True), letters)
def test_no_word_within_two_edits_is_missed(vocabulary: list[str], typed: str) -> None:
    near = set(DeletionIndex(vocabulary).near(typed).tolist())
    assert {at for at, word in enumerate(vocabulary) if edits(typed, word) <= 2} <= near


@settings(max_examples=300, deadline=None)
@given(st.lists(letters, min_size=1, max_size=20, unique=True), letters)
def test_even_weights_give_the_plain_distance(vocabulary: list[str], typed: str) -> None:
    even = EditCosts(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0)
    costs = Slips(even).costs(typed, *letter_matrix(vocabulary))
    for word, cost in zip(vocabulary, costs.tolist(), strict=True):
        if edits(typed, word) <= 2:
            assert cost == pytest.approx(edits(typed, word))
        else:
            assert cost > 2


def test_a_common_word_wins_over_a_rare_one_at_the_same_distance() -> None:
    speller = Speller(WordCounts.of({"peace": 500, "pease": 1, "piece": 20}))
    assert speller.suggest("peacc")[0].word == "peace"
    assert [each.word for each in speller.suggest("peace")] == ["pease", "piece"]


def test_nothing_is_suggested_where_no_near_word_is_as_frequent_as_asked() -> None:
    speller = Speller(WordCounts.of({"peace": 500, "pease": 1, "piece": 20, "war": 9_000}))
    for typed in ("peacc", "peice", "pease"):
        every = speller.suggest(typed)
        assert every and all(speller.suggest(typed, least=least) == every for least in (1, 20, 500))
        assert speller.suggest(typed, least=501) == []


def test_of_too_many_words_the_most_frequent_are_suggested() -> None:
    counts = {f"pe{first}{second}ce": 1 + number for number, (first, second) in enumerate(product("abcdefgh", "mnop"))}
    frequent = {word: count for word, count in counts.items() if count > len(counts) - 10}
    cut, small = Speller(WordCounts.of(counts), most=10), Speller(WordCounts.of(frequent))
    assert len(Speller(WordCounts.of(counts)).suggest("peace", 40)) > 10
    for typed in ("peace", "pehmce", "pefpec"):
        assert cut.suggest(typed, 40) == small.suggest(typed, 40)
        assert {each.word for each in cut.suggest(typed, 40)} <= set(frequent)


@pytest.mark.parametrize("typed", ["", "a", "12345", "x" * 5000, "\ud800abc", "\u4e2d", "a b", "zzzzzz"])
def test_what_cannot_be_corrected_is_left_alone(typed: str) -> None:
    assert Speller(WordCounts.of({"peace": 5, "war": 3})).suggest(typed) == []
    assert Speller(WordCounts.of({})).suggest(typed) == []


@pytest.mark.parametrize("word", ["q", "ab", "aa"])
def test_all_words_of_plain_letters_that_are_one_edit_away_are_named(word: str) -> None:
    every = ("".join(chars) for size in range(len(word) + 2) for chars in product(ascii_lowercase, repeat=size))
    assert set(one_edit_away(word)) - {word} == {other for other in every if edits(word, other) == 1}


def test_accents_do_not_count_as_slips() -> None:
    speller = Speller(WordCounts.of({"beyonc\u00e9": 9, "beyond": 50}))
    assert speller.suggest("beyonce")[0].word == "beyonc\u00e9"


def pool(shared: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in ("time", "fnc-a", "cranfield", "cacm", "med"):
        with (shared / "relevance-dev" / name / "corpus.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                counts.update(words(f"{row['title']}\n{row['text']}"))
    return counts


def pairs(shared: Path, counts: Counter[str]) -> dict[str, list[tuple[str, set[str]]]]:
    """Misspelt and accepted words of each set whose correct form occurs in the index."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for name in ("norvig-1", "wikipedia-a"):
        lines = (shared / "relevance-dev" / "spelling" / f"{name}.tsv").read_text("utf-8").splitlines()[1:]
        rows = [line.split("\t") for line in lines]
        found[name] = [(bad, set(good.casefold().split(","))) for bad, good in rows]
    found["typos"] = [
        (row["typo"].casefold(), {row["intended"].casefold()})
        for name in ("time", "fnc-a")
        for line in (shared / "relevance-dev" / name / "queries-typo.jsonl").read_text("utf-8").splitlines()
        for row in [json.loads(line)]
    ]
    return {
        name: [(bad, good & counts.keys()) for bad, good in rows if good & counts.keys()]
        for name, rows in found.items()
    }


# Measured .88, .94 and .94; a floor is never lowered silently.
FLOORS = {"norvig-1": 0.86, "wikipedia-a": 0.92, "typos": 0.93}


def test_first_suggestions_are_right(shared: Path) -> None:
    counts = pool(shared)
    speller = Speller(WordCounts.of(counts))
    for name, rows in pairs(shared, counts).items():
        right = [bool(best) and best[0].word in good for bad, good in rows for best in [speller.suggest(bad, 1)]]
        assert np.mean(right) >= FLOORS[name], name
