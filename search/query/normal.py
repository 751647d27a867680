"""Which characters does a typed question consist of? `normalised` folds the typographic forms of one character."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "“”„‟«»″〝〞〟「」『』❝❞＂"
_APOSTROPHES = "‘’‚‛‹›′`´ʼʹ＇"
_HYPHENS = "‐‑‒–−﹣－⁃"
_BREAKS = "—―⸺⸻⁓…・¦"

_FOLDS = {
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, _BREAKS), " "),
    ord("…"): "...",
    # A fraction is words of its own, as in a text: 4⅓ is 4, 1, 3 and not 41, 3.
    **{
        code: " " + unicodedata.normalize("NFKC", chr(code))
        for code in (0xBC, 0xBD, 0xBE, *range(0x2150, 0x215F), 0x2189)
    },
    0x2028: " ",
    0x2029: " ",
}

_GERSHAYIM = re.compile(r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')  # צה"ל: part of a word, no quotation mark
_JOINERS = "\u200c\u200d"  # they shape words of Persian and Indic scripts, so they stay inside a word


def normalised(text: str) -> str:
    """`text` in compatibility form with plain quotes, hyphens and single spaces; control characters become spaces.

    Applying it again changes nothing. Format characters (soft hyphen, bidirectional controls) are taken out, so that
    a pasted word is the word that is seen.
    """
    for _ in range(4):
        folded = unicodedata.normalize("NFKC", _without_signs(text.translate(_FOLDS)))
        folded = "".join(map(_plain, folded)).translate(_FOLDS)
        folded = _GERSHAYIM.sub("\u05f4", " ".join(folded.split()))
        if folded == text:
            break
        text = folded
    return text


def _without_signs(text: str) -> str:
    """`text` with a space for each sign that the compatibility form spells out (№, ℃, ㎞, ™): no word of a text."""
    return text if text.isascii() else "".join(" " if _is_spelt_out(char) else char for char in text)


def _is_spelt_out(char: str) -> bool:
    return char > "\x7f" and not is_word_character(char) and any(map(str.isalnum, unicodedata.normalize("NFKC", char)))


def _plain(char: str) -> str:
    if char < "\x7f":
        return char if char >= " " else " "
    category = unicodedata.category(char)
    if category == "Cf":
        return char if char in _JOINERS else ""
    return " " if category in ("Cc", "Cs", "Cn", "Zs", "Zl", "Zp") else char


def is_word_character(char: str) -> bool:
    """Whether `char` can be looked for: a letter, digit, or a mark that belongs to one."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"
