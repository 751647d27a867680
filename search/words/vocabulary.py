"""What does the plan of a question ask about the archive's words? The seam: an engine brings what answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.analysis import QueryToken
from search.words.leaves import Slot, Typed

MOST_PATTERN_WORDS = 1024  # words of one pattern that are looked for


class Vocabulary(Protocol):
    """The words of an archive. `fields` are names of text fields; terms are as the index holds them."""

    def tokens(self, text: str) -> tuple[QueryToken, ...]:
        """The positions of a query's words, for the languages of the archive."""
        ...

    def starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that start with `prefix` (folded), and how many stems were left out for being too many."""
        ...

    def like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that fit `pattern` (folded): `?` is one character, `*` any number. See `starting`."""
        ...

    def near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words within `edits` edits of `word` (folded) that start with its first letter. See `starting`."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages of the archive's articles, "" for those whose language is not known."""
        ...

    def inflected(self, term: bytes, typed: Typed, fields: Sequence[str]) -> bool:
        """Whether an article holds, in one of the fields, the word or another form of it under its stem `term`."""
        ...

    def typed_in(self, term: bytes, typed: Typed, fields: Sequence[str]) -> int:
        """How many articles hold the typed form under its stem `term`, counted field by field."""
        ...

    def derived(self, text: str, fields: Sequence[str]) -> str:
        """The form of a word's stems that is the commonest in the articles looked at, or ""."""
        ...

    def others(self, text: str, typed: Typed, fields: Sequence[str]) -> tuple[str, ...]:
        """The forms of a word's stems in articles that do not hold the word itself, the commonest in a few of them:
        three at most."""
        ...

    def holds(self, slot: Slot) -> bool:
        """Whether any article holds one of the slot's terms in its title or body."""
        ...

    def stands(self, terms: Sequence[bytes], fields: Sequence[str]) -> bool:
        """Whether any article holds one of the terms in one of the fields."""
        ...
