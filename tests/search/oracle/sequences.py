"""What stands side by side, by trying every place; and what fits a pattern, by trying every word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.analysis import QueryToken
from tests.search.oracle.texts import AnyOf, Place, Position, Test


def longest(places: set[Place]) -> set[Place]:
    """Of the places that start at one position the longest: a compound and its whole are one match."""
    ends: dict[tuple[str, int], int] = {}
    for field, start, end in places:
        ends[field, start] = max(end, ends.get((field, start), end))
    return {(field, start, end) for (field, start), end in ends.items()}


def ways(tokens: Sequence[QueryToken], *, exact: bool) -> list[list[Test]]:
    """The tests of the positions, for each way in which the tokens may be written."""
    if not tokens:
        return []

    def apart(token: QueryToken) -> Test:
        if exact:
            return AnyOf(frozenset(token.plain), token.exact)
        return AnyOf(frozenset(token.terms))

    def build(at: int) -> list[list[Test]]:
        if at == len(tokens):
            return [[]]
        token = tokens[at]
        found = [[apart(token), *rest] for rest in build(at + 1)]
        if token.joined and not exact:
            found += [[AnyOf(frozenset(token.joined)), *rest] for rest in build(at + 2)]
        return found

    return build(0)


def shortest(way: Sequence[Test], positions: Sequence[Position], start: int, slop: int) -> int | None:
    """The end of the shortest window from `start`, where the first test fits, that holds all in order; or None."""
    at = start
    for test in way[1:]:
        reach = range(at + 1, len(positions) if slop else min(at + 2, len(positions)))
        at = next((p for p in reach if test(positions[p])), -1)
        if at < 0:
            return None
    return at + 1


@lru_cache(maxsize=100_000)
def distance(a: str, b: str) -> int:
    """Optimal string alignment: insert, delete, replace, swap neighbours."""
    before: list[int] = []
    line = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            best = min(line[j] + 1, following[j - 1] + 1, line[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            following.append(best)
        before, line = line, following
    return line[-1]


@lru_cache(maxsize=100_000)
def fits(pattern: str, word: str) -> bool:
    """Whether all of `word` is what the pattern says, by the places in it that the pattern can have reached."""
    reached = {0}
    for sign in pattern:
        if sign == "*":
            reached = set(range(min(reached), len(word) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(word) and sign in ("?", word[at])}
    return len(word) in reached


def in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    if not wanted:
        return False
    rest = iter(words)
    return all(word in rest for word in wanted)
