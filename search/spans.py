"""Where do words stand together? Occurrences as arrays of spans, joined by position.

A span is where a match stands: document, field and the word positions from `start` to `end` (end not included). The
three travel as one int64 key, document << 32 | field << 30 | position, so that sorted keys are in reading order, a
distance of positions is a difference of keys, and no window reaches into another field or document: positions stay
below 2**29, and so do all distances that a query can ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.schema import TEXT_FIELDS
from search.sets import Docs, distinct

Keys = NDArray[np.int64]

FIELD_BITS = 30
MOST_DISTANCE = 1 << 20
POSITION = (1 << FIELD_BITS) - 1


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans in order of start, then end, without duplicates: two int64 arrays of keys of equal length."""

    start: Keys
    end: Keys

    def __len__(self) -> int:
        return len(self.start)

    def docs(self) -> Docs:
        """The documents that the spans stand in, each once, in order."""
        docs = self.document_of()
        if not len(docs):
            return docs
        first = np.empty(len(docs), np.bool_)
        first[0] = True
        np.not_equal(docs[1:], docs[:-1], out=first[1:])
        return docs[first]

    def document_of(self) -> Docs:
        """The document number of each span (int32)."""
        return (self.start >> 32).astype(np.int32)

    def field_of(self) -> NDArray[np.int64]:
        """The number of each span's field, an index of `TEXT_FIELDS`."""
        return (self.start >> FIELD_BITS) & 3

    def positions(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Word positions of each span inside its field: (start, end not included)."""
        return self.start & POSITION, ((self.end - 1) & POSITION) + 1

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Spans:
        """The spans that a mask or indices choose."""
        return Spans(self.start[chosen], self.end[chosen])


NO_KEYS: Keys = np.empty(0, np.int64)
NO_KEYS.flags.writeable = False
NO_SPANS = Spans(NO_KEYS, NO_KEYS)


def ordered(start: Keys, end: Keys) -> Spans:
    """Spans in order and without duplicates from two arrays in any order."""
    if len(start) < 2:
        return Spans(start, end)
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    new = np.empty(len(start), np.bool_)
    new[0] = True
    np.logical_or(start[1:] != start[:-1], end[1:] != end[:-1], out=new[1:])
    return Spans(start, end) if new.all() else Spans(start[new], end[new])


def union(parts: Sequence[Spans]) -> Spans:
    """All the spans of `parts`."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NO_SPANS
    return ordered(np.concatenate([p.start for p in parts]), np.concatenate([p.end for p in parts]))


def longest(places: Spans) -> Spans:
    """Of spans that start at the same place the longest: a compound (`cease-fire`) and its whole are one match."""
    last = np.ones(len(places), np.bool_)
    np.not_equal(places.start[1:], places.start[:-1], out=last[:-1])
    return places if last.all() else places.take(last)


def keys(field: str, docs: Docs, offsets: NDArray[np.int64], positions: NDArray[np.integer]) -> Keys:
    """Keys of occurrences given as CSR: `positions[offsets[n]:offsets[n + 1]]` stand in `docs[n]`."""
    bases = (docs.astype(np.int64) << 32) | (TEXT_FIELDS.index(field) << FIELD_BITS)
    return np.asarray(np.repeat(bases, np.diff(offsets)) + positions, np.int64)


def merged(parts: Sequence[Keys]) -> Keys:
    """The keys of `parts`, each sorted, as one sorted array without repeats."""
    if len(parts) == 1:
        return parts[0]
    return distinct(np.concatenate(parts)) if parts else NO_KEYS


def in_sequence(slots: Sequence[Keys | None], slop: int) -> Spans:
    """Where the slots' words follow each other in order, at most `slop` positions longer than side by side.

    `slots` holds, for each word of the phrase, the sorted keys where it stands; None is any word, and never the first
    or last. For each place of the first word the span is the shortest one, found word by word.
    """
    first = slots[0]
    if first is None or any(places is not None and not len(places) for places in slots):
        return NO_SPANS
    start = last = first
    for places in slots[1:]:
        if places is None:
            last = last + 1
            continue
        nearest = places.searchsorted(last, side="right")
        alive = nearest < len(places)
        start, last = start[alive], places[nearest[alive]]
    fits = last - start < len(slots) + slop
    return Spans(start[fits], last[fits] + 1)


def present(wanted: Keys, places: Keys) -> NDArray[np.bool_]:
    """For each of `wanted`, whether it is among the sorted `places`."""
    if not len(places):
        return np.zeros(len(wanted), np.bool_)
    indices = places.searchsorted(wanted)
    indices[indices == len(places)] = 0
    return np.asarray(places[indices] == wanted)


def followed(first: Spans, second: Spans, distance: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs (i, j) where `second[j]` starts at the end of `first[i]` or up to `distance` positions later."""
    distance = min(distance, MOST_DISTANCE)
    low = second.start.searchsorted(first.end, side="left")
    high = second.start.searchsorted(first.end + distance, side="right")
    counts = high - low
    i = np.repeat(np.arange(len(first)), counts)
    j = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    return i, j


def pairs(left: Spans, right: Spans, distance: int) -> int:
    """How many pairs `near` would have to make, in either order."""
    distance = min(distance, MOST_DISTANCE)
    total = 0
    for first, second in ((left, right), (right, left)):
        low = second.start.searchsorted(first.end, side="left")
        total += int((second.start.searchsorted(first.end + distance, side="right") - low).sum())
    return total


def near_by(left: Spans, right: Spans, distance: int, *, in_order: bool) -> Docs:
    """The documents in which `near` finds something, without making the pairs."""
    distance = min(distance, MOST_DISTANCE)
    matches = []
    for first, second in ((left, right),) if in_order else ((left, right), (right, left)):
        following = second.start.searchsorted(first.end, side="left")
        following[following == len(second)] = 0
        gap = second.start[following] - first.end
        matches.append(first.take((gap >= 0) & (gap <= distance)).docs())
    return distinct(np.concatenate(matches))


def near(left: Spans, right: Spans, distance: int, *, in_order: bool) -> tuple[Spans, Spans, Spans]:
    """Where a span of `left` and one of `right` stand with at most `distance` positions between, not overlapping.

    Returns the extents (from the first of a pair to the end of the second) and the spans of either side that take part.
    """
    i, j = followed(left, right, distance)
    starts, ends = [left.start[i]], [right.end[j]]
    lefts, rights = [i], [j]
    if not in_order:
        j, i = followed(right, left, distance)
        starts.append(right.start[j])
        ends.append(left.end[i])
        lefts.append(i)
        rights.append(j)
    extents = ordered(np.concatenate(starts), np.concatenate(ends))
    return extents, left.take(distinct(np.concatenate(lefts))), right.take(distinct(np.concatenate(rights)))


def same_unit(left: Spans, right: Spans, bounds: Keys) -> tuple[Spans, Spans, Spans]:
    """Where a span of `left` and one of `right` stand in one sentence or paragraph, not overlapping.

    `bounds` are the sorted keys where units start, a field's first one left out. Spans that cross a bound stand in no
    unit. Returns the spans that take part, and those of either side.
    """
    left, left_unit = _in_units(left, bounds)
    right, right_unit = _in_units(right, bounds)
    lefts = left.take(_beside(left, left_unit, right, right_unit))
    rights = right.take(_beside(right, right_unit, left, left_unit))
    return union([lefts, rights]), lefts, rights


def _in_units(places: Spans, bounds: Keys) -> tuple[Spans, Keys]:
    """The spans that stand in one unit, and the key of that unit's start."""
    first, last = _unit(places.start, bounds), _unit(places.end - 1, bounds)
    inside = first == last
    return places.take(inside), first[inside]


def _unit(places: Keys, bounds: Keys) -> Keys:
    """The key where the unit of each place starts."""
    field_start = places >> FIELD_BITS << FIELD_BITS
    if not len(bounds):
        return field_start
    numbers = bounds.searchsorted(places, side="right") - 1
    return np.asarray(np.maximum(np.where(numbers >= 0, bounds[np.maximum(numbers, 0)], 0), field_start), np.int64)


def _beside(one: Spans, one_unit: Keys, other: Spans, other_unit: Keys) -> NDArray[np.bool_]:
    """For each span of `one`, whether one of `other` stands in its unit before or after it."""
    if not len(one) or not len(other):
        return np.zeros(len(one), np.bool_)
    units, first = np.unique(other_unit, return_index=True)  # spans are in order, and so are their units
    earliest_end = np.minimum.reduceat(other.end, first)
    latest_start = np.maximum.reduceat(other.start, first)
    indices = np.minimum(units.searchsorted(one_unit), len(units) - 1)
    return np.asarray(
        (units[indices] == one_unit) & ((earliest_end[indices] <= one.start) | (latest_start[indices] >= one.end))
    )


def inside(places: Spans, extents: Spans) -> Spans:
    """The spans that lie inside one of `extents`."""
    if not len(places) or not len(extents):
        return NO_SPANS
    reach = np.maximum.accumulate(extents.end)
    indices = extents.start.searchsorted(places.start, side="right") - 1
    return places.take((indices >= 0) & (reach[np.maximum(indices, 0)] >= places.end))
