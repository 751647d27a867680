"""How do tokens become postings? Packed into 64-bit keys, sorted once, and read off as arrays.

    key = field (2 bits) | term (24) | slot (20) | position (18)

A slot is a document of the run; a document with more than 2^18 positions takes several slots in a row, so that
positions of any size keep their order. The terms of a key are numbers of the analyser; before sorting they become
ranks of the run's own terms in byte order, which makes a run's postings lie in dictionary order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import exception_rows, pack_counts
from index.schema import LEAD_WORDS, TEXT_FIELDS

_POSITION_BITS, _SLOT_BITS, _TERM_BITS = 18, 20, 24
_SLOT_SHIFT = np.uint64(_POSITION_BITS)
_TERM_SHIFT = np.uint64(_POSITION_BITS + _SLOT_BITS)
_FIELD_SHIFT = np.uint64(_POSITION_BITS + _SLOT_BITS + _TERM_BITS)
_POSITION_MASK = (1 << _POSITION_BITS) - 1
MAX_SLOTS = 1 << _SLOT_BITS


@dataclass(frozen=True, slots=True)
class Inverted:
    """One field's postings in dictionary order, in memory or mapped: what `index.merge` merges.

    `terms` are sorted; the postings of term n are numbers first_posting[n] to first_posting[n + 1] (int64).

    """

    terms: Sequence[bytes]
    first_posting: NDArray[Any]
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    exceptions: NDArray[np.int64]
    positions: NDArray[Any]


class Inverter:
    """Collects tokens up to `capacity`, then gives them as postings."""

    def __init__(self, capacity: int) -> None:
        self._keys = np.empty(capacity, np.uint64)
        self._used = 0
        self._slot_docs: list[int] = []  # the document of each slot
        self._split = False

    def room(self, tokens: int, documents: int) -> bool:
        """Whether a batch of that size fits; an empty inverter makes room for any batch."""
        if self._used + tokens > len(self._keys) and not self._used:
            self._keys = np.empty(tokens, np.uint64)
        slots = len(self._slot_docs) + documents + (tokens >> _POSITION_BITS)
        return self._used + tokens <= len(self._keys) and slots <= MAX_SLOTS

    def start_documents(self, first: int, longest: NDArray[Any]) -> NDArray[np.int64]:
        """Number the slots of a batch: documents `first`, `first` + 1, ...; returns int64, the slot of each.

        `longest` holds the greatest number of positions that any field of each document has.
        """
        sizes = np.maximum(longest.astype(np.int64) - 1, 0) >> _POSITION_BITS
        slots = np.arange(len(sizes)) + len(self._slot_docs)
        if sizes.any():
            self._split = True
            slots[1:] += np.cumsum(sizes)[:-1]
            self._slot_docs += np.repeat(np.arange(first, first + len(sizes)), sizes + 1).tolist()
        else:
            self._slot_docs += range(first, first + len(sizes))
        return slots

    def add(self, field: int, terms: NDArray[Any], slots: NDArray[Any], positions: NDArray[Any]) -> None:
        """Tokens of one field, pairwise: the analyser's term number, the slot of the document, the position."""
        end = self._used + len(terms)
        keys = self._keys[self._used : end]
        np.add(terms, field << _TERM_BITS, out=keys, casting="unsafe")
        keys <<= np.uint64(_SLOT_BITS)
        if self._split:
            slots = slots + (positions >> _POSITION_BITS)
            positions = positions & _POSITION_MASK
        np.add(keys, slots.astype(np.uint64), out=keys)
        keys <<= _SLOT_SHIFT
        np.add(keys, positions.astype(np.uint64), out=keys)
        self._used = end

    def take(self, vocabulary: Sequence[bytes]) -> tuple[list[int], dict[str, Inverted]]:
        """(analyser terms that occur, postings of each field of `TEXT_FIELDS`); the inverter is empty afterwards.

        `vocabulary` holds the bytes of the analyser's terms by number.
        """
        keys = self._keys[: self._used]
        numbers, rank = _ranks(keys, vocabulary)
        used = [vocabulary[n] for n in numbers]
        for piece in _pieces(keys):
            term = (piece >> _TERM_SHIFT) & np.uint64((1 << _TERM_BITS) - 1)
            piece &= ~np.uint64(((1 << _TERM_BITS) - 1) << int(_TERM_SHIFT))
            piece |= rank[term.astype(np.int64)] << _TERM_SHIFT
        keys.sort()
        slot_docs = np.array(self._slot_docs, np.int32)
        bounds = np.searchsorted(keys, np.arange(len(TEXT_FIELDS) + 1, dtype=np.uint64) << _FIELD_SHIFT)
        fields = {
            name: _read_off(keys[bounds[n] : bounds[n + 1]], used, slot_docs, self._split)
            for n, name in enumerate(TEXT_FIELDS)
        }
        self._used, self._slot_docs, self._split = 0, [], False
        return numbers, fields


def _pieces(keys: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """Views of the keys, small enough that what is worked out for one piece stays small."""
    for first in range(0, len(keys), 1 << 18):
        yield keys[first : first + (1 << 18)]


def _ranks(keys: NDArray[np.uint64], vocabulary: Sequence[bytes]) -> tuple[list[int], NDArray[np.uint64]]:
    """(the analyser terms that occur, in the order of their bytes; each analyser term's rank among them)."""
    present = np.zeros(len(vocabulary), bool)
    for piece in _pieces(keys):
        present[((piece >> _TERM_SHIFT) & np.uint64((1 << _TERM_BITS) - 1)).astype(np.int64)] = True
    numbers = np.flatnonzero(present).tolist()
    ordered = sorted(numbers, key=vocabulary.__getitem__)
    rank = np.zeros(len(vocabulary), np.uint64)
    rank[ordered] = np.arange(len(ordered), dtype=np.uint64)
    return ordered, rank


def _read_off(keys: NDArray[np.uint64], used: list[bytes], slot_docs: NDArray[np.int32], split: bool) -> Inverted:
    """The postings of one field's sorted keys."""
    starts, term_of, docs = _postings(keys, slot_docs, split)
    frequency = np.diff(np.append(starts, len(keys)))
    positions = _positions(keys, slot_docs, split)
    in_lead = np.append(0, np.cumsum(positions < LEAD_WORDS, dtype=np.int32))
    lead = in_lead[starts + frequency] - in_lead[starts]
    first = np.flatnonzero(np.diff(term_of, prepend=-1))
    return Inverted(
        terms=[used[n] for n in term_of[first].tolist()],
        first_posting=np.append(first, len(starts)),
        docs=docs,
        counts=pack_counts(frequency, lead),
        exceptions=exception_rows(frequency, lead),
        positions=positions,
    )


def _postings(
    keys: NDArray[np.uint64], slot_docs: NDArray[np.int32], split: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """(first key, term, document) of each posting."""
    change = np.empty(len(keys), bool)
    if len(keys):
        change[0] = True
        np.not_equal(keys[1:] >> _SLOT_SHIFT, keys[:-1] >> _SLOT_SHIFT, out=change[1:])
    starts = np.flatnonzero(change)
    heads = keys[starts]
    docs = slot_docs[((heads >> _SLOT_SHIFT) & np.uint64(MAX_SLOTS - 1)).astype(np.int64)]
    term_of = ((heads >> _TERM_SHIFT) & np.uint64((1 << _TERM_BITS) - 1)).astype(np.int64)
    if split:
        same = np.zeros(len(starts), bool)
        same[1:] = (docs[1:] == docs[:-1]) & (term_of[1:] == term_of[:-1])
        starts, docs, term_of = starts[~same], docs[~same], term_of[~same]
    return starts, term_of, docs


def _positions(keys: NDArray[np.uint64], slot_docs: NDArray[np.int32], split: bool) -> NDArray[Any]:
    """The position of each key, uint16 where all fit, else uint32."""
    low = np.uint64(_POSITION_MASK)
    if not split:
        wide = any(int((piece & low).max()) >= 1 << 16 for piece in _pieces(keys))
        positions = np.empty(len(keys), np.uint32 if wide else np.uint16)
        for first, piece in enumerate(_pieces(keys)):
            np.bitwise_and(piece, low, out=positions[first << 18 : (first + 1) << 18], casting="unsafe")
        return positions
    slot = ((keys >> _SLOT_SHIFT) & np.uint64(MAX_SLOTS - 1)).astype(np.int64)
    first_slot = np.searchsorted(slot_docs, slot_docs)
    base = (np.arange(len(slot_docs)) - first_slot) << _POSITION_BITS
    return ((keys & low).astype(np.int64) + base[slot]).astype(np.uint32)
