"""Which facet values hold these words? Bylines, publishers, agencies, places and sections, looked up by their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.analysis import fold


class ValueWords(NamedTuple):
    """A facet's value with its folded words and the number of articles that have it."""

    facet: str
    value: str
    articles: int
    words: tuple[str, ...]


class FacetValues:
    """The facet values of one publication, from (facet, value, articles). `rows` are those that have words.

    Taking a value into its words takes 10 us, so that it is done with the reading of the archive's words.
    """

    def __init__(self, values: Iterable[tuple[str, str, int]] = ()) -> None:
        rows = (ValueWords(facet, value, count, tuple(fold(value).split())) for facet, value, count in values)
        self.rows = tuple(row for row in rows if row.words)
        self._by_word: dict[str, list[ValueWords]] = {}
        for row in self.rows:
            for word in dict.fromkeys(row.words):
                self._by_word.setdefault(word, []).append(row)

    def articles(self, word: str) -> int:
        """How many articles have a value with `word` in it, one that has several such values counted for each; 0 where
        no value holds it."""
        parts = fold(word).split()
        return min((sum(row.articles for row in self._by_word.get(part, ())) for part in parts), default=0)

    def holding(self, text: str) -> list[ValueWords]:
        """The values in which the words of `text` stand in order, the most frequent first; a word by itself must be
        the whole value."""
        words = tuple(fold(text).split())
        if not words:
            return []
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        rows = [row for row in rarest if row.words == words or (len(words) > 1 and _in_order(words, row.words))]
        return sorted(rows, key=lambda row: (-row.articles, row.facet, row.value))


def _in_order(words: tuple[str, ...], value: tuple[str, ...]) -> bool:
    rest = iter(value)
    return all(word in rest for word in words)
