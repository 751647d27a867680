"""Which places does an article name in a language without a model? Rules over lists of names, sure ones before many.

A listed name is a place where it is all of a row of capitalised words. A longer row is another name with a place in it:
a person's where a first name stands before, else an organisation's. Where a sentence begins, a capital says nothing;
in German it nowhere does, so that a city stands behind a word that leads to places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.context import LONGEST_PHRASE
from index.entities.document import Mentions
from index.entities.features import SHORT_WORD, TokenForms, word_numbers
from index.entities.gazetteer import NameList
from index.entities.labels import EntityType
from index.entities.name_numbers import TokenWords
from index.entities.place_marks import BEGINS, LARGE, NAME, PlaceNames

_FIRST_NAMES = NameList.COMMON_FIRST_NAME | NameList.FIRST_NAME | NameList.FIRST_NAME_ABROAD
_ORGANISATIONS = NameList.ORGANISATION | NameList.ORGANISATION_ABROAD
_LEADING = {"de": "in aus nach bei"}
"""The languages whose nouns have capitals, with the words that lead to places."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A listed name, the tokens from `first` to before `end`, in a row of capitalised words (`start` to before
    `stop`); `large` tells whether it is known without a proof."""

    first: int
    end: int
    start: int
    stop: int
    large: bool


def listed_places(words: TokenWords, forms: TokenForms, names: PlaceNames, language: str) -> Mentions:
    """The mentions of places by the rules, with the persons and organisations whose names have places in them."""
    lists = forms.lists[words.form]
    first_name, organisation = (lists & _FIRST_NAMES) > 0, (lists & _ORGANISATIONS) > 0
    first_name &= ~(words.opening & _small_elsewhere(words))
    led = _led(words, language)
    nouns = language in _LEADING
    rows: list[tuple[int, int, int, bool]] = []
    for row in _rows(words, _listed(words, forms, names), first_name):
        alone = row.start == row.first and row.stop == row.end
        beside = [*range(row.start, row.first), *range(row.end, row.stop)]
        if row.start < row.first and first_name[row.first - 1]:
            rows.append((row.start, row.stop, EntityType.PERSON, False))
        elif not alone and (not nouns or organisation[beside].any()):
            rows.append((row.start, row.stop, EntityType.ORGANISATION, False))
        elif row.large or (led[row.first] and not words.opening[row.first]):
            rows.append((row.first, row.end, EntityType.PLACE, row.large))
    kept = _apart(rows)
    first, end, kind, sure = np.array(kept, np.int64).reshape(-1, 4).T
    return Mentions(first, end, kind, sure > 0)


def _small_elsewhere(words: TokenWords) -> NDArray[np.bool_]:
    """bool[tokens]: whether the article has the word without a capital, too: "In", "Till" and "Van" are first names."""
    every = np.arange(len(words.word))
    inside = words.within(words.word, every)
    return np.isin(inside, inside[~words.upper])


def _led(words: TokenWords, language: str) -> NDArray[np.bool_]:
    """bool[tokens]: whether a word that leads to places stands before; true of all where capitals tell enough."""
    leading = _LEADING.get(language)
    if leading is None:
        return np.ones(len(words.word), np.bool_)
    return np.concatenate(([False], np.isin(words.word[:-1], word_numbers(leading))))


def _listed(words: TokenWords, forms: TokenForms, names: PlaceNames) -> list[tuple[int, int, bool]]:
    """Where listed names stand: first token, the one behind the last, whether they are large; the longest at each, in
    order, none within another."""
    begins = (names.words(forms.word) & (NAME | BEGINS)) > 0
    first = np.flatnonzero(begins[words.form] & words.upper)
    inner = words.upper | (forms.shape[words.form] >= SHORT_WORD)
    end, large = np.zeros(len(first), np.int64), np.zeros(len(first), np.bool_)
    for length in range(1, LONGEST_PHRASE + 1):
        chosen = np.flatnonzero(first + length <= len(words.word))
        members = first[chosen, None] + np.arange(length)
        marks = names.phrases(words.word[members])
        marks[(words.sentence[members] != words.sentence[members[:, :1]]).any(1) | ~inner[members].all(1)] = 0
        known = chosen[(marks & NAME) > 0]
        end[known], large[known] = first[known] + length, (marks & LARGE)[(marks & NAME) > 0] > 0
    found: list[tuple[int, int, bool]] = []
    for begin, stop, known_well in zip(first.tolist(), end.tolist(), large.tolist(), strict=True):
        if stop and (not found or begin >= found[-1][1]):
            found.append((begin, stop, known_well))
    return found


def _rows(words: TokenWords, listed: list[tuple[int, int, bool]], first_name: NDArray[np.bool_]) -> Iterator[_Row]:
    """The listed names in their rows of capitalised words, without a first word of a sentence that is no first name."""
    free = words.upper.copy()
    for first, end, _ in listed:
        free[first:end] = False
    for first, end, large in listed:
        start, stop = first, end
        while start > 0 and free[start - 1] and not words.opening[start]:
            start -= 1
        while stop < len(free) and free[stop] and not words.opening[stop]:
            stop += 1
        if start < first and words.opening[start] and not first_name[start]:
            start += 1
        yield _Row(first, end, start, stop, large)


def _apart(rows: list[tuple[int, int, int, bool]]) -> list[tuple[int, int, int, bool]]:
    """The rows in order, without those that begin within another."""
    kept: list[tuple[int, int, int, bool]] = []
    for row in sorted(rows):
        if not kept or row[0] >= kept[-1][1]:
            kept.append(row)
    return kept
