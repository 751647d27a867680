"""How are parts of a question put together in OpenSearch's query language? The few ways that the compiler takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from search.cluster.cluster_asked import Clause

_MOST_TERMS = 65_536  # of one clause, see `index.cluster.mapping`

EVERYTHING: Clause = {"match_all": {}}
NOTHING: Clause = {"match_none": {}}


def any_of(parts: Iterable[Clause]) -> Clause:
    """What one of the parts lets through."""
    kept = [part for part in parts if part != NOTHING]
    if len(kept) < 2:
        return kept[0] if kept else NOTHING
    return {"bool": {"should": kept, "minimum_should_match": 1}}


def all_of(parts: Iterable[Clause], excluded: Iterable[Clause] = ()) -> Clause:
    """What all the parts let through, and none of those `excluded`. It has no score."""
    kept = [part for part in parts if part != EVERYTHING]
    out = [part for part in excluded if part != NOTHING]
    if NOTHING in kept or EVERYTHING in out:
        return NOTHING
    if not out and len(kept) < 2:
        return kept[0] if kept else EVERYTHING
    return {"bool": {**({"filter": kept} if kept else {}), **({"must_not": out} if out else {})}}


def one_of_terms(field: str, terms: Sequence[str]) -> Clause:
    """What holds one of the terms in a field."""
    return any_of({"terms": {field: list(some)}} for some in _some(terms))


def _some(terms: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(terms), _MOST_TERMS):
        yield terms[first : first + _MOST_TERMS]


def between(field: str, first: int | None, last: int | None) -> Clause:
    """What has a number from the first to the last in a field; None where there is no such end."""
    ends = {"gte": first, "lte": last}
    return {"range": {field: {name: end for name, end in ends.items() if end is not None}}}


def added_up(parts: Sequence[Clause], filters: Sequence[Clause] = ()) -> Clause:
    """The sum of the scores of the parts, of what the filters let through; without filters, of what has one of them."""
    if not parts:
        return all_of(filters) if filters else NOTHING
    if len(parts) == 1 and not filters:
        return parts[0]
    return {
        "bool": {"should": list(parts), "minimum_should_match": 1, **({"filter": list(filters)} if filters else {})}
    }


def scaled(query: Clause, source: str, **params: object) -> Clause:
    """The score of a query, worked over by a script. Scripts are compiled once, whatever their parameters."""
    return {"script_score": {"query": query, "script": {"source": source, "params": params}}}


def at_least(query: Clause, least: float) -> Clause:
    """What a query gives so high a score."""
    return {"script_score": {"query": query, "script": {"source": "_score"}, "min_score": least}}
