"""What two texts have in common, against a reader that goes through lists of words."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.check import Comparisons, compare
from index.copies.text_words import words_of

WORDS = ["river", "bridge", "mayor", "stone", "council", "4", "17", "230"]
NAMES = ("words", "same", "runs", "figures", "new_figures", "kept_figures")


def compared(pairs: list[tuple[str, str]]) -> Comparisons:
    words = words_of([text for pair in pairs for text in pair])
    first = np.arange(0, 2 * len(pairs), 2)
    return compare(words, first, first + 1)


def row(comparisons: Comparisons, number: int) -> list[int]:
    return [int(getattr(comparisons, name)[number]) for name in NAMES]


def within(short: list[str], long: list[str], size: int) -> list[bool]:
    """Which words of `short` are part of `size` words in a row that `long` has."""
    pieces = {" ".join(long[start : start + size]) for start in range(len(long) - size + 1)}
    covered = [False] * len(short)
    for start in range(len(short) - size + 1):
        if " ".join(short[start : start + size]) in pieces:
            covered[start : start + size] = [True] * size
    return covered


def read(short: list[str], long: list[str]) -> list[int]:
    """The same numbers by going through the words."""
    same, alike = within(short, long, 12), within(short, long, 4)
    runs = "".join("x" if word else " " for word in same).split()
    figures = [word for word in short if word.isdigit()]
    new = [word for word in figures if word not in long]
    kept = [word for word, inside in zip(short, alike, strict=True) if inside and word.isdigit()]
    return [len(short), sum(same), len(runs), len(figures), len(new), len(kept)]


@st.composite
def pair_of_texts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two texts of few different words, one of which has pieces of the other."""
    one = draw(st.lists(st.sampled_from(WORDS), max_size=60))
    other: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(one)))
        other += one[start : start + draw(st.integers(0, 40))] + draw(st.lists(st.sampled_from(WORDS), max_size=6))
    return (one, other) if len(one) < len(other) else (other, one)


@given(st.lists(pair_of_texts(), min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_it_agrees_with_a_reader_of_words(pairs: list[tuple[list[str], list[str]]]) -> None:
    comparisons = compared([(" ".join(long), " ".join(short)) for short, long in pairs])
    for number, (short, long) in enumerate(pairs):
        readings = [read(short, long)] + ([read(long, short)] if len(short) == len(long) else [])
        assert row(comparisons, number) in readings


@given(pair_of_texts())
@settings(max_examples=200, deadline=None)
def test_the_order_of_a_pair_does_not_matter(pair: tuple[list[str], list[str]]) -> None:
    one, other = map(" ".join, pair)
    there, back = compared([(one, other)]), compared([(other, one)])
    assert row(there, 0) == row(back, 0)
    assert there.filled.tolist() == back.filled.tolist()


FORM = "Stocks at {} rose by {} points to {} on Friday while the bank rate stayed at {} percent all week long"


@pytest.mark.parametrize(
    ("one", "other", "filled"),
    [
        (("Oslo", 4, 210, 3), ("Oslo", 5, 230, 3), 2),  # the second and third
        (("Oslo", 4, 210, 3), ("Oslo", 4, 210, 3), 0),
        (("Oslo", 4, 210, 3), ("Bonn", 4, 210, 3), 0),  # no figure
        (("Oslo", 4, 210, 3), ("Oslo", 4, 210, "three"), 0),  # a figure and a word
        (("Oslo", 4, 210, "2 and 3"), ("Oslo", 4, 210, 9), 1),
    ],
)
def test_slots_are_figures_between_the_same_words(
    one: tuple[object, ...], other: tuple[object, ...], filled: int
) -> None:
    separate = FORM.replace("by {} points to {}", "by {} points since the last day to stand at {}")
    assert compared([(separate.format(*one), separate.format(*other))]).filled.tolist() == [filled]


def test_a_long_difference_is_no_slot() -> None:
    head, tail = "the keeper of the old lighthouse said", "before the storm came over the bay"
    source = random.Random(1)
    middle = [
        " ".join(f"{source.choice('abcdef')}{number} 7{number}" for number in range(start, start + 9))
        for start in (0, 50)
    ]
    assert compared([(f"{head} {middle[0]} {tail}", f"{head} {middle[1]} {tail}")]).filled.tolist() == [0]


def test_no_pairs_and_no_words() -> None:
    assert compared([]).share.tolist() == []
    assert compared([("", ""), ("", "a b")]).share.tolist() == [0.0, 0.0]
