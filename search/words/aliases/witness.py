"""Is a word written as a name in the archive, and which names stand beside it? Looked up in a few of its articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from index.analysis import fold
from index.analysis.characters import unaccented
from search.budget import STANDARD
from search.kept import ENTRY, WORD, Kept

_FAR = 30  # characters to the left and right in which a neighbour stands
_FIRST = re.compile(r" (\w+)")
_LAST = re.compile(r"(\w{1,30}) $")
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
    there, and the names (folded) that stand directly before or after it; none where it is no name."""

    seen: bool
    named: bool
    names: frozenset[str]


class Witness:
    """What texts say of a word, which `examples` finds; each word is looked up once."""

    def __init__(self, examples: Callable[[str], Sequence[str]], most: int = STANDARD.company) -> None:
        self._examples = examples
        self._known: Kept[str, Company] = Kept(most)

    def company(self, word: str) -> Company:
        """What the articles say of `word`."""
        company = self._known.get(word)
        if company is None:
            company = self._company(word)
            self._known.keep(word, company, 2 * ENTRY + 2 * WORD * len(company.names))
        return company

    def _company(self, word: str) -> Company:
        pattern = re.compile(re.escape(word), re.IGNORECASE)
        seen = named = 0
        neighbours: set[str] = set()
        texts = self._examples(word)
        for text in texts:
            plain = text if text.isascii() else text.translate(_plain_letters())  # of the same length
            for match in pattern.finditer(plain):
                left, right = text[: match.start()][-_FAR:], text[match.end() : match.end() + _FAR]
                surface = text[match.start() : match.end()]
                if (surface.isupper() and len(surface) > 1) or _inside_word(left[-1:], right[:1]):
                    continue
                seen += 1
                named += not surface[0].islower()
                neighbours |= {neighbour for neighbour in (_last(left), _first(right)) if _is_name(neighbour)}
        is_name = seen > 0 and named >= _SHARE * seen
        return Company(bool(texts), is_name, frozenset(map(fold, neighbours)) - _TITLES if is_name else frozenset())


@cache
def _plain_letters() -> dict[int, str]:
    """For letters with accents, and other forms of a letter, the plain one."""
    letters: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x386, 0x460), *range(0x5D0, 0x6D6), *range(0x1E00, 0x2000)):
        plain = unaccented(chr(code))
        if len(plain) == 1 and plain != chr(code):
            letters[code] = plain
    return letters


def _inside_word(left: str, right: str) -> bool:
    return left.isalnum() or right.isalnum()


def _last(left: str) -> str:
    """The word right before, where only a space parts it."""
    match = _LAST.search(left)
    return match.group(1) if match else ""


def _first(right: str) -> str:
    """The word right after, where only a space parts it."""
    match = _FIRST.match(right)
    return match.group(1) if match else ""


def _is_name(word: str) -> bool:
    """Whether it begins with a capital, or is of a script that has none."""
    return len(word) > 2 and not word[0].islower() and not word.isupper()
