"""Where may a leaf stand? Its ways as rules of OpenSearch's `intervals`, and how often they stand without repeats.

The score of such a query is f / (f + 1), f being the number of places where all are equally long: so f can be had back.
A place counts once, but ways may start alike (`cease fire` and, beside the first word, `ceasefire`): they are made
disjoint, each position of one way holding what a shorter one does not have there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.schema import LEAD_WORDS
from search.cluster.cluster_asked import Clause
from search.cluster.compiler.clauses import scaled
from search.cluster.compiler.slot_tokens import ANY_WORD, PositionTokens, Way, is_extra, overlapping

Rule = dict[str, Any]

_MOST_PIECES = 64  # of a leaf; beyond that places are counted more than once
_MOST_TOKENS = 20_000  # of the pieces of a leaf
_MOST_GAPS = 36  # ways to spread the gaps of a sloppy phrase: three words up to seven apart
_SEP = "|"
IN_LEAD = {"script": {"source": f"interval.end < {LEAD_WORDS}"}}
"""Whether a place is among the first words."""
STARTS_IN_LEAD = {"script": {"source": f"interval.start < {LEAD_WORDS}"}}
_TIMES = "Math.rint(_score / (1.0 - _score)) * params.w"


@dataclass(frozen=True, slots=True)
class Position:
    """A position that holds one of `tokens`, one of each of `also`, and none of `never`."""

    tokens: PositionTokens
    also: tuple[PositionTokens, ...] = ()
    never: PositionTokens = ()

    @property
    def plain(self) -> bool:
        """Whether its tokens say all."""
        return not self.also and not self.never

    def rule(self) -> Rule:
        """The rule of this position."""
        rule = match(self.tokens)
        for tokens in self.also:
            rule = filtered(rule, {"contained_by": match(tokens)})
        return filtered(rule, {"not_contained_by": match(self.never)}) if self.never else rule


PositionRow = tuple[Position, ...]


def match(tokens: Sequence[str]) -> Rule:
    """Where one of the tokens stands."""
    return {"match": {"query": _SEP.join(tokens)}}


def filtered(rule: Rule, condition: Rule) -> Rule:
    """Where a rule holds under a condition."""
    ((kind, body),) = rule.items()
    if "filter" not in body:
        return {kind: {**body, "filter": condition}}
    return {"any_of": {"intervals": [rule], "filter": condition}}


def either(rules: Sequence[Rule]) -> Rule:
    """Where one of the rules holds."""
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": list(rules)}}


def in_order(rules: Sequence[Rule], most_gaps: int = -1) -> Rule:
    """Where the rules hold one behind the other, with so many positions between at most; -1: any number."""
    return {"all_of": {"intervals": list(rules), "ordered": True, "max_gaps": most_gaps}}


def tokens_in(rules: object) -> int:
    """How many tokens rules look for, each of which is a part of the question to the cluster."""
    if isinstance(rules, dict):
        return sum(tokens_in(part) for part in rules.values())
    if isinstance(rules, list | tuple):
        return sum(map(tokens_in, rules))
    return len(rules.replace(_SEP, " ").split()) if isinstance(rules, str) else 0


def is_single(rule: Rule) -> bool:
    """Whether all places of a rule are of one position."""
    ((kind, body),) = rule.items()
    if kind == "any_of":
        return all(map(is_single, body["intervals"]))
    return kind == "match" and " " not in body["query"]


def side_by_side(piece: PositionRow) -> Rule:
    """Where the positions follow each other."""
    if len(piece) == 1:
        return piece[0].rule()
    if all(position.plain for position in piece):
        query = " ".join(_SEP.join(position.tokens) for position in piece)
        return {"match": {"query": query, "ordered": True, "max_gaps": 0}}
    return in_order([position.rule() for position in piece], 0)


def standing(way: Way, slop: int) -> Rule:
    """Where a way stands, with `slop` further positions at most."""
    if len(way) == 1 or not slop:
        return side_by_side(tuple(map(Position, way)))
    return {"match": {"query": " ".join(map(_SEP.join, way)), "ordered": True, "max_gaps": slop}}


def intervals(field: str, rule: Rule) -> Clause:
    """The articles in which a rule holds somewhere."""
    return {"intervals": {field: rule}}


def times(field: str, rule: Rule, weight: float) -> Clause:
    """How often a rule, whose places are equally long, holds in a field, times `weight`: right up to 2,800 times."""
    return scaled(intervals(field, rule), _TIMES, w=weight)


def longest(ways: Sequence[Way], slop: int) -> list[Rule]:
    """The ways of a leaf as what stands beside other words: where two start alike, the longer one is it."""
    rules = []
    for way in ways:
        rule = standing(way, slop)
        longer = [other for other in ways if len(other) > len(way) and _may_start_alike(way, other)]
        if longer:
            rule = filtered(rule, {"not_contained_by": either([standing(other, slop) for other in longer])})
        rules.append(rule)
    return rules


def _may_start_alike(one: Way, other: Way) -> bool:
    return all(map(_may_overlap, one, other))


def _may_overlap(one: PositionTokens, other: PositionTokens) -> bool:
    """Whether one position may hold tokens of both."""
    if ANY_WORD in (*one, *other) or not set(one).isdisjoint(other):
        return True
    return overlapping((*one, *other)) if any(map(is_extra, (*one, *other))) else _formed(one) != _formed(other)


def _formed(tokens: PositionTokens) -> bool:
    return any("/" in token for token in tokens)


def pieces(ways: Sequence[Way], slop: int) -> list[PositionRow] | None:
    """The places of a leaf as disjoint pieces; None where they would be too many, or too little is known of them."""
    if slop and any(len(way) > 1 for way in ways):
        spread = [piece for way in ways for piece in _spread(way, slop)]
        return (
            spread
            if len(ways) == 1 and 0 < len(spread) <= _MOST_GAPS and sum(map(_size, spread)) <= _MOST_TOKENS
            else None
        )
    rising = sorted(ways, key=len)
    every: list[PositionRow] = []
    for number, way in enumerate(rising):
        apart = [tuple(map(Position, way))]
        for shorter in rising[:number]:
            apart = [part for piece in apart for part in _without(piece, shorter)]
            if len(apart) + len(every) > _MOST_PIECES:
                return None
        every += apart
    return every if sum(map(_size, every)) <= _MOST_TOKENS or len(every) == len(ways) else None


def _size(piece: PositionRow) -> int:
    return sum(len(each.tokens) + sum(map(len, each.also)) + len(each.never) for each in piece)


def _without(piece: PositionRow, shorter: Way) -> Iterator[PositionRow]:
    """A piece but for its places at whose start the shorter way stands, in disjoint parts."""
    begun = list(piece)
    for place, tokens in enumerate(shorter):
        position = begun[place]
        if not _may_overlap(position.tokens, tokens):
            yield tuple(begun)
            return
        within = set(position.tokens) <= set(tokens)
        if not within:
            yield (*begun[:place], replace(position, never=(*position.never, *tokens)), *begun[place + 1 :])
            begun[place] = replace(position, also=(*position.also, tokens))


def _spread(way: Way, slop: int) -> Iterator[PositionRow]:
    """The ways to spread up to `slop` further positions over the gaps of a phrase, each word being the next of its
    kind."""

    def further(begun: PositionRow, rest: Way, left: int) -> Iterator[PositionRow]:
        if not rest:
            yield begun
            return
        following = Position(rest[0])
        if rest[0] == (ANY_WORD,):
            yield from further((*begun, following), rest[1:], left)
            return
        gap = Position((ANY_WORD,), never=rest[0])
        for size in range(left + 1):
            yield from further((*begun, *[gap] * size, following), rest[1:], left - size)

    for number, piece in enumerate(further((Position(way[0]),), way[1:], slop)):
        if number > _MOST_GAPS:
            return
        yield piece
