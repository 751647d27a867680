"""Which names are those of one state? Those in several languages, abbreviations, and names with stops in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.entities.letters import CharacterKind, code_points
from index.entities.letters import table as letters
from index.entities.name_numbers import names_of
from index.segment.arrays.mentions import NUMBER_BITS

_TOP = np.uint64(64 - NUMBER_BITS)


def letters_of(name: str) -> bytes:
    """The letters and digits of a name, without case and accents."""
    characters, codes = letters(), code_points(name)
    inside = (characters.kind[codes] >= CharacterKind.LOWER) & (characters.kind[codes] <= CharacterKind.DIGIT)
    return characters.folded[codes[inside]].tobytes()


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in signs, case and accents alone, or are of one state."""
    first, second = letters_of(one), letters_of(other)
    return first == second or (first in _states() and _states()[first] == _states().get(second))


def numbers_without_stops(names: Sequence[str]) -> NDArray[np.uint32]:
    """uint32: the numbers by which names are voted for, as if there were no stops in them ("U.N.")."""
    return (names_of([name.replace(".", "") for name in names]) >> _TOP).astype(np.uint32)


def numbers_of_states(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """uint32: the numbers of names of places, one for all names of a state."""
    known, first = _state_numbers()
    row = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.where(known[row] == numbers, first[row], numbers)


@cache
def _names() -> list[list[str]]:
    text = (files("index.entities") / "data" / "states.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@cache
def _states() -> dict[bytes, int]:
    """Which state each name is of."""
    return {letters_of(name): state for state, names in enumerate(_names()) for name in names}


@cache
def _state_numbers() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The numbers of all names of states, ascending, and of each that of the state's first name."""
    numbers = numbers_without_stops([name for names in _names() for name in names])
    sizes = [len(names) for names in _names()]
    first = np.repeat(numbers[np.cumsum(sizes) - sizes], sizes)
    known, row = np.unique(numbers, return_index=True)
    return known, first[row]
