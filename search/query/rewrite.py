"""How is a tree changed word by word? `mapped` puts another node in the place of each leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.query.nodes import (
    And,
    AtLeast,
    Field,
    Fuzzy,
    LeafNode,
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

_FEW = 3  # so many words in capitals may well be abbreviations
_NEARLY_ALL = 0.8


def leaves(node: Node, *, negated: bool = True) -> Iterator[LeafNode]:
    """The words, phrases and patterns of a tree in order; without those that must not match unless `negated`."""
    match node:
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            yield node
        case Near(left, right) | Within(left, right):
            yield from leaves(left, negated=negated)
            yield from leaves(right, negated=negated)
        case AtLeast(_, operand):
            yield from leaves(operand, negated=negated)
        case Not(operand) if negated:
            yield from leaves(operand)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from leaves(operand, negated=negated)
        case Ranked(wanted, required, excluded):
            for operand in (*wanted, *required, *(excluded if negated else ())):
                yield from leaves(operand, negated=negated)


def everywhere(node: Node) -> Node:
    """`node` with its plain words and phrases looked for in the values of facets as well as in the texts.

    Not so what must not match, what is looked for as it is typed or under a field, and what has to stand at a place:
    in a pair, in a window, so many times.
    """
    match node:
        case Word(text, Field.ANY, False):
            return Word(text, Field.EVERYWHERE)
        case Phrase(_, Field.ANY, None | 0, False):
            return replace(node, field=Field.EVERYWHERE)
        case And() | Or():
            return replace(node, operands=tuple(map(everywhere, node.operands)))
        case Ranked(wanted, required, excluded):
            return Ranked(tuple(map(everywhere, wanted)), tuple(map(everywhere, required)), excluded)
        case AtLeast(count, operand) if count <= 1:
            return everywhere(operand)
    return node


def shouted(root: Node) -> bool:
    """Whether a question of several words is in capitals nearly throughout, so that capitals say nothing."""
    texts = [leaf.text for leaf in leaves(root, negated=False) if isinstance(leaf, Word | Phrase)]
    cased = [word for text in texts for word in text.split() if word.lower() != word.upper()]
    return len(cased) > _FEW and sum(map(str.isupper, cased)) >= _NEARLY_ALL * len(cased)


def any_of(root: Ranked, words: tuple[Node, ...]) -> Node:
    """What `root` asks of articles that hold any of `words`, which are some of its wanted ones."""
    wanted = Or(words) if len(words) > 1 else words[0]
    return Ranked((wanted,), root.required, root.excluded) if root.required or root.excluded else wanted


def named(root: Node) -> frozenset[Word]:
    """The words that are written as names: with a capital, where the others of the question do not all have one.

    The capital of the first of several words is that of a sentence where no other word has one, and in a headline of
    many words with capitals they say nothing.
    """
    words = [leaf for leaf in leaves(root, negated=False) if isinstance(leaf, Word) and leaf.text[:1].isalpha()]
    capitals = [word for word in words if word.text[0].isupper() and not word.text.isupper()]
    if len(words) > _FEW and len(capitals) >= _NEARLY_ALL * len(words):
        return frozenset()
    sentence = len(words) >= _FEW and capitals == words[:1]
    return frozenset() if sentence else frozenset(capitals)


def mapped(  # noqa: PLR0911 - one case for each kind of node
    node: Node, change: Callable[[LeafNode], Node], *, negated: bool = True
) -> Node:
    """`node` with `change(leaf)` in the place of each leaf; what must not match stays as it is unless `negated`."""

    def of(part: Node) -> Node:
        return mapped(part, change, negated=negated)

    match node:
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return change(node)
        case Near() | Within():
            return replace(node, left=of(node.left), right=of(node.right))
        case AtLeast():
            return replace(node, operand=of(node.operand))
        case Not():
            return replace(node, operand=of(node.operand)) if negated else node
        case And():
            return replace(node, operands=tuple(map(of, node.operands)))
        case Or():
            parts = map(of, node.operands)
            return Or(
                tuple(operand for part in parts for operand in (part.operands if isinstance(part, Or) else (part,)))
            )
        case Ranked(wanted, required, excluded):
            kept = tuple(map(of, excluded)) if negated else excluded
            return Ranked(tuple(map(of, wanted)), tuple(map(of, required)), kept)
        case _:
            return node


def possibly(node: Node) -> Node:
    """`node` with its times also finding articles that can be of them, as no source says their year; what must not
    match stays as it is."""
    match node:
        case Published():
            return replace(node, possible=True)
        case And() | Or():
            return replace(node, operands=tuple(map(possibly, node.operands)))
        case Ranked():
            return replace(node, required=tuple(map(possibly, node.required)))
    return node


def is_timed(node: Node) -> bool:
    """Whether a time is asked for, which `possibly` would widen."""
    return possibly(node) != node
