"""How do operands become one node? Side by side, joined, negated, put under a field or made a filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from search.notes import NoteTaker
from search.query.fields import FILTERS, WORD_FIELDS, filtered
from search.query.nodes import (
    Address,
    And,
    AnyVersion,
    Arrived,
    AtLeast,
    Copied,
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Ranked,
    Wildcard,
    Within,
    Word,
)
from search.query.rewrite import mapped

_CONSTRAINTS = (Near, Within, AtLeast, FacetFilter, Address, Published, Arrived, Length, Copied, AnyVersion)


class Group:
    """Operands side by side, sorted into what is wanted, required and excluded."""

    def __init__(self) -> None:
        self.wanted: list[Node] = []
        self.required: list[Node] = []
        self.excluded: list[Node] = []

    def add(self, node: Node, *, required: bool = False) -> None:
        match node:
            case And(operands):
                for operand in operands:
                    self.add(operand, required=True)
            case Not(operand):
                self.excluded.append(operand)
            case Ranked(wanted, needed, excluded) if not wanted or not (required or needed or excluded):
                self.wanted += wanted
                self.required += needed
                self.excluded += excluded
            case _:
                (self.required if required or isinstance(node, _CONSTRAINTS) else self.wanted).append(node)

    def node(self) -> Node | None:
        """The group as a node: a lone operand is itself, nothing is None."""
        only = [*self.wanted, *self.required, *map(negated, self.excluded)]
        if len(only) < 2:
            return only[0] if only else None
        return Ranked(tuple(self.wanted), tuple(self.required), tuple(self.excluded))


def negated(node: Node) -> Node:
    return node.operand if isinstance(node, Not) else Not(node)


def flat(kind: type[And] | type[Or], operands: list[Node | None]) -> Node | None:
    """The operands joined, those of the same kind taken in; a lone operand is itself."""
    flat: list[Node] = []
    for operand in operands:
        if isinstance(operand, kind):
            flat += operand.operands
        elif operand is not None:
            flat.append(operand)
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(tuple(flat))


def spans_of(node: Node) -> Node | None:
    """`node` as something that stands at places in a text, words side by side being any of them; None for others."""
    match node:
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() | Near() | Within():
            return node
        case Or(operands) | Ranked(operands, (), ()):
            spans = [spans_of(operand) for operand in operands]
            return flat(Or, spans) if None not in spans else None
        case _:
            return None


def in_field(node: Node, field: Field) -> Node:
    """`node` with every word that has no field of its own looked for in `field`."""
    return mapped(node, lambda leaf: replace(leaf, field=field) if leaf.field is Field.ANY else leaf)


def under(node: Node, name: str, note: NoteTaker) -> Node:
    """`node` as the value of the field `name`, which is a field of words or a filter."""
    if name in WORD_FIELDS:
        return in_field(node, WORD_FIELDS[name])
    return as_filter(node, lambda text: filtered(FILTERS[name], text, note))


def as_filter(node: Node, filter_on: Callable[[str], Node]) -> Node:  # noqa: PLR0911 - one case for each kind of node
    """`node` with its words as values of a filter; words side by side are one value."""
    match node:
        case Word(text) | Phrase(text) | Prefix(text) | Wildcard(text) | Fuzzy(text):
            return filter_on(text)
        case Ranked(wanted, (), ()) if all(type(part) is Word for part in wanted):
            return filter_on(" ".join(part.text for part in wanted if isinstance(part, Word)))
        case Near(left, right) | Within(left, right):
            return flat(And, [as_filter(left, filter_on), as_filter(right, filter_on)]) or node
        case AtLeast(_, operand):
            return as_filter(operand, filter_on)
        case Not(operand):
            return negated(as_filter(operand, filter_on))
        case And() | Or():
            return flat(type(node), [as_filter(part, filter_on) for part in node.operands]) or node
        case Ranked():
            return _as_filters(node, filter_on)
        case _:
            return node


def _as_filters(node: Ranked, filter_on: Callable[[str], Node]) -> Node:
    """Each part of `node` as a filter of its own."""
    group = Group()
    for part in node.wanted:
        group.add(as_filter(part, filter_on))
    for part in node.required:
        group.add(as_filter(part, filter_on), required=True)
    for part in node.excluded:
        group.add(negated(as_filter(part, filter_on)))
    return group.node() or node
