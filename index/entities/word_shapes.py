"""How is a word written? Its capitals and small letters, for all tokens of a batch at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.letters import CharacterKind
from index.entities.tokenizer import Tokens

_SHORT_HEAD = 2  # letters before an inner capital that are part of names of persons: McCall, DeLuca, LaRue
_LONG_HEADS = ("Mac", "Van", "Von", "San", "Fitz")
_SYLLABLE = (2, 5)  # letters behind the hyphen of a name of East Asia, and at most so many before it


@dataclass(frozen=True, slots=True)
class WordShapes:
    """Of each token: `size` (int64) its characters; `capitals` whether it is two capital letters or more and no small
    one; `inner` whether a capital follows a small letter, but for the beginnings of surnames; `small_tail` whether it
    is two short syllables around a hyphen, the second without a capital; `loud` whether most words of its sentence are
    `capitals` (bool all)."""

    size: NDArray[np.int64]
    capitals: NDArray[np.bool_]
    inner: NDArray[np.bool_]
    small_tail: NDArray[np.bool_]
    loud: NDArray[np.bool_]


def word_shapes(tokens: Tokens) -> WordShapes:
    """The shapes of the tokens."""
    upper, lower = tokens.kind == CharacterKind.UPPER, tokens.kind == CharacterKind.LOWER
    size = tokens.end - tokens.start
    large, small = _count(upper, tokens), _count(lower, tokens)
    capitals = (large > 1) & (small == 0)
    turn = np.zeros(len(upper), np.bool_)
    turn[1:] = upper[1:] & lower[:-1]
    head = _before(turn, tokens)
    inner = (head > _SHORT_HEAD) & (head < size) & (large + small == size) & ~_surname_heads(tokens, head)
    hyphen = tokens.codes == ord("-")
    head = _before(hyphen, tokens)
    tail = size - head - 1
    least, most = _SYLLABLE
    small_tail = upper[tokens.start] & (large == 1) & (small == size - 2) & (_count(hyphen, tokens) == 1)
    small_tail &= (least <= head) & (head <= most) & (least <= tail) & (tail <= most)
    return WordShapes(size, capitals, inner, small_tail, _loud(capitals, (large + small > 1), tokens))


def _count(chosen: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.int64]:
    """int64[tokens]: how many of the chosen characters each has."""
    total = np.concatenate(([0], np.cumsum(chosen)))
    count: NDArray[np.int64] = total[tokens.end] - total[tokens.start]
    return count


def _before(chosen: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.int64]:
    """int64[tokens]: how many characters stand before the first chosen one from the token's beginning on."""
    places = np.append(np.flatnonzero(chosen), len(chosen))
    before: NDArray[np.int64] = places[np.searchsorted(places[:-1], tokens.start)] - tokens.start
    return before


def _surname_heads(tokens: Tokens, head: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool[tokens]: which have such a beginning of surnames before their inner capital."""
    known = np.zeros(len(head), np.bool_)
    for word in _LONG_HEADS:
        rows = np.flatnonzero(head == len(word))
        letters = tokens.codes[tokens.start[rows, None] + np.arange(len(word))]
        known[rows] |= (letters == np.array([*map(ord, word)])).all(1)
    return known


def _loud(capitals: NDArray[np.bool_], words: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.bool_]:
    """bool[tokens]: which stand in sentences most of whose words are in capitals."""
    loud, every = (np.add.reduceat(some.astype(np.int64), tokens.sentence) for some in (capitals, words))
    return np.repeat(2 * loud > every, np.diff(tokens.sentence, append=len(tokens)))
