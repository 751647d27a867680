"""How many of some matches have each value? Asked of the cluster; copies are counted exactly.

Where groups of copies are counted, a value has as many as it has articles, less those of a group that has it already
(`search.cluster.matched_copies`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from index.cluster.client import ClusterClient
from index.cluster.mapping import MOST_BUCKETS, facet_field, offered_field
from search.cluster.cluster_asked import Clause
from search.cluster.matched_copies import CopiesInCluster, MatchedCopies
from search.facets.segment_names import TYPE_OF_FACET

EVERY_VALUE = 50_000  # values of a field that are told at most; of a facet by itself they come page by page
_PAGE = 10_000  # values that are told at once where all are wanted
_FEW = 1_000  # values that are told in any case, so that they are counted, however many a page shows
# Different values of a field up to which these are counted exactly: of 30,000 that took the node 125 to 290 ms, an
# estimate 10 ms, which was one too many or too few.
_MOST_DISTINCT = 10_000
_PRECISE = 40_000  # different values up to which an estimate is as good as it can be
_MOST = 65_000  # values that a search can tell
_SPARE = 50  # further values that are told where copies are taken off
_DISTINCT = "distinct"
# What is read of an answer where different values are counted: the values themselves are megabytes.
_COUNTED = "filter_path=" + ",".join(
    f"responses.{part}" for part in ("_shards", "timed_out", "status", "error", f"aggregations.{_DISTINCT}.count")
)


class WantedValues(NamedTuple):
    """The most frequent values of a `field` are wanted, at most `size`."""

    field: str
    size: int


@dataclass(frozen=True, slots=True)
class CountedMatches:
    """How many matches there are, as they are counted (`total`), and of each wanted field the values with their counts,
    the most frequent first, those as frequent in their order, and how many values there are in all: of the fields
    `about` an estimate."""

    total: int
    values: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    distinct: dict[str, int] = field(default_factory=dict)
    about: set[str] = field(default_factory=set)


class MatchCounter:
    """Counts matches of an index of articles: these, or groups of `copies`."""

    def __init__(self, client: ClusterClient, index: str, copies: CopiesInCluster | None = None) -> None:
        self._client = client
        self._index = index
        self._copies = copies if copies is not None and len(copies) else None

    def count(self, wanted: Sequence[tuple[Clause, Sequence[WantedValues]]]) -> list[CountedMatches]:
        """The counts under each of some clauses, of the values that are wanted under it. Raises ClusterUnavailable."""
        matched = self._matched([clause for clause, _ in wanted])
        told = {number: values for number, (_, values) in enumerate(wanted) if values or not matched}
        bodies = [_searched(wanted[number][0], self._terms(values)) for number, values in told.items()]
        answers = dict(zip(told, self._client.searches(self._index, bodies), strict=True))
        return [
            self._read(clause, values, answers.get(number), matched[number] if matched else None)
            for number, (clause, values) in enumerate(wanted)
        ]

    def totals(self, clauses: Sequence[Clause]) -> list[int]:
        """How many there are under each of some clauses."""
        return [each.total for each in self.count([(clause, ()) for clause in clauses])]

    def every(self, clause: Clause, name: str) -> CountedMatches:
        """The counts of all values of a field, however many there are."""
        (first,) = self.count([(clause, ())])
        counts: Counter[Any] = Counter()
        after: dict[str, Any] = {}
        while True:
            pages = {"size": _PAGE, "sources": [{"value": {"terms": {"field": name}}}]}
            body = _searched(clause, {"values": {"composite": {**pages, **after}}})
            found = self._client.search(self._index, body)["aggregations"]["values"]
            counts.update({bucket["key"]["value"]: bucket["doc_count"] for bucket in found["buckets"]})
            if len(found["buckets"]) < _PAGE:
                break
            after = {"after": found["after_key"]}
        for copies in self._matched([clause]):
            counts.subtract(self._again(copies, name))
        return CountedMatches(first.total, {name: _falling(counts)}, {name: len(counts)})

    def _matched(self, clauses: Sequence[Clause]) -> list[MatchedCopies]:
        """The copies among the matches of each clause; nothing where articles are counted."""
        return self._copies.of(clauses) if self._copies else []

    def _again(self, copies: MatchedCopies | None, name: str) -> Mapping[Any, int]:
        return self._copies.again(copies, name) if self._copies and copies else {}

    def _told(self, wanted: WantedValues) -> int:
        """How many values are asked for."""
        return max(wanted.size + (_SPARE if self._copies else 0), _FEW)

    def _terms(self, wanted: Iterable[WantedValues]) -> dict[str, Any]:
        return {each.field: _terms(each.field, self._told(each)) for each in wanted}

    def _read(
        self, clause: Clause, wanted: Sequence[WantedValues], answer: Any, copies: MatchedCopies | None
    ) -> CountedMatches:
        counted = CountedMatches(copies.total if copies else int(answer["hits"]["total"]["value"]))
        cut = []
        for each in wanted:
            told = answer["aggregations"][each.field]["buckets"]
            counts: Counter[Any] = Counter({bucket["key"]: bucket["doc_count"] for bucket in told})
            again = self._again(copies, each.field)
            counts.subtract({value: count for value, count in again.items() if value in counts})
            values = _falling(counts)
            counted.distinct[each.field] = len(told)
            if len(told) >= self._told(each):
                cut.append(each.field)
                # One that was not told could be among those that are wanted, as copies were taken off those that were.
                if copies and values[: each.size] and values[: each.size][-1][1] <= told[-1]["doc_count"]:
                    values = self.every(clause, each.field).values[each.field]
            counted.values[each.field] = values[: each.size]
        if cut:
            self._count_distinct(clause, cut, counted)
        return counted

    def _count_distinct(self, clause: Clause, fields: Sequence[str], counted: CountedMatches) -> None:
        """Put in how many different values there are of each of some fields, of very many about."""
        about = {name: {"cardinality": {"field": name, "precision_threshold": _PRECISE}} for name in fields}
        told = self._client.search(self._index, _searched(clause, about))["aggregations"]
        counted.distinct.update({name: int(told[name]["value"]) for name in fields})
        few = [name for name in fields if counted.distinct[name] <= _MOST_DISTINCT]
        counted.about.update(set(fields).difference(few))
        bodies = [
            _searched(
                clause,
                {name: _terms(name, _MOST), _DISTINCT: {"stats_bucket": {"buckets_path": f"{name}>_count"}}},
            )
            for name in few
        ]
        answers = self._client.searches(self._index, bodies, _COUNTED)
        for name, answer in zip(few, answers, strict=True):
            counted.distinct[name] = int(answer["aggregations"][_DISTINCT]["count"])


def counted_field(facet: str) -> str:
    """The field by whose values a facet is counted."""
    return offered_field(facet) if facet in TYPE_OF_FACET else facet_field(facet)


def _terms(name: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "shard_size": MOST_BUCKETS}}


def _searched(clause: Clause, aggregations: Mapping[str, Any]) -> dict[str, Any]:
    body = {"size": 0, "track_total_hits": True, "query": clause}
    return body | ({"aggs": dict(aggregations)} if aggregations else {})


def _falling(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    return sorted(((value, count) for value, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))
