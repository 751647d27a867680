"""Is a word written as a name in the archive, and which names stand beside it? Looked up in a few of its articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.analysis import fold
from index.analysis.characters import unaccented
from search.budget import STANDARD
from search.kept import ENTRY, WORD, Kept
from search.words.aliases.chinese import chinese_spellings
from search.words.aliases.spellings import ARABIC_ARTICLE

_FAR = 30  # characters to the left and right in which a neighbour stands
_FIRST = re.compile(rf" {ARABIC_ARTICLE}?(?P<name>\w+)", re.IGNORECASE)
_HYPHENED = re.compile(r" (\w+-\w+)")
_LAST = re.compile(rf"(?P<name>\w{{1,30}}) {ARABIC_ARTICLE}?$", re.IGNORECASE)
# Letters of which the plain one may be of ASCII (see `_plain_letters`; and the signs of kelvin and angstrom).
_STRANGE = re.compile("[\u00c0-\u024f\u0386-\u045f\u05d0-\u06d5\u1e00-\u1fff\u212a\u212b]")
_NEAREST = re.compile(r" (\w{1,30})")
_HYPHENS, _SPACED_ARTICLES = "-\u2010\u2011", ("al", "el")
_SHARE = 0.8  # of a name's occurrences begin with a capital
_TITLES = frozenset(
    """
    mr mrs ms dr sir lord lady king queen prince princess president premier minister prime foreign defence defense
    secretary general colonel judge senator professor pope saint north south east west new the this that with from
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Company:
    """What the archive says of a word: whether it was `seen` in the articles looked at, whether it is written as a name
    there, anywhere without another name beside it (`alone`), and the names (folded) that stand directly before or after
    it; none where it is no name."""

    seen: bool
    named: bool
    alone: bool
    names: frozenset[str]


class Witness:
    """What texts say of a word, which `examples` finds; each word is looked up once."""

    def __init__(self, examples: Callable[[str], Sequence[str]], most: int = STANDARD.company) -> None:
        self._examples = examples
        self._known: Kept[str, Company] = Kept(most)

    def company(self, word: str) -> Company:
        """What the articles say of `word`, a folded one, perhaps with hyphens."""
        company = self._known.get(word)
        if company is None:
            company = self._company(word)
            self._known.keep(word, company, 2 * ENTRY + 2 * WORD * len(company.names))
        return company

    def _company(self, word: str) -> Company:
        seen = named = 0
        alone = False
        names: set[str] = set()
        texts = self._examples(word.rpartition("-")[2])
        for text in texts:
            for start in _places(word, text):
                end = start + len(word)
                left, right = text[max(start - _FAR, 0) : start], text[end : end + _FAR]
                surface = text[start:end]
                if (surface.isupper() and len(surface) > 1) or _inside_word(left[-1:], right[:1]):
                    continue
                seen += 1
                named += not surface[0].islower()
                beside = _names(left, right)
                alone = alone or not beside
                names |= beside
        if not (seen and named >= _SHARE * seen):
            return Company(bool(texts) if "-" not in word else seen > 0, named=False, alone=False, names=frozenset())
        return Company(seen=True, named=True, alone=alone, names=frozenset(names))


def _names(left: str, right: str) -> frozenset[str]:
    """The names that stand directly before or after a place, from what is left and right of it."""
    return frozenset(map(_folded, filter(_is_name, (_last(left), _first(right), _chinese(right))))) - _TITLES


def _places(word: str, text: str) -> Iterator[int]:
    """Where a folded word begins in a text, whatever its capitals and accents, none inside another."""
    if not word.isascii() or not (text.isascii() or _STRANGE.search(text) is None):
        plain = text.translate(_plain_letters())  # of the same length
        yield from (match.start() for match in re.finditer(re.escape(word), plain, re.IGNORECASE))
        return
    plain, small = text.lower(), word.lower()  # a tenth of the time of an expression
    start = plain.find(small)
    while start >= 0:
        yield start
        start = plain.find(small, start + max(len(small), 1))


@cache
def _plain_letters() -> dict[int, str]:
    """For letters with accents, and other forms of a letter, the plain one."""
    letters: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x386, 0x460), *range(0x5D0, 0x6D6), *range(0x1E00, 0x2000)):
        letter = chr(code)
        plain = unaccented(letter.lower())
        if len(letter.lower()) == len(plain) == 1 and plain != letter.lower():
            letters[code] = plain.upper() if letter.isupper() else plain  # a small letter would make a name a word
    return letters


def _inside_word(left: str, right: str) -> bool:
    return left.isalnum() or right.isalnum()


def _last(left: str) -> str:
    """The word right before, where only a space or an Arabic article parts it."""
    if left[-1:] != " " and left[-1:] not in _HYPHENS:
        return ""
    if left[-1:] == " " and left[-3:-1].lower() not in _SPACED_ARTICLES:  # a fifth of the time of a search
        nearest = _NEAREST.match(left[::-1])
        return nearest[1][::-1] if nearest else ""
    match = _LAST.search(left)
    return match["name"] if match else ""


def _first(right: str) -> str:
    """The word right after, where only a space or an Arabic article parts it."""
    match = _FIRST.match(right)
    return match["name"] if match else ""


def _chinese(right: str) -> str:
    """A Chinese name of two syllables with a hyphen right after (Mao *Tse-tung*)."""
    match = _HYPHENED.match(right)
    return match[1] if match and chinese_spellings(_folded(match[1])) else ""


def _folded(name: str) -> str:
    return fold(name).replace(" ", "-")


def _is_name(word: str) -> bool:
    """Whether it begins with a capital, or is of a script that has none."""
    return len(word) > 2 and not word[0].islower() and not word.isupper()
