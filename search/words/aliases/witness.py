"""Is a word written as a name in the archive, and which names stand beside it? Looked up in a few of its articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.analysis import fold
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


class Witness:
    """What texts say of a word, which `examples` finds; each word is looked up once."""

    def __init__(self, examples: Callable[[str], Sequence[str]], most: int = STANDARD.company) -> None:
        self._examples = examples
        self._known: Kept[str, frozenset[str]] = Kept(most)

    def company(self, word: str) -> frozenset[str]:
        """The names (folded) that stand directly before or after `word`; none where it is not written as a name."""
        names = self._known.get(word)
        if names is None:
            names = self._company(word)
            self._known.keep(word, names, 2 * ENTRY + 2 * WORD * len(names))
        return names

    def stands(self, word: str) -> bool:
        """Whether an article holds the word in any of its forms."""
        return bool(self._examples(word))

    def _company(self, word: str) -> frozenset[str]:
        pattern = re.compile(re.escape(word), re.IGNORECASE)
        seen = named = 0
        neighbours: set[str] = set()
        for text in self._examples(word):
            for match in pattern.finditer(text):
                left, right = text[: match.start()][-_FAR:], text[match.end() : match.end() + _FAR]
                surface = match.group()
                if surface.isupper() or _inside_word(left[-1:], right[:1]):
                    continue
                seen += 1
                named += surface[0].isupper()
                neighbours |= {neighbour for neighbour in (_last(left), _first(right)) if _is_name(neighbour)}
        if not seen or named < _SHARE * seen:
            return frozenset()
        return frozenset(map(fold, neighbours)) - _TITLES


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
    return len(word) > 2 and word[0].isupper() and not word.isupper()
