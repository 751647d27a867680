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
        found = self._known.get(word)
        if found is None:
            found = self._company(word)
            self._known.keep(word, found, 2 * ENTRY + 2 * WORD * len(found))
        return found

    def stands(self, word: str) -> bool:
        """Whether an article holds the word in any of its forms."""
        return bool(self._examples(word))

    def _company(self, word: str) -> frozenset[str]:
        pattern = re.compile(re.escape(word), re.IGNORECASE)
        seen = named = 0
        beside: set[str] = set()
        for text in self._examples(word):
            for match in pattern.finditer(text):
                before, after = text[: match.start()][-_FAR:], text[match.end() : match.end() + _FAR]
                surface = match.group()
                if surface.isupper() or _inside_word(before[-1:], after[:1]):
                    continue
                seen += 1
                named += surface[0].isupper()
                beside |= {other for other in (_last(before), _first(after)) if _is_name(other)}
        if not seen or named < _SHARE * seen:
            return frozenset()
        return frozenset(map(fold, beside)) - _TITLES


def _inside_word(before: str, after: str) -> bool:
    return before.isalnum() or after.isalnum()


def _last(before: str) -> str:
    """The word right before, where only a space parts it."""
    found = _LAST.search(before)
    return found.group(1) if found else ""


def _first(after: str) -> str:
    """The word right after, where only a space parts it."""
    found = _FIRST.match(after)
    return found.group(1) if found else ""


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.isupper()
