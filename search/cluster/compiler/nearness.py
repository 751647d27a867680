"""Where do two sides of a question stand near one another, or in one sentence? As rules of OpenSearch's `intervals`.

Each side is a list of alternatives. Of a side that is a pair itself only its shortest places are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from index.cluster.mapping import BODY_FIELD
from index.cluster.tokens import PARAGRAPH_END, PARAGRAPH_START, SENTENCE_END, SENTENCE_START
from search.cluster.compiler.slot_tokens import ANY_WORD, SlotTokens
from search.cluster.compiler.stretches import (
    IN_LEAD,
    Rule,
    either,
    filtered,
    in_order,
    is_single,
    longest,
    match,
    pieces,
    side_by_side,
    tokens_in,
)
from search.query import And, AtLeast, Near, Node, Or, Ranked, Unit, Within
from search.query.tree import leaf_nodes
from search.words.leaves import FIELDS_OF, Leaf

_MOST_PAIRS = 12  # of alternatives that are written out one by one
_MOST_RULES = 4  # of a side of a pair that is a side itself: what is written for each grows with every level
_MOST_NESTED = 5_000  # words of the rules of all pairs of pairs of a question, of which it may have 70
_MOST_TOKENS = 20_000  # of pairs that are counted one by one, by how many positions are between
_UNITS = {
    Unit.SENTENCE: in_order([match((SENTENCE_START,)), match((SENTENCE_END,))]),
    Unit.PARAGRAPH: in_order([match((PARAGRAPH_START,)), match((PARAGRAPH_END,))]),
}


class Neighbours:
    """The places of nodes that hold words only."""

    def __init__(self, tokens: SlotTokens, leaves: Mapping[Node, Leaf]) -> None:
        self._tokens = tokens
        self._leaves = leaves
        self._known: dict[tuple[Node, str, str | None], list[Rule]] = {}

    def leaves_of(self, node: Node) -> list[Leaf]:
        """The leaves below a node."""
        return [self._leaves[leaf] for leaf in leaf_nodes(node)]

    def fields(self, node: Node) -> list[str]:
        """The text fields in which a node may stand."""
        return list(dict.fromkeys(field for leaf in self.leaves_of(node) for field in FIELDS_OF[leaf.field]))

    def places(self, node: Node, field: str, language: str | None) -> list[Rule]:
        """Where a node stands in a field of articles of a language; each rule is one way."""
        key = node, field, language  # sides are asked for twice at each level
        if key not in self._known:
            self._known[key] = self._places(node, field, language)
        return self._known[key]

    def _places(self, node: Node, field: str, language: str | None) -> list[Rule]:
        match node:
            case And(operands) | Or(operands):
                parts: Sequence[Node] = operands
            case Ranked(wanted, required, _):
                parts = (*wanted, *required)
            case AtLeast(_, operand):
                parts = (operand,)
            case Near():
                return self._bounded(node, list(self._near(node, field, language)), field, language)
            case Within():
                return self._bounded(node, list(self._within(node, field, language)), field, language)
            case _ if node in self._leaves:
                return self._leaf(self._leaves[node], field, language)
            case _:
                parts = ()
        return [rule for part in parts for rule in self.places(part, field, language)]

    def _bounded(self, node: Near | Within, rules: list[Rule], field: str, language: str | None) -> list[Rule]:
        """The rules of a pair; of one whose sides are pairs of pairs, which double with each level, its words alone."""
        flat = not any(isinstance(side, Near | Within) for side in (node.left, node.right))
        if flat or not rules or tokens_in(rules) * len(self._leaves) <= _MOST_NESTED:
            return rules
        leaves = dict.fromkeys(self.leaves_of(node))
        return [either([rule for leaf in leaves for rule in self._leaf(leaf, field, language)])]

    def _leaf(self, leaf: Leaf, field: str, language: str | None) -> list[Rule]:
        if field not in FIELDS_OF[leaf.field]:
            return []
        rules = longest(self.tokens_of(leaf, language), leaf.slop)
        return [filtered(rule, IN_LEAD) for rule in rules] if field == BODY_FIELD and leaf.is_leading(field) else rules

    def tokens_of(self, leaf: Leaf, language: str | None) -> list[tuple[tuple[str, ...], ...]]:
        """The ways of a leaf, a single position of several ways being one."""
        ways = self._tokens.ways(leaf, language)
        single = [way[0] for way in ways if len(way) == 1]
        alone = [(tuple(dict.fromkeys(token for tokens in single for token in tokens)),)] if single else []
        return [*alone, *(way for way in ways if len(way) > 1)]

    def _sides(self, node: Near | Within, field: str, language: str | None) -> Iterator[tuple[Rule, Rule]]:
        left, right = self.places(node.left, field, language), self.places(node.right, field, language)
        if not left or not right:
            return
        yield from product(
            *((left, right) if len(left) * len(right) <= _MOST_PAIRS else ([either(left)], [either(right)]))
        )

    def _near(self, node: Near, field: str, language: str | None) -> Iterator[Rule]:
        for one, other in self._sides(node, field, language):
            yield in_order([one, other], node.distance)
            if not node.ordered:
                yield in_order([other, one], node.distance)

    def pairs(self, node: Within, field: str, language: str | None) -> list[Rule]:
        """Where the two sides of a node stand in one sentence or paragraph, from the one to the other."""
        unit = {"contained_by": _UNITS[node.unit]}
        sides = list(self._sides(node, field, language))
        return [filtered(in_order(list(pair)), unit) for side in sides for pair in (side, side[::-1])]

    def _within(self, node: Within, field: str, language: str | None) -> Iterator[Rule]:
        """The sides that take part."""
        pairs = self.pairs(node, field, language)
        if pairs:
            unit = {"contained_by": filtered(_UNITS[node.unit], {"containing": either(pairs)})}
            for side in (node.left, node.right):
                yield from (filtered(rule, unit) for rule in _few(self.places(side, field, language)))

    def counted(self, node: Node, field: str, language: str | None) -> list[Rule]:
        """Rules whose places are all equally long, and are together all those of a node; single words are one rule, so
        that a place that several look for counts once."""
        rules = self._counted(node, field, language)
        single = [rule for rule in rules if is_single(rule)]
        return [*([either(single)] if single else []), *(rule for rule in rules if not is_single(rule))]

    def _counted(self, node: Node, field: str, language: str | None) -> list[Rule]:
        match node:
            case Or(operands) | And(operands):
                return [rule for part in dict.fromkeys(operands) for rule in self._counted(part, field, language)]
            case Near(distance=distance):
                sides = list(self._sides(node, field, language))
                if (distance + 1) * sum(tokens_in(side) + distance for side in sides) <= _MOST_TOKENS:
                    return list(_spread(node, sides))
            case _ if node in self._leaves:
                leaf = self._leaves[node]
                apart = pieces(self.tokens_of(leaf, language), leaf.slop) if field in FIELDS_OF[leaf.field] else []
                if apart is not None:
                    rules = list(map(side_by_side, apart))
                    leading = leaf.is_leading(field)
                    return [filtered(rule, IN_LEAD) for rule in rules] if leading else rules
        return self.places(node, field, language)


def _few(rules: list[Rule]) -> list[Rule]:
    return rules if len(rules) <= _MOST_RULES else [either(rules)]


def _spread(node: Near, sides: Iterable[tuple[Rule, Rule]]) -> Iterator[Rule]:
    """The pairs of a node by how many positions are between."""
    for one, other in sides:
        for gaps in range(node.distance + 1):
            between = [match((ANY_WORD,))] * gaps
            yield in_order([one, *between, other], 0)
            if not node.ordered:
                yield in_order([other, *between, one], 0)
