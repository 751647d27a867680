"""How much of the shorter of two texts stands in the other, against a reader that goes through lists of words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.share import share

WORDS = ["river", "bridge", "mayor", "stone", "council", "4"]
RUN = " ".join(f"w{number}" for number in range(12))


def read(short: list[str], long: list[str]) -> float:
    """The part of `short` in runs of twelve words that `long` has, by going through the words."""
    pieces = {tuple(long[start : start + 12]) for start in range(len(long) - 11)}
    inside = set()
    for start in range(len(short) - 11):
        if tuple(short[start : start + 12]) in pieces:
            inside |= set(range(start, start + 12))
    return len(inside) / max(len(short), 1)


@st.composite
def pair_of_texts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two texts of few different words, one of which has pieces of the other; the shorter first."""
    one = draw(st.lists(st.sampled_from(WORDS), max_size=60))
    other: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(one)))
        other += one[start : start + draw(st.integers(0, 40))] + draw(st.lists(st.sampled_from(WORDS), max_size=6))
    return (one, other) if len(one) <= len(other) else (other, one)


@given(pair_of_texts())
@settings(max_examples=400, deadline=None)
def test_it_agrees_with_a_reader_of_words(pair: tuple[list[str], list[str]]) -> None:
    short, long = pair
    readings = [read(short, long)] + ([read(long, short)] if len(short) == len(long) else [])
    assert share(" ".join(short), " ".join(long)) in readings
    assert share(" ".join(long), " ".join(short)) == share(" ".join(short), " ".join(long))


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        (RUN, RUN, 1),
        (RUN, f"before {RUN} after", 1),
        (f"{RUN} more of it here", f"other words {RUN} and yet some other ones", 0.75),
        (RUN, RUN.replace("w6", "x"), 0),
        (RUN, RUN.upper().replace(" ", ", "), 1),
        ("", RUN, 0),
        ("", "", 0),
        ("the same short text", "the same short text", 0),
    ],
)
def test_only_runs_of_twelve_words_count(one: str, other: str, part: float) -> None:
    assert share(one, other) == part
