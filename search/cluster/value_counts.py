"""How many articles of a whole archive, or groups of copies, has each value of its facets?

What articles state was counted when the archive was published: a page that asked the cluster sent it a search for each
value. Names, and counts over all versions of articles, are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from index.cluster.documents import sendable
from index.cluster.mapping import facet_field
from index.cluster.values import ValueTable
from search.cluster.cluster_asked import Clause
from search.cluster.counting import MatchCounter


class ValueCountsOfAll:
    """The counts over the articles that `having` lets through, or over groups of them where they are `grouped`;
    `published` are their values, None where they are not known."""

    def __init__(
        self, counter: MatchCounter, having: Callable[..., Clause], published: ValueTable | None, *, grouped: bool
    ) -> None:
        self._counter = counter
        self._having = having
        self._published = published
        self._grouped = grouped
        self._known: dict[tuple[str, str], int] = {}
        self._stated: dict[str, dict[str, int]] = {}

    @cached_property
    def size(self) -> int:
        """How many there are."""
        if self._published is None:
            return self._counter.totals([self._having()])[0]
        return self._published.shown_groups if self._grouped else self._published.shown

    @property
    def articles_of(self) -> Mapping[str, Mapping[str, int]]:
        """By facet how many have each of the values that `stated` was called with; others may be among them."""
        return self._stated

    def stated(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Have `articles_of` tell some values that articles state, by facet and value."""
        if self._published is None:
            for (facet, value), count in self.of(pairs).items():
                self._stated.setdefault(facet, {})[value] = count
            return
        for facet in {facet for facet, _ in pairs} - self._stated.keys():
            self._stated[facet] = self._of_facet(facet)

    def _of_facet(self, facet: str) -> dict[str, int]:
        assert self._published is not None
        counts = self._published.groups_of(facet) if self._grouped else self._published.of(facet)
        return {sendable(value): count for value, count in counts}

    def of(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """How many have each of some values, by facet and value."""
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        having = [self._having({"term": {facet_field(facet): value}}) for facet, value in missing]
        self._known |= dict(zip(missing, self._counter.totals(having), strict=True))
        return {pair: self._known[pair] for pair in pairs}

    def with_name(self, facet: str, value: str) -> int:
        """How many have a value of a facet of names."""
        return self.of([(facet, value)])[facet, value]
