"""Which leaves of a query's tree are looked up, and which of them count for the order?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from search.query import (
    Address,
    And,
    AnyVersion,
    Arrived,
    AtLeast,
    Copied,
    Everything,
    FacetFilter,
    LeafNode,
    Length,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Published,
    Ranked,
    Within,
    Word,
)


def leaf_nodes(node: Node) -> Iterable[LeafNode]:
    """The words, phrases and patterns of a query, in order."""
    match node:
        case And(operands) | Or(operands):
            parts: tuple[Node, ...] = operands
        case Ranked(wanted, required, excluded):
            parts = (*wanted, *required, *excluded)
        case Near(left, right) | Within(left, right):
            parts = (left, right)
        case Not(operand) | AtLeast(_, operand):
            parts = (operand,)
        case Everything() | Nothing() | FacetFilter() | Address() | Published() | Arrived():
            parts = ()
        case Length() | Copied() | AnyVersion():
            parts = ()
        case _:
            yield node
            return
    for part in parts:
        yield from leaf_nodes(part)


def asks_for_versions(node: Node) -> bool:
    """Whether a query asks for older versions of articles, too."""
    match node:
        case AnyVersion():
            return True
        case And(operands) | Or(operands):
            return any(map(asks_for_versions, operands))
        case Ranked(wanted, required, _):
            return any(map(asks_for_versions, (*wanted, *required)))
    return False


def scored(node: Node) -> Iterable[LeafNode]:
    """The leaves that count for the order: all but those that must not match."""
    match node:
        case Not():
            return
        case Ranked(wanted, required, _):
            for part in (*wanted, *required):
                yield from scored(part)
        case And(operands) | Or(operands):
            for part in operands:
                yield from scored(part)
        case _:
            yield from leaf_nodes(node)


def is_plain_word(node: Node) -> TypeGuard[Word]:
    """Whether a node is one word that is looked for wherever it stands, in any form."""
    return isinstance(node, Word) and not node.field.is_typed and not node.exact


def has_choice(node: Node) -> bool:
    """Whether an article may match with only some of the words."""
    match node:
        case Ranked(wanted, required, _):
            return len(wanted) + len(required) > 1 or any(map(has_choice, (*wanted, *required)))
        case And(operands) | Or(operands):
            return any(map(has_choice, operands))
    return False
