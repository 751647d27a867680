"""What can be counted in each line of a page? Characters, words and marks of all lines at once, as arrays."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

# Classes of characters.
OTHER, SPACE, LOWER, UPPER, LETTER, WIDE, DIGIT, END, COMMA, COLON, BRACKET, BAR, DASH = range(13)
_CLASSES = 16
_ENDS = ".!?…。！？؟।։۔"
_COMMAS = ",;،؛、，；"
_BARS = "|•·›>/*#▪◦●→»«‹"
_BRACKETS = "\"'“”‘’„()[]"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Of each code point below 65536: its class (uint8), its lower case (uint16), and random bits (uint64)."""

    classes: NDArray[np.uint8]
    lower: NDArray[np.uint16]
    bits: Hashes


@cache
def alphabet() -> Alphabet:
    """The table of characters, made once for a process."""
    classes = np.zeros(1 << 16, np.uint8)
    lower = np.arange(1 << 16, dtype=np.uint16)
    for code in range(1 << 16):
        char = chr(code)
        category = unicodedata.category(char)
        if char.isspace() or category in ("Cf", "Cc"):
            classes[code] = SPACE
        elif category[0] in "LM":
            if category == "Lu":
                classes[code] = UPPER
                small = char.lower()
                lower[code] = ord(small) if len(small) == 1 else code
            elif category == "Ll":
                classes[code] = LOWER
            else:
                classes[code] = WIDE if _is_wide(code) else LETTER
        elif category[0] == "N":
            classes[code] = DIGIT
        elif category == "Pd":
            classes[code] = DASH
    for marks, name in ((_ENDS, END), (_COMMAS, COMMA), (":：", COLON), (_BRACKETS, BRACKET), (_BARS, BAR)):
        for char in marks:
            classes[ord(char)] = name
    seeds = np.arange(1 << 16, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    return Alphabet(classes, lower, mixed(seeds))


def mixed(numbers: Hashes) -> Hashes:
    """The numbers with their bits mixed (splitmix64, Steele, Lea and Flood 2014): the same on every machine."""
    with np.errstate(over="ignore"):
        mix = numbers * np.uint64(0x9E3779B97F4A7C15)
        mix = (mix ^ (mix >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mix = (mix ^ (mix >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mix ^ (mix >> np.uint64(31))


def _is_wide(code: int) -> bool:
    """Whether the script is written without spaces between words (Thai, Lao, Khmer, Burmese, kana, Han)."""
    return 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF or 0x2E80 <= code <= 0x9FFF


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted: one entry for each line (n lines), and one for each word (w words, in page order).

    `classes` (n, 16) counts characters by class. `words` counts words, two characters of a script without spaces being
    one. `lower_words` and `short_words` count those beginning small, and those of at most three letters among them.
    `first` and `last` are the classes of the first character and of the last one before closing brackets. `line_hash`
    is one number for equal lines. Of each word: `word_hash` (case folded), `word_line`, `word_length`, `word_class` (of
    its first character).
    """

    classes: Floats
    chars: Floats
    words: Floats
    lower_words: Floats
    short_words: Floats
    first: Ints
    last: Ints
    line_hash: Hashes
    word_hash: Hashes
    word_line: Ints
    word_length: Ints
    word_class: NDArray[np.uint8]


def measure(texts: Sequence[str]) -> Measures:
    """The counts of all lines; linear in their length. Lines hold no line feed and are not empty."""
    table = alphabet()
    count = len(texts)
    text = "\n".join(texts) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, 0xFFFF).astype(np.uint16)
    kind = table.classes[codes]
    size = np.fromiter(map(len, texts), np.int64, count) + 1
    end = np.cumsum(size)
    start = end - size
    line = np.repeat(np.arange(count), size)
    classes = np.bincount(line * _CLASSES + kind, minlength=count * _CLASSES).reshape(count, _CLASSES)
    classes[:, SPACE] -= 1
    in_word = (kind >= LOWER) & (kind <= DIGIT)
    edge = np.empty(len(kind), np.bool_)
    edge[0] = in_word[0]
    np.not_equal(in_word[1:], in_word[:-1], out=edge[1:])
    bounds = np.flatnonzero(edge)
    starts, ends = bounds[0::2], bounds[1::2]
    length = ends - starts
    word_line = line[starts]
    word_class = kind[starts]
    inside = np.flatnonzero(in_word)
    place = inside - np.repeat(starts, length)
    with np.errstate(over="ignore"):
        salted = table.lower[codes[inside]] + (place * 7919).astype(np.uint16)
        word_hash = _sums(table.bits[salted], length)
        line_hash = np.zeros(count, np.uint64)
        where = np.flatnonzero(np.diff(word_line, prepend=-1))
        filled = word_line[where]
        if len(filled):
            order = np.arange(len(word_hash)) - np.repeat(where, np.diff(np.append(where, len(word_hash))))
            salts = mixed(order.astype(np.uint64) + word_hash)
            line_hash[filled] = np.add.reduceat(salts, where)
    lower = (word_class == LOWER) | (word_class == LETTER)
    wide = classes[:, WIDE]
    plain = np.bincount(word_line[word_class != WIDE], minlength=count)
    return Measures(
        classes=classes.astype(np.float32),
        chars=(size - 1).astype(np.float32),
        words=(plain + wide / 2).astype(np.float32),
        lower_words=(np.bincount(word_line[lower], minlength=count) + wide / 2).astype(np.float32),
        short_words=np.bincount(word_line[lower & (length <= 3)], minlength=count).astype(np.float32),
        first=kind[np.minimum(start, len(kind) - 1)].astype(np.int64),
        last=_last_class(kind, start, end),
        line_hash=line_hash,
        word_hash=word_hash,
        word_line=word_line,
        word_length=length,
        word_class=word_class,
    )


def _sums(values: Hashes, lengths: Ints) -> Hashes:
    if not len(lengths):
        return np.zeros(0, np.uint64)
    return np.add.reduceat(values, np.cumsum(lengths) - lengths)


def _last_class(kind: NDArray[np.uint8], start: Ints, end: Ints) -> Ints:
    """The class of each line's last character, closing brackets and quotes passed over (up to three)."""
    at = end - 2
    for _ in range(3):
        closing = (kind[np.maximum(at, 0)] == BRACKET) | (kind[np.maximum(at, 0)] == SPACE)
        at = np.where(closing & (at > start), at - 1, at)
    return kind[np.maximum(at, start)].astype(np.int64)
