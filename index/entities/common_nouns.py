"""Which abbreviations of an article are common nouns? Those that stand in plural, or are written out in small letters.

"Bottom brackets (BBs)" and "a field-effect transistor (FET)" say that BB and FET are no names; a house or an office is
written out in capitals, and has no plural.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.document import Mentions
from index.entities.name_numbers import TokenWords, names_of, within
from index.entities.tokenizer import Tokens

_PLURAL = re.compile(r"(?<![\w&'’.-])([A-Z]{2,5})s(?![\w&'’-])")
_IN_BRACKETS = re.compile(r"\(([A-Z]{2,6})s?\)")
_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = ("of", "the", "and", "on", "in", "for", "to", "a")  # words that an abbreviation leaves out
_REACH = 120  # characters before the bracket that are looked at


@dataclass(frozen=True, slots=True)
class CommonNames:
    """What looks like names of one word in a batch of texts and is none: `text` (int64), which text says so, and `name`
    (uint64), the name as `TokenWords.names` has it."""

    text: NDArray[np.int64]
    name: NDArray[np.uint64]

    def left_out(self, mentions: Mentions, words: TokenWords) -> Mentions:
        """The mentions of a batch without those that their own text says to be none."""
        if not len(self.name):
            return mentions
        names = words.within(words.names(mentions.first, mentions.end), mentions.first)
        return mentions.of(~np.isin(names, within(self.name, self.text)))


NO_COMMON_NAMES = CommonNames(np.zeros(0, np.int64), np.zeros(0, np.uint64))


def common_names(tokens: Tokens) -> CommonNames:
    """The abbreviations of common nouns in each text, and their plurals."""
    found = [*_plurals(tokens.text), *_written_out(tokens.text)]
    if not found:
        return NO_COMMON_NAMES
    places, words = zip(*found, strict=True)
    texts = np.searchsorted(tokens.base, np.array(places, np.int64), side="right") - 1
    different, row = np.unique(np.array(words), return_inverse=True)
    several = names_of([*different.tolist(), *(f"{word}s" for word in different.tolist())])
    pairs = np.stack([np.tile(texts, 2).astype(np.uint64), several[np.concatenate([row, row + len(different)])]])
    texts_of, names = np.unique(pairs, axis=1)
    return CommonNames(texts_of.astype(np.int64), names)


def _plurals(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[1]) for match in _PLURAL.finditer(text))


def _written_out(text: str) -> Iterator[tuple[int, str]]:
    for match in _IN_BRACKETS.finditer(text):
        line = text[max(0, match.start() - _REACH) : match.start()].rpartition("\n")[2]
        if _stands_for(match[1], _WORD.findall(line)):
            yield match.start(), match[1]


def _stands_for(abbreviation: str, words: list[str]) -> bool:
    """Whether the last of some words, in small letters, begin with the letters of an abbreviation."""
    for letter in reversed(abbreviation):
        while words and words[-1] in _BEHIND and words[-1][0] != letter.lower():
            words.pop()
        if not words or words.pop()[0] != letter.lower():
            return False
    return True
