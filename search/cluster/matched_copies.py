"""Which of some matches are copies of each other? A cluster tells in one search how many of each group match; who they
are follows from that where all of a group do, and is asked for where some of several do.

What the matches of a group have in common a server knows (`index.cluster.copy_values`), so that counts with copies as
one take no further search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.client import ClusterClient
from index.cluster.copy_values import DAY_FIELD, CopyValues
from index.copies.ranges import ranges
from search.facets.repeated_values import RepeatedValues
from search.kept import ENTRY, Kept

_GROUP, _MEMBER, _LATER = "group", "member", "later"
_PART = 50_000  # groups that are told in one search, about; it may tell 65,535 values
_MOST = 65_000
_PAGE = 10_000  # members that are told at once
_TERMS = 65_536  # groups that a clause may name

_Clause = Mapping[str, Any]
Numbers = NDArray[np.int64]
KeptCopies = Kept[str, "MatchedCopies"]


@dataclass(frozen=True, slots=True)
class MatchedCopies:
    """The matches of a clause of whose group another one matches, as `members` (int32, ascending: numbers among all
    members of groups), and of how many groups they are; `articles` is how many matches there are in all, and `later`
    how many of them are not the first of their group."""

    members: NDArray[np.int32]
    groups: int
    articles: int
    later: int

    @property
    def total(self) -> int:
        """How many matches there are with copies as one."""
        return self.articles - len(self.members) + self.groups


class CopiesInCluster:
    """The copies among the articles of an index, of which `values` says what they share; what was asked for is `kept`
    by its clause."""

    def __init__(self, client: ClusterClient, index: str, values: CopyValues, kept: KeptCopies) -> None:
        self._client = client
        self._index = index
        self.values = values
        self._kept = kept
        self._repeated: dict[str, RepeatedValues] = {}

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.values)

    def of(self, clauses: Sequence[_Clause]) -> list[MatchedCopies]:
        """The copies among the matches of each of some clauses. Raises ClusterUnavailable."""
        keys = [str(clause) for clause in clauses]
        kept = zip(keys, self._kept.several(keys), strict=True)
        found = {key: copies for key, copies in kept if copies}
        new = {key: clause for key, clause in zip(keys, clauses, strict=True) if key not in found}
        parts = max(1, -(-len(self) // _PART))
        answers = iter(
            self._client.searches(self._index, [body for one in new.values() for body in _bodies(one, parts)])
        )
        for key, clause in new.items():
            copies = self._read(clause, [next(answers) for _ in range(parts)])
            found[key] = self._kept.keep(key, copies, copies.members.nbytes + len(key) + ENTRY)
        return [found[key] for key in keys]

    def _read(self, clause: _Clause, answers: Sequence[Any]) -> MatchedCopies:
        articles = int(answers[0]["hits"]["total"]["value"])
        later = int(answers[0]["aggregations"][_LATER]["doc_count"])
        buckets = [bucket for answer in answers for bucket in answer["aggregations"][_GROUP]["buckets"]]
        keys = np.array([bucket["key"] for bucket in buckets], np.int64)
        counts = np.array([bucket["doc_count"] for bucket in buckets], np.int64)
        groups = self.values.groups.searchsorted(keys)
        begins, sizes = self.values.begins.take(groups), np.diff(self.values.ends, prepend=0).take(groups)
        whole = counts == sizes
        members = [ranges(begins[whole], sizes[whole])]
        if not whole.all():
            members.append(self._some(clause, keys[~whole]))
        return MatchedCopies(np.sort(np.concatenate(members)).astype(np.int32), len(keys), articles, later)

    def _some(self, clause: _Clause, groups: Numbers) -> Numbers:
        """The members of some groups that a clause lets through."""
        found = []
        for first in range(0, len(groups), _TERMS):
            only = {"terms": {_GROUP: groups[first : first + _TERMS].tolist()}}
            found += list(self._pairs({"bool": {"filter": [clause, only]}}))
        told = np.array(found, np.int64).reshape(-1, 2)
        members: Numbers = self.values.begins.take(self.values.groups.searchsorted(told[:, 0])) + told[:, 1]
        return members

    def _pairs(self, clause: _Clause) -> Iterator[tuple[int, int]]:
        sources = [{name: {"terms": {"field": name}}} for name in (_GROUP, _MEMBER)]
        after: dict[str, Any] = {}
        while True:
            pages = {"composite": {"size": _PAGE, "sources": sources, **after}}
            body = {"size": 0, "track_total_hits": False, "query": clause, "aggs": {"pairs": pages}}
            told = self._client.search(self._index, body)["aggregations"]["pairs"]
            yield from ((bucket["key"][_GROUP], bucket["key"][_MEMBER]) for bucket in told["buckets"])
            if len(told["buckets"]) < _PAGE:
                return
            after = {"after": told["after_key"]}

    def firsts(self, clause: _Clause) -> tuple[Numbers, Numbers]:
        """The groups (numbers, ascending) of which an article matches, and of each the place in the group of the first
        one that does."""
        parts = max(1, -(-len(self) // _PART))
        least = {"least": {"min": {"field": _MEMBER}}}
        bodies = [_searched(clause, {_GROUP: _groups(part, parts, 1) | {"aggs": least}}) for part in range(parts)]
        answers = self._client.searches(self._index, bodies)
        buckets = [bucket for answer in answers for bucket in answer["aggregations"][_GROUP]["buckets"]]
        keys = np.array([bucket["key"] for bucket in buckets], np.int64)
        groups, order = np.unique(self.values.groups.searchsorted(keys), return_index=True)
        return groups, np.array([bucket["least"]["value"] for bucket in buckets], np.int64).take(order)

    def again(self, copies: MatchedCopies, field: str) -> Mapping[Any, int]:
        """How often a group of the copies has a value of a field again."""
        repeated = self._repeated.get(field)
        if repeated is None:
            repeated = self._repeated[field] = RepeatedValues(*self.values.shared(field), self.values.of_members)
        numbers, times = np.unique(repeated.again(copies.members), return_counts=True)
        texts = map(self.values.text, numbers.tolist())
        return dict(zip(map(int, texts) if field == DAY_FIELD else texts, times.tolist(), strict=True))


def _bodies(clause: _Clause, parts: int) -> Iterator[dict[str, Any]]:
    later = {_LATER: {"filter": {"range": {_MEMBER: {"gte": 1}}}}}
    for part in range(parts):
        yield _searched(clause, {_GROUP: _groups(part, parts, 2), **later})


def _groups(part: int, parts: int, least: int) -> dict[str, Any]:
    """A part of the groups of which so many match at least."""
    some = {"include": {"partition": part, "num_partitions": parts}} if parts > 1 else {}
    size = {"size": _MOST, "shard_size": _MOST, "min_doc_count": least}
    return {"terms": {"field": _GROUP, **size, **some}}


def _searched(clause: _Clause, aggregations: dict[str, Any]) -> dict[str, Any]:
    return {"size": 0, "track_total_hits": True, "query": clause, "aggs": aggregations}
