"""How do tokens become postings? Packed into 64-bit keys, sorted once, and read off stretch by stretch.

    key = field (2 bits) | term (24) | slot (20) | position (15) | which bit stands for its exact form (3)

A slot is a document of the run; a document with more than 2^15 positions takes several slots in a row, so that
positions of any size keep their order. The terms of a key are numbers of the analyser; before sorting they become
ranks of the run's own terms in byte order, which makes a run's postings lie in dictionary order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis.batch import Batch
from index.schema import LEAD_WORDS, TEXT_FIELDS, form_bit
from index.segment.arrays.dictionary import byte_order
from index.segment.arrays.postings import is_exception, pack_counts
from index.segment.arrays.stretch import Stretch

_FORM_BITS, _POSITION_BITS, _SLOT_BITS, _TERM_BITS = 3, 15, 20, 24
_POSITION_SHIFT = np.uint64(_FORM_BITS)
_SLOT_SHIFT = np.uint64(_FORM_BITS + _POSITION_BITS)
_TERM_SHIFT = np.uint64(_FORM_BITS + _POSITION_BITS + _SLOT_BITS)
_FIELD_SHIFT = np.uint64(_FORM_BITS + _POSITION_BITS + _SLOT_BITS + _TERM_BITS)
_FORM_MASK = np.uint64((1 << _FORM_BITS) - 1)
_POSITION_MASK = np.uint64((1 << _POSITION_BITS) - 1)
_BIT_OF_FORM = np.array([form_bit(number) for number in range(256)], np.uint64)
_FORM_BIT = np.uint8(1) << np.arange(1 << _FORM_BITS, dtype=np.uint8)
_SLOT_MASK = np.uint64((1 << _SLOT_BITS) - 1)
_TERM_MASK = np.uint64((1 << _TERM_BITS) - 1)
_MAX_SLOTS = 1 << _SLOT_BITS
_PIECE = 1 << 18  # keys looked at together: what is worked out for them stays in the cache


class Inverter:
    """Collects tokens up to `capacity`, then gives them as postings."""

    def __init__(self, capacity: int) -> None:
        self._keys = np.empty(capacity, np.uint64)
        self._used = 0
        self._slot_docs: list[int] = []  # the document of each slot
        self._split = False
        self._present = np.zeros(1 << 16, np.bool_)  # the analyser's terms that occur

    def room(self, tokens: int, documents: int) -> bool:
        """Whether a batch of that size fits; an empty inverter makes room for any batch."""
        if self._used + tokens > len(self._keys) and not self._used:
            self._keys = np.empty(tokens, np.uint64)
        slots = len(self._slot_docs) + documents + (tokens >> _POSITION_BITS)
        return self._used + tokens <= len(self._keys) and slots <= _MAX_SLOTS

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

    def add(self, field: int, slots: NDArray[np.int64], batch: Batch) -> None:
        """Tokens of one field: `slots` are those of the batch's texts."""
        # Slot and position are neighbours in the key, and a text's later slots go on counting: one sum gives both.
        places = slots << _POSITION_BITS
        starts = np.cumsum(batch.lengths, dtype=np.int64) - batch.lengths
        plain = self._next(field, batch.term)
        plain += np.repeat(((places - starts) << _FORM_BITS).astype(np.uint64), batch.lengths)
        plain += np.arange(0, len(plain) << _FORM_BITS, 1 << _FORM_BITS, dtype=np.uint64)
        plain += _BIT_OF_FORM.take(batch.variant)
        extra = self._next(field, batch.extra_term)
        extra += ((places[batch.extra_document] + batch.extra_position) << _FORM_BITS).astype(np.uint64)

    def _next(self, field: int, terms: NDArray[np.uint32]) -> NDArray[np.uint64]:
        """The keys of as many tokens, with their fields and terms."""
        if len(terms) and (largest := int(terms.max())) >= len(self._present):
            self._present = np.concatenate([self._present, np.zeros(largest, np.bool_)])
        self._present[terms] = True
        end = self._used + len(terms)
        keys = self._keys[self._used : end]
        np.left_shift(terms, _TERM_SHIFT, out=keys, dtype=np.uint64)
        keys |= np.uint64(field) << _FIELD_SHIFT
        self._used = end
        return keys

    def sort(self, vocabulary: Sequence[bytes]) -> dict[str, KeyCursor]:
        """A cursor over each field of `TEXT_FIELDS`.

        `vocabulary` holds the bytes of the analyser's terms by number. Call `clear` when the cursors are done with.
        """
        keys = self._keys[: self._used]
        numbers = np.flatnonzero(self._present)
        terms = [vocabulary[n] for n in numbers.tolist()]
        order = byte_order(terms)
        numbers, terms = numbers[order], [terms[n] for n in order.tolist()]
        rank = np.zeros(len(vocabulary), np.uint64)
        rank[numbers] = np.arange(len(numbers), dtype=np.uint64)
        for piece in _pieces(keys):
            ranked = rank[((piece >> _TERM_SHIFT) & _TERM_MASK).astype(np.int64)]
            np.bitwise_and(piece, ~(_TERM_MASK << _TERM_SHIFT), out=piece)
            np.bitwise_or(piece, ranked << _TERM_SHIFT, out=piece)
        keys.sort()
        slot_docs = np.array(self._slot_docs, np.int32)
        bounds = np.searchsorted(keys, np.arange(len(TEXT_FIELDS) + 1, dtype=np.uint64) << _FIELD_SHIFT)
        return {
            name: KeyCursor(keys[bounds[n] : bounds[n + 1]], terms, slot_docs, split=self._split)
            for n, name in enumerate(TEXT_FIELDS)
        }

    def clear(self) -> None:
        """Forget the tokens collected."""
        self._used, self._slot_docs, self._split = 0, [], False
        self._present[:] = False


def _pieces(keys: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    for first in range(0, len(keys), _PIECE):
        yield keys[first : first + _PIECE]


def _most_slots(slot_docs: NDArray[np.int32]) -> int:
    """The most slots that a document takes."""
    return int(np.bincount(slot_docs - slot_docs[0]).max())


class KeyCursor:
    """Reads one field's sorted keys as postings: an `index.segment.arrays.stretch.Cursor`."""

    def __init__(
        self, keys: NDArray[np.uint64], terms: list[bytes], slot_docs: NDArray[np.int32], *, split: bool
    ) -> None:
        self._keys = keys
        self._slot_docs = slot_docs
        self._split = split
        self.wide = split and _most_slots(slot_docs) << _POSITION_BITS > 1 << 16
        starts = [np.zeros(min(len(keys), 1), np.int64)]
        for first in range(0, len(keys) - 1, _PIECE):
            of = keys[first : first + _PIECE + 1] >> _TERM_SHIFT
            starts.append(np.flatnonzero(of[1:] != of[:-1]) + (first + 1))
        first_keys = np.concatenate(starts)
        self._bounds = np.append(first_keys, len(keys))
        self._terms = [terms[n] for n in ((keys[first_keys] >> _TERM_SHIFT) & _TERM_MASK).tolist()]
        self._term = 0

    @property
    def remaining(self) -> int:
        return len(self._terms) - self._term

    def pivot(self, postings: int, terms: int) -> bytes | None:
        last = int(np.searchsorted(self._bounds, self._bounds[self._term] + postings, "right")) - 1
        last = max(min(last, self._term + terms), self._term + 1)
        return self._terms[last] if last < len(self._terms) else None

    def read_terms(self, pivot: bytes | None) -> list[bytes]:
        last = len(self._terms) if pivot is None else bisect_left(self._terms, pivot, self._term)
        return self._terms[self._term : last]

    def take(self, count: int) -> Stretch:
        bounds = self._bounds[self._term : self._term + count + 1]
        self._term += count
        keys = self._keys[bounds[0] : bounds[-1]]
        bounds = bounds - bounds[0]
        change = np.ones(len(keys), bool)
        of = keys >> _SLOT_SHIFT
        np.not_equal(of[1:], of[:-1], out=change[1:])
        starts = np.flatnonzero(change)
        docs = (of[starts] & _SLOT_MASK).astype(np.int32)
        if self._split:
            docs = self._slot_docs[docs]
            starts, docs = self._join(starts, docs, of[starts] >> np.uint64(_SLOT_BITS))
        else:  # a slot a document
            docs += self._slot_docs[0]
        positions = self._positions(keys, of)
        frequencies = np.diff(starts, append=len(keys))
        leads = np.add.reduceat((positions < LEAD_WORDS).view(np.uint8), starts, dtype=np.uint8)
        counts = pack_counts(frequencies, leads)
        which = np.flatnonzero(is_exception(counts))
        return Stretch(
            sizes=np.diff(np.searchsorted(starts, bounds)),
            occurrences=np.diff(bounds),
            docs=docs,
            counts=counts,
            form_bits=np.bitwise_or.reduceat(_FORM_BIT.take((keys & _FORM_MASK).view(np.int64)), starts),
            which=which,
            exact=np.stack([frequencies[which], leads[which]], axis=1),
            positions=positions,
            targets=np.empty(0, np.int64),
        )

    def _positions(self, keys: NDArray[np.uint64], of: NDArray[np.uint64]) -> NDArray[Any]:
        positions = np.empty(len(keys), np.uint32 if self.wide else np.uint16)
        np.bitwise_and(keys >> _POSITION_SHIFT, _POSITION_MASK, out=positions, casting="unsafe")
        if self._split:  # a document's later slots go on counting where the one before ended
            slot = (of & _SLOT_MASK).astype(np.int64)
            first = np.searchsorted(self._slot_docs, self._slot_docs)
            before = ((np.arange(len(first)) - first) << _POSITION_BITS)[slot]
            positions = positions + before.astype(positions.dtype)
        return positions

    @staticmethod
    def _join(
        starts: NDArray[np.int64], docs: NDArray[np.int32], terms: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """One posting for all slots of a document."""
        first = np.ones(len(starts), bool)
        first[1:] = (docs[1:] != docs[:-1]) | (terms[1:] != terms[:-1])
        return starts[first], docs[first]
