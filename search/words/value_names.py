"""When does a question's word or phrase mean a value of a facet, such as a byline? `ValueName` says it.

Values are names: their words are compared as they are written, without accents, and not stemmed. A word means every
value that has it, a phrase only one that it is in full; an article in front (The Courier) may be there or not. Of a
host's labels those that registries give out (`co.uk`) say nothing by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import fold
from search.kept import ENTRY, WORD

_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+")
_REGISTRIES = frozenset(("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"))
_LONG = 64  # characters; words that are longer are cut by the rule
_ARTICLES = frozenset(
    "the a an der die das le la les l el los las il lo i gli o os as de het den det".split()  # noqa: SIM905
)


def value_words(text: str) -> tuple[str, ...]:
    """The folded words of a value, or of a name in a question."""
    if len(text) < _LONG and text.isascii() and text.replace(" ", "").isalpha():
        return tuple(text.lower().split())  # as the rule has it, at a tenth of its 10 us
    return tuple(fold(text).split())


def telling_words(value: str) -> tuple[str, ...]:
    """Those words of a value each of which means it by itself."""
    words = value_words(value)
    if len(words) < 2 or not _HOST.fullmatch(value):
        return words
    rest = words[:-1]
    return rest[:-1] if len(rest) > 1 and rest[-1] in _REGISTRIES else rest


def without_article(words: Sequence[str]) -> tuple[str, ...]:
    """The words without an article in front of others."""
    return tuple(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


@dataclass(frozen=True, slots=True)
class ValueName:
    """Folded words that mean the values that they are in full (`whole`), or in which they stand side by side."""

    words: tuple[str, ...]
    whole: bool = False

    @property
    def weight(self) -> int:
        """Bytes that it takes, about."""
        return ENTRY + WORD * len(self.words)

    def means(self, value: Sequence[str]) -> bool:
        """Whether a value of these words is meant."""
        if self.whole:
            return without_article(self.words) == without_article(value)
        size = len(self.words)
        return any(tuple(value[start : start + size]) == self.words for start in range(len(value) - size + 1))
