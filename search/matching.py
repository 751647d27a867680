"""Which articles of a segment match, and where? Every node of a query, evaluated over whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis import PARAGRAPH, SENTENCE, words
from index.article import Article
from index.schema import FREQUENCY_BITS, LEAD_WORDS
from index.segment import Postings, Segment
from search import sets, spans
from search.leaves import FIELDS_OF, Leaf, Slot
from search.lists import Lists
from search.query import (
    And,
    AtLeast,
    Everything,
    Field,
    Length,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Published,
    Ranked,
    Unit,
    Within,
)
from search.sets import EMPTY, Docs
from search.spans import NO_KEYS, NO_SPANS, Keys, Spans


class DeadlinePassed(Exception):
    """The time for the answer is up. Never leaves `search`."""


def no_deadline() -> None:
    """The check of a search that may take as long as it likes."""


class Matcher:
    """Evaluates nodes over one segment; remembers what it found, for one query.

    `leaves` holds the plan of every leaf node, `values` the facet values that each metadata node accepts. Deleted
    articles are in the answers: whoever shows or counts them takes them out. `check` raises `DeadlinePassed`.
    """

    def __init__(
        self,
        segment: Segment,
        leaves: Mapping[Node, Leaf],
        accepts: Callable[[Metadata, str], bool],
        check: Callable[[], None] = no_deadline,
        lists: Lists | None = None,
    ) -> None:
        self.segment = segment
        self._lists = lists or Lists(segment)
        self.leaves = leaves
        self._accepts = accepts
        self._check = check
        self._docs: dict[Node, Docs] = {}
        self._holding: dict[Leaf, Docs] = {}
        self._complete: dict[Node, Docs] = {}
        self._places: dict[Leaf, Spans] = {}
        self._page: Docs | None = None  # the articles that were looked into last, and where leaves stand in them
        self._page_places: dict[Leaf, Spans] = {}
        self._exact: dict[tuple[str, int], list[str]] = {}

    def docs(self, node: Node) -> Docs:
        """The articles that match: sorted int32."""
        found = self._docs.get(node)
        if found is None:
            self._check()
            found = self._docs[node] = self._find(node)
        return found

    def complete(self, node: Node) -> Docs:
        """The articles that match with all the words of every `Ranked` node."""
        found = self._complete.get(node)
        if found is None:
            found = self._complete[node] = self._find_complete(node)
        return found

    def _find_complete(self, node: Node) -> Docs:
        size = self.segment.doc_count
        match node:
            case Ranked():
                parts = [self.complete(part) for part in (*node.wanted, *node.required)]
                found = sets.intersect(parts, size) if parts else self.docs(node)
                return self._without(found, node.excluded)
            case And():
                return sets.intersect([self.complete(part) for part in node.operands], size)
            case Or():
                return sets.unite([self.complete(part) for part in node.operands], size)
        return self.docs(node)

    def _find(self, node: Node) -> Docs:  # noqa: PLR0911 - one case for each kind of node
        size = self.segment.doc_count
        match node:
            case Ranked():
                return self._ranked(node)
            case And():
                return self._and(node.operands)
            case Or():
                return sets.unite([self.docs(part) for part in node.operands], size)
            case Not():
                return sets.subtract(sets.everything(size), self.docs(node.operand), size)
            case Near() | Within():
                both = self._and((node.left, node.right))
                return self.spans(node, both).docs() if len(both) else EMPTY
            case AtLeast():
                return self._at_least(node)
            case Metadata() | Published() | Length():
                return np.flatnonzero(self._column(node)).astype(np.int32)
            case Everything():
                return sets.everything(size)
            case Nothing():
                return EMPTY
        return self.holding(self.leaves[node])

    def _and(self, operands: Sequence[Node]) -> Docs:
        size = self.segment.doc_count
        wanted = [part for part in operands if not isinstance(part, Not)]
        found = sets.intersect([self.docs(part) for part in wanted], size) if wanted else sets.everything(size)
        return self._without(found, [part.operand for part in operands if isinstance(part, Not)])

    def _ranked(self, node: Ranked) -> Docs:
        size = self.segment.doc_count
        parts = [self.docs(part) for part in node.required]
        if node.wanted and all(isinstance(part, FILTERS) for part in node.required):
            parts.append(sets.unite([self.docs(part) for part in node.wanted], size))
        found = sets.intersect(parts, size) if parts else sets.everything(size)
        return self._without(found, node.excluded)

    def _without(self, docs: Docs, excluded: Sequence[Node]) -> Docs:
        for part in excluded:
            if not len(docs):
                break
            docs = sets.subtract(docs, self.docs(part), self.segment.doc_count)
        return docs

    def _at_least(self, node: AtLeast) -> Docs:
        docs = self.docs(node.operand)
        if node.count <= 1:
            return docs
        of = self.spans(node.operand, docs).document_of()
        found, counts = np.unique(of, return_counts=True)
        return found[counts >= node.count]

    def _column(self, node: Metadata | Published | Length) -> NDArray[np.bool_]:
        """bool[doc_count]: what a filter on metadata lets through."""
        segment = self.segment
        if isinstance(node, Length):
            words = segment.lengths("body")
            keep = words >= node.least
            return keep if node.most is None else keep & (words <= node.most)
        if isinstance(node, Published):
            days = segment.published
            keep = days >= (node.first.toordinal() if node.first else 1)
            return keep & (days <= node.last.toordinal()) if node.last else keep
        columns = segment.facets
        if node.facet not in columns.names:
            return np.zeros(segment.doc_count, np.bool_)
        low, high = columns.facet(node.facet)
        fits = np.zeros(len(columns.values), np.bool_)
        fits[low:high] = [self._accepts(node, value) for value in columns.values[low:high]]
        keep = fits[columns.rows[:, columns.names.index(node.facet)]]
        keep[columns.extra_docs[fits[columns.extra_values]]] = True
        return np.asarray(keep)

    # Leaves

    def holding(self, leaf: Leaf) -> Docs:
        """The articles that hold a leaf."""
        found = self._holding.get(leaf)
        if found is None:
            found = self._holding[leaf] = self._find_leaf(leaf)
        return found

    def _find_leaf(self, leaf: Leaf) -> Docs:
        return self._lists.holding(leaf, self._unite) if leaf.plain else self.places(leaf).docs()

    def _unite(self, leaf: Leaf) -> Docs:
        lists = [
            self._in_lead(postings) if leaf.field is Field.LEAD else postings.docs
            for field in FIELDS_OF[leaf.field]
            for slot in leaf.slots
            for postings in self.postings(field, slot)
        ]
        return sets.unite(lists, self.segment.doc_count)

    @staticmethod
    def _in_lead(postings: Postings) -> Docs:
        return postings.docs[(postings.counts >> FREQUENCY_BITS) > 0]

    def postings(self, field: str, slot: Slot) -> list[Postings]:
        """The postings of a slot's terms in a field, those of `forms` with every form."""
        found = (self._lists.of(field, term, languages) for term, languages in slot.listed)
        return [postings for postings in found if postings is not None]

    def places(self, leaf: Leaf, among: Docs | None = None) -> Spans:
        """Every place where the leaf stands, in all articles of the segment or in those `among`: one for each start."""
        if among is not None and among is not self._page:
            self._page, self._page_places = among, {}
        known = self._places if among is None else self._page_places
        found = known.get(leaf)
        if found is None:
            parts = [
                self._stand(leaf, field, sequence, among)
                for field in FIELDS_OF[leaf.field]
                for sequence in leaf.sequences
            ]
            found = spans.union(parts)
            found = known[leaf] = found if leaf.plain else spans.longest(found)
        return found

    def _stand(self, leaf: Leaf, field: str, sequence: Sequence[Slot], among: Docs | None) -> Spans:
        """Where one sequence of the leaf stands in `field` of the articles `among`."""
        self._check()
        docs = self._candidates(field, sequence) if among is None else among
        if not len(docs):
            return NO_SPANS
        if len(sequence) == 1:
            start = self.keys(field, sequence[0], docs)
            found = Spans(start, start + 1)
        elif leaf.slop:
            found = spans.in_sequence([self.keys(field, slot, docs) for slot in sequence], leaf.slop)
        else:
            found = self._phrase(field, sequence, docs)
        if leaf.field is Field.LEAD:
            found = found.take(found.positions()[1] <= LEAD_WORDS)
        return found

    def _candidates(self, field: str, sequence: Sequence[Slot]) -> Docs:
        """The articles whose `field` holds every slot's words somewhere."""
        size = self.segment.doc_count
        found: list[Docs] = []
        for slot in sequence:
            found.append(sets.unite([postings.docs for postings in self.postings(field, slot)], size))
            if not len(found[-1]):
                return EMPTY
        return sets.intersect(found, size)

    def _phrase(self, field: str, sequence: Sequence[Slot], docs: Docs) -> Spans:
        """Slots side by side: the rarest first, so that the common ones are read in few articles."""
        sizes = [sum(len(p) for p in self.postings(field, slot)) for slot in sequence]
        start = NO_KEYS
        for turn, i in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
            if not turn:
                start = self.keys(field, sequence[i], docs) - i
            elif len(start):
                left = Spans(start, start).docs()
                start = start[spans.present(start + i, self.keys(field, sequence[i], left))]
        return Spans(start, start + len(sequence))

    def keys(self, field: str, slot: Slot, docs: Docs) -> Keys:
        """Sorted keys of the places in `field` of `docs` that hold the slot's words."""
        parts: list[Keys] = []
        forms_of = dict(slot.forms)
        for term, languages in slot.listed:
            postings = self._lists.of(field, term, languages)
            if postings is None:
                continue
            forms = forms_of.get(term)
            which = self._which(postings, docs)
            if not len(which):
                continue
            places = spans.keys(field, postings.docs[which], *postings.positions(which))
            if forms is not None:
                places = places[self._has_form(field, term, forms, postings, which)]
            parts.append(places)
        if len(parts) == 1:
            return parts[0]
        return np.unique(np.concatenate(parts)) if parts else NO_KEYS

    def _has_form(
        self, field: str, term: bytes, forms: frozenset[bytes], postings: Postings, which: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """For each occurrence of the chosen postings, whether it stands in one of the exact forms."""
        fits = np.zeros(256, np.bool_)
        unsure = np.zeros(256, np.bool_)
        fits[0] = term in forms
        unsure[_TOO_MANY_FORMS] = True
        for number, named in self.segment.forms.of(term).items():
            fits[number] = any(form in forms for form in named)
            unsure[number] = fits[number] and len(named) > 1
        variants = postings.variants(which)
        keep = fits[variants]
        doubtful = np.flatnonzero(unsure[variants])
        if len(doubtful):
            offsets, positions = postings.positions(which)
            docs = np.repeat(postings.docs[which], np.diff(offsets))
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
            article = self.segment.stored(doc)
            known = self._exact[(field, doc)] = words(field_text(article, field))
        return known[position].encode("utf-8", "surrogatepass")

    def _which(self, postings: Postings, docs: Docs) -> NDArray[np.intp]:
        """The numbers of the postings whose documents are among `docs`."""
        if docs is postings.docs:
            return np.arange(len(docs))
        if len(docs) <= _PAGE or len(docs) * 30 < len(postings):
            at = postings.docs.searchsorted(docs)
            at[at == len(postings)] = 0
            return np.asarray(at[postings.docs[at] == docs])
        return np.flatnonzero(sets.is_in(postings.docs, docs, self.segment.doc_count))

    # Places

    def sought(self, leaves: Sequence[Leaf], among: Docs) -> Keys:
        """Sorted keys of every place in the articles `among` that holds a term of `leaves`, in any form and field."""
        parts: list[Keys] = []
        removed = any(leaf.field is Field.REMOVED for leaf in leaves)
        for leaf in leaves:
            if leaf.plain and leaf.field is Field.ANY and not removed:
                parts.append(self.places(leaf, among).start)
            else:
                for field in spans.FIELDS if removed else FIELDS_OF[Field.ANY]:
                    for slot in dict.fromkeys(leaf.slots):
                        terms = (*slot.terms, *(term for term, _ in slot.forms))
                        parts.append(self.keys(field, Slot(terms, slot.spoken), among))
        return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts)) if parts else NO_KEYS

    def spans(self, node: Node, among: Docs, sides: bool = False) -> Spans:
        """Where the node matches in the articles `among`.

        Of `Near` the extent from one side to the other, or with `sides` the two sides, which is what a reader sees
        marked; of `Within` the two sides. What has no place (a filter, what is left out) gives no spans.
        """
        match node:
            case Ranked():
                return self._united((*node.wanted, *node.required), self._those(node, among), sides)
            case And() | Or():
                return self._united(node.operands, self._those(node, among), sides)
            case AtLeast():
                return self.spans(node.operand, self._those(node, among), sides)
            case Near() | Within():
                return self._pair(node, among, sides)
            case Not() | Metadata() | Published() | Length() | Everything() | Nothing():
                return NO_SPANS
        return self.places(self.leaves[node], among)

    def _those(self, node: Node, among: Docs) -> Docs:
        return sets.intersect([self.docs(node), among], self.segment.doc_count)

    def _united(self, nodes: Sequence[Node], among: Docs, sides: bool) -> Spans:
        return spans.union([self.spans(node, among, sides) for node in nodes]) if len(among) else NO_SPANS

    def _pair(self, node: Near | Within, among: Docs, sides: bool) -> Spans:
        left, right = self.spans(node.left, among), self.spans(node.right, among)
        if not len(left) or not len(right):
            return NO_SPANS
        if isinstance(node, Near):
            extents, left, right = spans.near(left, right, node.distance, node.ordered)
        else:
            extents, left, right = spans.same_unit(left, right, self._bounds(node.unit, among))
        if not sides:
            return extents
        marked = [(node.left, left), (node.right, right)]
        return spans.union(
            [
                spans.inside(self.spans(side, among, True), part) if isinstance(side, _NESTED) else part
                for side, part in marked
            ]
        )

    def _bounds(self, unit: Unit, among: Docs) -> Keys:
        """Sorted keys where the sentences or paragraphs of the articles `among` start, but for the first of a field."""
        mark = Slot(((SENTENCE if unit is Unit.SENTENCE else PARAGRAPH).encode(),))
        return np.sort(np.concatenate([self.keys(field, mark, among) for field in spans.FIELDS]))


_PAGE = 64  # articles that are looked up one by one in any list: a mask takes a pass over the segment
_TOO_MANY_FORMS = 255  # see `index.analysis`
FILTERS = (Metadata, Published, Length)  # what says nothing of the text: alone, it makes no word optional
_NESTED = (And, Or, Ranked, AtLeast, Near, Within)


def field_text(article: Article, field: str) -> str:
    """The text of a field as it was indexed."""
    if field == "title":
        return article.title
    return article.text if field == "body" else "\n".join(dropped.text for dropped in article.dropped)
