"""How is a parsed question written down? `canonical` gives the one text of a tree, which parses to that tree."""

from __future__ import annotations

import re

from index.address import in_ascii
from index.facets import SITE, TOLD
from search.query.dates import canonical_span
from search.query.fields import ARRIVAL, URL
from search.query.joined import is_list
from search.query.nodes import (
    ABOUT,
    Address,
    And,
    AnyVersion,
    Arrived,
    AtLeast,
    Copied,
    Everything,
    FacetFilter,
    Field,
    Fuzzy,
    LeafNode,
    Length,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Published,
    Ranked,
    Reach,
    Unit,
    Wildcard,
    Within,
    Word,
)
from search.query.normal import normalised
from search.query.operators import COPIES, HAS_COPIES, IN, MAX_DEPTH, NO_COPIES, STOOD_FIRST, VERSIONS

_FILTERS = FacetFilter | Address | Published | Arrived | Length | Copied | AnyVersion
_NAMES = {facet.name: facet.asked_as[0] for facet in TOLD} | {ABOUT: ABOUT}
_BARE_VALUE = re.compile(r"[^\W_]\w*(?:[.&'/-]\w+)*")


def canonical(node: Node) -> str:
    """The text of `node`; brackets that only help the eye are left out where they make it nest too deep."""
    text = _text(node, eye=True)
    return text if _nesting(text) <= MAX_DEPTH else _text(node, eye=False)


def _nesting(text: str) -> int:
    """How deep the brackets outside of quotation marks are nested."""
    depth = deepest = 0
    for char in "".join(text.split('"')[::2]):
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


def _sign(*, exact: bool) -> str:
    """What stands before a word or phrase that is looked for as it is typed."""
    return "=" if exact else ""


def _leaf(node: LeafNode) -> str:
    match node:
        case Word(text, field, exact):
            return f"{_prefix(field)}{_sign(exact=exact)}{text}"
        case Phrase(text, field, slop, exact):
            return f'{_prefix(field)}{_sign(exact=exact)}"{text}"{"" if slop is None else f"~{slop}"}'
        case Prefix(text, field):
            return f"{_prefix(field)}{text}*"
        case Wildcard(pattern, field):
            return f"{_prefix(field)}{pattern}"
        case Fuzzy(text, edits, field):
            return f"{_prefix(field)}{text}~{edits if edits > 1 else ''}"


def _filter(node: _FILTERS) -> str:  # noqa: PLR0911 - one for each kind
    match node:
        case FacetFilter("site", host):
            return _site(host)
        case FacetFilter(facet, text):
            return f"{_NAMES[facet]}:{_value(text)}"
        case Address(host, tail, Reach.BELOW):
            return _site(host, tail)
        case Address(host, tail, reach):
            return f"{URL}:{_sign(exact=reach is Reach.WHOLE)}{_value(_host(host) + tail)}"
        case Published():
            return node.relative or f"date:{canonical_span(node)}"
        case Arrived(first, last, relative):
            return relative or f"{ARRIVAL}:{canonical_span(Published(first, last))}"
        case Length():
            return _length(node)
        case Copied():
            return f"{COPIES}:{_copies(node)}"
        case AnyVersion():
            return f"{IN}:{VERSIONS}"


def _copies(node: Copied) -> str:
    if node.first:
        return STOOD_FIRST
    if node.most is None:
        return f">{node.least - 1}" if node.least > 1 else HAS_COPIES if node.least else ">=0"
    if not node.least:
        return f"<{node.most + 1}" if node.most else NO_COPIES
    return str(node.least) if node.least == node.most else f"{node.least}..{node.most}"


def _value(text: str) -> str:
    return text if _BARE_VALUE.fullmatch(text) and not is_list(text) else f'"{text}"'


def _site(host: str, tail: str = "") -> str:
    """A host and what is below it; a dot before one without any says that no publisher is meant."""
    value = _value(_host(host) + tail)
    if "." not in host:
        value = f'".{value[1:]}' if value.startswith('"') else f".{value}"
    return f"{_NAMES[SITE]}:{value}"


def _host(host: str) -> str:
    """A host in its letters, as far as all of them can be typed in a question."""
    return host if normalised(host) == host else in_ascii(host)


def _text(node: Node, *, eye: bool) -> str:  # noqa: PLR0911 - one line for each kind of node
    match node:
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
            return _leaf(node)
        case FacetFilter() | Address() | Published() | Arrived() | Length() | Copied() | AnyVersion():
            return _filter(node)
        case Near() | Within():
            return _pair(node, eye=eye)
        case AtLeast(count, operand):
            return f"atleast{count} {_unit(operand, eye=eye)}"
        case And() | Or():
            return _chain(node, eye=eye)
        case Not(operand):
            return f"-{_unit(operand, eye=eye)}"
        case Ranked():
            return _ranked(node, eye=eye)
        case Nothing():
            return '""'
        case Everything():
            return ""


def _prefix(field: Field) -> str:
    return f"{field.value}:" if field.is_typed else ""


def _length(node: Length) -> str:
    if node.most is None:
        return f"wc>{node.least - 1}" if node.least else "wc>=0"
    if not node.least:
        return f"wc<{node.most + 1}"
    return f"wc:{node.least}" if node.least == node.most else f"wc:{node.least}..{node.most}"


def _unit(node: Node, *, eye: bool) -> str:
    """`node` as one operand: in brackets unless it is a single piece."""
    if isinstance(node, And | Or | Not | Ranked | Near | Within | AtLeast):
        return f"({_text(node, eye=eye)})"
    return _text(node, eye=eye)


def _for_the_eye(node: Node, *, eye: bool) -> str:
    """`node` in brackets that its place does not ask for."""
    return f"({_text(node, eye=eye)})" if eye else _text(node, eye=eye)


def _pair(node: Near | Within, *, eye: bool) -> str:
    left, right = node.left, node.right
    first = _text(left, eye=eye) if isinstance(left, Near | Within | AtLeast) else _unit(left, eye=eye)
    second = _text(right, eye=eye) if isinstance(right, AtLeast) else _unit(right, eye=eye)
    if isinstance(node, Near):
        operator = f"{'w' if node.ordered else 'NEAR'}/{node.distance}"
    else:
        operator = "/s" if node.unit is Unit.SENTENCE else "/p"
    return f"{first} {operator} {second}"


def _chain(node: And | Or, *, eye: bool) -> str:
    if isinstance(node, And):
        return " AND ".join(_and_operand(operand, eye=eye) for operand in node.operands)
    return " OR ".join(_or_operand(operand, eye=eye) for operand in node.operands)


def _and_operand(node: Node, *, eye: bool) -> str:
    match node:
        case Not(operand):
            return f"NOT {_unit(operand, eye=eye)}"
        case And() | Or() | Ranked():
            return _unit(node, eye=eye)
        case _:
            return _text(node, eye=eye)


def _or_operand(node: Node, *, eye: bool) -> str:
    match node:
        case Not(operand):
            return f"NOT {_unit(operand, eye=eye)}"
        case And():
            return _for_the_eye(node, eye=eye)
        case Or() | Ranked():
            return _unit(node, eye=eye)
        case _:
            return _text(node, eye=eye)


def _ranked(node: Ranked, *, eye: bool) -> str:
    parts = [
        _for_the_eye(part, eye=eye) if isinstance(part, Or) else _and_operand(part, eye=eye) for part in node.wanted
    ]
    for part in node.required:
        if isinstance(part, Near | Within | AtLeast | _FILTERS):
            parts.append(_text(part, eye=eye))
        else:
            parts.append(f"+{_unit(part, eye=eye)}")
    parts += [f"-{_unit(part, eye=eye)}" for part in node.excluded]
    return " ".join(parts)
