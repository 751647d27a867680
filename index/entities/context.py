"""Which features has a token by what stands around it? Shapes in a row, its place in the sentence, names of places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.features import CAPITALS, SHAPES, SHORT_WORD, SMALL_WORD, TokenForms
from index.entities.gazetteer import PHRASE_SALT, Gazetteer, NameList
from index.entities.tokenizer import Tokens
from index.hashing import key, mixed

LONGEST_PHRASE = 4
"""How many words the name of a place may have."""

_MARGIN = 2
"""How many times form 0 stands between two sentences: as far as a feature of a form reaches."""

_FIRST, _CAPITALS, _TITLE, _PLACE = 3 * SHAPES**3, 0, 1, 3 * SHAPES**3 + SHAPES**2 + 2 * SHAPES
FEATURES_OF_CONTEXT = 6
CONTEXTS = _PLACE + 3
"""How many features there are; the first stands for none."""
_SHOUTED = 3  # words in capitals, without a small one: a headline in capitals
_TITLE_LENGTH = 5  # tokens; longer sentences with one small word at most are headlines in Title Case


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """Sentences in one row with margins between them: `form` (int64) the number of the form at each slot, `slot`
    (int64) the slot of each token, `length` (int64) how many tokens each sentence has."""

    form: NDArray[np.int64]
    slot: NDArray[np.int64]
    length: NDArray[np.int64]


def rows(tokens: Tokens, forms: TokenForms) -> SentenceRows:
    """The sentences of the tokens in one row."""
    count = len(tokens)
    length = np.diff(tokens.sentence, append=count)
    slot = np.arange(count) + _MARGIN * (1 + np.repeat(np.arange(len(length)), length))
    form = np.zeros(count + _MARGIN * (1 + len(length)), np.int64)
    form[slot] = forms.number
    return SentenceRows(form, slot, length)


def contexts(tokens: Tokens, forms: TokenForms, row: SentenceRows, gazetteer: Gazetteer) -> NDArray[np.int64]:
    """int64[tokens, FEATURES_OF_CONTEXT]: the features of each token by their numbers, 0 for none."""
    features = np.zeros((len(tokens), FEATURES_OF_CONTEXT), np.int64)
    shape = forms.shape[row.form].astype(np.int64)
    slot = row.slot
    for column, shift in enumerate((-1, 0, -2)):  # where the first of three shapes stands
        first = (shape[slot + shift] * SHAPES + shape[slot + shift + 1]) * SHAPES + shape[slot + shift + 2]
        features[:, column] = 1 + column * SHAPES**3 + first
    features[:, 3] = _openings(tokens, forms, shape, slot)
    features[:, 4] = _headlines(tokens, shape[slot], row.length)
    features[:, 5] = _places(tokens, forms, gazetteer)
    return features


def _openings(
    tokens: Tokens, forms: TokenForms, shape: NDArray[np.int64], slot: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Of the first words of sentences: their shape and the next one's."""
    opening = np.zeros(len(tokens), np.bool_)
    opening[tokens.sentence] = True
    after = tokens.sentence[~forms.letter[forms.number[tokens.sentence]]] + 1
    opening[after[after < len(tokens)]] = True
    return np.where(opening, 1 + 3 * SHAPES**3 + shape[slot] * SHAPES + shape[slot + 1], 0)


def _headlines(tokens: Tokens, shape: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the words of headlines: how it is written, and the word's shape."""
    size = tokens.end - tokens.start
    loud = np.add.reduceat(((shape == CAPITALS) & (size > 1)).astype(np.int64), tokens.sentence)
    small = np.add.reduceat(
        (((shape == SMALL_WORD) | (shape >= SHORT_WORD)) & (size > 2)).astype(np.int64), tokens.sentence
    )
    capitals = (loud >= _SHOUTED) & (small == 0)
    titles = ~capitals & (small <= 1) & (length > _TITLE_LENGTH)
    style = np.repeat(np.where(capitals, 1, np.where(titles, 2, 0)), length)
    return np.where(style > 0, 1 + 3 * SHAPES**3 + SHAPES**2 + (style - 1) * SHAPES + shape, 0)


def _places(tokens: Tokens, forms: TokenForms, gazetteer: Gazetteer) -> NDArray[np.int64]:
    """Of the words of a listed name of several words: whether they begin it or are inside."""
    features = np.zeros(len(tokens), np.int64)
    for start, end in place_phrases(tokens, forms, gazetteer):
        if not features[start]:
            features[start] = _PLACE + 1
            features[start + 1 : end] = _PLACE + 2
    return features


def place_phrases(tokens: Tokens, forms: TokenForms, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Where listed names of places of several words stand, by their first tokens and those behind their last ones: the
    longest at each, in order."""
    number = forms.number
    sentence = np.zeros(len(tokens), np.int64)
    sentence[tokens.sentence] = 1
    sentence = np.cumsum(sentence)
    begins = np.flatnonzero((forms.lists[number] & NameList.BEGINS_PLACE > 0) & forms.upper[number])
    named = forms.upper | (forms.shape >= SHORT_WORD)
    ends = np.zeros(len(begins), np.int64)
    for words in range(2, LONGEST_PHRASE + 1):
        inside = begins + words <= len(tokens)
        first = begins[inside]
        members = number[first[:, None] + np.arange(words)]
        known = gazetteer.rows(phrase_keys(forms.word[members])) > 0
        known &= named[members].all(1) & (sentence[first] == sentence[first + words - 1])
        ends[np.flatnonzero(inside)[known]] = first[known] + words
    return [(start, end) for start, end in zip(begins.tolist(), ends.tolist(), strict=True) if end]


def phrase_keys(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """uint32[phrases]: the keys of phrases from the numbers of their words, uint64[phrases, words]."""
    total = np.zeros(len(words), np.uint64)
    for column in words.T:
        total = mixed(total + column)
    return key(total, PHRASE_SALT)
