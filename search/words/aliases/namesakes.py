"""Which words of the archive may be another spelling of a name? All its words, filed by the keys of their sounds.

The keys are worked out when a publication is read, for the words that the one before did not have; a look-up is a
bisection and a comparison with the few words that share a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.analysis.characters import unaccented
from search.words.aliases.sounds import UNPOINTED, apart, bare, consonants, keys_of, signs_of

NEAR = 1.0  # how far two spellings of a name may be apart; a further vowel, as in Petrov and Petrova, costs 1.1
_SHORTEST, _LONGEST = 4, 24  # letters; of three every second word is some other's spelling
_CONSONANTS = 2  # that a name has at least
_MOST = 300  # words of one key that are compared: those that came first, 20 us each
_GROWN = 0.25  # words that came later, as a share of the others: each look-up searches them apart

_TOGETHER = 8_192  # words that are worked out at once, 4 MB

_Filed = tuple[NDArray[np.uint32], NDArray[np.int32]]  # places of keys, sorted; numbers of words


class Namesakes:
    """The `words` of one publication (in normal form, lower case) by their keys; words that `previous` has are not
    worked out again."""

    def __init__(self, words: Sequence[str], previous: Namesakes | None = None) -> None:
        wanted = [word for word in words if _may_be_name(word)]
        before = set(previous._words) if previous else set()
        new = [word for word in wanted if word not in before]
        self._words: list[str] = wanted
        self._built = len(wanted)
        self._parts: list[_Filed]
        if previous and len(before) + len(new) <= (1 + _GROWN) * previous._built:
            self._words = [*previous._words, *new]
            self._built = previous._built
            self._parts = [previous._parts[0], _joined(previous._parts[1:], _filed(new, len(before)))]
        else:
            self._parts = [_filed(wanted, 0)]

    def of(self, plain: str) -> list[tuple[str, float]]:
        """(word, how far apart) of the words of this and earlier publications that may be spellings of a folded word,
        none of which is the word itself with accents; the nearest first."""
        signs = signs_of([plain])[0]
        if not _may_be_name(plain):
            return []
        near = []
        for word in self._sharing(signs):
            other = unaccented(word)
            if other != plain:
                distance = apart(signs, signs_of([other])[0], NEAR)
                if distance <= NEAR:
                    near.append((distance, word))
        return [(word, distance) for distance, word in sorted(near)]

    def _sharing(self, signs: str) -> list[str]:
        """The words that share a key with signs."""
        if consonants(signs) < _CONSONANTS:
            return []
        numbers: set[int] = set()
        ranges = np.array(sorted(_ranges(signs)), np.uint32).reshape(-1, 2)
        for places, words in self._parts:
            firsts, lasts = places.searchsorted(ranges[:, 0]), places.searchsorted(ranges[:, 1], "right")
            for start, stop in zip(firsts.tolist(), lasts.tolist(), strict=True):
                numbers.update(np.sort(words[start:stop])[:_MOST].tolist())
        return [self._words[number] for number in sorted(numbers)]


def _may_be_name(word: str) -> bool:
    """Whether the word is of letters, and of so many; one in letters for consonants only may be shorter by one."""
    return _SHORTEST - (not word.isascii()) <= len(word) <= _LONGEST and word.isalpha()


def _filed(words: Sequence[str], first: int) -> _Filed:
    """The keys of words whose numbers begin with `first`."""
    ascii_words = [n for n, word in enumerate(words) if word.isascii()]
    others = [n for n, word in enumerate(words) if not word.isascii()]
    parts = [
        _places(words, np.array(chosen[start : start + _TOGETHER], np.int32))
        for chosen in (ascii_words, others)
        for start in range(0, len(chosen), _TOGETHER)
    ]
    empty = np.zeros(0, np.uint32), np.zeros(0, np.int32)
    return _sorted(
        np.concatenate([empty[0], *(places for places, _ in parts)]),
        np.concatenate([empty[1], *(numbers + first for _, numbers in parts)]),
    )


def _places(words: Sequence[str], numbers: NDArray[np.int32]) -> _Filed:
    """The places of some words, not sorted."""
    signs = signs_of([unaccented(words[n]) for n in numbers.tolist()])
    signs = [word if consonants(word) >= _CONSONANTS else "" for word in signs]
    rows = keys_of(signs)
    keys = [key for row in rows for key in row]
    scripts = [script for word, row in zip(signs, rows, strict=True) for script in [_script(word)] * len(row)]
    bares = bare("\n".join(keys)).split("\n") if keys else []
    places = [_place(*entry) for entry in zip(keys, bares, scripts, strict=True)]
    owners = np.repeat(numbers, [len(row) for row in rows])
    return np.array(places, np.uint32), owners.astype(np.int32)


# A word is filed by the consonants of its key, and below these by the whole key: words in Arabic or Hebrew letters look
# for all that have the same consonants. They themselves are filed apart, as they look for the others only, and they for
# it. Keys that fall on one place cost a comparison.
_WITHIN = 0x3FF


def _script(signs: str) -> str:
    """The beginning of the signs of a word in Arabic or Hebrew letters, else nothing."""
    return UNPOINTED if signs.startswith(UNPOINTED) else ""


def _place(key: str, spoken: str, script: str) -> int:
    """Where a word with a key, its consonants `spoken`, is filed."""
    return _first_place(spoken, script) | (0 if script else crc32(key.encode()) & _WITHIN)


def _first_place(spoken: str, script: str) -> int:
    return crc32((script + spoken).encode()) & ~_WITHIN


def _ranges(signs: str) -> set[tuple[int, int]]:
    """The first and last places of the words that share a key with signs."""
    ranges = set()
    for key in keys_of([signs])[0]:
        spoken = bare(key)
        if _script(signs):
            first = _first_place(spoken, "")
            ranges.add((first, first | _WITHIN))
        else:
            ranges |= {(place, place) for place in (_place(key, spoken, ""), _first_place(spoken, UNPOINTED))}
    return ranges


def _sorted(places: NDArray[np.uint32], numbers: NDArray[np.int32]) -> _Filed:
    order = np.argsort(places, kind="stable")
    return places[order], numbers[order]


def _joined(parts: Sequence[_Filed], new: _Filed) -> _Filed:
    every = [*parts, new]
    return _sorted(np.concatenate([part[0] for part in every]), np.concatenate([part[1] for part in every]))
