"""Which names of months and weekdays does the product know? Writes them down from Unicode's locale data (Babel).

Run `python -m tools.calendar_names` after a new Babel; a test says when that is due. Gathering them takes 0.65 s of
processor time, which every reading process would spend; reading the file takes 1 ms.
"""

from __future__ import annotations

import json

from babel import Locale

from index.calendar_words import NAMES, fold_name

# A name that means different months in two languages (listopad: October in Croatian, November in Czech and Polish)
# belongs to the language named first.
_LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "nb", "nn", "da", "fi", "is", "pl", "cs", "sk", "ru", "uk", "be"),
    *("bg", "sr", "hr", "sl", "hu", "ro", "el", "tr", "sq", "lt", "lv", "et", "ca", "eu", "gl", "ar", "fa", "he", "hi"),
    *("bn", "id", "ms", "sw", "vi"),
)
_ARABIC = ("LB", "DZ", "MA")  # the Levant, Algeria with Tunisia, and Morocco have month names of their own
_SPOKEN = {"sept": 9, "juni": 6, "juli": 7, "mrt": 3, "maart": 3, "märz": 3, "maerz": 3, "jänner": 1, "feber": 2}


def months() -> dict[str, int]:
    """Folded month name or abbreviation -> 1 to 12."""
    numbers = dict(_SPOKEN)
    for locale in (*map(Locale, _LANGUAGES), *(Locale("ar", land) for land in _ARABIC)):
        for forms in (locale.months["format"], locale.months["stand-alone"]):
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    # Catalan puts its preposition into the name: "de gener", "d’abril".
                    word = fold_name(name).removeprefix("de ").removeprefix("d'")
                    if len(word) > 1 and word[-1:] and not word[-1].isdigit():
                        numbers.setdefault(word, number)
    return numbers


def weekdays() -> dict[str, int]:
    """Folded weekday name (not its abbreviation) -> 0 for Monday to 6 for Sunday."""
    numbers: dict[str, int] = {}
    for locale in map(Locale, _LANGUAGES):
        for context in ("format", "stand-alone"):
            for number, name in locale.days[context]["wide"].items():
                numbers.setdefault(fold_name(name), number)
    return numbers


def text() -> str:
    """The file's content."""
    return json.dumps({"months": months(), "weekdays": weekdays()}, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    NAMES.write_text(text(), encoding="utf-8")
