"""Where are the words and sentences of many texts? One pass of array operations over their characters.

A token is a word with its inner hyphens and apostrophes, a number, an initial or an abbreviation with its stop, the 's
of a genitive, a Chinese character, or any other single sign. Sentences end at their stops and at the ends of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.letters import CharacterKind, code_points, table

_ABBREVIATIONS = (
    *("mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "maj", "rev", "hon", "sen", "rep", "gov"),
    *("st", "jr", "sr", "inc", "corp", "co", "ltd", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "no", "vs"),
)
_LONGEST_ABBREVIATION = 4
_LONGEST_SENTENCE = 500  # tokens; a longer one, such as a table in one line, is cut: memory grows with the longest
_CLOSING = tuple(map(ord, "\"')\u201d\u2019"))
_STOPS = tuple(map(ord, ".!?\u3002\uff01\uff1f"))
_QUOTES = tuple(map(ord, '"\u201d'))
_APOSTROPHE, _HYPHEN, _STOP, _AMPERSAND = map(ord, "'-.&")
_IN_NUMBERS = tuple(map(ord, ".,:/"))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a row of texts.

    `text` is all texts, a line end after each; `codes` its characters and `kind` their classes. Of each token `start`
    and `end` (int64) are offsets into it; `sentence` (int64) holds the first token of each sentence, `base` (int64) the
    offset of each text.
    """

    text: str
    codes: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    sentence: NDArray[np.int64]
    base: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)


def tokenise(texts: Sequence[str]) -> Tokens:
    """The tokens of the texts."""
    text = "\n".join([*texts, ""])
    codes = code_points(text)
    characters = table()
    kind = characters.kind[codes]
    apart = _boundaries(characters.folded[codes], kind)
    spaces = (kind == CharacterKind.SPACE) | (kind == CharacterKind.LINE)
    start = np.flatnonzero(apart & ~spaces)
    # A token ends where the next one or a space begins.
    cuts = np.flatnonzero(apart | spaces)
    end = np.append(cuts, len(codes))[np.searchsorted(cuts, start, side="right")]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    base = np.cumsum(sizes) - sizes
    start, end = _abbreviated(text, codes, start, end)
    return Tokens(text, codes, kind, start, end, _sentences(codes, kind, start, end), base)


def _boundaries(folded: NDArray[np.uint32], kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """bool[characters]: whether a token or a space begins there."""
    word = (kind >= CharacterKind.LOWER) & (kind <= CharacterKind.DIGIT)
    joined = np.zeros(len(kind), np.bool_)  # to the character before
    joined[1:] = word[1:] & word[:-1]
    signs = np.flatnonzero((kind == CharacterKind.OTHER) & (folded < 0x7F))
    signs = signs[signs + 1 < len(kind)]  # what is before the first is the end of the last line
    sign, before, after = folded[signs], signs - 1, signs + 1
    inner = word[before] & word[after] & np.isin(sign, (_APOSTROPHE, _HYPHEN, _AMPERSAND))
    inner |= (kind[before] == CharacterKind.DIGIT) & (kind[after] == CharacterKind.DIGIT) & np.isin(sign, _IN_NUMBERS)
    ending = (sign == _APOSTROPHE) & (folded[after] == ord("s")) & ~word[np.minimum(signs + 2, len(kind) - 1)]
    genitive, apart = inner & ending, ending & ~word[before]
    joined[signs[inner & ~genitive]] = True
    joined[signs[inner | apart] + 1] = True
    _join_initials(joined, folded, kind, signs[sign == _STOP])
    return ~joined


def _join_initials(
    joined: NDArray[np.bool_], folded: NDArray[np.uint32], kind: NDArray[np.uint8], stops: NDArray[np.int64]
) -> None:
    """Join the stops of "U.S." and of "J. Smith" to their letters."""
    letter = (kind >= CharacterKind.LOWER) & (kind <= CharacterKind.LETTER)
    last = len(kind) - 1
    single = letter[stops - 1] & (
        (stops < 2) | ~((kind[stops - 2] >= CharacterKind.LOWER) & (kind[stops - 2] <= CharacterKind.DIGIT))
    )
    initials = stops[single]
    after = np.minimum(initials + 1, last)
    inner = letter[after] & (folded[np.minimum(initials + 2, last)] == _STOP)
    follows = np.isin(initials - 2, initials[inner])
    joined[initials[inner | follows]] = True
    joined[initials[inner] + 1] = True
    alone = (
        (kind[initials - 1] == CharacterKind.UPPER)
        & (kind[after] == CharacterKind.SPACE)
        & (kind[np.minimum(initials + 2, last)] == CharacterKind.UPPER)
    )
    joined[initials[alone]] = True


def _abbreviated(
    text: str, codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tokens with the stops of abbreviations as part of them."""
    stop = np.flatnonzero((codes[start] == _STOP) & (end - start == 1))
    stop = stop[stop > 0]
    stop = stop[(end[stop - 1] == start[stop]) & (start[stop] - start[stop - 1] <= _LONGEST_ABBREVIATION)]
    short = zip(start[stop - 1].tolist(), end[stop - 1].tolist(), strict=True)
    joins = np.array([text[first:last].lower() in _ABBREVIATIONS for first, last in short], np.bool_)
    stop = stop[joins] if len(stop) else stop
    end[stop - 1] = end[stop]
    return np.delete(start, stop), np.delete(end, stop)


def _sentences(
    codes: NDArray[np.uint32], kind: NDArray[np.uint8], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The first token of each sentence."""
    if not len(start):
        return np.zeros(0, np.int64)
    first, single = codes[start], end - start == 1
    stop = single & np.isin(first, _STOPS)
    closing = single & np.isin(first, _CLOSING)
    quote = single & np.isin(first, _QUOTES)
    lower = kind[start] == CharacterKind.LOWER
    lines = np.cumsum(kind == CharacterKind.LINE)[start]
    begins = np.ones(len(start), np.bool_)
    begins[1:] = lines[1:] != lines[:-1]
    begins[1:] |= stop[:-1] & ~stop[1:] & ~closing[1:] & ~lower[1:]
    begins[2:] |= quote[1:-1] & stop[:-2]
    first_token = np.flatnonzero(begins)
    place = np.arange(len(start)) - np.repeat(first_token, np.diff(first_token, append=len(start)))
    return np.flatnonzero(place % _LONGEST_SENTENCE == 0)
