"""What does the plan of a question ask about the archive's words? The seam: an engine brings what answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.analysis import QueryToken
from search.words.leaves import Slot

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

    def english(self, text: str) -> tuple[str, str]:
        """The word that `text` is, without accents, and its term in English articles; both empty where there are none
        or it is no single word of letters."""
        ...

    def others(self, languages: frozenset[str] | None) -> frozenset[str]:
        """Those of `languages` (None: of all the archive's) that are not English, with articles of unknown language;
        empty where there are none."""
        ...

    def inflected(self, term: bytes, word: str, fields: Sequence[str]) -> bool:
        """Whether an article holds, in one of the fields, `word` or another form under its English stem `term`."""
        ...

    def derived(self, term: bytes, fields: Sequence[str]) -> str:
        """The form of `term` that is the commonest in the articles looked at, or ""."""
        ...

    def holds(self, slot: Slot) -> bool:
        """Whether any article holds one of the slot's terms in its title or body."""
        ...

    def stands(self, terms: Sequence[bytes], fields: Sequence[str]) -> bool:
        """Whether any article holds one of the terms in one of the fields."""
        ...
