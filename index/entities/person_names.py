"""How are two names of persons written alike? A name as its words, and how far two words are one.

No list of nicknames is asked: words are one by their letters alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from index.analysis.characters import normal, plain_joiners, unaccented

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
_ARTICLES = frozenset({"al", "el", "ul"})
_ARTICLE = re.compile(r"\b(?:al|el|ul)-(?=\w)")
_GENITIVE = re.compile(r"'s?$")
_INITIALS = re.compile(r"\b([A-Z])([A-Z])(?= )")  # JB Name is J. B. Name
_WORD = re.compile(r"\w+")
_SMALL_TAIL = re.compile(r"(?<=\w)(?: +[a-z]{1,3})+$")  # "Name of the": a sentence that goes on
# What newsrooms write for one sound, the longest first; what is left of a word tells sounds, not letters.
_SOUNDS = dict(
    pair.split("=")
    for pair in """
    sch=s sh=s ch=c ck=k kh=k gh=g ph=f th=t dh=d bh=b zh=s tz=s ts=s cz=c qu=k q=k x=ks w=v z=s j=y
    """.split()  # noqa: SIM905
)
_SOUND = re.compile("|".join(_SOUNDS))
_SOFT_C = re.compile(r"c(?=[eiy])")
_VOWELS = {"oo": "u", "ou": "u", "oe": "u", "ee": "i", "ei": "i", "ie": "i", "ey": "i", "ii": "i"}
_VOWEL = re.compile("|".join(_VOWELS))
_CLOSE = str.maketrans("ey", "ii")
_REPEATED = re.compile(r"(.)\1+")
_NO_VOWELS = str.maketrans("", "", "aeiouy")
# Short forms that end so begin as the long name does; behind an r they are names of their own as often (Mary, Harry).
_PET_ENDING = re.compile(r"(?<=[^aeiouyr])(?:ie|ey|y|i|e)$")
_STEM = 3  # letters, as they are read, of a short form without its ending; with 2, Jay is James and Joy is Jonathan
_TAIL = 4  # letters, as they are read, of a short form that is the end of the long one
_CONSONANTS = re.compile("[^aeiouy]")
_LONG = 5  # letters of a word in which two that changed places are a slip
_RECOGNISABLE = 4  # letters of a word that one other vowel leaves recognisable


class Likeness(IntEnum):
    """How sure it is that two words are one name, the surest first."""

    EQUAL = 0
    SHORT = 1  # one is the initial of the other
    SOUND = 2  # they are read alike
    BEGINNING = 3  # one begins the other
    NEAR = 4  # they differ in a vowel
    PET = 5  # one is the beginning of the other with an ending of pet names, or its end
    NONE = 6


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in parts: its `words`, folded, without hyphens and the Arabic article; its `suffix` (jr, iii) or ""."""

    words: tuple[str, ...]
    suffix: str
    detail: tuple[int, int, bool] = field(init=False, compare=False)
    """How much it tells: its whole words, its initials, whether it has a suffix."""

    def __post_init__(self) -> None:
        whole = sum([len(word) > 1 for word in self.words])
        object.__setattr__(self, "detail", (whole, len(self.words) - whole, bool(self.suffix)))

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1]


@lru_cache(maxsize=1 << 16)
def parsed(name: str) -> PersonName:
    """A name as it stands in a text, or its value, in parts; at least one word, which may be empty."""
    name = name.strip()
    if not name.isupper():
        name = _INITIALS.sub(r"\1 \2", name)
    if name[name.rfind(" ") + 1 :].islower():
        name = _SMALL_TAIL.sub("", name)
    text = unaccented(normal(plain_joiners(name)))
    if "-" in text or "'" in text:
        text = _ARTICLE.sub("", _GENITIVE.sub("", text)).replace("'", "")
    words = _WORD.findall(text)
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    inner = [word for word in words[1:-1] if word not in _ARTICLES]
    first = [word for word in words[:1] if word != "el" or len(words) == 1]
    return PersonName((*first, *inner, *words[1:][-1:]) or ("",), suffix)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """A word as it may be read: other spellings of one sound, doubled letters and a silent h written as one."""
    text = _SOUND.sub(lambda match: _SOUNDS[match.group()], _SOFT_C.sub("s", word))
    text = text.replace("c", "k").replace("h", "")
    return _REPEATED.sub(r"\1", _VOWEL.sub(lambda match: _VOWELS[match.group()], text).translate(_CLOSE))


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """The consonants of a word as it may be read; the word itself where it has none."""
    return _REPEATED.sub(r"\1", sound(word).translate(_NO_VOWELS)) or word


@lru_cache(maxsize=1 << 16)
def vowels(word: str) -> str:
    """The vowels of a word as they are written."""
    return _CONSONANTS.sub("", word)


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> Likeness:
    """How far two words of names are one."""
    if one == other:
        return Likeness.EQUAL
    short, long = (one, other) if (len(one), one) < (len(other), other) else (other, one)
    if len(short) <= 1:
        return Likeness.SHORT if short and long.startswith(short) else Likeness.NONE
    read, whole = _readings(short), _readings(long)
    by_ear = _by_ear(one, other) if read.consonants == whole.consonants else Likeness.NONE
    # A single letter more is often another name: that of a woman.
    if len(long) - len(short) > 1 and by_ear is not Likeness.SOUND and long.startswith(short):
        return Likeness.BEGINNING
    if by_ear is Likeness.NONE and len(whole.sound) - len(read.stem or read.sound) > 1 and _pet(read, whole, long):
        return Likeness.PET
    return by_ear


class _Readings(NamedTuple):
    """How a word may be read: its `sound`, its `consonants`, and the `stem` before an ending of pet names or ""."""

    sound: str
    consonants: str
    stem: str


@lru_cache(maxsize=1 << 16)
def _readings(word: str) -> _Readings:
    ending = _PET_ENDING.search(word)
    stem = sound(word[: ending.start()]) if ending else ""
    return _Readings(sound(word), consonants(word), stem if len(stem) >= _STEM else "")


def _pet(short: _Readings, long: _Readings, word: str) -> bool:
    """Whether one is the beginning of the other, a `word`, with an ending of pet names, or its end."""
    if short.stem and long.sound.startswith(short.stem):
        return not word.endswith("a")  # a woman's
    tail = len(short.sound) >= _TAIL and len(long.sound) - len(short.sound) > 1
    return tail and long.sound.endswith(short.sound)


def _by_ear(one: str, other: str) -> Likeness:
    """How far two words of the same consonants are one."""
    short = min(len(one), len(other))
    if sound(one) == sound(other) or (short >= _LONG and one[0] == other[0] and _swapped(one, other)):
        return Likeness.SOUND
    near = short >= _RECOGNISABLE and one_slip(sound(one), sound(other))
    return Likeness.NEAR if near else Likeness.NONE


def _differs(one: str, other: str) -> int:
    """The first place where two words differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _swapped(one: str, other: str) -> bool:
    """Whether two different words differ in two neighbours that changed places."""
    if len(one) != len(other):
        return False
    start = _differs(one, other)
    return one[start:] == other[start : start + 2][::-1] + other[start + 2 :]


def slip_keys(word: str) -> set[str]:
    """What two words that are read alike, or a slip apart, have in common at least one of: what is read, without any
    one letter, and the letters in order of the alphabet."""
    read = sound(word)
    return {read, f"={''.join(sorted(word))}"}.union([read[:place] + read[place + 1 :] for place in range(len(read))])


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ in one letter that is missing or another."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = _differs(short, long)
    return long[start + 1 :] == short[start + 1 :] or long[start + 1 :] == short[start:]
