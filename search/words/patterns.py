"""Does a word fit a wildcard, and how many edits is it from another?"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class wildcard:  # noqa: N801 - used like a function
    """A compiled pattern of `?` and `*`, whose cost is linear in the word for each `*`: no backtracking."""

    def __init__(self, pattern: str) -> None:
        first, *rest = re.sub(r"\*+", "*", pattern).split("*")

        def one(piece: str) -> str:
            return "".join("." if c == "?" else re.escape(c) for c in piece)

        expression = one(first)
        if rest:
            *middle, last = rest
            expression += "".join(f"(?>.*?{one(piece)})" for piece in middle)
            # Behind what the pieces before took, not over it: `s*ti*ion` does not fit "station".
            expression += f".{{{len(last)},}}(?<={one(last)})" if last else ".*"
            self._least = sum(map(len, (first, *rest)))
        else:
            self._least = 0
        self._match = re.compile(expression, re.DOTALL).fullmatch

    def fits(self, word: str) -> bool:
        return len(word) >= self._least and self._match(word) is not None


def edit_distances(word: str, words: Sequence[str], limit: int) -> NDArray[np.int16]:
    """int16[len(others)]: edits (insert, delete, replace, swap two neighbours) from `word` to each, `limit` + 1 where
    there are more; the optimal string alignment distance, by rows of the usual table for all words at once."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    result = np.full(len(words), limit + 1, np.int16)
    candidates = np.flatnonzero(np.abs(lengths - len(word)) <= limit)
    if not len(candidates):
        return result
    width = len(word) + limit
    letters = np.zeros((len(candidates), width), np.uint32)
    for row, number in enumerate(candidates.tolist()):
        letters[row, : lengths[number]] = np.frombuffer(words[number].encode("utf-32-le", "surrogatepass"), np.uint32)
    last_but_one: NDArray[np.int16] | None = None
    line = np.broadcast_to(np.arange(width + 1, dtype=np.int16), (len(candidates), width + 1)).copy()
    for i, letter in enumerate(word, 1):
        following = np.empty_like(line)
        following[:, 0] = i
        equal = letters == ord(letter)
        for j in range(1, width + 1):
            cost = np.minimum(line[:, j - 1] + ~equal[:, j - 1], np.minimum(line[:, j], following[:, j - 1]) + 1)
            if last_but_one is not None and j > 1:
                swapped = equal[:, j - 2] & (letters[:, j - 1] == ord(word[i - 2]))
                cost = np.where(swapped, np.minimum(cost, last_but_one[:, j - 2] + 1), cost)
            following[:, j] = cost
        last_but_one, line = line, following
    result[candidates] = np.minimum(line[np.arange(len(candidates)), lengths[candidates]], limit + 1)
    return result
