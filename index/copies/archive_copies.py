"""Which copies are there among the articles of a generation? From the table of the one before and what has changed.

Everything is a function of the live articles alone. Articles that are gone are among the segments still, as these are
merged after this: so the fingerprints that a change takes away are known. Where nothing is known of the generation
before, all pairs are looked for.

In memory are some 60 bytes an article, the pairs, and what `candidates` needs for the articles that it looks up; the
fingerprints stay mapped. Texts are read for 60 pairs at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.copies.candidates import NO_DAY, ArchiveState
from index.copies.copy_groups import copy_groups
from index.copies.copy_pairs import NO_PAIRS, CopyPairs, compared_pairs, copy_pairs, updated_pairs
from index.copies.copy_table import NAME, NONE_APART, Alike, CopyTable, located, of_today, published_table
from index.errors import IndexDamaged
from index.schema import NO_TIME
from index.segment.arrays import sections
from index.segment.arrays.identity import LOOKED_UP
from index.segment.arrays.print_tables import PRINT_SECTIONS, PrintTable
from index.segment.reader import Segment
from index.store.snapshot import Snapshot

_READ = (*PRINT_SECTIONS, *LOOKED_UP, sections.PUBLISHED, sections.MINUTES)
_DAY = 24 * 60  # minutes


def concluded(
    last: Snapshot | None, segments: Sequence[Segment], *, apart: NDArray[np.uint64] = NONE_APART
) -> dict[str, bytes]:
    """The table of a generation of these segments, as it is published, by its name.

    `last` is the generation before, whose segments are among `segments`, with other articles deleted. `apart`
    (uint64[n, 2]) are the places of each two articles that are not to stand in one group. Raises `IndexDamaged` where
    what is read is not what was written.
    """
    archive = _Archive.of(segments)
    known = _known(last, archive)
    if known is None:
        pairs = copy_pairs(archive.tables, archive.state, np.flatnonzero(archive.state.live), archive.texts)
        beside = _beside(archive, pairs, NO_PAIRS, apart)
    else:
        pairs = updated_pairs(known.pairs, archive.tables, (known.state, archive.state), archive.texts)
        beside = _beside(archive, pairs, known.beside_of(archive.state.live), apart)
    return {NAME: CopyTable(_by_place(archive, pairs), _alike(archive, beside), apart).encode()}


def check(snapshot: Snapshot) -> None:
    """Raise `IndexDamaged` where the table of a generation cannot be read, names articles that are not there, or where
    its groups are not what follows from its pairs. The texts are not compared again."""
    table = published_table(snapshot)
    if table is None:
        return
    archive = _Archive.of(snapshot.segments)
    known = _by_number(archive, archive.state, table)
    if not of_today(snapshot.concluded(NAME)):
        return  # the next run makes another
    first, second = _grouped(archive, known.pairs, table.apart)
    if not np.array_equal(first, known.beside.first) or not np.array_equal(second, known.beside.second):
        raise IndexDamaged("the groups of copies are not what follows from their pairs")


@dataclass(frozen=True, slots=True)
class _Archive:
    """The articles of segments, numbered one after another: `tables` of their fingerprints, their `state`, the numbers
    of their `places` (uint64), where those of each segment begin (`bases`, int64)."""

    segments: Sequence[Segment]
    tables: Sequence[PrintTable]
    state: ArchiveState
    places: NDArray[np.uint64]
    bases: NDArray[np.int64]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> _Archive:
        for segment in segments:
            for section in _READ:
                if section in segment.container:
                    segment.container.check(section)
        live = [np.ones(s.doc_count, np.bool_) if s.live is None else s.live for s in segments]
        return cls(
            segments,
            [segment.prints for segment in segments],
            ArchiveState(_joined(live, np.bool_), _joined([s.published for s in segments], np.int32)),
            _joined([segment.identities.by_document for segment in segments], np.uint64),
            np.cumsum([0, *(segment.doc_count for segment in segments)]),
        )

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The clean texts of articles."""
        return [segment.text(doc) for segment, doc in self._documents(numbers)]

    def _documents(self, numbers: Sequence[int]) -> list[tuple[Segment, int]]:
        place = np.searchsorted(self.bases, numbers, "right") - 1
        docs = np.array(numbers, np.int64) - self.bases[place]
        return [(self.segments[one], doc) for one, doc in zip(place.tolist(), docs.tolist(), strict=True)]

    def ranks(self, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64: the place of each of some articles in their order: the earliest first, then those without a date; of
        the same time the longest, then by their places."""
        minutes = _joined([segment.minutes for segment in self.segments], np.int16)[articles].astype(np.int64)
        days = self.state.days[articles].astype(np.int64)
        moment = days * _DAY + np.where(minutes == NO_TIME, _DAY, minutes)
        moment[days == NO_DAY] = np.iinfo(np.int64).max
        words = _joined([segment.lengths("body") for segment in self.segments], np.int32)[articles]
        rank = np.empty(len(articles), np.int64)
        rank[np.lexsort((self.places[articles], -words, moment))] = np.arange(len(articles))
        return rank


@dataclass(frozen=True, slots=True)
class _Known:
    """The table of the generation before by the numbers of the articles now, and the state then."""

    state: ArchiveState
    pairs: CopyPairs
    beside: CopyPairs

    def beside_of(self, live: NDArray[np.bool_]) -> CopyPairs:
        """What is known of articles in groups that are live still."""
        return self.beside.of(live[self.beside.first] & live[self.beside.second])


def _known(last: Snapshot | None, archive: _Archive) -> _Known | None:
    """What the last generation tells, None where it has no table of today's code."""
    if last is None or not of_today(last.concluded(NAME)) or (table := published_table(last)) is None:
        return None
    before = {id(segment.container): segment for segment in last.segments}
    live = [_live_before(segment, before.get(id(segment.container))) for segment in archive.segments]
    state = ArchiveState(_joined(live, np.bool_), archive.state.days)
    return _by_number(archive, state, table) if np.count_nonzero(state.live) == last.live_count else None


def _by_number(archive: _Archive, state: ArchiveState, table: CopyTable) -> _Known:
    """A table of the articles that are live in a state. Raises `IndexDamaged` where it names another one."""
    numbers = np.flatnonzero(state.live)
    numbers = numbers[np.argsort(archive.places[numbers])]
    keys = archive.places[numbers]
    pairs = _numbered(table.pairs, keys, numbers)
    low, high = np.minimum(pairs.first, pairs.second), np.maximum(pairs.first, pairs.second)
    ordered = replace(pairs, first=low, second=high).of(np.lexsort((high, low)))
    return _Known(state, ordered, _numbered(table.beside, keys, numbers))


def _live_before(segment: Segment, before: Segment | None) -> NDArray[np.bool_]:
    if before is None:
        return np.zeros(segment.doc_count, np.bool_)
    return np.ones(segment.doc_count, np.bool_) if before.live is None else before.live


def _numbered(alike: Alike, places: NDArray[np.uint64], numbers: NDArray[np.int64]) -> CopyPairs:
    """Pairs by the numbers of articles, given their places (ascending) and in parallel their numbers."""
    first, second = located(alike.first, places), located(alike.second, places)
    counts = (column.astype(np.int64) for column in (alike.words, alike.same, alike.runs))
    return CopyPairs(numbers[first], numbers[second], *counts)


def _beside(archive: _Archive, pairs: CopyPairs, known: CopyPairs, apart: NDArray[np.uint64]) -> CopyPairs:
    """Each article of a group beside the first of its group. What is not among the pairs and not `known` is compared:
    in a group not every article is a copy of every other."""
    first, second = _grouped(archive, pairs, apart)
    told = CopyPairs.joined([pairs, known])
    row = _row_of(told, first, second, len(archive.places))
    missing = np.flatnonzero(row < 0)
    told = CopyPairs.joined([told, compared_pairs(first[missing], second[missing], archive.texts)])
    row[missing] = np.arange(len(told.first) - len(missing), len(told.first))
    return replace(told.of(row), first=first, second=second)


def _grouped(
    archive: _Archive, pairs: CopyPairs, apart: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first article of each group once for each other one, and in parallel these, group after group."""
    articles, number = np.unique(np.concatenate([pairs.first, pairs.second]), return_inverse=True)
    half = len(pairs.first)
    small = replace(pairs, first=number[:half], second=number[half:])
    groups = copy_groups(small, archive.ranks(articles), _numbers_of(archive, articles, apart))
    first = np.array([group[0] for group in groups for _ in group[1:]], np.int64)
    second = np.array([article for group in groups for article in group[1:]], np.int64)
    return articles[first], articles[second]


def _numbers_of(archive: _Archive, articles: NDArray[np.int64], apart: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64[n, 2]: which of `articles` stand at the places of each two; pairs of others are left out."""
    places = archive.places[articles]
    order = np.argsort(places)
    row = np.searchsorted(places, apart, sorter=order)
    inside = (row < len(places)).all(axis=1)
    number = order[row[inside]]
    numbers: NDArray[np.int64] = number[(places[number] == apart[inside]).all(axis=1)]
    return numbers


def _row_of(pairs: CopyPairs, first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """int64: the row of each pair of articles, whichever is first, -1 where there is none; of `count` articles."""
    keys = np.minimum(pairs.first, pairs.second) * count + np.maximum(pairs.first, pairs.second)
    wanted = np.minimum(first, second) * count + np.maximum(first, second)
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], wanted)
    row = np.full(len(wanted), -1)
    inside = np.flatnonzero(place < len(keys))
    candidate = order[place[inside]]
    row[inside] = np.where(keys[candidate] == wanted[inside], candidate, -1)
    return row


def _by_place(archive: _Archive, pairs: CopyPairs) -> Alike:
    """The pairs in the order of their places."""
    alike = _alike(archive, pairs)
    low, high = np.minimum(alike.first, alike.second), np.maximum(alike.first, alike.second)
    order = np.lexsort((high, low))
    return Alike(low[order], high[order], alike.words[order], alike.same[order], alike.runs[order])


def _alike(archive: _Archive, pairs: CopyPairs) -> Alike:
    """The pairs by their places."""
    counts = (column.astype(np.uint32) for column in (pairs.words, pairs.same, pairs.runs))
    return Alike(archive.places[pairs.first], archive.places[pairs.second], *counts)


_Item = TypeVar("_Item", bound=np.generic)


def _joined(parts: Sequence[NDArray[_Item]], dtype: type[_Item]) -> NDArray[_Item]:
    return np.concatenate([np.zeros(0, dtype), *parts])
