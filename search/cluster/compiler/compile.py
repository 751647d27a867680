"""Which articles does a question find? Its tree as a query of OpenSearch that lets the same articles through.

Each kind of node is as in `search.match.matching`; a test asks both engines the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from index.cluster.documents import sendable
from index.cluster.held_documents import visible
from index.cluster.mapping import BODY_FIELD, LEAD_FIELD, LENGTH, YEAR_FIELD, facet_field
from index.facets import DATE
from search.cluster.cluster_asked import Clause, ClusterAsked
from search.cluster.compiler.address_clauses import at_address
from search.cluster.compiler.clauses import (
    EVERYTHING,
    NOTHING,
    added_up,
    all_of,
    any_of,
    at_least,
    between,
    one_of_terms,
)
from search.cluster.compiler.frequency import Frequency
from search.cluster.compiler.nearness import Neighbours
from search.cluster.compiler.stretches import intervals, standing, times
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import Chosen
from search.match.matching import FILTER_NODES
from search.query import (
    Address,
    And,
    AnyVersion,
    Arrival,
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
    Within,
)
from search.query.tree import has_choice
from search.words.leaves import FIELDS_OF, Leaf

FIRST_STOOD: Clause = all_of([], [between("member", 1, None)])
_DAY = 10  # characters of a date that is a day


class Compiler:
    """The nodes of one question as queries."""

    def __init__(self, asked: ClusterAsked) -> None:
        self._asked = asked
        self.frequency = Frequency(asked.words, asked.numbers, asked.weights)
        self._neighbours = Neighbours(self.frequency.tokens, asked.leaves)
        self._holding: dict[Leaf, Clause] = {}

    def docs(self, node: Node) -> Clause:  # noqa: PLR0911 - one case for each kind of node
        """The articles that match."""
        match node:
            case Ranked():
                return self._ranked(node)
            case And(operands):
                return self._and(operands)
            case Or(operands):
                return any_of(map(self.docs, operands))
            case Not(operand):
                return all_of([], self._excluded([operand]))
            case Near() | Within():
                return self._pair(node)
            case AtLeast(count, operand):
                return self._at_least(count, operand)
            case Everything() | AnyVersion():
                return EVERYTHING
            case Nothing():
                return NOTHING
        leaf = self._asked.leaves.get(node)
        return self._filtered(node) if leaf is None else self.holding(leaf)

    def _filtered(self, node: Node) -> Clause:
        """The articles that a filter on metadata lets through."""
        match node:
            case FacetFilter(facet, text):
                return valued(self._asked.words.holding(facet, text))
            case Address():
                return at_address(node, self._asked.words.hosts)
            case Published(first, last):
                return published(first, last, possible=node.possible)
            case Arrived(first, last):
                return arrived(Arrival.of_days(first, last))
            case Length(least, most):
                return between(LENGTH[BODY_FIELD], least, most)
            case Copied(least, most):
                return FIRST_STOOD if node.first else between("copies", least, most)
        raise KeyError(node)  # a word that nobody planned

    def complete(self, node: Node) -> Clause:
        """The articles that match with all the words of every `Ranked` node."""
        match node:
            case Ranked(wanted, required, excluded):
                parts = [self.complete(part) for part in (*wanted, *required)]
                return all_of(parts or [self.docs(node)], self._excluded(excluded))
            case And(operands):
                return all_of(map(self.complete, operands))
            case Or(operands):
                return any_of(map(self.complete, operands))
        return self.docs(node)

    def _excluded(self, nodes: Iterable[Node]) -> list[Clause]:
        # What does not ask for older versions has none.
        return [self.docs(node) for node in nodes if not isinstance(node, AnyVersion)]

    def _and(self, operands: Sequence[Node]) -> Clause:
        wanted = [self.docs(part) for part in operands if not isinstance(part, Not)]
        return all_of(wanted, self._excluded(part.operand for part in operands if isinstance(part, Not)))

    def _ranked(self, node: Ranked) -> Clause:
        parts = [self.docs(part) for part in node.required]
        if node.wanted and all(isinstance(part, FILTER_NODES) for part in node.required):
            parts.append(any_of(map(self.docs, self._asked.telling.get(node) or node.wanted)))
        return all_of(parts, self._excluded(node.excluded))

    def _pair(self, node: Near | Within) -> Clause:
        near = self._neighbours
        rules = partial(near.pairs, node) if isinstance(node, Within) else partial(near.places, node)
        found = any_of(
            all_of([any_of(intervals(field, rule) for rule in rules(field, one.language)), one.articles])
            for one in self.frequency.tokens.classes(near.leaves_of(node))
            for field in near.fields(node)
        )
        return all_of([self.docs(node.left), self.docs(node.right), found])

    def _at_least(self, count: int, operand: Node) -> Clause:
        docs = self.docs(operand)
        if count <= 1:
            return docs
        near = self._neighbours
        parts = []
        for one in self.frequency.tokens.classes(near.leaves_of(operand)):
            counts = [
                times(field, rule, 1)
                for field in near.fields(operand)
                for rule in near.counted(operand, field, one.language)
            ]
            if counts:
                parts.append(all_of([docs, one.articles, at_least(added_up(counts), count - 0.5)]))
        return any_of(parts)

    def holding(self, leaf: Leaf) -> Clause:
        """The articles that hold a leaf, in a text or in a value."""
        known = self._holding.get(leaf)
        if known is None:
            in_texts = (
                all_of([any_of(self._in_texts(leaf, FIELDS_OF[leaf.field], one.language)), one.articles])
                for one in self.frequency.tokens.classes([leaf])
            )
            meant = valued(self._asked.words.meant(leaf.names)) if leaf.names else NOTHING
            known = self._holding[leaf] = any_of([*in_texts, meant])
        return known

    def _in_texts(self, leaf: Leaf, fields: Iterable[str], language: str | None) -> Iterator[Clause]:
        ways = self.frequency.tokens.ways(leaf, language)
        single = list(dict.fromkeys(token for way in ways if len(way) == 1 for token in way[0]))
        for field in fields:
            place = LEAD_FIELD if leaf.is_leading(field) else field
            if single:
                yield one_of_terms(place, single)
            yield from (intervals(place, standing(way, leaf.slop)) for way in ways if len(way) > 1)

    def in_field(self, leaf: Leaf, field: str) -> Clause:
        """The articles that hold a leaf in a text field that it looks into."""
        if field not in FIELDS_OF[leaf.field]:
            return NOTHING
        # As in `search.rank.preference`: a word in any form
        return any_of(
            all_of([any_of(self._in_texts(leaf, [field], one.language)), one.articles])
            for one in self.frequency.tokens.classes([leaf])
        )


def valued(values_of: Mapping[str, Sequence[str]]) -> Clause:
    """The articles that have one of some values, told by facet."""
    return any_of(
        one_of_terms(facet_field(facet), list(map(sendable, values))) for facet, values in values_of.items() if values
    )


def published(first: date | None, last: date | None, *, possible: bool) -> Clause:
    """The articles of some days, with `possible` those that can be of them."""
    start = first.toordinal() if first else 1
    dated = between("published", max(start, 1), last.toordinal() if last else None)
    end = (last or date.max).toordinal()
    return any_of([dated, between("possible", start, end)]) if possible else dated


def arrived(arrival: Arrival) -> Clause:
    """The articles that came into the archive in a time."""
    return between("added", *arrival.seconds)


def chosen_value(facet: str, value: str) -> Clause:
    """The articles that selecting a value lets through."""
    if facet in TYPE_OF_FACET and not value:  # that a text names nobody is no value of it
        return NOTHING
    if facet != DATE:
        return {"term": {facet_field(facet): sendable(value)}}
    if len(value) == _DAY:
        try:
            return {"term": {"day": date.fromisoformat(value).toordinal()}}
        except ValueError:
            return NOTHING
    field = YEAR_FIELD if len(value) == len("2015") else facet_field(DATE)
    return {"term": {field: sendable(value)}}


def choice_filter(choice: Chosen) -> Clause:
    """The articles that the selections of one facet let through."""
    inside = [any_of(chosen_value(choice.facet, value) for value in choice.included)] if choice.included else []
    return all_of(inside, [chosen_value(choice.facet, value) for value in choice.excluded])


def bounds(asked: ClusterAsked) -> list[Clause]:
    """The articles of the generation that a question may find: those of the versions, days and times it asks for."""
    query = asked.query
    parts: list[Clause] = live(asked)
    if query.first is None and query.last is None:
        parts += [{"term": {"published": 0}}] if query.undated else []
    else:
        dated = published(query.first, query.last, possible=query.possible and not query.undated)
        parts.append(any_of([dated, {"term": {"published": 0}}]) if query.undated else dated)
    parts += [arrived(query.arrival)] if query.arrival else []
    return [*parts, FIRST_STOOD] if query.first_stood else parts


def live(asked: ClusterAsked) -> list[Clause]:
    """The articles of the generation; of the newest versions alone where no others are asked for."""
    return [*visible(asked.generation), *([] if asked.all_versions else [{"term": {"newest": True}}])]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A question as queries that let articles through: `matching` what its tree says, `complete` those of them with all
    the words (None where all have), `bounds` what its versions, days and times do, `choices` its selections by facet.
    None of them has a score."""

    compiler: Compiler
    matching: Clause
    complete: Clause | None
    bounds: tuple[Clause, ...]
    choices: dict[str, Clause]

    def narrowed(self, *, without: str = "", more: Sequence[Clause] = ()) -> Clause:
        """The matches under the selections of all facets but `without`."""
        selected = [clause for facet, clause in self.choices.items() if facet != without]
        return {"bool": {"filter": [self.matching, *self.bounds, *selected, *more]}}


def compiled(asked: ClusterAsked) -> Compiled:
    """The question in OpenSearch's query language, guesses among its matches."""
    compiler = Compiler(asked)
    complete = compiler.complete(asked.root)
    matching = complete if asked.query.all_words else compiler.docs(asked.root)
    choices = {choice.facet: choice_filter(choice) for choice in asked.choices}
    every = None if asked.query.all_words or not has_choice(asked.root) else complete
    return Compiled(compiler, matching, every, tuple(bounds(asked)), choices)
