"""What is known of a word before any text is read? Lists of names and groups of alike words, by keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

WORD_SALT, PHRASE_SALT = 1, 2
COARSE, MIDDLE, FINE = 32, 256, 4096
"""How many groups of words there are at most, in three degrees."""


class NameList(IntFlag):
    """The lists that a word or a row of words stands in; those `ABROAD` are of languages other than English."""

    COUNTRY = 1 << 0
    REGION = 1 << 1
    LARGE_CITY = 1 << 2
    CITY = 1 << 3
    TOWN = 1 << 4
    CITY_ABROAD = 1 << 5
    COUNTRY_ABROAD = 1 << 6
    COMMON_FIRST_NAME = 1 << 7
    FIRST_NAME = 1 << 8
    FIRST_NAME_ABROAD = 1 << 9
    COMMON_SURNAME = 1 << 10
    SURNAME = 1 << 11
    RARE_SURNAME = 1 << 12
    SURNAME_ABROAD = 1 << 13
    TITLE = 1 << 14
    TITLE_ABROAD = 1 << 15
    ORGANISATION = 1 << 16
    ORGANISATION_ABROAD = 1 << 17
    MONTH = 1 << 18
    WEEKDAY = 1 << 19
    BEGINS_PLACE = 1 << 20


PLACE_LISTS = (
    NameList.COUNTRY
    | NameList.REGION
    | NameList.LARGE_CITY
    | NameList.CITY
    | NameList.TOWN
    | NameList.CITY_ABROAD
    | NameList.COUNTRY_ABROAD
)
FIRST_NAMES = NameList.COMMON_FIRST_NAME | NameList.FIRST_NAME | NameList.FIRST_NAME_ABROAD
COUNTRIES = NameList.COUNTRY | NameList.COUNTRY_ABROAD
TITLES = NameList.TITLE | NameList.TITLE_ABROAD


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Words by their keys (uint32, ascending): `lists` (uint32) the lists as `NameList`, `group` (uint16) the fine
    group of alike words, 0 for none, `rank` (uint8) how rare the word is, 0 for unknown; `parents` (uint16[2, groups])
    the middle and the coarse group of each fine one.

    The first entry stands for every word that is not listed.
    """

    keys: NDArray[np.uint32]
    lists: NDArray[np.uint32]
    group: NDArray[np.uint16]
    rank: NDArray[np.uint8]
    parents: NDArray[np.uint16]

    def rows(self, keys: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The entry of each key, 0 where it is not listed."""
        return rows_of(self.keys, keys)


def rows_of(known: NDArray[np.uint32], keys: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64: where each key stands among the `known` ones, ascending from a first that is none; 0 where it does not."""
    row = np.zeros(keys.shape, np.int64)
    some = np.nonzero(keys)
    sought = keys[some]
    place = np.minimum(np.searchsorted(known, sought), len(known) - 1)
    row[some] = np.where(known[place] == sought, place, 0)
    return row


@cache
def load_gazetteer() -> Gazetteer:
    """The lists that ship with the package; read once for a process."""
    with (
        (files("index.entities") / "data" / "gazetteer.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return gazetteer_from(dict(arrays))


def gazetteer_from(arrays: Mapping[str, NDArray[np.generic]]) -> Gazetteer:
    """The gazetteer that `gazetteer_arrays` made."""
    group, parents = (arrays[name].astype(np.uint16) for name in ("group", "parents"))
    return Gazetteer(
        np.cumsum(arrays["steps"], dtype=np.uint32),
        arrays["lists"].astype(np.uint32),
        group,
        arrays["rank"].astype(np.uint8),
        parents,
    )


def gazetteer_arrays(gazetteer: Gazetteer) -> dict[str, NDArray[np.generic]]:
    """The gazetteer as plain arrays for a file; keys as steps from one to the next, which pack better."""
    steps = np.diff(gazetteer.keys, prepend=np.uint32(0))
    return {
        "steps": steps,
        "lists": gazetteer.lists,
        "group": gazetteer.group,
        "rank": gazetteer.rank,
        "parents": gazetteer.parents,
    }
