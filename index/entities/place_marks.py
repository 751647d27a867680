"""Which words name places in a language without a model? Lists by language, looked up by keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.entities.context import phrase_keys
from index.entities.gazetteer import WORD_SALT, rows_of
from index.hashing import key

PLACE_LANGUAGES = ("de", "nl", "sv")
"""The languages with lists of places of their own, in the order of their bits."""
NAME, LARGE, BEGINS = 1, 2, 4
"""The marks of a key: it is a name, it is that of a country, a part of the world or a city that clocks are named by,
and a longer name begins with it."""
_MARKS = 3  # bits of a language


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The names of places of one language: `keys` (uint32, ascending, the first stands for none) and their `marks`
    (uint8), `NAME`, `LARGE` and `BEGINS` together."""

    keys: NDArray[np.uint32]
    marks: NDArray[np.uint8]

    def words(self, words: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """uint8: the marks of words by their numbers."""
        return self._marked(key(words, WORD_SALT))

    def phrases(self, words: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """uint8[phrases]: the marks of phrases by the numbers of their words, uint64[phrases, words]."""
        return self.words(words[:, 0]) if words.shape[1] == 1 else self._marked(phrase_keys(words))

    def _marked(self, keys: NDArray[np.uint32]) -> NDArray[np.uint8]:
        return self.marks[rows_of(self.keys, keys)]


@cache
def load_place_names(language: str) -> PlaceNames:
    """The lists of one of `PLACE_LANGUAGES` that ship with the package; read once for a process."""
    with (
        (files("index.entities") / "data" / "places.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return place_names_from(dict(arrays), language)


def place_names_from(arrays: Mapping[str, NDArray[np.generic]], language: str) -> PlaceNames:
    """The names of one language among those that `place_names_arrays` made."""
    marks = arrays["marks"].astype(np.uint16) >> np.uint16(_MARKS * PLACE_LANGUAGES.index(language))
    marks &= np.uint16((1 << _MARKS) - 1)
    used = marks > 0
    used[0] = True
    return PlaceNames(np.cumsum(arrays["steps"], dtype=np.uint32)[used], marks[used].astype(np.uint8))


def place_names_arrays(languages: Mapping[str, Mapping[int, int]]) -> dict[str, NDArray[np.generic]]:
    """The marks of each key by language as plain arrays for a file; keys as steps from one to the next."""
    keys = sorted({0}.union(*languages.values()))
    shifts = [(_MARKS * PLACE_LANGUAGES.index(language), marks) for language, marks in languages.items()]
    marks = [sum(known.get(word, 0) << shift for shift, known in shifts) for word in keys]
    return {"steps": np.diff(np.array(keys, np.uint32), prepend=np.uint32(0)), "marks": np.array(marks, np.uint16)}
