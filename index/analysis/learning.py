"""What does a run hold that was never met before? Its terms, by the rule; plain shapes by a shorter way to the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

from index.analysis.characters import SURFACE
from index.analysis.initials import INITIALISMS
from index.analysis.lexicon import Lexicon
from index.analysis.surface import LONGEST, LONGEST_JOINED, Part
from index.analysis.text import ABBREVIATIONS, EXTRA, Analyser, ends_sentence, is_abbreviation

ODD, ABBREVIATION, SMALL, INITIALS = 1, 2, 4, 8
"""Flags of a run: it is more than its words (other characters before, after or between that may end a sentence, or no
word at all); a full stop after it ends no sentence; it starts with a small letter beyond ASCII; a word of it is an
abbreviation where it stands in capitals."""

VARIANT_BITS, FLAG_BITS, COMPLEX = 32, 40, 1 << 48
"""Where in a run's number its variant and flags stand, above the number of its term or row; and the mark of a row."""

_CURLY_S = "\u2019s".encode()
_NUMBER = re.compile(rb"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
# Han, kana and Hangul syllables that every normal form leaves as they are.
_BIGRAMS = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")


def _word(run: bytes) -> bytes:
    """The one exact form of a run of a plain shape: a possessive, a number. Empty for all other runs."""
    if run[-2:] == b"'s" and run[:-2].isalpha():
        return run[:-2]
    if run[0] <= 0x39 and _NUMBER.fullmatch(run):
        return run.replace(b",", b"")
    if run[-4:] == _CURLY_S and run[:-4].isalpha():
        return run[:-4]
    return b""


def _flags_of(exact: str) -> int:
    """The flags of a run that ends with a word of this exact form, which is no acronym with full stops."""
    return (ABBREVIATION if is_abbreviation(exact, acronym=False) else 0) | (INITIALS if exact in INITIALISMS else 0)


_FLAGGED = {
    exact: _flags_of(exact) << FLAG_BITS
    for exact in (*ascii_lowercase, *ABBREVIATIONS, *INITIALISMS)
    if exact.isascii()
}
"""The ASCII forms that have flags."""


class Learner:
    """Collects what runs hold, run by run, as one number each (see `index.analysis.vocabulary`).

    A run of one plain term and no extra one is its term, variant and flags. Any other is a row and its flags; rows are
    (first plain term, number of them, first extra term, number of them), of the lists `term` and `variant`,
    `extra_term` and `extra_at`.
    """

    def __init__(self, analyser: Analyser, lexicon: Lexicon, first_row: int) -> None:
        self._analyser = analyser
        self._lexicon = lexicon
        self._first_row = first_row
        self.values: list[int] = []  # of the runs, as they were given
        self.rows: list[tuple[int, int, int, int]] = []
        self.term: list[int] = []
        self.variant: list[int] = []
        self.extra_term: list[int] = []
        self.extra_at: list[int] = []

    def learn(self, runs: Sequence[bytes]) -> None:
        """Work out what `runs` hold, whose ASCII letters are small. To be called once.

        Nine in ten new runs are one word of a plain shape: these are done together, in a fifth of the time.
        """
        words = [run if run.isalnum() else _word(run) for run in runs]
        exacts = [word[:LONGEST].decode() for word in words if word]
        numbers = iter(self._lexicon.numbers(self._analyser.terms(exacts), exacts))
        flagged = _FLAGGED.get
        values = iter([n | v << VARIANT_BITS | flagged(e, 0) for (n, v), e in zip(numbers, exacts, strict=True)])
        self.values = [next(values) if word else self._row(run) for run, word in zip(runs, words, strict=True)]

    def _row(self, run: bytes) -> int:
        """The number of a run that is not one word of a plain shape."""
        first, extra_first = len(self.term), len(self.extra_term)
        one, _, two = run.partition(b"-")
        if one.isalnum() and two.isalnum():
            flags = self._add_compound(one, two)
        elif run[0] < 0xE3 or not _BIGRAMS.fullmatch(text := run.decode("utf-8", "surrogatepass")):
            flags = self._add(run.decode("utf-8", "surrogatepass"))
        else:
            flags = self._add_bigrams(text)
        count, extra_count = len(self.term) - first, len(self.extra_term) - extra_first
        if count == 1 and not extra_count:
            value = self.term.pop() | self.variant.pop() << VARIANT_BITS
        else:
            value = COMPLEX | (self._first_row + len(self.rows))
            self.rows.append((first, count, extra_first, extra_count))
        return value | flags << FLAG_BITS

    def _add_compound(self, *words: bytes) -> int:
        """Add a run of two ASCII words and a hyphen; its flags."""
        exacts = [word[:LONGEST].decode() for word in words]
        for exact in exacts:
            number, variant = self._lexicon.number(self._analyser.term(exact), exact)
            self.term.append(number)
            self.variant.append(variant)
        joined = "".join(exacts)
        if len(joined) <= LONGEST_JOINED and not joined.isdecimal():
            self.extra_term.append(self._lexicon.term(EXTRA + self._analyser.term(joined)))
            self.extra_at.append(0)
        return _flags_of(exacts[-1]) | (INITIALS if exacts[0] in INITIALISMS else 0)

    def _add_bigrams(self, text: str) -> int:
        """Add a run of nothing but characters of Han, kana and Hangul; its flags."""
        number = self._lexicon.term
        self.term += [number(text[i : i + 2]) for i in range(len(text))]  # the last is a single character
        self.variant += bytes(len(text))
        self.extra_term += [number(EXTRA + char) for char in text[:-1]]
        self.extra_at += range(len(text) - 1)
        return ABBREVIATION if is_abbreviation(text[-1], acronym=False) else 0

    def _add(self, text: str) -> int:
        """Add a run of any shape; its flags."""
        first = len(self.term)
        last: Part | None = None
        last_end = 0
        flags = 0
        for match in SURFACE.finditer(text):
            parts, terms = self._analyser.surface(match.group())
            if not parts:
                continue
            if last is None:
                flags |= ODD if match.start() else 0
                flags |= SMALL if not text[0].isascii() and text[0].islower() else 0
            elif ends_sentence(last.exact, text[last_end : match.start()], "X", acronym=last.acronym):
                flags |= ODD
            flags |= INITIALS if any(part.exact in INITIALISMS for part in parts) else 0
            for (plain, exact, _, _), *extra in terms:
                number, variant = self._lexicon.number(plain, exact)
                self.extra_term += [self._lexicon.term(term) for term, _, _, _ in extra]
                self.extra_at += [len(self.term) - first] * len(extra)
                self.term.append(number)
                self.variant.append(variant)
            last, last_end = parts[-1], match.end()
        if last is None or last_end < len(text):
            return flags | ODD
        return flags | (ABBREVIATION if is_abbreviation(last.exact, acronym=last.acronym) else 0)
