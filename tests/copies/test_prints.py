"""Two texts that share twelve words in a row share a fingerprint; a text has few, and the same ones anywhere."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.prints import LEAST_RUN, SHINGLE, fingerprints

WORDS = [f"{first}{last}" for first in ("ka", "lo", "mi", "nu", "pe") for last in ("rt", "sk", "th", "vel", "won")]
some_words = st.lists(st.sampled_from(WORDS), max_size=40)


def prints(text: str) -> set[int]:
    return {*fingerprints([text]).values.tolist()}


@given(
    some_words, st.lists(st.sampled_from(WORDS), min_size=LEAST_RUN, max_size=30), some_words, some_words, some_words
)
@settings(max_examples=300, deadline=None)
def test_a_shared_run_is_a_shared_fingerprint(
    before: list[str], run: list[str], behind: list[str], front: list[str], rest: list[str]
) -> None:
    assert prints(" ".join(before + run + behind)) & prints(" ".join(front + run + rest))


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_text_has_the_same_fingerprints_in_any_company(texts: list[str]) -> None:
    together = fingerprints(texts)
    start = 0
    for text, end in zip(texts, together.ends.tolist(), strict=True):
        values = together.values[start:end].tolist()
        assert values == sorted(prints(text))
        assert bool(values) == (len(text.split()) >= SHINGLE)
        start = end
    assert start == len(together.values)


def test_texts_with_nothing_in_common_share_none() -> None:
    source = random.Random(3)
    texts = [" ".join(f"{source.randrange(10**9):x}q" for _ in range(300)) for _ in range(40)]
    every = [prints(text) for text in texts]
    assert len(set.union(*every)) == sum(map(len, every))


@pytest.mark.parametrize("words", [100, 1000])
def test_about_two_fingerprints_for_nine_words(words: int) -> None:
    source = random.Random(5)
    texts = [" ".join(f"{source.randrange(10**9):x}q" for _ in range(words)) for _ in range(50)]
    assert words * 2 / 9 * 0.85 < len(fingerprints(texts).values) / len(texts) < words * 2 / 9 * 1.15


def test_no_texts() -> None:
    assert fingerprints([]).ends.tolist() == []
    assert fingerprints(["", "a b c d"]).ends.tolist() == [0, 0]
