"""Where do the words and phrases of a query stand in a segment? In all articles, or in the few of a result page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from index.analysis import words
from index.analysis.lexicon import UNNAMED_VARIANT
from index.article import Article
from index.schema import LEAD_WORDS, TEXT_FIELDS
from index.segment.arrays.postings import extents, running
from index.segment.reader import Postings, Segment
from search import sets, spans
from search.match.levels import LevelTable, folded
from search.match.lists import Lists
from search.sets import EMPTY, Docs
from search.spans import FIELD_BITS, NO_KEYS, NO_SPANS, POSITION, Keys, Spans
from search.words.leaves import FIELDS_OF, Leaf, Slot

_FEW = 64  # articles that are looked up one by one in any list: a mask takes a pass over the segment
_SEVERAL = 8  # lists from which on one pass over all of them is cheaper than a search in each


class Standing:
    """The places of leaves in one segment, remembered for one query. `check` raises `DeadlinePassed`.

    Nearly all that a result page needs is fetched at once by `look`: each list alone would cost ten array calls.
    """

    def __init__(self, segment: Segment, lists: Lists, check: Callable[[], None]) -> None:
        self._segment = segment
        self._lists = lists
        self._check = check
        self._everywhere: dict[Leaf, Spans] = {}
        self._page: Docs = EMPTY
        self._on_page: dict[Leaf, Spans] = {}
        self._page_keys: dict[tuple[str, Slot], Keys] = {}
        self._exact: dict[tuple[str, int], list[str]] = {}

    def look(self, leaves: Sequence[Leaf], page: Docs) -> None:
        """Fetch where the words of `leaves` stand in the articles `page`, for what is asked about them next."""
        self._check()
        self._page, self._on_page, self._page_keys, self._exact = page, {}, {}, {}
        wanted: dict[str, dict[Slot, None]] = {}
        for leaf in leaves:
            for field in FIELDS_OF[leaf.field]:
                wanted.setdefault(field, {}).update((slot, None) for slot in leaf.slots if not slot.forms)
        named = [(field, slot) for field, slots in wanted.items() for slot in slots]
        self._page_keys.update(zip(named, self._fetch(named, page), strict=True))

    def of(self, leaf: Leaf, docs: Docs | None = None) -> Spans:
        """Every place where the leaf stands, in all articles of the segment or in those `docs`: one for each start."""
        if docs is None:
            known = self._everywhere
        elif docs is self._page and leaf in self._on_page:
            return self._on_page[leaf]
        elif leaf in self._everywhere:
            places = self._everywhere[leaf]
            return places.take(sets.is_in(places.document_of(), docs, self._segment.doc_count))
        elif docs is self._page:
            known = self._on_page
        elif len(docs) < len(self._page) and sets.is_in(docs, self._page, self._segment.doc_count).all():
            places = self.of(leaf, self._page)
            return places.take(sets.is_in(places.document_of(), docs, self._segment.doc_count))
        else:
            self._page, self._page_keys = docs, {}
            known = self._on_page = {}
        stretches = known.get(leaf)
        if stretches is None:
            parts = [
                self._stand(leaf, field, sequence, docs)
                for field in FIELDS_OF[leaf.field]
                for sequence in leaf.sequences
            ]
            stretches = spans.union(parts)
            stretches = known[leaf] = stretches if leaf.plain else spans.longest(stretches)
        return stretches

    def _stand(self, leaf: Leaf, field: str, sequence: Sequence[Slot], among: Docs | None) -> Spans:
        """Where one sequence of the leaf stands in `field` of the articles `among`."""
        self._check()
        docs = self._candidates(field, sequence) if among is None else among
        if not len(docs):
            return NO_SPANS
        if len(sequence) == 1:
            start = self.keys(field, sequence[0], docs)
            places = Spans(start, start + 1)
        elif leaf.slop:
            keys = [None if slot.any_word else self.keys(field, slot, docs) for slot in sequence]
            places = spans.in_sequence(keys, leaf.slop)
        else:
            places = self._phrase(field, sequence, docs)
        if leaf.is_leading(field):
            places = places.take(places.positions()[1] <= LEAD_WORDS)
        return places

    def _candidates(self, field: str, sequence: Sequence[Slot]) -> Docs:
        """The articles whose `field` holds every slot's words somewhere."""
        size = self._segment.doc_count
        lists: list[Docs] = []
        for slot in sequence:
            if slot.any_word:
                continue
            lists.append(sets.unite(self._may_hold(field, slot), size))
            if not len(lists[-1]):
                return EMPTY
        return sets.intersect(lists, size)

    def _may_hold(self, field: str, slot: Slot) -> list[Docs]:
        """The articles of each of a slot's lists; where only the typed form counts, those that may hold it."""
        postings, graded = self._lists.graded(field, slot)
        if slot.any_form or slot.forms:
            return [each.docs for each in postings]
        return [each.postings.docs if each.table is None else each.may_be_typed() for each in graded]

    def _phrase(self, field: str, sequence: Sequence[Slot], docs: Docs) -> Spans:
        """Slots side by side: the rarest first, so that the common ones are read in few articles."""
        sizes = [sum(len(p) for p in self._lists.of_slot(field, slot)) for slot in sequence]
        start = NO_KEYS
        said = [i for i, slot in enumerate(sequence) if not slot.any_word]
        for turn, i in enumerate(sorted(said, key=sizes.__getitem__)):
            if not turn:
                start = self.keys(field, sequence[i], docs) - i
            elif len(start):
                left = Spans(start, start).docs()
                start = start[spans.present(start + i, self.keys(field, sequence[i], left))]
        return Spans(start, start + len(sequence))

    def keys(self, field: str, slot: Slot, docs: Docs) -> Keys:
        """Sorted keys of the places in `field` of `docs` that hold the slot's words."""
        if docs is self._page and (known := self._page_keys.get((field, slot))) is not None:
            return known
        if not slot.forms and len(docs) <= _FEW:
            return self._fetch([(field, slot)], docs)[0]
        parts: list[Keys] = []
        forms_of = dict(slot.forms)
        for term, languages in slot.listed:
            postings = self._lists.of(field, term, languages)
            if postings is None:
                continue
            forms = forms_of.get(term)
            indices = self._which(postings, docs)
            if not len(indices):
                continue
            places = spans.keys(field, postings.docs[indices], *postings.positions(indices))
            if forms is not None:
                places = places[self._has_form(field, term, forms, postings, indices)]
            elif slot.typed and not slot.any_form:
                places = self._as_typed(field, slot, self._lists.levels.table(term, slot.typed), places)
            parts.append(places)
        return spans.merged(parts)

    def _as_typed(self, field: str, slot: Slot, table: LevelTable | None, places: Keys) -> Keys:
        """Those of the places of a term that hold the word which is typed, as `table` tells."""
        typed = slot.typed
        if typed is None or table is None or table.even:
            return places
        postings = self._segment.field(field)
        variants = postings.forward.take(postings.starts.take(places >> 32) + (places & POSITION))
        keep = table.typed.take(variants)
        doubtful = np.flatnonzero(table.doubtful.take(variants))
        keep[doubtful] = [
            folded(self._stands_as(field, place >> 32, place & POSITION)) == typed.word
            for place in places[doubtful].tolist()
        ]
        typed_places: Keys = places[keep]
        return typed_places

    def _fetch(self, wanted: Sequence[tuple[str, Slot]], docs: Docs) -> list[Keys]:
        """`keys` of several slots of terms in a few articles; those of one field stand together."""
        groups = [self._lists.of_slot(field, slot) for field, slot in wanted]
        lists = [postings for group in groups for postings in group]
        if not lists:
            return [NO_KEYS] * len(wanted)
        counts, doc, starts, sizes = self._extents(lists, docs)
        offsets = running(sizes)
        where = (starts - offsets[:-1]).repeat(sizes) + np.arange(offsets[-1])
        bounds = offsets.take(np.cumsum([0, *counts])).tolist()
        fields = [field for (field, _), group in zip(wanted, groups, strict=True) for _ in group]
        positions = [
            self._segment.field(field).positions.take(where[bounds[low] : bounds[high]])
            for field, low, high in _groups(fields)
        ]
        place = doc.astype(np.int64) << 32
        place |= np.repeat([TEXT_FIELDS.index(field) << FIELD_BITS for field in fields], counts)
        keys = place.repeat(sizes) + np.concatenate(positions)
        parts = iter([keys[first:last] for first, last in pairwise(bounds)])
        merged = []
        for (field, slot), group in zip(wanted, groups, strict=True):
            row = list(islice(parts, len(group)))
            if not slot.any_form:
                tables = [graded.table for graded in self._lists.graded(field, slot)[1]]
                row = [self._as_typed(field, slot, *pair) for pair in zip(tables, row, strict=True)]
            merged.append(spans.merged([part for part in row if len(part)]))
        return merged

    def _extents(
        self, lists: Sequence[Postings], docs: Docs
    ) -> tuple[list[int], Docs, NDArray[np.int64], NDArray[np.int64]]:
        """What of the lists stands in a few articles: how many postings of each, and of all of them one after another
        the documents, where their positions start in their fields, and how many those are."""
        if len(lists) > _SEVERAL:
            every = np.concatenate([postings.docs for postings in lists])
            kept = np.flatnonzero(sets.as_mask(docs, self._segment.doc_count).take(every))
            begins = np.cumsum([0, *(len(postings) for postings in lists)])
            cuts = pairwise(kept.searchsorted(begins).tolist())
            numbers = [kept[low:high] - begin for begin, (low, high) in zip(begins.tolist(), cuts, strict=False)]
            doc = every.take(kept)
        else:
            candidates = [postings.docs.searchsorted(docs) for postings in lists]
            masks = [
                postings.docs.take(numbers, mode="clip") == docs
                for postings, numbers in zip(lists, candidates, strict=True)
            ]
            numbers = [places.compress(mask) for places, mask in zip(candidates, masks, strict=True)]
            doc = np.concatenate([docs.compress(mask) for mask in masks])
        return [len(places) for places in numbers], doc, *extents(lists, numbers)

    def _has_form(
        self, field: str, term: bytes, forms: frozenset[bytes], postings: Postings, indices: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """For each occurrence of the chosen postings, whether it stands in one of the exact forms."""
        fits = np.zeros(256, np.bool_)
        unsure = np.zeros(256, np.bool_)
        fits[0] = term in forms
        unsure[UNNAMED_VARIANT] = True
        for number, named in self._segment.forms.of(term).items():
            fits[number] = any(form in forms for form in named)
            unsure[number] = fits[number] and len(named) > 1
        variants = postings.variants(indices)
        keep = fits[variants]
        doubtful = np.flatnonzero(unsure[variants])
        if len(doubtful):
            offsets, positions = postings.positions(indices)
            docs = np.repeat(postings.docs[indices], np.diff(offsets))
            keep[doubtful] = [
                self._stands_as(field, doc, position) in forms
                for doc, position in zip(docs[doubtful].tolist(), positions[doubtful].tolist(), strict=True)
            ]
        return np.asarray(keep)

    def _stands_as(self, field: str, doc: int, position: int) -> bytes:
        """The exact form at a position, read from the stored text; for the few that the index cannot tell apart."""
        self._check()
        known = self._exact.get((field, doc))
        if known is None:
            article = self._segment.stored(doc)
            known = self._exact[(field, doc)] = words(field_text(article, field))
        return known[position].encode("utf-8", "surrogatepass")

    def _which(self, postings: Postings, docs: Docs) -> NDArray[np.intp]:
        """The numbers of the postings whose documents are among `docs`."""
        if docs is postings.docs:
            return np.arange(len(docs))
        if len(docs) <= _FEW or len(docs) * 30 < len(postings):
            places = postings.docs.searchsorted(docs)
            places[places == len(postings)] = 0
            return np.asarray(places[postings.docs[places] == docs])
        return np.flatnonzero(sets.is_in(postings.docs, docs, self._segment.doc_count))


def _groups(names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each run of one name in `names`: the name, its first place, the place after its last."""
    first = 0
    for name, run in groupby(names):
        last = first + len(list(run))
        yield name, first, last
        first = last


def field_text(article: Article, field: str) -> str:
    """The text of a field as it was indexed."""
    if field == "title":
        return article.title
    return article.body if field == "body" else "\n".join(dropped.text for dropped in article.dropped)
