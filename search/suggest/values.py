"""Which facet values hold these words? Bylines, publishers, agencies, places and sections, looked up by their words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from index.analysis import fold


class Value(NamedTuple):
    """A facet's value with its folded words and the number of articles that have it."""

    facet: str
    value: str
    articles: int
    words: tuple[str, ...]


class FacetValues:
    """The facet values of one publication, from (facet, value, articles)."""

    def __init__(self, values: Iterable[tuple[str, str, int]] = ()) -> None:
        self._values = tuple(values)

    @cached_property
    def rows(self) -> tuple[Value, ...]:
        """The values with their words, those without any left out: 10 us each, the first time."""
        found = (Value(facet, value, many, tuple(fold(value).split())) for facet, value, many in self._values)
        return tuple(row for row in found if row.words)

    @cached_property
    def _by_word(self) -> dict[str, list[Value]]:
        held: dict[str, list[Value]] = {}
        for row in self.rows:
            for word in dict.fromkeys(row.words):
                held.setdefault(word, []).append(row)
        return held

    def articles(self, word: str) -> int:
        """How many articles have a value with `word` in it, one that has several such values counted for each; 0 where
        no value holds it."""
        parts = fold(word).split()
        return min((sum(row.articles for row in self._by_word.get(part, ())) for part in parts), default=0)

    def holding(self, text: str) -> list[Value]:
        """The values in which the words of `text` stand in order, the most frequent first; a word by itself must be
        the whole value."""
        words = tuple(fold(text).split())
        if not words:
            return []
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        found = [row for row in rarest if row.words == words or (len(words) > 1 and _in_order(words, row.words))]
        return sorted(found, key=lambda row: (-row.articles, row.facet, row.value))


def _in_order(words: tuple[str, ...], value: tuple[str, ...]) -> bool:
    rest = iter(value)
    return all(word in rest for word in words)
