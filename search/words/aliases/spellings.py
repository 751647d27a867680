"""How else is a word or a name written, by rule? British and American; St. and Saint; ä and ae; the Arabic article."""

from __future__ import annotations

import re

_SHORT = (("st", "saint", "sankt"), ("ste", "sainte"), ("mt", "mount"), ("ft", "fort"))
_FORMS = {form: group for group in _SHORT for form in group}
# The Arabic article before a name, in Latin and Cyrillic letters: al-Sisi, Al Jazeera, ar-Riyadh, аш-Шараа.
ARABIC_ARTICLE = r"(?:[aeuаеэу](?:[lл]|ль|([dnrstzднрстзш]h?)(?=[-\u2010\u2011]\1))[-\u2010\u2011]|[ae]l )"
_AFTER_ARTICLE = re.compile(ARABIC_ARTICLE + r"(\w{3,})", re.IGNORECASE)
# British and American endings, either way, behind what must stand before them.
_VOWEL = "[aeiouy]"
_ENDINGS = (
    (r"(\w*[aeiouy]\w*[^aeiouy])our(s|ed|ing|ite|able|al|ful|less|hood|er|ers)?", r"\1or\2"),
    (r"(\w*[aeiouy]\w*[^aeiouq])or(s|ed|ing|ite|able|al|ful|less|hood|er|ers)?", r"\1our\2"),
    (r"(\w*[aeiouy]\w*[bcht])re(s|d)?", r"\1er\2"),
    (r"(\w*[aeiouy]\w*[bcht])er(s|ed)?", r"\1re\2"),
    (r"(\w{4,})is(e|es|ed|er|ers|ing|ation|ations|ational)", r"\1iz\2"),
    (r"(\w{4,})iz(e|es|ed|er|ers|ing|ation|ations|ational)", r"\1is\2"),
    (r"(\w+)ys(e|ed|es|ing)", r"\1yz\2"),
    (r"(\w+)yz(e|ed|es|ing)", r"\1ys\2"),
    (r"(\w{2,})(?<![iu])ence(s|man|men|less)?", r"\1ense\2"),
    (r"(\w{2,})ense(s|man|men|less)?", r"\1ence\2"),
    (r"(\w+)ogue(s)?", r"\1og\2"),
    (r"(\w+[^o])og(s)?", r"\1ogue\2"),
    (rf"(\w*{_VOWEL}\w*{_VOWEL})ll(ed|ing|er|ers)", r"\1l\2"),
    (rf"(\w*{_VOWEL}\w*[^aeiouyl]{_VOWEL})l(ed|ing|er|ers)", r"\1ll\2"),
    (r"(\w+)gramme(s)?", r"\1gram\2"),
    (r"(\w+)gram(s)?", r"\1gramme\2"),
)
# Letters that are spelt out where a keyboard or a telex has none, of German and of Danish and Norwegian.
_SPELT_OUT = ({"ae": "ä", "oe": "ö", "ue": "ü"}, {"ae": "æ", "oe": "ø", "aa": "å"})
_IN_FULL = str.maketrans({letter: pair for letters in _SPELT_OUT for pair, letter in letters.items()})
_PAIR = re.compile(r"(?<![aeiouq])(ae|oe|ue|aa)")  # not in `neue`, `que`
_RULES = tuple((re.compile(ending), other) for ending, other in _ENDINGS)


def in_full(plain: str) -> tuple[str, ...]:
    """A folded name of two words that begins with Saint, Mount or Fort or what is short for it, in its other ways."""
    first, _, rest = plain.partition(" ")
    if not rest or " " in rest:
        return ()
    return tuple(f"{other} {rest}" for other in _FORMS.get(first, ()) if other != first)


def without_article(text: str) -> str:
    """A name without the Arabic article before it; "" where there is none."""
    match = _AFTER_ARTICLE.fullmatch(text)
    return match[2] if match else ""


def across_the_sea(plain: str) -> tuple[str, ...]:
    """What a folded English word is in American spelling if it is British, and the other way round.

    They are ways to write it, not words: most stand in no archive.
    """
    ways = (other for ending, other in _RULES for other in _rewritten(plain, ending, other))
    return tuple(dict.fromkeys(way for way in ways if way != plain))


def spelt_out(word: str) -> str:
    """A lower-case word with `ae` for its ä, `oe` for its ö or ø and so on; itself where it has none of these."""
    return word.translate(_IN_FULL)


def in_one_letter(word: str) -> tuple[str, ...]:
    """What a lower-case word is if each of its pairs `ae`, `oe`, `ue`, `aa` stands for a letter of one language."""
    parts = _PAIR.split(word)
    ways = ("".join(letters.get(part, part) for part in parts) for letters in _SPELT_OUT)
    return tuple(dict.fromkeys(way for way in ways if way != word))


def _rewritten(plain: str, ending: re.Pattern[str], other: str) -> tuple[str, ...]:
    match = ending.fullmatch(plain)
    return (match.expand(other),) if match else ()
