"""How may a half-typed question go on? Words, names and facet values that start as typed, the most frequent first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from index.analysis import fold
from search.suggest.vocabulary import WordCounts

_COMMON = 0.3  # a word of more articles than this share says nothing; it comes last


class Completer:
    """Completions from the words and facet values of one publication.

    `values` are (facet value, articles) pairs; `articles` is the number of articles of the archive.
    """

    def __init__(self, words: WordCounts, values: Iterable[tuple[str, int]] = (), articles: int = 0) -> None:
        self._words = words
        self._values = tuple(values)
        self._common = max(_COMMON * articles, 20)

    @cached_property
    def _starts(self) -> tuple[tuple[str, str, int], ...]:
        """(folded rest of the value from one of its words on, value, articles), sorted."""
        rows = set()
        for value, count in self._values:
            names = fold(value).split()
            rows |= {(" ".join(names[at:]), value, count) for at in range(len(names))}
        return tuple(sorted(rows))

    @cached_property
    def _accented(self) -> tuple[tuple[str, int], ...]:
        """(word without accents, its place) of the words that have accents, sorted."""
        found = ((fold(word), at) for at, word in enumerate(self._words.words) if not word.isascii())
        return tuple(sorted(pair for pair in found if pair[0]))

    def complete(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Whole questions that start with `typed`: names and values for all of it, words for its last word."""
        head, _, last = typed.lstrip().rpartition(" ")
        last = last.lstrip('"(+-=')
        if not fold(last):
            return ()
        named = self._named(typed, limit)
        opening = typed[: len(typed) - len(last)]
        worded = [(opening + word, count) for word, count in self._worded(last, limit)]
        # A name that holds all of several typed words is a better guess than any last word.
        ranked = named + worded if head else sorted(named + worded, key=self._order)
        first: dict[str, str] = {}
        for text, _ in ranked:
            first.setdefault(fold(text), text)
        return tuple(first.values())[:limit]

    def _named(self, typed: str, limit: int) -> list[tuple[str, int]]:
        prefix = fold(typed)
        at = bisect_left(self._starts, (prefix, "", 0))
        found: dict[str, int] = {}
        while at < len(self._starts) and self._starts[at][0].startswith(prefix):
            found[self._starts[at][1]] = self._starts[at][2]
            at += 1
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _worded(self, typed: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent words that start with `typed`, itself left out."""
        prefix = typed.casefold()
        words, counts = self._words.words, self._words.counts
        first, end = bisect_left(words, prefix), bisect_left(words, prefix + "\U0010ffff")
        counted = counts[first:end].astype(np.float64)
        counted[counted > self._common] *= 1e-9
        chosen = np.argsort(-counted, kind="stable")[: limit + 1] + first
        found = {words[at]: int(counts[at]) for at in chosen.tolist()}
        plain = fold(typed)
        at = bisect_left(self._accented, (plain, -1))
        while at < len(self._accented) and self._accented[at][0].startswith(plain):
            place = self._accented[at][1]
            found[words[place]] = int(counts[place])
            at += 1
        found.pop(prefix, None)
        return sorted(found.items(), key=self._order)[:limit]

    def _order(self, pair: tuple[str, int]) -> tuple[bool, int, str]:
        return pair[1] > self._common, -pair[1], pair[0]
