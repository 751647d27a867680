"""Which words has each of many texts, as numbers? Case, accents, punctuation and spaces do not count.

A word is a run of letters and digits. Scripts without spaces are cut where two characters say so, wherever these stand:
an insertion moves no cut but those beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.analysis.characters import IGNORED, SINGLE_QUOTES
from index.hashing import RollingHash, mixed

_SIZE = 0x10000
_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)
_BREAK = 0x0A  # stands between two texts
_CHUNK = 1 << 17  # characters worked on at once: the arrays of a chunk stay in the processor's cache
_OTHER, _DROPPED, _QUOTE, _LETTER, _DIGIT, _UPPER, _HAN, _SYLLABLE = range(8)

_HAN_RANGES = ((0x3005, 0x3008), (0x3040, 0x3100), (0x31F0, 0x3200), (0x3400, 0x4DC0), (0x4E00, 0xA000))
_SYLLABLE_RANGES = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800))  # Thai, Lao, Burmese, Khmer
_CUTS = {_HAN: 2, _SYLLABLE: 4}
"""Of how many places between two characters of a script without spaces one is a cut: about the length of a word."""


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of texts in a row: `hashes` (uint64), `figure` (bool) whether a word has a digit, `name` (bool) whether
    it begins with a capital; `ends` (int64), for each text the number of words up to its end."""

    hashes: NDArray[np.uint64]
    figure: NDArray[np.bool_]
    name: NDArray[np.bool_]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    def of(self, text: int) -> TextWords:
        """The words of one text."""
        start, end = int(self.ends[text - 1]) if text else 0, int(self.ends[text])
        rows = slice(start, end)
        return TextWords(self.hashes[rows], self.figure[rows], self.name[rows], np.array([end - start]))


@dataclass(frozen=True, slots=True)
class _Characters:
    """By UTF-16 unit: its class (uint8) and the letter to compare by (uint16)."""

    kind: NDArray[np.uint8]
    folded: NDArray[np.uint16]


def words_of(texts: Sequence[str]) -> TextWords:
    """The words of each text."""
    parts = [_words(chunk) for chunk in chunks(texts)]
    before = np.cumsum([0, *(len(part.hashes) for part in parts)])
    return TextWords(
        np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)]),
        np.concatenate([np.zeros(0, np.bool_), *(part.figure for part in parts)]),
        np.concatenate([np.zeros(0, np.bool_), *(part.name for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.ends + base for part, base in zip(parts, before, strict=False))]),
    )


def chunks(texts: Sequence[str]) -> list[list[str]]:
    """The texts in groups of about `_CHUNK` characters."""
    grouped: list[list[str]] = []
    size = _CHUNK
    for text in texts:
        if size >= _CHUNK:
            grouped.append([])
            size = 0
        grouped[-1].append(text)
        size += len(text) + 1
    return grouped


def _words(texts: Sequence[str]) -> TextWords:
    """The words of the texts of a chunk."""
    table = _characters()
    # A break inside a text is a space: breaks stand between texts.
    raw = "".join(text.replace("\n", " ") + "\n" for text in texts).encode("utf-16-le", "surrogatepass")
    units = np.frombuffer(raw, np.uint16)
    kind = table.kind[units]
    kept = _kept(kind)
    if kept is not None:
        units, kind = units[kept], kind[kept]
    folded = table.folded[units]
    start, end = _bounds(kind, folded)
    digits = np.cumsum(kind == _DIGIT, dtype=np.int32)
    before = digits[start] - (kind[start] == _DIGIT)
    breaks = np.flatnonzero(units == _BREAK)
    return TextWords(
        RollingHash(folded).of(start, end),
        digits[end - 1] > before,
        kind[start] == _UPPER,
        np.searchsorted(start, breaks).astype(np.int64),
    )


def _kept(kind: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    """Which characters count: not those without a meaning of their own, nor quotes inside words (don't is dont)."""
    quote = kind == _QUOTE
    dropped = kind == _DROPPED
    if quote.any():
        inside = np.zeros(len(kind), np.bool_)
        inside[1:-1] = (kind[:-2] >= _LETTER) & (kind[2:] >= _LETTER)
        dropped |= quote & inside
    return ~dropped if dropped.any() else None


def _bounds(kind: NDArray[np.uint8], folded: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64, int64: where each word starts, and the place behind its end."""
    inside = kind >= _LETTER
    edge = np.zeros(len(kind) + 1, np.bool_)  # whether a word may not run on from the character before
    edge[0] = edge[-1] = True
    unspaced = kind >= _HAN
    if unspaced.any():
        edge[1:-1] = (kind[1:] != kind[:-1]) & (unspaced[1:] | unspaced[:-1])
        place = np.flatnonzero(unspaced[1:] & (kind[1:] == kind[:-1]))
        pair = mixed(folded[place].astype(np.uint64) << np.uint64(16) | folded[place + 1])
        every = np.where(kind[place] == _HAN, _CUTS[_HAN], _CUTS[_SYLLABLE]).astype(np.uint64)
        edge[place[pair % every == 0] + 1] = True
    start, end = inside.copy(), inside.copy()
    start[1:] &= ~inside[:-1] | edge[1:-1]
    end[:-1] &= ~inside[1:] | edge[1:-1]
    return np.flatnonzero(start), np.flatnonzero(end) + 1


@cache
def _characters() -> _Characters:
    """The table, made when the first text comes: it takes about 60 ms."""
    kind, folded = np.zeros(_SIZE, np.uint8), np.arange(_SIZE, dtype=np.uint16)
    for code in range(_SIZE):
        character = chr(code)
        if 0xD800 <= code < 0xE000:  # halves of characters beyond the first plane
            kind[code] = _LETTER
            continue
        category = unicodedata.category(character)
        if category[0] == "M" or character in IGNORED:
            kind[code] = _DROPPED
        elif character in SINGLE_QUOTES:
            kind[code] = _QUOTE
        elif category == "Nd":
            kind[code], folded[code] = _DIGIT, ord(str(unicodedata.decimal(character)))
        elif character.isalnum():
            kind[code] = _UPPER if character.isupper() else _LETTER
            folded[code] = _plain(character)
    for script, ranges in ((_HAN, _HAN_RANGES), (_SYLLABLE, _SYLLABLE_RANGES)):
        for first, stop in ranges:
            rows = kind[first:stop]
            rows[rows == _LETTER] = script
    return _Characters(kind, folded)


def _plain(character: str) -> int:
    """The code of the letter without case, width and accent."""
    plain = unicodedata.normalize("NFKD", character.casefold())[:1]
    return ord(plain) if plain.isalnum() and ord(plain) < _SIZE else ord(character)


def shingles(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """uint64: a number for each `size` words in a row, none where there are fewer words."""
    rows = max(len(hashes) - size + 1, 0)
    total = np.zeros(rows, np.uint64)
    for place in range(size):
        total = total * _FACTOR + hashes[place : place + rows]
    return mixed(total)
