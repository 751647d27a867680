"""What are the positions of a question's words? Analysed for the languages of the archive, and kept."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import QueryToken, analyse_query
from search.budget import STANDARD, Budget
from search.kept import ENTRY, WORD, Kept


class QueryTokens:
    """The positions of questions in some languages; those that were asked for lately are kept."""

    def __init__(self, languages: Sequence[str], budget: Budget = STANDARD) -> None:
        self._languages = languages
        self.kept: Kept[str, tuple[QueryToken, ...]] = Kept(budget.tokens)

    def of(self, text: str) -> tuple[QueryToken, ...]:
        """The positions of a question's words."""
        tokens = self.kept.get(text)
        if tokens is None:
            tokens = tuple(analyse_query(text, self._languages))
            terms = sum(len(token.terms) + len(token.plain) + len(token.joined) for token in tokens)
            spoken = sum(len(token.spoken) + len(token.joined_spoken) for token in tokens)
            self.kept.keep(text, tokens, ENTRY + 2 * ENTRY * len(tokens) + WORD * terms + ENTRY * spoken)
        return tokens
