"""Under which term is an exact form indexed, in a language? Snowball stems, without accents, with guards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import Stemmer

from index.analysis.characters import unaccented

LANGUAGES = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "fa": "persian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""ISO 639-1 codes of the languages that are stemmed, and Snowball's names for them."""

# Names and acronyms that end in s without being a plural, and would become another word or name.
_UNSTEMMED = frozenset(
    """
    abbas aids arens athens boris brussels chris dallas davos dennis francis gates hamas harris isis james jobs jones
    laos lewis louis lucas mars marcus mers morales nicolas paris pius reuters sachs sanders sars soros texas thomas
    tunis vegas wales williams
    """.split()  # noqa: SIM905
)
_SHORT = 3  # words of so many characters are not stemmed: IS, US, WHO, Mai, ses are themselves in every language

_ARABIC = re.compile(r"[\u0620-\u06ff]")
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?(?:ال|بال|كال|لل)|و)(?=..)")
_HEBREW = re.compile(r"[\u05d0-\u05ea]{3,}")
_THOUSANDS_POINT = frozenset({"da", "de", "el", "es", "eu", "ca", "hr", "id", "it", "nl", "pt", "ro", "sr", "sl", "tr"})
_GROUPED = re.compile(r"\d{1,3}\.\d{3}")


_UNSTEMMED_ARABIC_SCRIPT = frozenset({"ckb", "fa", "ku", "ps", "sd", "ug", "ur"})


def primary(language: str) -> str:
    """The code of a language tag that the rule knows: `pt` of `pt-BR`; "" for all languages that it treats alike."""
    code = re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
    return code if code in LANGUAGES or code in _THOUSANDS_POINT or code in _UNSTEMMED_ARABIC_SCRIPT else ""


class Stems:
    """Terms of one language. It keeps a Snowball stemmer, so one object must not be shared between threads."""

    def __init__(self, language: str) -> None:
        self.language = primary(language)
        name = LANGUAGES.get(self.language)
        stemmer = Stemmer.Stemmer(name, 0) if name else None
        self._stem = partial(stemmer.stemWord) if stemmer else None
        self._stem_all = partial(stemmer.stemWords) if stemmer else None

    def term(self, exact: str) -> str:
        """The plain term of an exact form."""
        if exact.isascii():  # as `_stemmed`, but quick: nearly all new words pass here
            if len(exact) <= _SHORT or exact in _UNSTEMMED:
                return exact
            if exact.isalpha():
                return self._stem(exact) or exact if self._stem else exact
            return self._numeric(exact)
        if self.language == "en":
            return self._stemmed(unaccented(exact)) or exact
        return unaccented(self._stemmed(exact)) or exact

    def terms(self, exacts: Sequence[str]) -> list[str]:
        """The plain terms of exact forms in ASCII: as `term`, in a third of its time for many at once."""
        words = [word for word in exacts if word.isalpha() and len(word) > _SHORT and word not in _UNSTEMMED]
        stems = dict(zip(words, self._stem_all(words), strict=True)) if self._stem_all else {}
        return [stems.get(exact) or self._numeric(exact) for exact in exacts]

    def accentless(self, exact: str) -> tuple[str, ...]:
        """The term of the word typed without its accents, where that is another than its plain term."""
        if exact.isascii():
            return ()
        other = unaccented(self._stemmed(unaccented(exact)))
        return (other,) if other and other != self.term(exact) else ()

    def others(self, exact: str) -> tuple[str, ...]:
        """What a word may be looked for besides its plain term: forms for extra terms, without their prefix.

        The accentless term; for Hebrew, the word without one or two of the particles that stick to its front.
        """
        if exact.isascii():
            return ()
        found = self.accentless(exact)
        bare = unaccented(exact)
        if _HEBREW.fullmatch(bare):
            found += tuple(bare[n:] for n in (1, 2) if len(bare) - n >= 2 and all(c in "ובהלמכש" for c in bare[:n]))
        return found

    def _stemmed(self, word: str) -> str:
        if len(word) <= _SHORT or word in _UNSTEMMED:
            return word
        if not word.isalpha() and any(c.isdigit() for c in word):
            return self._numeric(word)
        if not word.isascii() and _ARABIC.match(word):
            return self._arabic(word)
        if self._stem is None:
            return word
        stem: str = self._stem(word)
        return stem or word

    def _numeric(self, word: str) -> str:
        """Numbers are not stemmed; 220.000 is 220000 where the point groups digits."""
        if self.language in _THOUSANDS_POINT and _GROUPED.fullmatch(word):
            return word.replace(".", "")
        return word

    def _arabic(self, word: str) -> str:
        """Arabic letters in one spelling, without conjunction and article, then Snowball's Arabic in Arabic texts."""
        bare = unaccented(word)
        if self.language in _UNSTEMMED_ARABIC_SCRIPT:
            return bare
        bare = _ARABIC_PREFIX.sub("", bare)
        if self.language == "ar" and self._stem is not None and len(bare) > _SHORT:
            return self._stem(bare) or bare
        return bare
