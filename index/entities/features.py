"""Which features has a token? Those of its form alone, which count for its neighbours, too.

What a form has is worked out once for all places where it stands. Form 0 stands between sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.entities.gazetteer import WORD_SALT, Gazetteer, NameList
from index.entities.letters import CharacterKind, code_points, table
from index.entities.tokenizer import Tokens, tokenise
from index.hashing import RollingHash, key

SHIFTS = (0, -1, 1, -2, 2)
"""Where a form may stand beside the token to which it adds; what it adds is told in this order."""

_FAR = (
    *(NameList.COUNTRY, NameList.TITLE, NameList.ORGANISATION),
    *(NameList.COUNTRY_ABROAD, NameList.TITLE_ABROAD, NameList.ORGANISATION_ABROAD),
)
_NEAR = tuple(listed for listed in NameList if listed not in _FAR)
_PREFIXES, _SUFFIXES, _NEAR_SUFFIX = (1, 2, 3, 4), (1, 2, 4), 3
_LONGEST_SHAPE, _LONGEST_LENGTH = 8, 6
_FIRST_SALT = 16
_COMMON = 3  # digits of the rank: the thousand commonest words
# Templates that count two tokens away come first, then those that count one away, then those that count only here.
_FAR_COUNT = 4 + len(_FAR)
_NEAR_COUNT = _FAR_COUNT + 2 + len(_NEAR)
TEMPLATES = _NEAR_COUNT + 6 + len(_PREFIXES) + len(_SUFFIXES)
REACH = (TEMPLATES, _NEAR_COUNT, _NEAR_COUNT, _FAR_COUNT, _FAR_COUNT)
"""How many of the templates count at each of `SHIFTS`."""

SHAPES = 32
"""How many classes of shapes there can be."""
PAD, _NUMBER, _SIGN, CAPITALS, INITIAL, _DOTTED, _CAPITALISED, SMALL_WORD, _HAN, _CASELESS = range(10)
_SIGNS = ",.-()\"':;"
_SHORT_WORDS = (
    *("of", "and & og och und y e en", "the", "in i em", "for", "de da do dos di del des du", "la le las los les"),
    *("al el", "bin ibn ben abu", "von van der den af av", "at on by to from", "'s"),
)

SHORT_WORD = _CASELESS + 1 + len(_SIGNS)
"""The first class of a group of short words; all behind it are such."""

_Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TokenForms:
    """The different forms among some tokens; `number` (int64) says which each token is, from 1.

    Of each form, with a first row for form 0: `keys` (uint32[forms, templates]) its features, 0 for none; `shape`
    (uint8) the class of its shape; `lists` (uint32) the lists of the gazetteer; `word` (uint64) the number of its
    folded word; `common` (bool) whether it is among the commonest words and no name; `upper` and `letter` (bool)
    whether it begins with a capital, and with a letter or digit.
    """

    number: NDArray[np.int64]
    keys: NDArray[np.uint32]
    shape: NDArray[np.uint8]
    lists: NDArray[np.uint32]
    word: NDArray[np.uint64]
    common: NDArray[np.bool_]
    upper: NDArray[np.bool_]
    letter: NDArray[np.bool_]


def forms(tokens: Tokens, gazetteer: Gazetteer) -> TokenForms:
    """The forms of the tokens."""
    codes = tokens.codes
    plain, folded = RollingHash(codes), RollingHash(table().folded[codes])
    exact, sample, number = np.unique(plain.of(tokens.start, tokens.end), return_index=True, return_inverse=True)
    start, end = tokens.start[sample], tokens.end[sample]
    word = folded.of(start, _undotted(tokens, start, end))
    row = gazetteer.rows(key(word, WORD_SALT))
    lists, first = gazetteer.lists[row], tokens.kind[start]
    shape = _shape_classes(tokens, start, end, word)
    keys = np.zeros((len(sample) + 1, TEMPLATES), np.uint32)
    listed = _listed(word, shape, gazetteer, row)
    written = _written(tokens, folded, start, end, exact)
    for template, (values, present) in enumerate((*listed, *written, *_combined(shape, gazetteer, row))):
        if present is None:
            keys[1:, template] = key(values, template + _FIRST_SALT)
        else:
            keys[1:, template][present] = key(values[present], template + _FIRST_SALT)
    keys[PAD, 0] = key(np.zeros(1, np.uint64), _FIRST_SALT)[0]
    return TokenForms(
        number + 1,
        keys,
        np.concatenate(([np.uint8(PAD)], shape)),
        np.concatenate(([np.uint32(0)], lists)),
        np.concatenate(([np.uint64(0)], word)),
        np.concatenate(([False], (gazetteer.rank[row] > 0) & (gazetteer.rank[row] <= _COMMON) & (lists == 0))),
        np.concatenate(([False], first == CharacterKind.UPPER)),
        np.concatenate(([False], first != CharacterKind.OTHER)),
    )


_Column = tuple[NDArray[np.uint64], NDArray[np.bool_] | None]


def _listed(
    word: NDArray[np.uint64],
    shape: NDArray[np.uint8],
    gazetteer: Gazetteer,
    row: _Offsets,
) -> Iterator[_Column]:
    """The columns of what is known of the words: values, and where there are any (None for everywhere)."""
    fine, lists = gazetteer.group[row], gazetteer.lists[row]
    middle, coarse = gazetteer.parents[:, fine]
    yield from ((_wide(values), None) for values in (word, shape, coarse, middle))
    yield from ((_wide(np.zeros(len(word), np.uint8)), (lists & listed) > 0) for listed in _FAR)
    yield _wide(fine), None
    yield from ((_wide(np.zeros(len(word), np.uint8)), (lists & listed) > 0) for listed in _NEAR)


def _written(
    tokens: Tokens, folded: RollingHash, start: _Offsets, end: _Offsets, exact: NDArray[np.uint64]
) -> Iterator[_Column]:
    """The columns of how the words are written; the first of them counts one token away."""
    size = end - start
    yield folded.of(np.maximum(end - _NEAR_SUFFIX, start), end), size > _NEAR_SUFFIX
    yield exact, None
    yield _shapes(tokens, start, end), None
    yield _wide(np.minimum(size, _LONGEST_LENGTH)), None
    yield from ((folded.of(start, np.minimum(start + length, end)), size > length) for length in _PREFIXES)
    yield from ((folded.of(np.maximum(end - length, start), end), size > length) for length in _SUFFIXES)


def _combined(shape: NDArray[np.uint8], gazetteer: Gazetteer, row: _Offsets) -> Iterator[_Column]:
    """The columns of what is known of the words, taken together."""
    yield _wide(gazetteer.lists[row]), None
    yield _wide(gazetteer.rank[row]), None
    yield _wide(shape) << np.uint64(16) | _wide(gazetteer.group[row]), None


def _undotted(tokens: Tokens, start: _Offsets, end: _Offsets) -> _Offsets:
    """The ends of the tokens without the stop of an abbreviation."""
    dotted = (tokens.codes[end - 1] == ord(".")) & (end - start > 1)
    return cast(_Offsets, end - dotted)


def _wide(values: NDArray[np.unsignedinteger] | NDArray[np.signedinteger]) -> NDArray[np.uint64]:
    return values.astype(np.uint64)


def _shapes(tokens: Tokens, start: _Offsets, end: _Offsets) -> NDArray[np.uint64]:
    """The number of each form's shape: "Mc-Kay" is "XxX-Xx"[:8], where each run of alike characters is one."""
    shape = table().shape[tokens.codes]
    changed = np.ones(len(shape), np.bool_)
    changed[1:] = shape[1:] != shape[:-1]
    changed[tokens.start] = True
    place = np.cumsum(changed) - 1
    last = np.minimum(place[end - 1] + 1, place[start] + _LONGEST_SHAPE)
    return RollingHash(shape[changed]).of(place[start], last)


def _shape_classes(tokens: Tokens, start: _Offsets, end: _Offsets, word: NDArray[np.uint64]) -> NDArray[np.uint8]:
    first, size = tokens.kind[start], end - start
    upper = np.concatenate(([0], np.cumsum(tokens.kind == CharacterKind.UPPER)))
    letters = np.concatenate(([0], np.cumsum((tokens.kind > 2) & (tokens.kind < CharacterKind.DIGIT))))
    all_capitals = (upper[end] - upper[start]) == (letters[end] - letters[start])
    dotted = (tokens.codes[end - 1] == ord(".")) & (size > 1)
    classes = np.full(len(start), SMALL_WORD, np.uint8)
    for kind, value in (
        (CharacterKind.DIGIT, _NUMBER),
        (CharacterKind.OTHER, _SIGN),
        (CharacterKind.UPPER, _CAPITALISED),
        (CharacterKind.HAN, _HAN),
        (CharacterKind.LETTER, _CASELESS),
    ):
        classes[first == kind] = value
    capital = (first == CharacterKind.UPPER) & all_capitals
    classes[capital] = CAPITALS
    classes[capital & dotted] = _DOTTED
    classes[capital & (size <= 1 + dotted)] = INITIAL
    numbers, of_number = _special_shapes()
    place = np.minimum(np.searchsorted(numbers, word), len(numbers) - 1)
    special = (numbers[place] == word) & (first != CharacterKind.UPPER)
    classes[special] = of_number[place[special]]
    return classes


@cache
def _special_shapes() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """The numbers, ascending, of the signs and short words that have a class of their own, and these classes."""
    groups = [word_numbers(words) for words in (*_SIGNS, *_SHORT_WORDS)]
    classes = np.repeat(np.arange(_CASELESS + 1, _CASELESS + 1 + len(groups)), [len(group) for group in groups])
    numbers, first = np.unique(np.concatenate(groups), return_index=True)
    return numbers, classes[first].astype(np.uint8)


@lru_cache(maxsize=1024)
def word_numbers(text: str) -> NDArray[np.uint64]:
    """uint64, not to be written to: the numbers of the folded words of a text, as `TokenForms.word` has them."""
    if text.isascii() and text.isalpha():  # one word as it stands: a fiftieth of the time
        codes = table().folded[code_points(text)]
        numbers = RollingHash(codes).of(np.zeros(1, np.int64), np.array([len(codes)]))
    else:
        numbers = word_numbers_of([text])[0]
    numbers.flags.writeable = False
    return numbers


def word_numbers_of(texts: Sequence[str]) -> list[NDArray[np.uint64]]:
    """The numbers of the folded words of each text."""
    tokens = tokenise(texts)
    end = _undotted(tokens, tokens.start, tokens.end)
    numbers = RollingHash(table().folded[tokens.codes]).of(tokens.start, end)
    return np.split(numbers, np.searchsorted(tokens.start, tokens.base[1:]))
