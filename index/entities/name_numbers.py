"""What is a name, as numbers? Its folded words in a row, alone or within one article, for many mentions at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.features import TokenForms, word_numbers_of
from index.entities.tokenizer import Tokens
from index.hashing import mixed

Numbers = NDArray[np.uint64]
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class TokenWords:
    """The tokens of a batch as names need them. Of each token: `word` (uint64) its folded word, `article` (int64) the
    text that it stands in, `sentence` (int64) its sentence, `opening` (bool) whether it begins one, `upper` (bool)
    whether it begins with a capital, `form` (int64) its form.
    """

    word: Numbers
    article: NDArray[np.int64]
    sentence: NDArray[np.int64]
    opening: NDArray[np.bool_]
    upper: NDArray[np.bool_]
    form: NDArray[np.int64]

    def names(self, first: NDArray[np.int64], end: NDArray[np.int64]) -> Numbers:
        """uint64: the name from each first token to the one before `end`."""
        total = np.zeros(len(first), np.uint64)
        size = end - first
        for place in range(int(size.max(initial=0))):
            inside = np.flatnonzero(size > place)
            total[inside] = mixed(total[inside] + self.word[first[inside] + place])
        return total

    def within(self, names: Numbers, first: NDArray[np.int64]) -> Numbers:
        """uint64: each name in the article of its first token, so that it equals no name of another article."""
        return within(names, self.article[first])


def within(names: Numbers, articles: NDArray[np.int64]) -> Numbers:
    """uint64: each name in its article, so that it equals no name of another article."""
    return mixed(names + (articles + 1).astype(np.uint64) * _ODD)


def names_of(texts: Sequence[str]) -> Numbers:
    """uint64: each text as one name, as `TokenWords.names` has it."""
    words = word_numbers_of(texts)
    total = np.zeros(len(texts), np.uint64)
    size = np.fromiter(map(len, words), np.int64, len(words))
    for place in range(int(size.max(initial=0))):
        rows = np.flatnonzero(size > place)
        total[rows] = mixed(total[rows] + np.array([words[row][place] for row in rows.tolist()], np.uint64))
    return total


def words_of(tokens: Tokens, forms: TokenForms) -> TokenWords:
    """The tokens of a batch as names need them."""
    begins = np.zeros(len(tokens), np.bool_)
    begins[tokens.sentence] = True
    return TokenWords(
        forms.word[forms.number],
        np.searchsorted(tokens.base, tokens.start, side="right") - 1,
        np.cumsum(begins),
        begins,
        forms.upper[forms.number],
        forms.number,
    )
