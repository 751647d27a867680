"""What can be counted in each line of a page? Characters, words and marks of all lines at once, as arrays."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Int64s = NDArray[np.int64]
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
    its first character). `first_word` numbers the first word of each line that has words.
    """

    classes: Floats
    chars: Floats
    words: Floats
    lower_words: Floats
    short_words: Floats
    first: Int64s
    last: Int64s
    line_hash: Hashes
    word_hash: Hashes
    word_line: Int64s
    word_length: Int64s
    word_class: NDArray[np.uint8]
    first_word: Int64s


def measure(texts: Sequence[str]) -> Measures:
    """The counts of all lines; linear in their length. Lines hold no line feed."""
    table = alphabet()
    count = len(texts)
    codes = _codes("\n".join(texts) + "\n")
    kind = table.classes.take(codes)
    size = np.fromiter(map(len, texts), np.int64, count) + 1
    end = np.cumsum(size)
    start = end - size
    line = np.repeat(np.arange(count), size)
    classes = np.bincount((line << 4) + kind, minlength=count * _CLASSES).reshape(count, _CLASSES)
    classes[:, SPACE] -= 1
    bounds = _word_bounds(kind)
    starts = bounds[0::2]
    length = bounds[1::2] - starts
    word_line = line[starts]
    word_class = kind[starts]
    word_hash = _word_hashes(table, codes, bounds)
    first_word = np.flatnonzero(_changed(word_line))
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
        line_hash=_line_hashes(word_hash, word_line, first_word, count),
        word_hash=word_hash,
        word_line=word_line,
        word_length=length,
        word_class=word_class,
        first_word=first_word,
    )


def distinct_words(text: str) -> Hashes:
    """The hashes of the text's distinct words, as `Measures.word_hash` has them, in ascending order."""
    table = alphabet()
    codes = _codes(f"{text}\n")
    found = np.sort(_word_hashes(table, codes, _word_bounds(table.classes.take(codes))))
    return found[_changed(found)]


def _codes(text: str) -> NDArray[np.intp]:
    """The code point of each character, those beyond 16 bits as 65535."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) == 2 * len(text):
        return np.frombuffer(encoded, np.uint16).astype(np.intp)
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(wide, 0xFFFF).astype(np.intp)


def _word_bounds(kind: NDArray[np.uint8]) -> Int64s:
    """Where words begin and end in turn, as the text ends with a line feed."""
    in_word = (kind - np.uint8(LOWER)) <= DIGIT - LOWER  # smaller ones wrap around
    edge = _changed(in_word)
    edge[0] = in_word[0]
    return np.flatnonzero(edge)


def _changed(values: NDArray[np.generic]) -> Bools:
    """Whether each value differs from the one before it; the first does."""
    edge = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=edge[1:])
    return edge


def _sizes(starts: Int64s, total: int) -> Int64s:
    """How many there are from each start to the next, and from the last one to the end."""
    size = np.empty(len(starts), np.int64)
    np.subtract(starts[1:], starts[:-1], out=size[:-1])
    size[-1:] = total - starts[-1:]
    return size


def _word_hashes(table: Alphabet, codes: NDArray[np.intp], bounds: Int64s) -> Hashes:
    """A number for each word: the sum of random bits for each of its letters in its place."""
    if not len(bounds):
        return np.zeros(0, np.uint64)
    first = int(bounds[0])
    place = np.arange(first, len(codes)) - np.repeat(bounds, _sizes(bounds, len(codes)))
    salted = table.lower.take(codes[first:]) + place.astype(np.uint16) * np.uint16(7919)
    return np.add.reduceat(table.bits.take(salted), bounds - first)[::2]


def _line_hashes(word_hash: Hashes, word_line: Int64s, first_word: Int64s, count: int) -> Hashes:
    """A number for each line: the sum of its words' numbers, each mixed with its place; 0 for a line without words."""
    line_hash = np.zeros(count, np.uint64)
    if len(first_word):
        order = np.arange(len(word_hash)) - np.repeat(first_word, _sizes(first_word, len(word_hash)))
        line_hash[word_line[first_word]] = np.add.reduceat(mixed(order.view(np.uint64) + word_hash), first_word)
    return line_hash


_CLOSING = np.isin(np.arange(_CLASSES), (BRACKET, SPACE))


def _last_class(kind: NDArray[np.uint8], start: Int64s, end: Int64s) -> Int64s:
    """The class of each line's last character, closing brackets and quotes passed over (up to three)."""
    at = end - 2
    for _ in range(3):
        at = at - (_CLOSING[kind[at]] & (at > start))
    return kind[np.maximum(at, start)].astype(np.int64)
