"""Which two words stand side by side in an archive? What completion asks; an engine brings what answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class WordPair(NamedTuple):
    """Two words side by side as the archive writes them (`Ban Ki`), the articles that hold them, about, and whether
    both begin with a capital there as names do."""

    written: str
    articles: int
    named: bool


class WordPairs(Protocol):
    """The pairs of an archive, of titles and kept text alone."""

    def following(self, word: str, begin: str) -> Sequence[WordPair]:
        """The pairs of `word` and a word that starts with `begin` (both folded), the likeliest first."""
        ...

    def names(self, word: str) -> Sequence[WordPair]:
        """The names of two words that begin with `word` (folded), the likeliest first."""
        ...

    def holds(self, word: str) -> bool:
        """Whether the archive holds `word` (folded) in just this form but for accents."""
        ...


class NoPairs:
    """The pairs of an archive that tells none."""

    def following(self, word: str, begin: str) -> Sequence[WordPair]:
        return ()

    def names(self, word: str) -> Sequence[WordPair]:
        return ()

    def holds(self, word: str) -> bool:
        return True
