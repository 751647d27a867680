"""Which matches come first? Those of the page asked for, by score or date, over all the segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.schema import NO_TIME
from index.segment.reader import Segment
from search.query import Sort
from search.rank.ordering import RowNumbers, SortKey, first
from search.rank.weights import Scores
from search.sets import Docs, Mask


class MatchRow(NamedTuple):
    """A match that is shown: the number of its segment, its document there, and whether it has all the words."""

    segment: int
    doc: int
    score: float
    all_words: bool


class Ranking:
    """The matches of all the segments as one row of numbers, segment after segment.

    By date: by day, within a day by the instant, and what has no time (or no date) stands last in either order. By
    arrival: what came into the archive last stands first, what came together is in the order of the ids.

    `complete` says for each segment which of its matches have all the words, None where all have: they come first.
    `scores` (float32, one for each match) is None where the order is by date or arrival.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        matches: Sequence[Docs],
        complete: Sequence[Mask | None],
        scores: Scores | None,
        sort: Sort,
    ) -> None:
        self._segments = segments
        self._matches = matches
        self._complete = complete
        self._scores = scores
        self._oldest = sort is Sort.OLDEST
        self._by_arrival = sort is Sort.ADDED
        self._starts = np.cumsum([0, *map(len, matches)])
        self._full = self._all_complete() if scores is not None and any(m is not None for m in complete) else None

    def _all_complete(self) -> Mask:
        masks = zip(self._matches, self._complete, strict=True)
        return joined([np.ones(len(docs), np.bool_) if mask is None else mask for docs, mask in masks])

    def first(self, count: int, candidates: RowNumbers | None = None) -> RowNumbers:
        """The first `count` numbers in order, of all or of those `candidates`."""
        rows = np.arange(self._starts[-1]) if candidates is None else candidates
        keys: list[SortKey] = [self._day, self._minute, self._identity]
        if self._by_arrival:
            keys = [self._added, self._published_as]
        if self._scores is not None:
            falling = -self._scores
            keys[:0] = [lambda at: falling if len(at) == len(falling) else falling.take(at)]
        if self._full is None:
            return first(rows, count, keys)
        whole = self._full if candidates is None else self._full.take(rows)
        best = first(rows.compress(whole), count, keys)
        if len(best) < count:
            best = np.concatenate([best, first(rows.compress(~whole), count - len(best), keys)])
        return best

    def _day(self, rows: RowNumbers) -> NDArray[Any]:
        days = self._read(rows, lambda segment: segment.published)
        return np.where(days == 0, np.iinfo(np.int32).max, days) if self._oldest else -days

    def _minute(self, rows: RowNumbers) -> NDArray[Any]:
        minutes = self._read(rows, lambda segment: segment.minutes)
        return minutes if self._oldest else np.where(minutes == NO_TIME, minutes, -minutes)

    def _added(self, rows: RowNumbers) -> NDArray[Any]:
        return -self._read(rows, lambda segment: segment.names.added)

    def _published_as(self, rows: RowNumbers) -> NDArray[Any]:
        return self._read(rows, lambda segment: segment.names.ids)

    def _identity(self, rows: RowNumbers) -> NDArray[Any]:
        return self._read(rows, lambda segment: segment.identities.by_document)

    def _read(self, rows: RowNumbers, column: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
        """What a column of the segments says of the matches `rows`."""
        if len(self._matches) == 1:
            return column(self._segments[0]).take(self._matches[0].take(rows))
        numbers = self._starts.searchsorted(rows, side="right") - 1
        values = np.empty(len(rows), column(self._segments[0]).dtype)
        for number in np.unique(numbers).tolist():
            mask = numbers == number
            values[mask] = column(self._segments[number])[self._matches[number][rows[mask] - self._starts[number]]]
        return values

    def rows(self, numbers: RowNumbers, score: Callable[[int, Docs], Scores]) -> list[MatchRow]:
        """The matches with these numbers; `score` gives the scores of those that were ordered by date."""
        result: list[MatchRow] = []
        segments = (self._starts.searchsorted(numbers, side="right") - 1).tolist()
        for row, number in zip(numbers.tolist(), segments, strict=True):
            place = row - int(self._starts[number])
            docs, mask = self._matches[number], self._complete[number]
            value = score(number, docs[place : place + 1])[0] if self._scores is None else self._scores[row]
            whole = mask is None or bool(mask[place])
            result.append(MatchRow(number, int(docs[place]), float(value), whole))
        return result


def joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Several arrays as one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
