"""Which lists of a segment were asked for lately? They stay, with the documents that were decoded of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.segment import Postings, Segment
from search.leaves import Leaf, Slot
from search.sets import Docs


class Lists:
    """The postings of one segment by field and term, and the documents of whole leaves, the last ones kept.

    A list's documents are decoded when they are first used, which takes 2 ns a document; they stay with it, and where
    its positions start, until the lists that are kept hold more than `most` documents (4 or 8 bytes each), and so do
    the documents of leaves: 8 million, or 16 times the segment's, so that common words of a large archive have room.
    """

    def __init__(self, segment: Segment, most: int = 8_000_000) -> None:
        self._segment = segment
        self._most = max(most, 16 * segment.doc_count)
        self._kept: dict[tuple[str, bytes, frozenset[str] | None], Postings | None] = {}
        self._spoken: dict[frozenset[str], NDArray[np.bool_]] = {}
        self._slots: dict[tuple[str, Slot], list[Postings]] = {}
        self._holding: dict[Leaf, Docs] = {}
        self._held = self._held_by_leaves = 0

    def of(self, field: str, term: bytes, languages: frozenset[str] | None = None) -> Postings | None:
        """The postings of a term, or those in articles of `languages`; None where there are none."""
        try:
            return self._kept[field, term, languages]
        except KeyError:
            pass
        if languages is None:
            found = self._segment.postings(field, term)
        else:
            whole = self.of(field, term)
            found = whole and whole.among(self._in_language(languages))
        self._hold(0 if found is None else len(found))
        self._kept[field, term, languages] = found
        return found

    def _in_language(self, languages: frozenset[str]) -> NDArray[np.bool_]:
        """bool[documents]: whether an article is in one of `languages`."""
        found = self._spoken.get(languages)
        if found is None:
            found = self._spoken[languages] = self._segment.facets.holding("language", languages.__contains__)
        return found

    def of_slot(self, field: str, slot: Slot) -> list[Postings]:
        """The postings of a slot's terms in a field, those of `forms` with every form."""
        known = self._slots.get((field, slot))
        if known is None:
            found = [self.of(field, term, languages) for term, languages in slot.listed]
            known = self._slots[field, slot] = [postings for postings in found if postings is not None]
        return known

    def holding(self, leaf: Leaf, find: Callable[[Leaf], Docs]) -> Docs:
        """The documents that hold a leaf, found by `find` where they are not among those kept."""
        found = self._holding.get(leaf)
        if found is None:
            found = find(leaf)
            self._held_by_leaves += len(found) + 100
            if self._held_by_leaves > self._most:
                self._holding, self._held_by_leaves = {}, len(found) + 100
            self._holding[leaf] = found
        return found

    def _hold(self, documents: int) -> None:
        """Make room for one more list."""
        self._held += documents + 100
        if self._held > self._most:
            self._kept, self._spoken, self._slots = {}, {}, {}
            self._held = documents + 100
