"""Which members of two rows match, in order? Those of their longest common subsequence, where that is not too long.

Of long rows some neighbours that stand once in either are looked up first: they cut a long comparison into short ones.
Where one is still too long, nothing that a reader would see is in common, and nothing matches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from index.hashing import mixed

PlacePairs = list[tuple[int, int]]
"""Places in the first and in the second row, both ascending."""

_Rows = NDArray[np.int64]

MOST_CELLS = 100_000_000
"""PlacePairs of members that are compared at once, 10,000 by 10,000: 12.5 MB and 15 ms."""

MOST_CELLS_OF_ALL = 200_000_000
"""PlacePairs of members that are compared for two rows."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_NO_CELLS = 10_000  # pairs that take no longer than a look at which members both rows have
_FEW_CELLS = 1_000_000  # pairs that are compared without a look at what stands once: 0.3 ms


def matching(first: Sequence[int], second: Sequence[int], neighbours: int) -> PlacePairs:
    """The places where two rows of numbers match. In long rows so many `neighbours` that stand once are looked up."""
    matcher = _Matcher(first, second)
    matcher.take(range(len(first)), range(len(second)), neighbours)
    return matcher.pairs


class _Matcher:
    """Compares parts of two rows, as many as the bound allows; `pairs` are what matched."""

    def __init__(self, first: Sequence[int], second: Sequence[int]) -> None:
        self._first, self._second = first, second
        self._cells = MOST_CELLS_OF_ALL
        self.pairs: PlacePairs = []

    def take(self, places: range, others: range, neighbours: int = 0) -> None:
        """Match a part of either row: the same beginning, the same end, and what is between."""
        first, second = self._first, self._second
        start, other_start, end, other_end = places.start, others.start, places.stop, others.stop
        while start < end and other_start < other_end and first[start] == second[other_start]:
            self.pairs.append((start, other_start))
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and first[end - 1] == second[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        if start < end and other_start < other_end:
            if neighbours and (end - start) * (other_end - other_start) > _FEW_CELLS:
                self._around(range(start, end), range(other_start, other_end), neighbours)
            else:
                self._common(range(start, end), range(other_start, other_end))
        self.pairs += zip(range(end, places.stop), range(other_end, others.stop), strict=True)

    def _around(self, places: range, others: range, neighbours: int) -> None:
        """Match where neighbours begin that stand once in either part, and what is between these places."""
        start, other_start = places.start, others.start
        for place, other in _in_order(self._standing_once(places, others, neighbours)):
            if place > start and other > other_start:
                self.take(range(start, place), range(other_start, other))
            self.pairs.append((place, other))
            start, other_start = place + 1, other + 1
        self.take(range(start, places.stop), range(other_start, others.stop))

    def _standing_once(self, places: range, others: range, neighbours: int) -> PlacePairs:
        """Where rows of neighbours begin that stand once in either part, in the order of the first part."""
        one = np.array(self._first[places.start : places.stop], np.uint64)
        other = np.array(self._second[others.start : others.stop], np.uint64)
        start, other_start = _once_in_both(_row_keys(one, neighbours), _row_keys(other, neighbours))
        same = np.ones(len(start), np.bool_)
        for place in range(neighbours):
            same &= one[start + place] == other[other_start + place]
        order = np.argsort(start[same])
        found = start[same][order] + places.start, other_start[same][order] + others.start
        return list(zip(*(column.tolist() for column in found), strict=True))

    def _common(self, places: range, others: range) -> None:
        """Match the longest common subsequence, if it is within the bound."""
        one: Sequence[int] = places
        other: Sequence[int] = others
        if len(one) * len(other) > _NO_CELLS:
            first, second = self._first[places.start : places.stop], self._second[others.start : others.stop]
            common = {*first}.intersection(second)
            one = [place for place, number in enumerate(first, places.start) if number in common]
            other = [place for place, number in enumerate(second, others.start) if number in common]
        cells = len(one) * len(other)
        if not cells or cells > min(MOST_CELLS, self._cells):
            return
        self._cells -= cells
        edits = LCSseq.editops([self._first[place] for place in one], [self._second[place] for place in other])
        for block in edits.as_matching_blocks():
            self.pairs += zip(one[block.a : block.a + block.size], other[block.b : block.b + block.size], strict=True)


def _row_keys(numbers: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """uint64: a number for each row of `size` neighbours; equal rows have the same."""
    total = np.zeros(max(len(numbers) - size + 1, 0), np.uint64)
    for place in range(size):
        total = total * _FACTOR + numbers[place : place + len(total)]
    return mixed(total)


def _once_in_both(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> tuple[_Rows, _Rows]:
    """Where numbers stand that are in either row exactly once. Two that are the same but for their lowest bits count as
    one number: with its place in these bits, one sort is enough for both rows."""
    bits = (len(first) + len(second)).bit_length()
    place = np.arange(len(first) + len(second), dtype=np.uint64)
    entries = np.concatenate([first, second]) >> np.uint64(bits) << np.uint64(bits) | place
    entries.sort()
    numbers, places = entries >> np.uint64(bits), (entries & np.uint64((1 << bits) - 1)).astype(np.int64)
    begins = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)])
    twice = begins[np.diff(begins, append=len(numbers)) == 2]
    one, other = places[twice], places[twice + 1]
    parted = (one < len(first)) & (other >= len(first))
    return one[parted], other[parted] - len(first)


def _in_order(pairs: PlacePairs) -> PlacePairs:
    """The most of the pairs, which are in the order of their first places, that are so in that of the second."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    ends: list[int] = []  # the least second place in which a chain of each length ends
    last: list[int] = []  # and the pair that it ends with
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [other], [number]
    chain: PlacePairs = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
