"""Which values have the facets of an archive, and how many articles has each? A file of a generation tells servers.

A cluster counts values, too, but a server needs all of them to complete and to offer what a question names. So they go
into a file beside the words: those that articles state, and the names in their texts as the archive settles them.

    values.texts, .ends    the values, facet after facet; those that articles state in order, names by falling articles
    values.bounds          u4 [facets + 1]: where the values of each of `FACET_NAMES` begin
    values.articles        u4: the articles that readers see that have each value
    values.groups          u4: the groups of copies that do, an article without copies being one; 0 for names
    values.vouched         u4: how far these vouch for a name, 0 to `MOST_VOUCHED` each; 0 for what articles state
    values.shown           u8 [2]: how many articles readers see, and how many groups of copies
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.authority import SettledNames
from index.authority import published as published_authority
from index.copies.published_groups import NO_GROUP, CopyGroups
from index.copies.published_groups import published as published_groups
from index.facets import BY_NAME, FACET_NAMES
from index.segment.arrays.container import Container, ContainerWriter, smallest
from index.segment.arrays.origin import check_origin, write_origin
from index.segment.reader import Segment
from index.store.snapshot import Snapshot

_TEXTS, _ENDS, _BOUNDS = "values.texts", "values.ends", "values.bounds"
_ARTICLES, _GROUPS, _VOUCHED, _SHOWN = "values.articles", "values.groups", "values.vouched", "values.shown"
_GROUP_BITS = 32


class ValueTable:
    """The values of all facets; see the module's head."""

    def __init__(self, container: Container) -> None:
        check_origin(container)
        self.articles: NDArray[np.uint32] = container.array(_ARTICLES)
        self.vouched: NDArray[np.uint32] = container.array(_VOUCHED)
        self.groups: NDArray[np.uint32] = container.array(_GROUPS)
        self.shown, self.shown_groups = map(int, container.array(_SHOWN))
        self._blob = container.array(_TEXTS).data
        self._ends = np.append(0, container.array(_ENDS)).astype(np.int64)
        self._bounds = container.array(_BOUNDS).tolist()

    def part(self, facet: str) -> tuple[int, int]:
        """The numbers (first, last not included) of a facet's values."""
        number = FACET_NAMES.index(facet)
        return self._bounds[number], self._bounds[number + 1]

    def texts(self, numbers: NDArray[np.integer]) -> list[str]:
        """The values of these numbers."""
        bounds = zip(self._ends.take(numbers).tolist(), self._ends.take(numbers + 1).tolist(), strict=True)
        return [str(self._blob[first:last], "utf-8", "surrogatepass") for first, last in bounds]

    def of(self, facet: str) -> list[tuple[str, int]]:
        """All values of a facet with their articles; "" for the articles without any, of what articles state."""
        return self._counted(facet, self.articles)

    def groups_of(self, facet: str) -> list[tuple[str, int]]:
        """All values of a facet that articles state, with the groups of copies that have each."""
        return self._counted(facet, self.groups)

    def _counted(self, facet: str, counts: NDArray[np.uint32]) -> list[tuple[str, int]]:
        first, last = self.part(facet)
        return list(zip(self.texts(np.arange(first, last)), counts[first:last].tolist(), strict=True))


def open_values(path: Path) -> ValueTable:
    """The values in a file. Raises IndexDamaged, IndexOutdated and IndexUnreadable."""
    return ValueTable(Container(path))


class _Counted(NamedTuple):
    """A value with its articles, how far these vouch for it, and the groups of copies that have it."""

    value: str
    articles: int
    vouched: int = 0
    groups: int = 0


def write_values(path: Path, shown: Snapshot) -> None:
    """Write the values of the articles of a generation that readers see (`index.versions.newest_only`)."""
    names, groups = _names(shown), published_groups(shown)
    rows = [
        _stated(shown.segments, groups, name) if BY_NAME[name].settled is None else names[name] for name in FACET_NAMES
    ]
    counted = [value for of_facet in rows for value in of_facet]
    texts = [row.value.encode("utf-8", "surrogatepass") for row in counted]
    ends = np.cumsum(np.array([len(text) for text in texts], np.int64))
    writer = ContainerWriter(path)
    write_origin(writer)
    writer.add(_TEXTS, b"".join(texts))
    writer.add(_ENDS, ends.astype(smallest(int(ends[-1]) if len(ends) else 0)))
    writer.add(_BOUNDS, np.cumsum([0, *map(len, rows)]).astype(np.uint32))
    writer.add(_ARTICLES, np.array([row.articles for row in counted], np.uint32))
    writer.add(_GROUPS, np.array([row.groups for row in counted], np.uint32))
    writer.add(_VOUCHED, np.array([row.vouched for row in counted], np.uint32))
    every = [np.flatnonzero(_live(segment)).astype(np.int32) for segment in shown.segments]
    writer.add(_SHOWN, np.array([shown.live_count, groups.count(every)], np.uint64))
    writer.close()


def _stated(segments: Sequence[Segment], groups: CopyGroups, facet: str) -> list[_Counted]:
    """The values that articles state, in order."""
    numbers: dict[str, int] = {}
    values, copied = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]  # of each article; with its group, of copied ones
    for segment, ordinals in zip(segments, groups.ordinals, strict=True):
        columns, live = segment.facets, _live(segment)
        low, high = columns.facet(facet)
        more = live[columns.extra_docs] & (columns.extra_values >= low) & (columns.extra_values < high)
        docs = np.concatenate([np.flatnonzero(live), columns.extra_docs[more]])
        rows = np.concatenate([columns.rows[live, columns.names.index(facet)], columns.extra_values[more]])
        known = np.array([numbers.setdefault(value, len(numbers)) for value in columns.values[low:high]], np.int64)
        values.append(known[rows.astype(np.int64) - low])
        group = ordinals[docs].astype(np.int64)
        copied.append((values[-1] << _GROUP_BITS | group)[group != NO_GROUP])
    articles = np.bincount(np.concatenate(values), minlength=len(numbers))
    members = np.concatenate(copied)
    again = np.bincount(members >> _GROUP_BITS, minlength=len(numbers))
    again -= np.bincount(np.unique(members) >> _GROUP_BITS, minlength=len(numbers))
    counted = zip(numbers, articles.tolist(), (articles - again).tolist(), strict=True)
    return sorted(_Counted(value, count, groups=of_groups) for value, count, of_groups in counted if count)


def _names(shown: Snapshot) -> dict[str, list[_Counted]]:
    """The names in the texts by facet, those of the most articles first, then by their keys."""
    authority = published_authority(shown)
    known: dict[int, tuple[int, str]] = {}
    counts: dict[int, list[int]] = {}
    for segment in shown.segments:
        names = SettledNames(authority, segment.mentions)
        chosen = np.repeat(_live(segment), np.diff(np.append(0, names.ends)))
        ordinals, size = names.ordinals[chosen], len(names.keys)
        articles = np.bincount(ordinals, minlength=size)
        vouched = np.bincount(ordinals, names.vouched[chosen], size).astype(np.int64)
        held = np.flatnonzero(articles)
        told = zip(names.types[held].tolist(), names.texts(held), strict=True)
        for key, row in zip(names.keys[held].tolist(), told, strict=True):
            known.setdefault(key, row)
        for key, more, sure in zip(*(a[held].tolist() for a in (names.keys, articles, vouched)), strict=True):
            count = counts.setdefault(key, [0, 0])
            count[0] += more
            count[1] += sure
    order = sorted(counts, key=lambda key: (-counts[key][0], key))
    facets = {BY_NAME[name].settled: name for name in FACET_NAMES if BY_NAME[name].settled is not None}
    found: dict[str, list[_Counted]] = {name: [] for name in facets.values()}
    for key in order:
        kind, text = known[key]
        found[facets[kind]].append(_Counted(text, *counts[key]))
    return found


def _live(segment: Segment) -> NDArray[np.bool_]:
    return np.ones(segment.doc_count, np.bool_) if segment.live is None else segment.live
