"""Which articles share enough fingerprints to be compared, and which pairs can a change of the archive touch?

A fingerprint that many articles hold, or that comes again on many days, is of a form or of furniture; it tells nothing
and pairs nobody. Whether it does so is a matter of all live articles. So a change can touch pairs of articles that were
there before: where a fingerprint of a new or gone article begins or ceases to tell. `affected` names the articles, and
`candidates` of these are all pairs that can be others than before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.copies.ranges import ranges
from index.segment.arrays.print_tables import PrintTable

NO_DAY = 0
"""The day of an article without a date."""

MOST_HOLDERS = 400
MOST_DAYS = 5
MOST_UNDATED = 20
"""A fingerprint tells as long as so many live articles hold it, of so many days, of which so many have no date. With 8
days one form more of half a of the judged pairs is a copy; docs/measurements/copies.md has the rows of the undated."""

LEAST_SHARED = 3
LEAST_SHARE = 0.15
"""Two articles are compared that share so many telling fingerprints, and that part of those of the shorter."""

_BLOCK = 2000  # articles whose pairs are worked out at once
_VALUES = 100_000  # fingerprints whose holders are looked at at once
_Number = TypeVar("_Number", np.uint32, np.int64)
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """Which articles there are: `live` (bool) and `days` (int32, ordinals, `NO_DAY` for none), by the numbers that the
    articles of several tables have one after another."""

    live: NDArray[np.bool_]
    days: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """Pairs of articles in order: `first` < `second` (int64), `shared` (int64) how many telling fingerprints both
    hold."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    shared: NDArray[np.int64]


def affected(tables: Sequence[PrintTable], before: ArchiveState, after: ArchiveState) -> NDArray[np.int64]:
    """int64, ascending: the live articles whose pairs may be others after a change than before it.

    Both states have a place for every article of the tables; a new one was not live, a gone one is no longer.
    """
    changed = (before.live != after.live) | (before.live & (before.days != after.days))
    values, _ = _held(tables, changed)
    postings = _Postings(tables, _distinct(values))
    crossing = postings.telling(before) != postings.telling(after)
    _, holders = postings.of(crossing)
    changed[holders] = True
    return np.flatnonzero(changed & after.live)


def candidates(tables: Sequence[PrintTable], state: ArchiveState, articles: NDArray[np.int64]) -> CandidatePairs:
    """The pairs of live articles to compare of which at least one is among `articles` (live, ascending, each once)."""
    counts = print_counts(tables)
    chosen = np.zeros(len(counts), np.bool_)
    chosen[articles] = True
    pairing = _pairing(tables, state, chosen)
    blocks = []
    for start in range(0, len(articles), _BLOCK):
        inside = np.zeros(len(counts), np.bool_)
        inside[articles[start : start + _BLOCK]] = True
        keys, shared = _block(tables, pairing, state.live, (chosen, inside))
        fewer = np.minimum(counts[(keys >> _HALF).astype(np.int64)], counts[(keys & _LOW).astype(np.int64)])
        enough = shared >= np.maximum(LEAST_SHARED, LEAST_SHARE * fewer)
        blocks.append((keys[enough], shared[enough]))
    keys = np.concatenate([np.zeros(0, np.uint64), *(key for key, _ in blocks)])
    shared = np.concatenate([np.zeros(0, np.int64), *(count for _, count in blocks)])
    order = np.argsort(keys)
    keys, shared = keys[order], shared[order]
    return CandidatePairs((keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64), shared)


def print_counts(tables: Sequence[PrintTable]) -> NDArray[np.uint32]:
    """uint32: how many fingerprints each article of the tables has."""
    return np.concatenate([np.zeros(0, np.uint32), *(table.counts for table in tables)])


def _pairing(tables: Sequence[PrintTable], state: ArchiveState, articles: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """uint32, ascending: the fingerprints of articles that tell something and have several holders. Each is asked once:
    where the articles are the whole archive, it may stand in hundreds of blocks."""
    values, base = np.zeros(0, np.uint32), 0
    for table in tables:
        inside = articles[base : base + len(table.counts)]
        values = _distinct(np.concatenate([values, table.values[inside[table.holders]]]))
        base += len(table.counts)
    pairing = [np.zeros(0, np.uint32)]
    for start in range(0, len(values), _VALUES):
        some = values[start : start + _VALUES]
        postings = _Postings(tables, some)
        pairing.append(some[(postings.width > 1) & postings.telling(state)])
    return np.concatenate(pairing)


def _block(
    tables: Sequence[PrintTable],
    pairing: NDArray[np.uint32],
    live: NDArray[np.bool_],
    articles: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The pairs of a block as numbers, the lower article in the upper half, and how many of the `pairing` fingerprints
    each shares. `articles` are those chosen and those of the block: a pair of two chosen ones is given where its higher
    one is in the block."""
    chosen, inside = articles
    values, owners = _held(tables, inside)
    row = np.minimum(np.searchsorted(pairing, values), max(len(pairing) - 1, 0))
    kept = pairing[row] == values if len(pairing) else np.zeros(len(values), np.bool_)
    order = np.argsort(values[kept], kind="stable")
    owners = owners[kept][order]
    distinct, length = np.unique(values[kept], return_counts=True)
    number, holders = _Postings(tables, distinct).of(np.ones(len(distinct), np.bool_))
    number, holders = number[live[holders]], holders[live[holders]]
    # Each holder of a fingerprint beside each of its owners.
    beside = np.repeat(holders, length[number])
    owner = owners[ranges((np.cumsum(length) - length)[number], length[number])]
    wanted = (beside < owner) | ((beside > owner) & ~chosen[beside])
    low, high = np.minimum(beside, owner)[wanted], np.maximum(beside, owner)[wanted]
    return np.unique(low.astype(np.uint64) << _HALF | high.astype(np.uint64), return_counts=True)


def _held(tables: Sequence[PrintTable], articles: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """uint32, int64: the fingerprints of articles, and in parallel whose they are."""
    values, owners, base = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], 0
    for table in tables:
        inside = articles[base : base + len(table.counts)]
        if inside.any():
            place = np.flatnonzero(inside[table.holders])
            values.append(table.values[place])
            owners.append(table.holders[place].astype(np.int64) + base)
        base += len(table.counts)
    return np.concatenate(values), np.concatenate(owners)


class _Postings:
    """Who holds each of some fingerprints (`values`, ascending, each once)."""

    def __init__(self, tables: Sequence[PrintTable], values: NDArray[np.uint32]) -> None:
        self._tables = tables
        self._starts = [np.searchsorted(table.values, values) for table in tables]
        self._widths = [_widths(*row, values) for row in zip(tables, self._starts, strict=True)]
        self.width = np.sum([np.zeros(len(values), np.int64), *self._widths], 0)
        """int64: how many articles hold each, those that are not live included."""

    def of(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """int64, int64: the holders of the chosen fingerprints, and before it in parallel the number of each value."""
        rows = np.flatnonzero(chosen)
        numbers, holders, base = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
        for table, start, width in zip(self._tables, self._starts, self._widths, strict=True):
            numbers.append(np.repeat(rows, width[rows]))
            holders.append(table.holders[ranges(start[rows], width[rows])].astype(np.int64) + base)
            base += len(table.counts)
        return np.concatenate(numbers), np.concatenate(holders)

    def telling(self, state: ArchiveState) -> NDArray[np.bool_]:
        """bool: which of the fingerprints tell something."""
        # With more holders than could be gone, no look at them is needed.
        telling: NDArray[np.bool_] = self.width - np.count_nonzero(~state.live) <= MOST_HOLDERS
        number, holders = self.of(telling & (self.width > min(MOST_DAYS, MOST_UNDATED)))
        live = state.live[holders]
        number, day = number[live], state.days[holders[live]]
        holding, undated = self._counted(number), self._counted(number[day == NO_DAY])
        dated = _distinct(number[day != NO_DAY] << 32 | day[day != NO_DAY])
        days = self._counted(dated >> 32)
        telling &= (holding <= MOST_HOLDERS) & (undated <= MOST_UNDATED) & (days <= MOST_DAYS)
        return telling

    def _counted(self, number: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(number, minlength=len(self.width))


def _widths(table: PrintTable, start: NDArray[np.int64], values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64: how often each value stands in a table, where it would start. Most stand there once or never."""
    held = start < len(table.values)
    held[held] = table.values[start[held]] == values[held]
    width = held.astype(np.int64)
    several = np.flatnonzero(held & (start + 1 < len(table.values)))
    several = several[table.values[start[several] + 1] == values[several]]
    width[several] = np.searchsorted(table.values, values[several], "right") - start[several]
    return width


def _distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """The values ascending, each once. `numpy.unique` asks a hash table, which such numbers fill badly: for those of a
    day and a fingerprint it took ten times as long as all else."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
