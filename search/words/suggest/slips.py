"""How likely is one word a slip of another? Weighted edit costs for many candidates at once.

Edits are insertions, deletions, replacements and swaps of two neighbours. What people confuse costs less: a doubled
letter, one vowel for another, letters that sound alike or lie side by side on a keyboard. Another first letter costs
more. The weights were chosen on one list of misspellings and confirmed on others (docs/measurements/suggest.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

BAND = 2  # more letters too many or too few than this are not looked at
_OTHER = 27  # any character that is not a to z
_FAR = np.float32(99.0)


@dataclass(frozen=True, slots=True)
class EditCosts:
    """Costs of the edits; one plain edit is 1."""

    missing: float = 0.9
    missing_double: float = 0.4
    missing_vowel: float = 0.7
    extra: float = 1.1
    extra_double: float = 0.6
    swap: float = 0.6
    vowel: float = 0.8
    sound: float = 0.8
    key: float = 1.0
    other: float = 1.3
    first: float = 0.4


_VOWELS = "aeiouy"
_SOUNDS = tuple((pair[0], pair[1]) for pair in re.findall("..", "ckcsszkqgjiyfvvwmndtbpczxzxsghijuwlr"))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> set[tuple[str, str]]:
    """Letters side by side on a keyboard, in a row or in the next."""
    pairs = {(row[i], row[i + 1]) for row in _ROWS for i in range(len(row) - 1)}
    for upper, lower in pairwise(_ROWS):
        for i, letter in enumerate(lower):
            pairs |= {(upper[j], letter) for j in (i, i + 1) if j < len(upper)}
    return pairs | {(b, a) for a, b in pairs}


CostRow = dict[int, NDArray[np.float32]]  # a row of the table of edits: costs of all candidates by letters of theirs


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Many words, letter by letter: code points, classes of letters, what leaving each out costs; and costs that are
    too high for all."""

    columns: list[NDArray[np.uint32]]
    classes: NDArray[np.intp]
    missing: list[NDArray[np.float32]]
    far: NDArray[np.float32]


class Slips:
    """The costs as tables: `replaced[typed, meant]` and `missing[meant]`, by letter number."""

    def __init__(self, weights: EditCosts) -> None:
        self.weights = weights
        size = _OTHER + 1
        cheaper = [(pair, weights.key) for pair in _neighbours()]
        cheaper += [((a, b), weights.sound) for one, other in _SOUNDS for a, b in ((one, other), (other, one))]
        cheaper += [((a, b), weights.vowel) for a in _VOWELS for b in _VOWELS]
        self.replaced: NDArray[np.float32] = np.full((size, size), weights.other, np.float32)
        for (a, b), cost in cheaper:
            place = _number(a), _number(b)
            self.replaced[place] = min(cost, self.replaced[place])
        self.missing: NDArray[np.float32] = np.full(size, weights.missing, np.float32)
        self.missing[[_number(vowel) for vowel in _VOWELS]] = weights.missing_vowel

    def costs(self, typed: str, letters: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32[n]: the cost of `typed` for each candidate; 99 and more where the lengths differ by more than two.

        `letters` is uint32[n, width], code points, 0 behind a candidate's end; `lengths` is int64[n].
        """
        words = self._candidates(letters, len(typed) + BAND)
        earlier: CostRow = {}
        line: CostRow = {0: np.zeros(len(letters), np.float32)}
        for j in range(1, BAND + 1):
            line[j] = line[j - 1] + words.missing[j - 1]
        for i in range(1, len(typed) + 1):
            earlier, line = line, self._following(typed[:i], words, earlier, line)
        result = words.far.copy()
        for j, cost in line.items():
            ends = lengths == j
            result[ends] = cost[ends]
        result += np.float32(self.weights.first) * (words.columns[0] != ord(typed[0]))
        return result

    def _candidates(self, letters: NDArray[np.uint32], width: int) -> _Candidates:
        """The first `width` letters of the candidates, letter by letter."""
        codes = np.zeros((len(letters), width + 1), np.uint32)
        used = min(width, letters.shape[1])
        codes[:, :used] = letters[:, :used]
        classes = _classes(codes)
        missing = self.missing[classes]
        doubled = codes[:, 1:] == codes[:, :-1]
        missing[:, 1:][doubled] = self.weights.missing_double
        return _Candidates(
            [np.ascontiguousarray(column) for column in codes.T],
            classes,
            [np.ascontiguousarray(column) for column in missing.T],
            np.full(len(letters), _FAR, np.float32),
        )

    def _following(self, typed: str, words: _Candidates, earlier: CostRow, line: CostRow) -> CostRow:
        """The row of the table for `typed`, where `line` is that for `typed` without its last letter and `earlier` that
        without its last two."""
        i, weights = len(typed), self.weights
        letter, previous = ord(typed[-1]), ord(typed[-2]) if i > 1 else 0
        replaced = self.replaced[_class_of(letter)]
        extra = weights.extra_double if previous == letter else weights.extra
        following: CostRow = {}
        if i <= BAND:
            following[0] = line[0] + extra
        for j in range(max(1, i - BAND), min(len(words.columns) - 1, i + BAND) + 1):
            column = words.columns[j - 1]
            cost = np.where(column == letter, np.float32(0), replaced[words.classes[:, j - 1]])
            cost = cost + line.get(j - 1, words.far)
            if j in line:
                cost = np.minimum(cost, line[j] + extra)
            if j - 1 in following:
                cost = np.minimum(cost, following[j - 1] + words.missing[j - 1])
            if j > 1 and j - 2 in earlier and letter != previous:
                swapped = (words.columns[j - 2] == letter) & (column == previous)
                cost = np.where(swapped, np.minimum(cost, earlier[j - 2] + weights.swap), cost)
            following[j] = cost
        return following


def is_one_edit(one: str, other: str) -> bool:
    """Whether a letter added, left out or replaced, or two neighbours swapped, make one word of the other."""
    short, long = sorted((one, other), key=len)
    start = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) - len(short) == 1:
        return short[start:] == long[start + 1 :]
    if len(long) != len(short) or one == other:
        return False
    swapped = short[start + 1 : start + 2] + short[start : start + 1]
    return short[start + 1 :] == long[start + 1 :] or swapped + short[start + 2 :] == long[start:]


def one_edit_away(word: str) -> Iterator[str]:
    """What `is_one_edit` from a word, with letters from a to z in the place of others; some twice."""
    for place in range(len(word) + 1):
        start, end = word[:place], word[place:]
        yield from (start + letter + end for letter in ascii_lowercase)
        if end:
            yield start + end[1:]
            yield from (start + letter + end[1:] for letter in ascii_lowercase if letter != end[0])
        if len(end) > 1 and end[0] != end[1]:
            yield start + end[1] + end[0] + end[2:]


def other_key(one: str, other: str) -> tuple[bool, bool]:
    """Whether two words of one length differ in a single letter; and whether the two letters lie side by side on a
    keyboard and do not sound alike, so that the finger slipped, and nobody spells the word so."""
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b] if len(one) == len(other) else []
    if len(apart) != 1:
        return False, False
    alike = set(_SOUNDS) | {(b, a) for a, b in _SOUNDS} | {(a, b) for a in _VOWELS for b in _VOWELS}
    return True, apart[0] in _neighbours() - alike


def _number(letter: str) -> int:
    return ord(letter) - ord("a") + 1


def _class_of(code: int) -> int:
    return code - 96 if 97 <= code <= 122 else _OTHER


def _classes(codes: NDArray[np.uint32]) -> NDArray[np.intp]:
    return np.where((codes >= 97) & (codes <= 122), codes - 96, np.where(codes > 0, _OTHER, 0)).astype(np.intp)


def letter_matrix(words: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """(code points uint32[n, longest], 0 behind the end; lengths int64[n])."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters = np.zeros((len(words), int(lengths.max(initial=1))), np.uint32)
    joined = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    letters[np.arange(letters.shape[1]) < lengths[:, None]] = joined
    return letters, lengths
