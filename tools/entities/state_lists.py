"""Make `index/entities/data/states.tsv`: the names of each country and territory, a line each.

    python -m tools.entities.state_lists [--out FILE]

Names are those of the CLDR (through babel) in the languages of the tagger. An abbreviation counts where it is a code or
an alias of a code there, and the written lists have it as the name of a country. Left out are Georgia, which is one of
the United States, too, names that are of several territories, and names in other languages than English that are a
city's or a common English word, too (Granada, Island).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

from index.entities.context import phrase_keys
from index.entities.gazetteer import WORD_SALT, NameList, load_gazetteer
from index.entities.state_names import letters_of
from index.hashing import key
from tools.entities.name_lists import NO_PLACES, TAGGED_LANGUAGES, numbers, written

_LONGEST_ALIAS = 3
_COMMON = 3  # digits of the rank: the thousand commonest words


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    out = Path(__file__).parents[2] / "index" / "entities" / "data" / "states.tsv"
    arguments.add_argument("--out", type=Path, default=out)
    target: Path = arguments.parse_args().out
    target.write_text("".join("\t".join(names) + "\n" for names in states()), "utf-8")
    print(f"{target}: {target.stat().st_size:,} bytes")


def states() -> Iterator[list[str]]:
    """The names of each territory that has several, the English one first."""
    codes = filter(_usable, map(str, Locale("en").territories))
    names = {code: list(dict.fromkeys(_names(code))) for code in codes}
    count = Counter(key for several in names.values() for key in set(map(letters_of, several)))
    for several in names.values():
        own = [name for name in several if count[letters_of(name)] == 1]
        if len(own) > 1:
            yield own


def _usable(code: str) -> bool:
    return code.isalpha() and code not in NO_PLACES and code != "GE"


def _names(code: str) -> Iterator[str]:
    """The names of a territory in all languages, and its abbreviations."""
    for language in TAGGED_LANGUAGES:
        pieces = [piece.strip(" )") for piece in Locale(language).territories.get(code, "").split("(")]
        yield from (name for name in pieces if name and (language == "en" or not _otherwise(name)))
    known = {word.upper() for word in written()["COUNTRY"]}
    aliases = (alias for alias, codes in get_global("territory_aliases").items() if codes == [code])
    yield from sorted(alias for alias in (code, *aliases) if alias in known and len(alias) <= _LONGEST_ALIAS)


def _otherwise(name: str) -> bool:
    """Whether a name is a city's or a common word, too."""
    gazetteer = load_gazetteer()
    (words,) = numbers([name])
    (row,) = gazetteer.rows(key(words, WORD_SALT) if len(words) == 1 else phrase_keys(words[None]))
    city = gazetteer.lists[row] & (NameList.LARGE_CITY | NameList.CITY | NameList.REGION)
    return bool(city or 0 < gazetteer.rank[row] <= _COMMON)


if __name__ == "__main__":
    main()
