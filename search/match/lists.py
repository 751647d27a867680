"""Which lists of a segment were asked for lately? They stay, with the documents that were decoded of them."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import numpy as np
from numpy.typing import NDArray

from index.analysis import EXTRA
from index.facets import LANGUAGE
from index.segment.reader import Postings, Segment
from search.budget import STANDARD, Budget
from search.facets.segment_copies import CopiesOfDocuments, SegmentCopies
from search.facets.segment_names import SegmentNames
from search.kept import ENTRY, WORD, Kept
from search.match.levels import FormLevels, Graded
from search.match.value_index import SegmentValues
from search.query.readings import Readings
from search.sets import Docs
from search.words.leaves import Leaf, Slot

_EXTRA = EXTRA.encode()
_MANY = 16  # terms of a pattern, which are looked up together and not kept one by one


class Lists:
    """The postings of one segment by field and term, and the documents of whole leaves, the last ones kept; with
    `readings`, by which filters on metadata are held against values, `values`, the values by their words, and `names`,
    those that are laid over the segment, as its `copies` are.

    A list's documents are decoded when they are first used, which takes 2 ns a document; they stay with it, 4 bytes
    each, where its positions start, 4 more, and the levels of its forms, 1. A slot keeps its lists alive and so weighs
    what they weigh.
    """

    def __init__(self, segment: Segment, budget: Budget = STANDARD, readings: Readings | None = None) -> None:
        self._segment = segment
        self.readings = readings or Readings(budget)
        self.values = SegmentValues(segment)
        self.names = SegmentNames(segment)
        self.copies: CopiesOfDocuments = SegmentCopies(segment.doc_count)
        self.lists: Kept[tuple[str, bytes, frozenset[str] | None], tuple[Postings | None]] = Kept(budget.lists)
        self.slots: Kept[tuple[str, Slot], tuple[list[Postings], list[Graded]]] = Kept(budget.slots)
        self.spoken: Kept[frozenset[str], NDArray[np.bool_]] = Kept(budget.spoken)
        self.leaves: Kept[Leaf, Docs] = Kept(budget.leaves)
        self.levels = FormLevels(segment, budget)

    def under(self, names: SegmentNames, copies: CopiesOfDocuments) -> Lists:
        """The same lists, and all that is kept of them, with other names and copies laid over the segment."""
        lists = copy(self)
        lists.names, lists.copies = names, copies
        return lists

    def of(self, field: str, term: bytes, languages: frozenset[str] | None = None) -> Postings | None:
        """The postings of a term, or those in articles of `languages`; None where there are none."""
        key = field, term, languages
        known = self.lists.get(key)
        if known is not None:
            return known[0]
        if languages is None:
            postings = self._segment.postings(field, term)
        else:
            whole = self.of(field, term)
            postings = whole and whole.among(self._in_language(languages))
        return self.lists.keep(key, (postings,), _weight(postings))[0]

    def _in_language(self, languages: frozenset[str]) -> NDArray[np.bool_]:
        """bool[documents]: whether an article is in one of `languages`."""
        docs = self.spoken.get(languages)
        if docs is None:
            docs = self._segment.facets.holding(LANGUAGE, languages.__contains__)
            self.spoken.keep(languages, docs, ENTRY + docs.nbytes)
        return docs

    def of_slot(self, field: str, slot: Slot) -> list[Postings]:
        """The postings of a slot's terms in a field, those of `forms` with every form."""
        return self.graded(field, slot)[0]

    def graded(self, field: str, slot: Slot) -> tuple[list[Postings], list[Graded]]:
        """`of_slot`, and each list with how near the forms of its term are to the word that was typed."""
        key = field, slot
        known = self.slots.get(key)
        if known is None:
            if len(slot.listed) > _MANY and not slot.spoken:
                many = self._segment.several(field, [term for term, _ in slot.listed])
                known = many, [Graded(postings, None) for postings in many]
            else:
                lists = [(term, self.of(field, term, languages)) for term, languages in slot.listed]
                standing = [(term, postings) for term, postings in lists if postings is not None]
                known = (
                    [postings for _, postings in standing],
                    [self._graded(slot, term, postings) for term, postings in standing],
                )
            self.slots.keep(key, known, ENTRY + slot.weight + sum(map(_weight, known[0])))
        return known

    def _graded(self, slot: Slot, term: bytes, postings: Postings) -> Graded:
        table = self.levels.table(term, slot.typed) if slot.typed else None
        strange = slot.typed is not None and term in slot.typed.strange
        return Graded(
            postings, None if table is None or table.even else table, extra=term.startswith(_EXTRA), strange=strange
        )

    def holding(self, leaf: Leaf, find: Callable[[Leaf], Docs]) -> Docs:
        """The documents that hold a leaf, found by `find` where they are not among those kept."""
        docs = self.leaves.get(leaf)
        if docs is None:
            docs = find(leaf)
            self.leaves.keep(leaf, docs, leaf.weight + docs.nbytes)
        return docs


def _weight(postings: Postings | None) -> int:
    """Bytes of a list with its key, as if all that it can keep with it were there."""
    return ENTRY + WORD if postings is None else 2 * ENTRY + WORD + 10 * len(postings.counts)
