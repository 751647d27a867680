"""How many of some matches have each value? Asked of the cluster; copies are counted exactly.

Where groups of copies are counted, a value has as many as it has articles, less those of a group that has it already:
the cluster tells of each group that matches twice which values it has twice. There are few of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from index.cluster.client import ClusterClient
from index.cluster.mapping import MOST_BUCKETS
from search.cluster.cluster_asked import Clause

EVERY_VALUE = 50_000  # values of a field that are told at most; of a facet by itself they come page by page
_PAGE = 10_000  # values that are told at once where all are wanted
_GROUPS = 1_000  # that are looked at in one search: each tells up to fifty values, and a search 65,535
_EXACT = 40_000  # different values up to which a cluster counts them exactly, the most that it can be told
_FEW = 1_000  # values that are told in any case, so that they are counted exactly, however many a page shows
_SPARE = 50  # further values that are told where copies are taken off
_GROUP, _AGAIN = "group", "again"


class WantedValues(NamedTuple):
    """The most frequent values of a `field` are wanted, at most `size`; or only those of `among`."""

    field: str
    size: int
    among: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class CountedMatches:
    """How many matches there are, as they are counted (`total`), and of each wanted field the values with their counts,
    the most frequent first, those as frequent in their order, and how many values there are in all; values that are not
    told have no more articles than the field's number of `floors`."""

    total: int
    articles: int
    values: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    distinct: dict[str, int] = field(default_factory=dict)
    floors: dict[str, int] = field(default_factory=dict)


class MatchCounter:
    """Counts matches of an index of articles: these, or groups of copies, of which the archive has so many `groups`;
    0: articles are counted."""

    def __init__(self, client: ClusterClient, index: str, groups: int = 0) -> None:
        self._client = client
        self._index = index
        self._groups = groups

    def count(self, wanted: Sequence[tuple[Clause, Sequence[WantedValues]]]) -> list[CountedMatches]:
        """The counts under each of some clauses, of the values that are wanted under it. Raises ClusterUnavailable."""
        bodies = [body for clause, values in wanted for body in self._bodies(clause, values)]
        answers = iter(self._client.searches(self._index, bodies))
        each = self._parts
        counted = [self._read(values, [next(answers) for _ in range(each)]) for _, values in wanted]
        return [self._sure(clause, values, result) for (clause, values), result in zip(wanted, counted, strict=True)]

    def totals(self, clauses: Sequence[Clause]) -> list[int]:
        """How many there are under each of some clauses."""
        return [each.total for each in self.count([(clause, ()) for clause in clauses])]

    def every(self, clause: Clause, name: str) -> CountedMatches:
        """The counts of all values of a field, however many there are."""
        (first,) = self.count([(clause, ())])
        counts: Counter[Any] = Counter()
        after: dict[str, Any] | None = None
        while True:
            pages = {"size": _PAGE, "sources": [{"value": {"terms": {"field": name}}}]}
            body = _searched(clause, {"values": {"composite": {**pages, **({"after": after} if after else {})}}})
            found = self._client.search(self._index, body)["aggregations"]["values"]
            counts.update({bucket["key"]["value"]: bucket["doc_count"] for bucket in found["buckets"]})
            after = found.get("after_key")
            if after is None or len(found["buckets"]) < _PAGE:
                break
        if self._groups:
            bodies = list(self._again(clause, [WantedValues(name, 0)]))
            for answer in self._client.searches(self._index, bodies):
                counts.subtract(_repeated(answer, name))
        return CountedMatches(first.total, first.articles, {name: _falling(counts)}, {name: len(counts)})

    @property
    def _parts(self) -> int:
        """How many searches a clause takes."""
        return max(1, -(-self._groups // _GROUPS))

    def _told(self, wanted: WantedValues) -> int:
        """How many values are asked for."""
        return max(wanted.size + (_SPARE if self._groups else 0), _FEW)

    def _bodies(self, clause: Clause, wanted: Sequence[WantedValues]) -> Iterator[dict[str, Any]]:
        aggregations = {}
        for each in wanted:
            aggregations[each.field] = _terms(each, self._told(each))
            aggregations[f"{each.field} distinct"] = {
                "cardinality": {"field": each.field, "precision_threshold": _EXACT}
            }
        parts = self._again(clause, wanted) if self._groups else iter(())
        first: dict[str, Any] = next(parts, {"aggs": {}})
        yield _searched(clause, {**aggregations, **first["aggs"]})
        yield from parts

    def _again(self, clause: Clause, wanted: Sequence[WantedValues]) -> Iterator[dict[str, Any]]:
        """Searches for the groups that match twice, with the values that they have twice."""
        inner = {}
        for each in wanted:
            only = {"include": list(each.among)} if each.among is not None else {}
            inner[each.field] = {
                "terms": {"field": each.field, "size": _PAGE, "shard_size": _PAGE, "min_doc_count": 2, **only}
            }
        for part in range(self._parts):
            some = {"include": {"partition": part, "num_partitions": self._parts}} if self._parts > 1 else {}
            terms = {"field": _GROUP, "size": 2 * _GROUPS, "shard_size": MOST_BUCKETS, "min_doc_count": 2, **some}
            yield _searched(clause, {_AGAIN: {"terms": terms, **({"aggs": inner} if inner else {})}})

    def _read(self, wanted: Sequence[WantedValues], answers: Sequence[Any]) -> CountedMatches:
        first = answers[0]
        articles = int(first["hits"]["total"]["value"])
        again = sum(
            bucket["doc_count"] - 1
            for answer in answers
            if self._groups
            for bucket in answer["aggregations"][_AGAIN]["buckets"]
        )
        values, distinct, floors = {}, {}, {}
        for each in wanted:
            told = first["aggregations"][each.field]["buckets"]
            counts: Counter[Any] = Counter({bucket["key"]: bucket["doc_count"] for bucket in told})
            for answer in answers if self._groups else ():
                repeated = _repeated(answer, each.field)
                counts.subtract({value: count for value, count in repeated.items() if value in counts})
            values[each.field] = _falling(counts)
            floors[each.field] = told[-1]["doc_count"] if told else 0
            every = len(told) < self._told(each)
            about = int(first["aggregations"][f"{each.field} distinct"]["value"])
            distinct[each.field] = len(told) if every else max(about, len(told))
        return CountedMatches(articles - again, articles, values, distinct, floors)

    def _sure(self, clause: Clause, wanted: Sequence[WantedValues], counted: CountedMatches) -> CountedMatches:
        """The counts with no more values than are wanted; all are asked for where one that was not told could be
        among these, as copies were taken off those that were."""
        for each in wanted:
            if each.among is not None:
                continue
            values = counted.values[each.field]
            cut = self._groups and len(values) >= self._told(each) and each.size
            if cut and values[each.size - 1][1] <= counted.floors[each.field]:
                values = self.every(clause, each.field).values[each.field]
            counted.values[each.field] = values[: each.size]
        return counted


def _terms(wanted: WantedValues, size: int) -> dict[str, Any]:
    only = {"include": list(wanted.among), "size": max(len(wanted.among), 1)} if wanted.among is not None else {}
    return {"terms": {"field": wanted.field, "size": size, "shard_size": MOST_BUCKETS, **only}}


def _searched(clause: Clause, aggregations: Mapping[str, Any]) -> dict[str, Any]:
    body = {"size": 0, "track_total_hits": True, "query": clause}
    return body | ({"aggs": dict(aggregations)} if aggregations else {})


def _repeated(answer: Any, name: str) -> Counter[Any]:
    """How often a group has each value of a field again."""
    counts: Counter[Any] = Counter()
    for group in answer["aggregations"][_AGAIN]["buckets"]:
        for bucket in group[name]["buckets"]:
            counts[bucket["key"]] += bucket["doc_count"] - 1
    return counts


def _falling(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    return sorted(((value, count) for value, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))
