"""Pairs and groups after any history of changes are what they are when everything is looked at anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies import candidates
from index.copies.candidates import NO_DAY, ArchiveState
from index.copies.copy_groups import copy_groups
from index.copies.copy_pairs import CopyPairs, copy_pairs, updated_pairs
from index.copies.prints import fingerprints
from index.segment.arrays.print_tables import PrintTable, print_table

SENTENCES = [
    " ".join(random.Random(number).choices([f"w{letter}{end}" for letter in "abcdefgh" for end in "klmnopqr"], k=18))
    for number in range(9)
]
text = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join)


def texts_of(texts: list[str]) -> PrintTable:
    return print_table(fingerprints(texts))


def reader(texts: Sequence[str]) -> Callable[[Sequence[int]], list[str]]:
    return lambda numbers: [texts[number] for number in numbers]


def rows(pairs: CopyPairs) -> list[tuple[int, ...]]:
    return list(zip(*(getattr(pairs, name).tolist() for name in CopyPairs.__slots__), strict=True))


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that small archives reach."""
    monkeypatch.setattr(candidates, "MOST_DAYS", 2)
    monkeypatch.setattr(candidates, "MOST_UNDATED", 3)


@st.composite
def history(draw: st.DrawFn) -> tuple[list[str], list[int], list[ArchiveState]]:
    """Texts, where their tables end, and states that follow each other; at first there is nothing."""
    texts = draw(st.lists(text, min_size=1, max_size=12))
    cuts = draw(st.sets(st.integers(1, len(texts)), max_size=3)) | {len(texts)}
    nothing = ArchiveState(np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.int32))
    flags = st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))
    days = st.lists(st.integers(0, 5), min_size=len(texts), max_size=len(texts))
    states = [
        ArchiveState(np.array(draw(flags), np.bool_), np.array(draw(days), np.int32))
        for _ in range(draw(st.integers(1, 4)))
    ]
    return texts, sorted(cuts), [nothing, *states]


@given(history())
@settings(max_examples=200, deadline=None)
def test_a_change_gives_what_everything_anew_gives(past: tuple[list[str], list[int], list[ArchiveState]]) -> None:
    texts, cuts, states = past
    tables = [texts_of(texts[start:end]) for start, end in zip([0, *cuts], cuts, strict=False)]
    nobody = np.zeros(0, np.int64)
    pairs = copy_pairs(tables, states[0], nobody, lambda _: [])
    for before, after in pairwise(states):
        pairs = updated_pairs(pairs, tables, (before, after), reader(texts))
        alive = np.flatnonzero(after.live)
        anew = copy_pairs(tables, after, alive, reader(texts))
        assert rows(pairs) == rows(anew)


@given(st.lists(st.tuples(text, st.integers(0, 4)), min_size=2, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_articles_does_not_matter(articles: list[tuple[str, int]], shuffling: random.Random) -> None:
    names = [*range(len(articles))]
    shuffled = shuffling.sample(names, len(names))
    told = []
    for order, cut in ((names, len(names)), (shuffled, len(names) // 2)):
        texts = [articles[name][0] for name in order]
        state = ArchiveState(np.ones(len(order), np.bool_), np.array([articles[name][1] for name in order], np.int32))
        tables = [texts_of(texts[:cut]), texts_of(texts[cut:])]
        pairs = copy_pairs(tables, state, np.arange(len(order)), reader(texts))
        groups = copy_groups(pairs, np.array(order))
        by_name = {tuple(sorted((order[row[0]], order[row[1]]))) + row[2:] for row in rows(pairs)}
        told.append((by_name, [[order[number] for number in group] for group in groups]))
    assert told[0] == told[1]


def same_words(one: list[str], other: list[str]) -> int:
    """How many words of `one` are part of twelve in a row that `other` has."""
    pieces = {tuple(other[start : start + 12]) for start in range(len(other) - 11)}
    hits = [start for start in range(len(one) - 11) if tuple(one[start : start + 12]) in pieces]
    return len({place for start in hits for place in range(start, start + 12)})


@given(st.lists(text, min_size=2, max_size=7))
@settings(max_examples=150, deadline=None)
def test_a_pair_tells_how_many_words_are_the_same(texts: list[str]) -> None:
    state = ArchiveState(np.ones(len(texts), np.bool_), np.full(len(texts), 7, np.int32))
    pairs = copy_pairs([texts_of(texts)], state, np.arange(len(texts)), reader(texts))
    for first, second, words, same, runs in rows(pairs):
        one, other = texts[first].split(), texts[second].split()
        ways = [(one, other)] if len(one) < len(other) else [(other, one)] if len(other) < len(one) else []
        ways = ways or [(one, other), (other, one)]
        assert (words, same) in [(len(short), same_words(short, long)) for short, long in ways]
        assert same >= 0.35 * words
        assert 1 <= runs <= same // 12


def test_long_copies_are_paired_and_strangers_are_not() -> None:
    source = random.Random(11)
    stories = [[f"{source.randrange(20_000):x}g" for _ in range(source.randrange(150, 400))] for _ in range(30)]
    halves = [story[: len(story) // 2] for story in stories]
    texts = [" ".join(story) for story in stories + halves]
    state = ArchiveState(np.ones(60, np.bool_), np.full(60, NO_DAY, np.int32))
    pairs = copy_pairs([texts_of(texts)], state, np.arange(60), reader(texts))
    assert [row[:2] for row in rows(pairs)] == [(number, number + 30) for number in range(30)]
    assert pairs.share.tolist() == [1.0] * 30


def test_words_of_a_form_pair_nobody_once_they_come_on_many_days() -> None:
    texts = [SENTENCES[0] + " " + SENTENCES[1]] * 5
    every = np.arange(5)

    def paired(days: list[int]) -> list[tuple[int, ...]]:
        state = ArchiveState(np.ones(5, np.bool_), np.array(days, np.int32))
        return rows(copy_pairs([texts_of(texts)], state, every, reader(texts)))

    assert [row[:2] for row in paired([1, 1, 2, 2, 2])] == list(combinations(range(5), 2))
    assert paired([1, 1, 2, 2, 3]) == []
    assert paired([NO_DAY] * 4 + [1]) == []
