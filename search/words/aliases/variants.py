"""Which spellings of one foreign name does the archive use? Names written alike that keep the same company.

Precision comes first. Two words are variants where all of this holds: they are within two letters of each other; they
differ only as transliterations do (doubled letters, a silent h, e and i and y, o and u, q and k and g, v and w and
f, a leading I before two consonants); both are written as names in the archive; and a same name stands beside both
(Sergei *Lavrov*, Sergey *Lavrov*), because Jones and Jonas pass all the others. A word that the archive does not hold
needs no company of its own.
"""

from __future__ import annotations

import re

from index.analysis import fold
from search.budget import STANDARD
from search.kept import ENTRY, WORD, Kept
from search.words.aliases.witness import Witness
from search.words.suggest import Speller

_SHORTEST = 5
_SPELLINGS = (
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ts?ch|tsh"), "C"),
    (re.compile(r"s?ch|sh"), "S"),
    (re.compile(r"dzh|dj"), "j"),
    (re.compile(r"ck|c"), "k"),
    (re.compile(r"([bcdfgkpqrtz])h"), r"\1"),
    (re.compile(r"h(?=[bcdfgjklmnpqrstvwxz]|$)"), ""),
    (re.compile(r"o[uw](?=.)"), "u"),
    (re.compile(r"(?:[aei][iyj]|i[yj]|y[iy])(?![aeou])"), "e"),
    (re.compile(r"^[ie](?=[bcdfgkmpst][lr])"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
_SOFT = str.maketrans("", "", "acdefghijkopqstuvwxyz")
_REPEATED = re.compile(r"(.)\1+")
_ALIKE = tuple(map(frozenset, ("ae", "eiy", "ouw", "qkg", "vwf", "zs")))


def alike(one: str, other: str) -> bool:
    """Whether two folded words differ only as transliterations of one name do."""
    return _alike(_plain(one), _plain(other))


def _alike(a: str, b: str) -> bool:
    """The same of words that `_plain` has made alike as far as it goes."""
    if len(a) != len(b) or not a:
        return False
    for place, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y:
            continue
        edge = place in (0, len(a) - 1)
        if not any(x in group and y in group for group in _ALIKE) or (edge and {x, y} == {"a", "e"}):
            return False
        if place == 0 and "f" in (x, y):
            return False
    return True


def _plain(word: str) -> str:
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def _firm(word: str) -> str:
    """The letters of a folded word that no two spellings of a name differ in, repeated ones once: told at once, where
    what is written alike takes 13 substitutions."""
    return _REPEATED.sub(r"\1", word.translate(_SOFT))


class NameVariants:
    """Spelling variants in one publication, each word worked out once."""

    def __init__(self, speller: Speller, witness: Witness, most: int = STANDARD.variants) -> None:
        self._speller = speller
        self._witness = witness
        self._known: Kept[str, tuple[str, ...]] = Kept(most)

    def of(self, word: str) -> tuple[str, ...]:
        """The other spellings of the name `word`, none where it is no name or has none."""
        plain = fold(word)
        names = self._known.get(plain)
        if names is None:
            names = self._find(plain)
            self._known.keep(plain, names, ENTRY + WORD * len(names))
        return names

    def _find(self, plain: str) -> tuple[str, ...]:
        if len(plain) < _SHORTEST - 1 or not plain.isalpha():
            return ()
        firm, likeness = _firm(plain), _plain(plain)
        close = [
            word
            for word, candidate in self._speller.near(plain)
            if len(candidate) >= _SHORTEST
            and candidate != plain
            and _firm(candidate) == firm
            and _alike(likeness, _plain(candidate))
        ]
        if not close:
            return ()
        if self._speller.knows(plain) or self._witness.stands(plain):  # felon, where only felons stand
            company = self._witness.company(plain)
            close = [candidate for candidate in close if company & self._witness.company(candidate)] if company else []
        else:  # it finds nothing as it is typed, so any name that is written alike is better
            close = [candidate for candidate in close if self._witness.company(candidate)]
        return tuple(candidate.capitalize() for candidate in close)
