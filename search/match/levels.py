"""How near are the forms in which an article holds a term to the word that was typed? A byte of each posting tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import EXTRA
from index.analysis.lexicon import UNNAMED_VARIANT
from index.schema import form_bit
from index.segment.reader import Postings, Segment
from search.budget import STANDARD, Budget
from search.kept import ENTRY, Kept
from search.sets import Docs, Mask
from search.words.inflection import Level, level
from search.words.leaves import Typed, without_accents

_BIT = [form_bit(number) for number in range(256)]
_BYTES = np.arange(256, dtype=np.uint8)
_EXTRA = EXTRA.encode()
_SOME = 256  # postings
_WEIGHT = ENTRY + 1900  # bytes of a table

Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class LevelTable:
    """The levels of a term's forms in one segment (see `Level`).

    `by_number` is uint8[256]: of the form of each number; where a number stands for several forms, the nearest of
    them. `nearest` and `furthest` are uint8[256]: between which levels the nearest form of a posting lies, by its byte
    of form bits. Where they differ, a bit stands for forms of several levels, and the positions have to tell; `certain`
    says that they never do. `typed` is bool[256]: of the form of each number, whether it is the typed word; of those in
    `doubtful` (bool[256]), the text has to tell. `even` says whether every form is it.
    """

    by_number: Levels
    nearest: Levels
    furthest: Levels
    typed: Mask
    doubtful: Mask
    certain: bool = True
    even: bool = False

    def of(self, postings: Postings, indices: NDArray[np.intp] | None = None) -> Levels:
        """uint8: the nearest level of a form in each of the term's postings, or in those numbered `indices`."""
        bits = postings.form_bits if indices is None else postings.form_bits.take(indices)
        levels = _looked_up(self.nearest, bits)
        if self.certain:
            return levels
        doubtful = np.flatnonzero(levels != _looked_up(self.furthest, bits))
        if len(doubtful):
            which = doubtful if indices is None else indices.take(doubtful)
            offsets, variants = postings.standing(which)
            levels[doubtful] = np.minimum.reduceat(self.by_number.take(variants), offsets[:-1])
        return levels

    def count_typed(self, postings: Postings, live: NDArray[np.bool_] | None) -> int:
        """How many articles that are not deleted hold the typed form."""
        exact = self.of(postings) == Level.EXACT
        return int(np.count_nonzero(exact if live is None else exact & live[postings.docs]))

    def any_inflected(self, postings: Postings, live: NDArray[np.bool_] | None) -> bool:
        """Whether an article that is not deleted holds the word itself or another form of it."""
        alive = None if live is None else np.flatnonzero(live[postings.docs])
        bits = postings.form_bits if alive is None else postings.form_bits.take(alive)
        for some in (bits[:_SOME], bits):  # of a frequent word, the first few say it
            if (self.furthest.take(some) < Level.DERIVATION).any():
                return True
        doubtful = np.flatnonzero(self.nearest.take(bits) < Level.DERIVATION)
        if not len(doubtful):
            return False
        indices = doubtful if alive is None else alive.take(doubtful)
        return bool((self.of(postings, indices) < Level.DERIVATION).any())


class Graded:
    """A list and how near its forms are to the word that was typed, by `table`; None where all are that word. A
    `strange` one is of languages that the question is hardly of. Of an `extra` term it is not known in which form it
    stands.

    The levels of the whole list, a byte a posting, are worked out once.
    """

    def __init__(
        self, postings: Postings, table: LevelTable | None, *, extra: bool = False, strange: bool = False
    ) -> None:
        self.postings = postings
        self.table = table
        self.extra = extra
        self.strange = strange
        self._levels: Levels | None = None

    def levels(self, indices: NDArray[np.intp] | None = None) -> Levels | None:
        """uint8: the nearest level of a form in each posting, or in those numbered `indices`; None where all are 0."""
        if self.table is None:
            return None
        if self._levels is None:
            if indices is not None:
                return self.table.of(self.postings, indices)
            self._levels = self.table.of(self.postings)
        return self._levels if indices is None else self._levels.take(indices)

    def may_be_typed(self) -> Docs:
        """The articles that hold the typed form, and those of which the form bits do not say whether they do."""
        docs, table = self.postings.docs, self.table
        if table is None:
            return docs
        bits = self.postings.form_bits
        unnamed = (bits & np.uint8(1 << _BIT[UNNAMED_VARIANT])) > 0
        typed: Docs = docs[unnamed | (table.nearest.take(bits) == Level.EXACT)]
        return typed


def folded(form: bytes) -> str:
    """An exact form without accents."""
    return without_accents(form.decode("utf-8", "surrogatepass"))


class FormLevels:
    """The tables of one segment, the last ones kept."""

    def __init__(self, segment: Segment, budget: Budget = STANDARD) -> None:
        self._segment = segment
        self.tables: Kept[tuple[bytes, str, tuple[str, ...]], LevelTable] = Kept(budget.levels)

    def table(self, term: bytes, typed: Typed) -> LevelTable:
        """The levels of the forms of a term. An extra term is the word written otherwise, but for a `strange` one."""
        if term in typed.strange and term.startswith(_EXTRA):
            return _OTHER
        key = term, typed.word, typed.languages
        return self.tables.get(key) or self.tables.keep(key, self._make(term, typed), _WEIGHT)

    def _make(self, term: bytes, typed: Typed) -> LevelTable:
        if term.startswith(_EXTRA):
            return _SAME
        named = [(0, term)]
        named += [(number, form) for number, forms in self._segment.forms.of(term).items() for form in forms]
        levels = [(number, level(typed.word, folded(form), typed.languages)) for number, form in named]
        most = max(each for _, each in levels)
        if most == Level.EXACT:
            return _SAME
        # A term of so many forms that some have no number: they are taken for forms of the word, so that none is lost.
        levels.append((UNNAMED_VARIANT, Level.INFLECTION))
        by_number = bytearray([Level.DERIVATION]) * 256
        nearest, furthest = [Level.DERIVATION] * 8, [Level.EXACT] * 8
        for number, each in levels:
            bit = _BIT[number]
            by_number[number] = min(by_number[number], each)
            nearest[bit], furthest[bit] = min(nearest[bit], each), max(furthest[bit], each)
        certain = all(low == high for low, high in zip(nearest, furthest, strict=True) if low <= high)
        typed_ones = _numbers(number for number, each in levels if each == Level.EXACT)
        doubtful = _numbers(number for number, each in levels if each != Level.EXACT) & typed_ones
        doubtful[UNNAMED_VARIANT] = True
        by_bits = _of_bytes(nearest), _of_bytes(furthest)
        return LevelTable(np.frombuffer(by_number, np.uint8), *by_bits, typed_ones, doubtful, certain)


def _looked_up(table: Levels, bits: Levels) -> Levels:
    """uint8: what a table of 256 says of each byte, writable; by bytes, a quarter of the time of `take`."""
    return np.frombuffer(bytearray(bits.tobytes().translate(table.tobytes())), np.uint8)


def _numbers(chosen: Iterable[int]) -> Mask:
    """bool[256]: which numbers are chosen."""
    mask = np.zeros(256, np.bool_)
    mask[list(chosen)] = True
    return mask


def _of_bytes(levels: Sequence[Level]) -> Levels:
    """uint8[256]: the least of the levels of the bits that are set in each byte."""
    exact = sum(1 << bit for bit, each in enumerate(levels) if each == Level.EXACT)
    inflected = sum(1 << bit for bit, each in enumerate(levels) if each != Level.DERIVATION)
    least: Levels = ((_BYTES & np.uint8(exact)) == 0).astype(np.uint8)
    least += (_BYTES & np.uint8(inflected)) == 0
    return least


_ZEROS = np.zeros(256, np.uint8)
_TWOS = np.full(256, Level.DERIVATION, np.uint8)
_OTHER = LevelTable(_TWOS, _TWOS, _TWOS, _ZEROS > 0, _ZEROS > 0)
_SAME = LevelTable(_ZEROS, _ZEROS, _ZEROS, _ZEROS == 0, _ZEROS > 0, even=True)
