"""Which words of the archive may be another spelling of a name? All its words, filed by the keys of their sounds.

The keys are worked out when a publication is read, for the words that the one before did not have; a look-up is a
bisection and a comparison with the few words that share a key.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis.characters import unaccented
from search.words.aliases.sounds import UNPOINTED, apart, bare, consonants, keys_of, signs_of

NEAR = 1.0  # how far two spellings of a name may be apart; a further vowel, as in Petrov and Petrova, costs 1.1
_SHORTEST, _LONGEST = 4, 24  # letters; of three every second word is some other's spelling
_CONSONANTS = 2  # that a name has at least
_MOST = 300  # words of one key that are compared: those that came first, 20 us each
_GROWN = 0.25  # words that came later, as a share of the others: each look-up searches them apart

_Filed = tuple[NDArray[np.int64], NDArray[np.int32]]  # hashes of keys, sorted; numbers of words


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
        keys = [key for key in keys_of([signs])[0] if bare(key)] if consonants(signs) >= _CONSONANTS else []
        wanted = np.array(list({_hash(key, other) for key in keys for other in _looked_for(signs)}), np.int64)
        numbers: set[int] = set()
        for hashes, words in self._parts:
            first, last = hashes.searchsorted(wanted), hashes.searchsorted(wanted, "right")
            for start, stop in zip(first.tolist(), last.tolist(), strict=True):
                numbers.update(words[start : min(stop, start + _MOST)].tolist())
        return [self._words[number] for number in sorted(numbers)]


def _may_be_name(word: str) -> bool:
    """Whether the word is of letters, and of so many; one in letters for consonants only may be shorter by one."""
    return _SHORTEST - (not word.isascii()) <= len(word) <= _LONGEST and word.isalpha()


def _filed(words: Sequence[str], first: int) -> _Filed:
    """The keys of words whose numbers begin with `first`."""
    ascii_words = [n for n, word in enumerate(words) if word.isascii()]
    others = [n for n, word in enumerate(words) if not word.isascii()]
    hashes: list[int] = []
    numbers: list[int] = []
    for chosen in (ascii_words, others):
        signs = signs_of([unaccented(words[n]) for n in chosen])
        for number, word, keys in zip(chosen, signs, keys_of(signs), strict=True):
            for key in keys if consonants(word) >= _CONSONANTS else ():
                if bare(key):
                    places = (_hash(key, kind) for kind in _filed_under(word))
                    entries = dict.fromkeys(places)
                    hashes += entries
                    numbers += [first + number] * len(entries)
    return _sorted(np.array(hashes, np.int64), np.array(numbers, np.int32))


# A word is filed by its keys with vowels and without. One in Arabic or Hebrew letters, which has none, is filed apart,
# as it looks for the others only, and they for it.
_FULL, _BARE, _UNPOINTED = "full", "bare", "unpointed"


def _filed_under(signs: str) -> tuple[str, ...]:
    return (_UNPOINTED,) if signs.startswith(UNPOINTED) else (_FULL, _BARE)


def _looked_for(signs: str) -> tuple[str, ...]:
    return (_BARE,) if signs.startswith(UNPOINTED) else (_FULL, _UNPOINTED)


def _hash(key: str, kind: str) -> int:
    return hash((kind, key if kind == _FULL else bare(key)))


def _sorted(hashes: NDArray[np.int64], numbers: NDArray[np.int32]) -> _Filed:
    order = np.argsort(hashes, kind="stable")
    return hashes[order], numbers[order]


def _joined(parts: Sequence[_Filed], new: _Filed) -> _Filed:
    every = [*parts, new]
    return _sorted(np.concatenate([part[0] for part in every]), np.concatenate([part[1] for part in every]))
