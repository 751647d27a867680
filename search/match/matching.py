"""Which articles of a segment match, and where? Every node of a query, evaluated over whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from index.analysis import PARAGRAPH, SENTENCE
from index.schema import FREQUENCY_BITS, TEXT_FIELDS
from index.segment.reader import Postings, Segment
from search import sets, spans
from search.match.address_filters import at_address
from search.match.filters import let_through
from search.match.lists import Lists
from search.match.standing import Standing
from search.query import (
    Address,
    And,
    AnyVersion,
    Arrived,
    AtLeast,
    Copied,
    Everything,
    FacetFilter,
    Length,
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
from search.spans import NO_SPANS, Keys, Spans
from search.words.leaves import FIELDS_OF, Leaf, Slot


class DeadlinePassed(Exception):
    """The time for the answer is up. Never leaves `search`."""


class Deadline:
    """When an answer has to be there; `late` may be set anew."""

    def __init__(self, late: Callable[[], bool]) -> None:
        self.late = late

    def check(self) -> None:
        """Raises `DeadlinePassed` where the time is up."""
        if self.late():
            raise DeadlinePassed


def no_deadline() -> None:
    """The check of a search that may take as long as it likes."""


class Matcher:
    """Evaluates nodes over one segment; remembers what it found, for one query.

    `leaves` holds the plan of every leaf node. Deleted articles are in the answers: whoever shows or counts them takes
    them out. `check` raises `DeadlinePassed`.
    `telling` are the words of which an article must hold one, where those of a `Ranked` node are not all as good.
    `weighted` is what a scorer worked out of leaves in all articles that hold them: it is asked for twice.
    """

    def __init__(
        self,
        segment: Segment,
        leaves: Mapping[Node, Leaf],
        check: Callable[[], None] = no_deadline,
        lists: Lists | None = None,
        *,
        telling: Mapping[Ranked, tuple[Node, ...]] | None = None,
    ) -> None:
        self.segment = segment
        self.lists = lists or Lists(segment)
        self.leaves = leaves
        self._check = check
        self._telling = telling or {}
        self._docs: dict[Node, Docs] = {}
        self._holding: dict[Leaf, Docs] = {}
        self._complete: dict[Node, Docs] = {}
        self.weighted: dict[Leaf, Any] = {}
        self.standing = Standing(segment, self.lists, check)

    def docs(self, node: Node) -> Docs:
        """The articles that match: sorted int32."""
        docs = self._docs.get(node)
        if docs is None:
            self._check()
            docs = self._docs[node] = self._find(node)
        return docs

    def complete(self, node: Node) -> Docs:
        """The articles that match with all the words of every `Ranked` node."""
        docs = self._complete.get(node)
        if docs is None:
            docs = self._complete[node] = self._find_complete(node)
        return docs

    def live_of(self, node: Node) -> int:
        """How many live articles match a node."""
        return len(self.segment.alive(self.docs(node)))

    def _find_complete(self, node: Node) -> Docs:
        size = self.segment.doc_count
        match node:
            case Ranked():
                parts = [self.complete(part) for part in (*node.wanted, *node.required)]
                docs = sets.intersect(parts, size) if parts else self.docs(node)
                return self._without(docs, node.excluded)
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
                return self._without(sets.everything(size), [node.operand])
            case Near() | Within():
                return self._find_pair(node)
            case AtLeast():
                return self._at_least(node)
            case FacetFilter() | Address() | Published() | Arrived() | Length() | Copied():
                return self._filtered(node)
            case Everything() | AnyVersion():
                return sets.everything(size)
            case Nothing():
                return EMPTY
        return self.holding(self.leaves[node])

    def _and(self, operands: Sequence[Node]) -> Docs:
        size = self.segment.doc_count
        wanted = [part for part in operands if not isinstance(part, Not)]
        docs = sets.intersect([self.docs(part) for part in wanted], size) if wanted else sets.everything(size)
        return self._without(docs, [part.operand for part in operands if isinstance(part, Not)])

    def _ranked(self, node: Ranked) -> Docs:
        size = self.segment.doc_count
        parts = [self.docs(part) for part in node.required]
        if node.wanted and all(isinstance(part, FILTER_NODES) for part in node.required):
            one_of = self._telling.get(node) or node.wanted
            parts.append(sets.unite([self.docs(part) for part in one_of], size))
        docs = sets.intersect(parts, size) if parts else sets.everything(size)
        return self._without(docs, node.excluded)

    def _without(self, docs: Docs, excluded: Sequence[Node]) -> Docs:
        for part in excluded:
            if not len(docs):
                break
            if isinstance(part, AnyVersion):
                continue  # what does not ask for older versions has none
            docs = sets.subtract(docs, self.docs(part), self.segment.doc_count)
        return docs

    def _find_pair(self, node: Near | Within) -> Docs:
        docs = self._and((node.left, node.right))
        if not len(docs) or isinstance(node, Within):
            return self.spans(node, docs).docs() if len(docs) else EMPTY
        left, right = self.spans(node.left, docs), self.spans(node.right, docs)
        return spans.near_by(left, right, node.distance, in_order=node.ordered) if len(left) and len(right) else EMPTY

    def _at_least(self, node: AtLeast) -> Docs:
        docs = self.docs(node.operand)
        if node.count <= 1:
            return docs
        documents = self.spans(node.operand, docs).document_of()
        matching, counts = np.unique(documents, return_counts=True)
        return matching[counts >= node.count]

    def _filtered(self, node: FacetFilter | Address | Published | Arrived | Length | Copied) -> Docs:
        if isinstance(node, Address):
            return at_address(self.segment, node)
        return np.flatnonzero(let_through(self.segment, self.lists, node)).astype(np.int32)

    # Leaves

    def holding(self, leaf: Leaf) -> Docs:
        """The articles that hold a leaf."""
        docs = self._holding.get(leaf)
        if docs is None:
            docs = self._holding[leaf] = self.lists.holding(leaf, self._find_leaf)
        return docs

    def live(self, leaf: Leaf) -> int:
        """How many live articles hold a leaf."""
        return len(self.segment.alive(self.holding(leaf)))

    def _find_leaf(self, leaf: Leaf) -> Docs:
        lists = self._postings(leaf) if leaf.plain else [self.standing.of(leaf).docs()]
        if leaf.names:
            lists.append(self.lists.values.counted(leaf.names)[0])
        return sets.unite(lists, self.segment.doc_count)

    def _postings(self, leaf: Leaf) -> list[Docs]:
        return [
            self._in_lead(postings) if leaf.is_leading(field) else postings.docs
            for field in FIELDS_OF[leaf.field]
            for slot in leaf.slots
            for postings in self.lists.of_slot(field, slot)
        ]

    @staticmethod
    def _in_lead(postings: Postings) -> Docs:
        return postings.docs[(postings.counts >> FREQUENCY_BITS) > 0]

    def spans(self, node: Node, docs: Docs, *, sides: bool = False) -> Spans:
        """Where the node matches in the articles `docs`.

        Of `Near` the extent from one side to the other, or with `sides` the two sides, which is what a reader sees
        marked; of `Within` the two sides. What has no place (a filter, what is left out) gives no spans.
        """
        match node:
            case Ranked():
                return self._united((*node.wanted, *node.required), self._those(node, docs), sides=sides)
            case And() | Or():
                return self._united(node.operands, self._those(node, docs), sides=sides)
            case AtLeast():
                return self.spans(node.operand, self._those(node, docs), sides=sides)
            case Near() | Within():
                return self._pair(node, docs, sides=sides)
            case (
                Not()
                | FacetFilter()
                | Address()
                | Published()
                | Arrived()
                | Length()
                | Copied()
                | AnyVersion()
                | Everything()
                | Nothing()
            ):
                return NO_SPANS
        return self.standing.of(self.leaves[node], docs)

    def _those(self, node: Node, docs: Docs) -> Docs:
        keep = sets.is_in(docs, self.docs(node), self.segment.doc_count)
        return docs if keep.all() else docs[keep]

    def _united(self, nodes: Sequence[Node], docs: Docs, *, sides: bool) -> Spans:
        return spans.union([self.spans(node, docs, sides=sides) for node in nodes]) if len(docs) else NO_SPANS

    def _pair(self, node: Near | Within, docs: Docs, *, sides: bool) -> Spans:
        left, right = self.spans(node.left, docs), self.spans(node.right, docs)
        if not len(left) or not len(right):
            return NO_SPANS
        self._check()
        if isinstance(node, Near):
            if spans.pairs(left, right, node.distance) > _MOST_PAIRS:
                raise DeadlinePassed
            extents, left, right = spans.near(left, right, node.distance, in_order=node.ordered)
        else:
            extents, left, right = spans.same_unit(left, right, self._bounds(node.unit, docs))
        if not sides:
            return extents
        marked = [(node.left, left), (node.right, right)]
        return spans.union(
            [
                spans.inside(self.spans(side, docs, sides=True), part) if isinstance(side, _NESTED) else part
                for side, part in marked
            ]
        )

    def _bounds(self, unit: Unit, docs: Docs) -> Keys:
        """Sorted keys where the sentences or paragraphs of the articles `docs` start, but for the first of a field."""
        mark = Slot(((SENTENCE if unit is Unit.SENTENCE else PARAGRAPH).encode(),))
        return np.sort(np.concatenate([self.standing.keys(field, mark, docs) for field in TEXT_FIELDS]))


_MOST_PAIRS = 4_000_000  # of words near one another that a pair of pairs is made of: half a gigabyte, about a second
FILTER_NODES = (
    FacetFilter,
    Address,
    Published,
    Arrived,
    Length,
    Copied,
    AnyVersion,
)  # what says nothing of the text: alone, it makes no word optional
_NESTED = (And, Or, Ranked, AtLeast, Near, Within)
