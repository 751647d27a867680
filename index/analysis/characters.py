"""Which characters make words, which join them, and which are the same letter?"""

from __future__ import annotations

import re
import sys
import unicodedata

SINGLE_QUOTES = "'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\uff07\u05f3"
HYPHENS = "-\u2010\u2011\u2212\uff0d"
STOPS = ".\uff0e\u066b"
COMMAS = ",\uff0c\u066c"
DOUBLE_QUOTES = '"\u05f4'  # part of Hebrew abbreviations, between their last two letters
NARROW_SPACES = "\u00a0\u2009\u202f"  # between groups of three digits
IGNORED = "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Characters without a shape or meaning of their own: soft hyphen, joiners, directions, the Arabic stretching line."""

# One character for another, so that offsets stay what they are.
_JOINERS = str.maketrans(
    dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys(HYPHENS, "-")
    | dict.fromkeys(STOPS, ".")
    | dict.fromkeys(COMMAS, ",")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(NARROW_SPACES, "\xa0")
)
_DROPPED = str.maketrans(dict.fromkeys(IGNORED))
# A fraction is words of its own: 3½ is 3, 1, 2 and not 31, 2.
_APART = str.maketrans(
    dict.fromkeys(IGNORED)
    | {c: " " + unicodedata.normalize("NFKC", chr(c)) for c in (0xBC, 0xBD, 0xBE, *range(0x2150, 0x2160), 0x2189)}
)

# Letters that are written with a stroke or joined, which no decomposition takes apart.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ŀ": "l", "ĸ": "k", "ſ": "s",
        "ƒ": "f", "ɨ": "i", "ʉ": "u", "ɔ": "o", "ɛ": "e",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك",
        "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه", "ۃ": "ه",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
    }
)  # fmt: skip


def _ranges(codes: list[int]) -> str:
    """The characters `codes` (ascending) as the inside of a regular expression's brackets."""
    parts: list[str] = []
    start = previous = codes[0]
    for code in [*codes[1:], sys.maxunicode + 2]:
        if code != previous + 1:
            parts.append(f"\\U{start:08x}-\\U{previous:08x}")
            start = code
        previous = code
    return "".join(parts)


# Where combining marks are: the categories of all characters would take 30 ms at each start, these take 5.
_SCANNED = (
    (0x300, 0x3100), (0xA66F, 0xABEE), (0xFB1E, 0xFB1F), (0xFE00, 0xFE30), (0x10000, 0x12000), (0x13440, 0x13456),
    (0x16100, 0x16200), (0x16AF0, 0x17000), (0x1BC9D, 0x1BC9F), (0x1CF00, 0x1D245), (0x1DA00, 0x1E950),
    (0xE0100, 0xE01F0),
)  # fmt: skip
_MARKS = _ranges(
    [code for first, stop in _SCANNED for code in range(first, stop) if unicodedata.category(chr(code))[0] == "M"]
)
# Letters, numbers, marks, and what has no shape.
# A group repeats in an atomic one: Python 3.11.0 to 3.11.4 match `)*+` wrongly (python/cpython#106052).
_INSIDE = rf"(?:[^\W_]++|[{_MARKS}{IGNORED}]++)(?>(?:[{_MARKS}{IGNORED}]++[^\W_]*+)*)"

_JOIN = re.escape("".join(c for c in SINGLE_QUOTES + HYPHENS + STOPS if not c.isalnum()))
_JOIN_DIGITS = rf"(?<=\d)[{COMMAS}{NARROW_SPACES}](?=\d)"
_JOIN_HEBREW = rf"(?<=[\u05d0-\u05ea])[{DOUBLE_QUOTES}](?=[\u05d0-\u05ea])"
_JOINS = rf"(?:[{_JOIN}]|{_JOIN_DIGITS}|{_JOIN_HEBREW})"
SURFACE = re.compile(rf"[^\W_]++(?= )|{_INSIDE}(?>(?:{_JOINS}{_INSIDE})*)")  # first, for speed: words before a space
"""The largest pieces of text that a word cannot cross: word characters, with single joining characters inside."""

# Scripts written without spaces between words: Han, kana, Hangul (whose particles stick to the word), Thai, Lao,
# Burmese, Khmer, and the Han characters beyond the first plane.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3038-\u303b\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
# For words in normal form: what is neither letter nor number there is a mark.
CLUSTER = re.compile(rf"[{UNSPACED}]\W*")
SCRIPT_PIECE = re.compile(rf"(?:[{UNSPACED}]\W*)+|[^{UNSPACED}]+")


def plain_joiners(text: str) -> str:
    """`text` with every quote, hyphen, stop and comma of any script as the ASCII one; the same length."""
    return text if text.isascii() else text.translate(_JOINERS)


def normal(text: str) -> str:
    """`text` in normal form: NFKC, case folded, decimal digits as ASCII, characters without meaning left out."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_APART)).casefold())
    folded = folded.translate(_DROPPED).replace("i\u0307", "i")  # the second is the Turkish capital dotted I
    if any(c.isdecimal() and not c.isascii() for c in folded):
        folded = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
    return folded


def pieces(text: str) -> list[str]:
    """The words of `text` (in normal form), which normalising may have filled with other characters."""
    inside = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return "".join(inside).split()


def _keeps_marks(base: str) -> bool:
    """Whether marks on `base` are part of the spelling (Indic vowels and the like) and not accents or points."""
    return not ("\u0041" <= base <= "\u07ff" or "\u1d00" <= base <= "\u1fff" or "\u2c60" <= base <= "\u2dff")


def unaccented(text: str) -> str:
    """`text` (in normal form) without the accents, points and vowel signs that readers leave out.

    Latin, Greek, Cyrillic, Hebrew, Arabic; the Cyrillic short i (й) and the Ukrainian ї stay letters of their own.
    """
    if text.isascii():
        return text
    out: list[str] = []
    base = " "
    for char in unicodedata.normalize("NFD", text.translate(_LETTERS)):
        if unicodedata.category(char)[0] != "M":
            base = char
        elif not _keeps_marks(base) and base + char not in ("и\u0306", "і\u0308"):
            continue
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out)).translate(_LETTERS)
