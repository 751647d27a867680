"""Which members of two rows match, against a table of all pairs."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.difference.subsequence import MOST_CELLS, matching

FEW_NUMBERS = st.lists(st.integers(0, 5), max_size=30)


def longest(first: list[int], second: list[int]) -> int:
    """The length of the longest common subsequence, by the table."""
    row = [0] * (len(second) + 1)
    for one in first:
        before = row[:]
        for place, other in enumerate(second):
            row[place + 1] = before[place] + 1 if one == other else max(before[place + 1], row[place])
    return row[-1]


def in_order(pairs: list[tuple[int, int]]) -> bool:
    return all(one < two and other < another for (one, other), (two, another) in pairwise(pairs))


@given(FEW_NUMBERS, FEW_NUMBERS)
@settings(max_examples=500, deadline=None)
def test_as_many_match_as_can(first: list[int], second: list[int]) -> None:
    pairs = matching(first, second, 4)
    assert all(first[one] == second[other] for one, other in pairs)
    assert in_order(pairs)
    assert len(pairs) == longest(first, second)


@pytest.mark.parametrize("neighbours", [1, 4])
def test_long_rows_match_but_for_what_was_changed(neighbours: int) -> None:
    source = Random(7)
    first = [source.randrange(3000) for _ in range(4000)]
    second = [number for number in first if source.random() > 0.05]
    for _ in range(100):
        second.insert(source.randrange(len(second)), source.randrange(3000, 4000))
    pairs = matching(first, second, neighbours)
    assert all(first[one] == second[other] for one, other in pairs)
    assert in_order(pairs)
    assert len(pairs) > 0.995 * longest_of_long(first, second)


def longest_of_long(first: list[int], second: list[int]) -> int:
    """The same length: what is new in the second row is in no common subsequence, all else of it is in one."""
    return sum(number < 3000 for number in second if number in set(first))


def test_what_changed_places_in_long_rows_does_not_undo_the_rest() -> None:
    first = list(range(4000))
    second = [*first[3000:3500], *first[:3000], *first[3500:]]
    pairs = matching(first, second, 1)
    assert len(pairs) == 3500
    assert in_order(pairs)


def test_too_long_a_comparison_is_not_made() -> None:
    source = Random(7)
    size = int(MOST_CELLS**0.5) + 1000
    middle = [[source.randrange(2) for _ in range(size)] for _ in range(2)]
    first, second = ([5, 6, 7, *row, 8, 9] for row in middle)
    pairs = matching([*first], [*second], 4)
    assert {first[one] for one, _ in pairs[:3]} == {5, 6, 7}
    assert len(pairs) < 100
