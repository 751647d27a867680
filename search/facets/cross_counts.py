"""How many of some matches have a value of one facet and a value of another? By one pass over both columns, whatever
the number of values.

Each facet gives pairs of a match and one of the values that are shown; the pairs of both are joined by their matches.
Where groups of copies are counted, a group counts once in each cell that one of its articles is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.copies.published_groups import CopyGroups
from index.copies.ranges import ranges
from index.facets import DATE
from search.facets.counts import count_facets
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import Chosen, Narrowed
from search.facets.tally import MatchTally
from search.results import FacetCounts, FacetValue

_YEAR, _MONTH = 4, 7  # characters of a value of the facet of dates


class ValuePairs(NamedTuple):
    """Which matches have which of the values that are shown: `places` (int64) of the matches, all segments one after
    another, and in parallel the numbers of the values in `shown` (int64)."""

    places: NDArray[np.int64]
    shown: NDArray[np.int64]


class CrossCounts(NamedTuple):
    """The values of both facets that are shown, with their counts, and `cells`: a row for each value of `rows`."""

    rows: FacetCounts
    columns: FacetCounts
    cells: tuple[tuple[int, ...], ...]


def count_cross(found: MatchTally, choices: Sequence[Chosen], names: tuple[str, str], limit: int) -> CrossCounts:
    """The facets `names` of some matches against each other: of each the values that are chosen, else the `limit` most
    frequent ones, and what states none."""
    chosen = {choice.facet: choice.included for choice in choices}
    rows, columns = (_shown(found, name, chosen.get(name, ()), limit) for name in names)
    pairs = [
        _pairs(found, facet.name, [value.value for value in facet.values], among=bool(chosen.get(facet.name)))
        for facet in (rows, columns)
    ]
    cells = _cells(found, pairs[0], pairs[1], (len(rows.values), len(columns.values)))
    return CrossCounts(rows, columns, tuple(map(tuple, cells.tolist())))


def _shown(found: MatchTally, name: str, included: Sequence[str], limit: int) -> FacetCounts:
    """The values of a facet that the table has, with how many of the matches have each."""
    if included and not (name == DATE and len(included) == 1 and len(included[0]) == _YEAR):
        values = [FacetValue(value, found.having(name, value), selected=True) for value in included]
        return FacetCounts(name, tuple(values), len(values))
    whole = [Narrowed(docs, {}) for docs in found.matches]
    most = limit + 1 if name != DATE else found.table.most_values(name)
    counted = next(iter(count_facets(found.tally, whole, (), (name,), most)), FacetCounts(name, ()))
    stated = [value for value in counted.values if value.value]
    if name == DATE:
        months = [value for value in stated if len(value.value) == _MONTH]
        stated = months or stated
        stated, distinct = stated[-limit:], len(stated)
    else:
        stated, distinct = stated[:limit], counted.distinct
    none = 0 if name in TYPE_OF_FACET else found.having(name, "")
    return FacetCounts(name, (*stated, *((FacetValue("", none),) if none else ())), distinct)


def _pairs(found: MatchTally, name: str, values: Sequence[str], *, among: bool) -> ValuePairs:
    """Which of the matches have which of the values; `among` says that they were chosen, which may overlap."""
    if among:
        return _by_masks(found, name, values)
    if name in TYPE_OF_FACET:
        return _of_names(found, name, values)
    table = found.table
    low, high = table.parts.get(name, (0, 0))
    number = {value: place for place, value in enumerate(values)}
    of_value = np.full(len(table.values), -1, np.int64)
    length = len(values[0]) if name == DATE and values else None
    for ordinal in range(low, high):
        stated = table.values[ordinal]
        # A year has the articles of its months, and a month not those of which only the year is known.
        key = stated[:length] if length == _YEAR else stated
        of_value[ordinal] = number.get(key, -1)
    places, shown, before = [], [], 0
    for segment, (column, docs) in enumerate(zip(table.columns, found.matches, strict=True)):
        owners, ordinals = column.stated(docs, name)
        places.append(owners + before)
        shown.append(of_value.take(table.numbers(segment, ordinals)))
        before += len(docs)
    return _held(_joined(places), _joined(shown))


def _of_names(found: MatchTally, name: str, values: Sequence[str]) -> ValuePairs:
    """The same of a facet of names in the texts."""
    named = found.table.named
    numbers, sizes = named.stated(found.matches)
    of_number = np.full(named.size, -1, np.int64)
    for place, value in enumerate(values):
        of_number[named.number(name, value)] = place
    return _held(np.arange(len(sizes)).repeat(sizes), of_number.take(numbers))


def _by_masks(found: MatchTally, name: str, values: Sequence[str]) -> ValuePairs:
    """The same of values that were chosen, as choosing them finds their articles."""
    places, shown, before = [], [], 0
    for column, docs in zip(found.table.columns, found.matches, strict=True):
        for number, value in enumerate(values):
            held = np.flatnonzero(column.mask(name, value)[docs])
            places.append(held + before)
            shown.append(np.full(len(held), number, np.int64))
        before += len(docs)
    return ValuePairs(_joined(places), _joined(shown))


def _joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _held(places: NDArray[np.int64], shown: NDArray[np.int64]) -> ValuePairs:
    """The pairs of values that are shown."""
    kept = shown >= 0
    return ValuePairs(places[kept], shown[kept])


def _cells(found: MatchTally, rows: ValuePairs, columns: ValuePairs, shape: tuple[int, int]) -> NDArray[np.int64]:
    """int64[rows, columns]: how many of the matches have both values."""
    total = sum(map(len, found.matches))
    order = columns.places.argsort(kind="stable")
    lengths = np.bincount(columns.places, minlength=total)
    starts = np.cumsum(lengths) - lengths
    sizes = lengths.take(rows.places)
    partners = columns.shown.take(order).take(ranges(starts.take(rows.places), sizes))
    cells = rows.shown.repeat(sizes) * shape[1] + partners
    owners = rows.places.repeat(sizes)
    size = shape[0] * shape[1]
    groups = found.tally.groups
    if groups is None:
        return np.bincount(cells, minlength=size).reshape(shape)
    group = _group_of(groups, found.matches).take(owners)
    alone = group < 0
    counts = np.bincount(cells[alone], minlength=size)
    together = np.unique(group[~alone] * size + cells[~alone])
    return (counts + np.bincount(together % size, minlength=size)).reshape(shape) if size else counts.reshape(shape)


def _group_of(groups: CopyGroups, matches: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    """int64: the group of each match, all segments one after another; below 0 where it has no copies."""
    parts = [ordinals.take(docs).astype(np.int64) for ordinals, docs in zip(groups.ordinals, matches, strict=True)]
    return _joined(parts)
