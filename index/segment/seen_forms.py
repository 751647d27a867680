"""Which surface forms of words do the articles of a run hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis.batch import Batch
from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.arrays.dictionary import byte_order

_FORM_BITS, _SPREAD = 18, np.uint32(0x9E37_79B1)  # slots of `SeenForms`, and an odd number that spreads keys over them


class SeenForms:
    """Which surface forms, of those that have a number of their own, the batches since the last run hold."""

    def __init__(self) -> None:
        self._keys: list[NDArray[np.uint32]] = []  # analyser's term << 8 | variant, with some repetitions
        self._last = np.zeros(1 << _FORM_BITS, np.uint32)  # the key that came last in each slot

    def add(self, batch: Batch) -> None:
        """The forms of one more batch."""
        own = np.flatnonzero(batch.variant - np.uint8(1) < UNNAMED_VARIANT - 1)
        keys = np.take(batch.term, own) << np.uint32(8)
        keys |= np.take(batch.variant, own)
        slots = (keys * _SPREAD) >> np.uint32(32 - _FORM_BITS)
        new = np.take(self._last, slots) != keys  # nine in ten have come before
        keys = keys[new]
        self._last[slots[new]] = keys
        self._keys.append(keys)

    def take(self, terms: Sequence[bytes], forms: Mapping[int, bytes]) -> list[tuple[bytes, int]]:
        """The forms as sorted entries of a form table with their numbers; they are forgotten here."""
        keys = np.sort(np.concatenate([*self._keys, np.empty(0, np.uint32)]))
        keys = keys[np.diff(keys, prepend=np.uint32(0)) != 0]
        self._keys.clear()
        self._last[:] = 0
        entries = [terms[key >> 8] + b"\0" + forms[key] for key in keys.tolist()]
        order = byte_order(entries)
        return list(zip([entries[n] for n in order.tolist()], (keys[order] & 255).tolist(), strict=True))
