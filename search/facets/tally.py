"""How many of some matches have each value? Articles are counted, or groups of copies: those with an article that has
the value.

Groups are counted as articles less those whose value a copy has, too: only matches that are in groups are looked at one
by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.copies.published_groups import CopyGroups
from index.facets import DATE
from search.facets.columns import FacetTable, SegmentColumns
from search.facets.name_table import NameCounts
from search.facets.repeated_values import RepeatedValues
from search.facets.segment_names import live_docs
from search.sets import Docs, as_mask

ValueCounts = NDArray[np.int64]


class ValueTally:
    """Counts the values of a `table` over articles; where `groups` are given, over these."""

    def __init__(self, table: FacetTable, groups: CopyGroups | None = None) -> None:
        self.table = table
        self.groups = groups

    @cached_property
    def size(self) -> int:
        """How many articles there are, or groups."""
        return self.of(self._live).total

    @cached_property
    def articles_of(self) -> dict[str, dict[str, int]]:
        """The values of each facet of a column with their counts over all live articles."""
        if self.groups is None:
            return self.table.articles_of
        counts = self.of(self._live).values().tolist()
        return {
            name: dict(zip(self.table.values[low:high], counts[low:high], strict=True))
            for name, (low, high) in self.table.parts.items()
        }

    def with_name(self, facet: str, value: str) -> int:
        """How many have a value of a facet of names."""
        articles = self.table.named.articles(facet, value)
        if self.groups is None or not articles:
            return articles
        number = self.table.named.number(facet, value)
        first, last = np.searchsorted(self._named_again, (number, number + 1))
        return articles - int(last - first)

    @cached_property
    def _named_again(self) -> ValueCounts:
        """The numbers of the names that each copied article has and one before in its group has, too; ascending."""
        return self.of(self._live).again[2]

    @cached_property
    def _live(self) -> list[Docs]:
        return [live_docs(column.segment) for column in self.table.columns]

    def of(self, matches: Sequence[Docs]) -> MatchTally:
        """The counts of some live articles, one array for each segment."""
        return MatchTally(self, matches)

    @cached_property
    def repeated(self) -> RepeatedValues:
        """What copied articles have: the values of all facets of columns, behind their numbers the years, and behind
        those the names in the texts; `bounds` parts them."""
        members, values = self._stated
        low, high = self.table.parts[DATE]
        dated = np.flatnonzero((values >= low) & (values < high))
        years = self.table.year_of.take(values.take(dated) - low) + self.bounds[0]
        names, sizes = self.table.named.stated([docs for docs, _ in self._members])
        owners = np.concatenate([np.zeros(0, np.int64), *(places for _, places in self._members)]).repeat(sizes)
        parts = (members, values), (members.take(dated), years), (owners, names.astype(np.int64) + self.bounds[1])
        return self._repeated(*_joined(parts))

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """How many values there are, and how many values and years."""
        return len(self.table.values), len(self.table.values) + len(self.table.years)

    @cached_property
    def repeated_days(self) -> RepeatedValues:
        """The days (ordinals) of copied articles."""
        parts = zip(self.table.columns, self._members, strict=True)
        days = [(places, column.segment.published.take(docs)) for column, (docs, places) in parts]
        return self._repeated(*_joined(days))

    def _repeated(self, members: ValueCounts, values: ValueCounts) -> RepeatedValues:
        assert self.groups is not None
        return RepeatedValues(members, values, self.groups.of_members)

    @cached_property
    def _members(self) -> list[tuple[Docs, ValueCounts]]:
        """The documents of each segment that are in groups, and the places of these among all members."""
        assert self.groups is not None
        members = []
        for places in self.groups.places:
            docs = np.flatnonzero(places >= 0).astype(np.int32)
            members.append((docs, places.take(docs).astype(np.int64)))
        return members

    @cached_property
    def _stated(self) -> tuple[ValueCounts, ValueCounts]:
        """The values that copied articles have: of each the place of its article, and its number in the table."""
        parts = []
        for segment, (column, (docs, members)) in enumerate(zip(self.table.columns, self._members, strict=True)):
            places, ordinals = _stated_by(column, docs)
            parts.append((members.take(places), self.table.numbers(segment, ordinals)))
        return _joined(parts)


class MatchTally:
    """The counts of some `matches`, as a `tally` counts them."""

    def __init__(self, tally: ValueTally, matches: Sequence[Docs]) -> None:
        self.matches = matches
        self.tally = tally
        self.table = tally.table

    @property
    def total(self) -> int:
        """How many there are."""
        groups = self.tally.groups
        return groups.count(self.matches) if groups else sum(map(len, self.matches))

    @cached_property
    def _copied(self) -> NDArray[np.int32]:
        """The places of those that are in groups, among all members."""
        groups = self.tally.groups
        return groups.among(self.matches).members if groups else np.zeros(0, np.int32)

    @cached_property
    def again(self) -> tuple[ValueCounts, ValueCounts, ValueCounts]:
        """The values, the years and the names that a copy has, too, of each match but the first of its group."""
        again = self.tally.repeated.again(self._copied)
        first, second = again.searchsorted(self.tally.bounds).tolist()
        values, years = self.tally.bounds
        return again[:first], again[first:second] - values, again[second:] - years

    def values(self, facet: str = "") -> ValueCounts:
        """int64[len(table.values)]: the counts of all facets of columns, or of one alone."""
        counts = self.table.counts(self.matches, facet)
        if len(self._copied):
            again = self.again[0]
            low, high = again.searchsorted(self.table.parts[facet]).tolist() if facet else (0, len(again))
            counts = counts.copy()
            np.subtract.at(counts, again[low:high], 1)
        return counts

    def names(self) -> NameCounts:
        """The counts of names in the texts that are offered."""
        counts = self.table.named.counts(self.matches)
        if not len(self._copied):
            return counts
        again = self.again[2]
        return counts.less(again[: again.searchsorted(self.table.named.offered)])

    def years(self, values: ValueCounts) -> dict[str, int]:
        """The counts of years that have any, "" for what has no date, from those of all values."""
        low, high = self.table.parts[DATE]
        counts = np.bincount(self.table.year_of, values[low:high]).astype(np.int64)
        if len(self._copied):  # whose months were counted by groups: of those of one year one counts
            first, last = self.again[0].searchsorted((low, high)).tolist()
            np.add.at(counts, self.table.year_of.take(self.again[0][first:last] - low), 1)
            np.subtract.at(counts, self.again[1], 1)
        return {year: count for year, count in zip(self.table.years, counts.tolist(), strict=True) if count}

    def days(self, month: str) -> dict[str, int]:
        """The counts of the days of a month (`2015-05`) that have any. Raises ValueError where there is no such
        month."""
        counts = self.table.day_counts(self.matches, month)
        if len(self._copied):
            columns = self.table.columns
            inside = [docs[column.mask(DATE, month)[docs]] for column, docs in zip(columns, self.matches, strict=True)]
            again = self.tally.repeated_days.again(MatchTally(self.tally, inside)._copied)
            for day, count in Counter(again.tolist()).items():
                counts[date.fromordinal(day).isoformat()] -= count
        return counts

    def every_day(self) -> dict[str, int]:
        """The counts of all days that have any."""
        pairs = zip(self.table.columns, self.matches, strict=True)
        known = [docs[(column.segment.published[docs] > 0) & ~column.year_only[docs]] for column, docs in pairs]
        published = [
            column.segment.published.take(docs) for column, docs in zip(self.table.columns, known, strict=True)
        ]
        days, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *published]), return_counts=True)
        if len(self._copied):
            again = self.tally.repeated_days.again(MatchTally(self.tally, known)._copied)
            np.subtract.at(counts, days.searchsorted(again), 1)
        return {
            date.fromordinal(day).isoformat(): count for day, count in zip(days.tolist(), counts.tolist(), strict=True)
        }

    def year_alone(self) -> int:
        """How many are of a date of which only the year is known."""
        pairs = zip(self.table.columns, self.matches, strict=True)
        known = [docs[column.year_only[docs] & (column.segment.published[docs] > 0)] for column, docs in pairs]
        return MatchTally(self.tally, known).total

    def having(self, facet: str, value: str) -> int:
        """How many have a value."""
        pairs = zip(self.table.columns, self.matches, strict=True)
        holding = [docs[column.mask(facet, value)[docs]] for column, docs in pairs]
        return MatchTally(self.tally, holding).total


def _stated_by(column: SegmentColumns, docs: Docs) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """The values of documents of a segment: of each the place of its document among `docs`, and its ordinal."""
    facets = column.segment.facets
    extra = as_mask(docs, column.segment.doc_count)[facets.extra_docs]
    further, holders = facets.extra_values[extra], np.searchsorted(docs, facets.extra_docs[extra])
    places = np.concatenate([np.arange(len(docs)).repeat(len(facets.names)), holders])
    return places, np.concatenate([facets.rows.take(docs, axis=0).ravel(), further]).astype(np.int64)


def _joined(parts: Sequence[tuple[ValueCounts, NDArray[np.integer]]]) -> tuple[ValueCounts, ValueCounts]:
    """Two columns of several parts, each as one."""
    nothing = np.zeros(0, np.int64)
    members, values = (np.concatenate([nothing, *(part[column] for part in parts)]) for column in (0, 1))
    return members, values.astype(np.int64)
