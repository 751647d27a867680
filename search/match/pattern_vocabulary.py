"""What does a vocabulary say of words and patterns, whatever its words lie in? Looked up once, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.analysis import QueryToken
from search.budget import Budget
from search.kept import ENTRY, Kept
from search.match.pattern_words import PatternWords, TermLists
from search.match.query_tokens import QueryTokens
from search.words.leaves import Slot


class PatternVocabulary:
    """What `Vocabulary` tells from lists of terms alone: see there for what each call returns."""

    def __init__(self, lists: Sequence[TermLists], languages: Sequence[str], budget: Budget) -> None:
        self.languages = frozenset(languages)
        self._tokens = QueryTokens(languages, budget)
        self._pattern_words = PatternWords(lists, self._tokens.of)
        self._patterns: Kept[tuple[str, str, int, Sequence[str]], tuple[Slot, int]] = Kept(budget.patterns)

    def tokens(self, text: str) -> tuple[QueryToken, ...]:
        """The positions of a query's words, for the languages of the archive."""
        return self._tokens.of(text)

    def starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that start with `prefix` (folded), and how many stems were left out for being too many."""
        return self._remembered("starting", prefix, 0, fields, lambda: self._pattern_words.starting(prefix, fields))

    def like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that fit `pattern` (folded): `?` is one character, `*` any number. See `starting`."""
        return self._remembered("like", pattern, 0, fields, lambda: self._pattern_words.like(pattern, fields))

    def near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words within `edits` edits of `word` (folded) that start with its first letter. See `starting`."""
        return self._remembered("near", word, edits, fields, lambda: self._pattern_words.near(word, edits, fields))

    def _remembered(
        self, kind: str, text: str, edits: int, fields: Sequence[str], find: Callable[[], tuple[Slot, int]]
    ) -> tuple[Slot, int]:
        key = kind, text, edits, fields
        slot = self._patterns.get(key)
        if slot is None:
            slot = find()
            self._patterns.keep(key, slot, ENTRY + slot[0].weight)
        return slot
