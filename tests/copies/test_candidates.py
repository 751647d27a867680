"""Candidates against sets in plain Python, over numbers that are no real fingerprints."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies import candidates as module
from index.copies.candidates import ArchiveState, affected, candidates
from index.segment.arrays.print_tables import Prints, PrintTable, print_table

Holding = tuple[frozenset[int], bool, int]  # fingerprints, live, day


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that small archives reach, and blocks that they fill."""
    for name, value in (
        ("MOST_HOLDERS", 5),
        ("MOST_DAYS", 2),
        ("MOST_UNDATED", 3),
        ("LEAST_SHARED", 2),
        ("_BLOCK", 3),
        ("_VALUES", 4),
    ):
        monkeypatch.setattr(module, name, value)


articles = st.lists(
    st.tuples(st.frozensets(st.integers(0, 14), max_size=8), st.booleans(), st.integers(0, 4)), max_size=14
)


def tables(archive: list[Holding], cuts: set[int]) -> list[PrintTable]:
    """The articles in tables that end at the cuts."""
    made, edges = [], sorted({0, len(archive), *(cut for cut in cuts if cut < len(archive))})
    for start, end in pairwise(edges):
        held = [sorted(values) for values, _, _ in archive[start:end]]
        values = np.array([value for row in held for value in row], np.uint32)
        made.append(print_table(Prints(values, np.cumsum([len(row) for row in held], dtype=np.int64))))
    return made


def state(archive: list[Holding]) -> ArchiveState:
    return ArchiveState(
        np.array([live for _, live, _ in archive], np.bool_), np.array([day for _, _, day in archive], np.int32)
    )


def pairs_by_sets(archive: list[Holding]) -> dict[tuple[int, int], int]:
    """The pairs of live articles by going through sets."""
    live = {number: (values, day) for number, (values, is_live, day) in enumerate(archive) if is_live}
    holders = Counter(value for values, _ in live.values() for value in values)
    undated = Counter(value for values, day in live.values() if not day for value in values)
    days = {value: {day for values, day in live.values() if value in values and day} for value in holders}
    telling = {value for value in holders if holders[value] <= 5 and undated[value] <= 3 and len(days[value]) <= 2}
    pairs = {}
    for one, other in combinations(sorted(live), 2):
        shared = len(live[one][0] & live[other][0] & telling)
        fewer = min(len(live[one][0]), len(live[other][0]))
        if shared >= 2 and shared >= 0.15 * fewer:
            pairs[one, other] = shared
    return pairs


def pairs_of(archive: list[Holding], cuts: set[int], chosen: list[int]) -> dict[tuple[int, int], int]:
    pairs = candidates(tables(archive, cuts), state(archive), np.array(chosen, np.int64))
    keys = list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    assert keys == sorted(set(keys))
    return dict(zip(keys, pairs.shared.tolist(), strict=True))


@given(articles, st.sets(st.integers(1, 13), max_size=3), st.sets(st.integers(0, 13)))
@settings(max_examples=300, deadline=None)
def test_they_are_what_sets_say(archive: list[Holding], cuts: set[int], wanted: set[int]) -> None:
    live = [number for number, (_, is_live, _) in enumerate(archive) if is_live]
    every = pairs_by_sets(archive)
    assert pairs_of(archive, cuts, live) == every
    some = [number for number in live if number in wanted]
    assert pairs_of(archive, cuts, some) == {pair: shared for pair, shared in every.items() if {*pair} & {*some}}


@given(articles, st.sets(st.integers(1, 13), max_size=3), st.data())
@settings(max_examples=300, deadline=None)
def test_only_pairs_of_affected_articles_change(archive: list[Holding], cuts: set[int], data: st.DataObject) -> None:
    after = [(values, data.draw(st.booleans()), data.draw(st.integers(0, 4))) for values, _, _ in archive]
    touched = {*affected(tables(archive, cuts), state(archive), state(after)).tolist()}
    assert all(after[number][1] for number in touched)
    gone = {number for number, (_, is_live, _) in enumerate(after) if not is_live}
    before_pairs, after_pairs = pairs_by_sets(archive), pairs_by_sets(after)
    different = {pair for pair in before_pairs | after_pairs if before_pairs.get(pair) != after_pairs.get(pair)}
    assert all({*pair} & (touched | gone) for pair in different)


def test_an_article_that_shares_nothing_affects_only_itself() -> None:
    before: list[Holding] = [(frozenset({1, 2}), True, 1), (frozenset({1, 2}), True, 1), (frozenset({7}), False, 3)]
    after = [*before[:2], (frozenset({7}), True, 3)]
    assert affected(tables(before, set()), state(before), state(after)).tolist() == [2]


def test_no_articles() -> None:
    assert pairs_of([], set(), []) == {}
    assert affected([], state([]), state([])).tolist() == []
