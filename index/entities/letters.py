"""What is a character to the tagger? A class, a letter to compare by, and a sign of the shape of its word."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.analysis.characters import HYPHENS, SINGLE_QUOTES


class CharacterKind(IntEnum):
    """The classes of characters. `LETTER` has no case; `HAN` is a word of its own, as no space tells where one ends."""

    OTHER = 0
    SPACE = 1
    LINE = 2
    LOWER = 3
    UPPER = 4
    LETTER = 5
    DIGIT = 6
    HAN = 7


_TABLE_END = 0x3000  # below, each character is looked up; above, whole ranges are alike
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_UNCASED = ((0x3005, 0x3008), (0x3040, 0x3100), (0xA000, 0xD7B0))
_WIDE, _WIDE_SPACE = range(0xFF01, 0xFF5F), 0x3000
_WIDE_SHIFT = 0xFF01 - ord("!")
_SIZE = 0x10000


@dataclass(frozen=True, slots=True)
class CharacterTable:
    """By code point up to U+FFFF: `kind` (uint8) the class, `folded` (uint32) the letter without case and accent, with
    every digit 0, `shape` (uint8) the sign in the shape of a word."""

    kind: NDArray[np.uint8]
    folded: NDArray[np.uint32]
    shape: NDArray[np.uint8]


@cache
def table() -> CharacterTable:
    """The one table; worked out once for a process, in some milliseconds."""
    kind = np.zeros(_SIZE, np.uint8)
    folded = np.arange(_SIZE, dtype=np.uint32)
    for code in range(_TABLE_END):
        kind[code] = _kind(chr(code))
        folded[code] = _folded(chr(code))
    for ranges, value in ((_HAN, CharacterKind.HAN), (_UNCASED, CharacterKind.LETTER)):
        for start, end in ranges:
            kind[start:end] = value
    kind[_WIDE_SPACE] = CharacterKind.SPACE
    for code in _WIDE:
        kind[code], folded[code] = kind[code - _WIDE_SHIFT], folded[code - _WIDE_SHIFT]
    shape = np.where(kind == CharacterKind.OTHER, folded & 0x7F, 0).astype(np.uint8)
    for value, sign in (
        (CharacterKind.LOWER, "x"),
        (CharacterKind.UPPER, "X"),
        (CharacterKind.LETTER, "y"),
        (CharacterKind.DIGIT, "d"),
        (CharacterKind.HAN, "h"),
    ):
        shape[kind == value] = ord(sign)
    return CharacterTable(kind, folded, shape)


def _kind(character: str) -> int:
    if character == "\n":
        return CharacterKind.LINE
    if character.isspace() or not character.isprintable():
        return CharacterKind.SPACE
    if character.isdecimal():
        return CharacterKind.DIGIT
    if character.isalpha():
        return (
            CharacterKind.UPPER
            if character.isupper() or character.istitle()
            else CharacterKind.LOWER
            if character.islower()
            else CharacterKind.LETTER
        )
    return CharacterKind.LOWER if unicodedata.category(character).startswith("M") else CharacterKind.OTHER


def _folded(character: str) -> int:
    if character in SINGLE_QUOTES:
        return ord("'")
    if character in HYPHENS:
        return ord("-")
    if character.isdecimal():
        return ord("0")
    plain = unicodedata.normalize("NFKD", character)[:1].lower() if character.isalpha() else character
    return ord(plain[:1] or character)


def code_points(text: str) -> NDArray[np.uint32]:
    """The characters of a text as numbers; those beyond U+FFFF are all U+FFFF, which is neither letter nor digit."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(codes, _SIZE - 1)
