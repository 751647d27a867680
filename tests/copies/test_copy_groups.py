"""Groups hold articles most of which are copies of each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.copy_groups import copy_groups
from index.copies.copy_pairs import CopyPairs


def grouped(shares: dict[tuple[int, int], int], count: int = 10) -> list[list[int]]:
    """The groups of pairs with shares in hundredths; ranks are the numbers."""
    keys = np.array(sorted(shares), np.int64).reshape(-1, 2)
    words, same = np.full(len(keys), 100), np.array([shares[pair] for pair in sorted(shares)], np.int64)
    return copy_groups(CopyPairs(keys[:, 0], keys[:, 1], words, same, np.ones(len(keys), np.int64)), np.arange(count))


def test_copies_of_one_text_are_one_group() -> None:
    assert grouped(dict.fromkeys(combinations((1, 4, 6), 2), 90) | {(2, 3): 50}) == [[1, 4, 6], [2, 3]]
    assert grouped({}) == []


def test_a_digest_does_not_make_its_stories_one() -> None:
    digest = {(0, 5): 100, (1, 5): 95, (2, 5): 90, (3, 5): 80}
    assert grouped(digest) == [[0, 5]]


def test_one_missing_pair_does_not_part_a_group() -> None:
    versions = {pair: 80 for pair in combinations(range(4), 2) if pair != (0, 3)}
    assert grouped(versions) == [[0, 1, 2, 3]]


def test_a_chain_is_cut() -> None:
    chain = {(number, number + 1): 60 for number in range(6)}
    assert all(len(group) == 2 for group in grouped(chain))


links = st.sets(st.sampled_from([*combinations(range(9), 2)])).flatmap(
    lambda pairs: st.fixed_dictionaries({pair: st.integers(35, 100) for pair in sorted(pairs)})
)


@given(links)
@settings(max_examples=300, deadline=None)
def test_groups_are_apart_and_mostly_copies(shares: dict[tuple[int, int], int]) -> None:
    groups = grouped(shares)
    members = [number for group in groups for number in group]
    assert len(members) == len({*members})
    assert groups == sorted(sorted(group) for group in groups)
    for group in groups:
        pairs = [*combinations(group, 2)]
        assert sum(pair in shares for pair in pairs) > len(pairs) / 2
    alone = {*range(9)} - {*members}
    for pair in shares:
        assert not {*pair} <= alone  # two that are copies are not both left alone


@given(links, st.permutations(range(9)))
@settings(max_examples=200, deadline=None)
def test_numbers_do_not_matter(shares: dict[tuple[int, int], int], order: list[int]) -> None:
    """Article `number` is called `order[number]` the second time, and keeps its rank."""
    renamed = {(min(order[a], order[b]), max(order[a], order[b])): share for (a, b), share in shares.items()}
    keys = np.array(sorted(renamed), np.int64).reshape(-1, 2)
    same = np.array([renamed[pair] for pair in sorted(renamed)], np.int64)
    pairs = CopyPairs(keys[:, 0], keys[:, 1], np.full(len(keys), 100), same, np.ones(len(keys), np.int64))
    groups = copy_groups(pairs, np.argsort(order))
    assert groups == [[order[number] for number in group] for group in grouped(shares, 9)]
