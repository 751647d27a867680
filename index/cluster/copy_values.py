"""Which values do articles that are copies of each other have in common? A file of a generation tells servers.

A cluster says which articles match, and how many have a value. Where copies count as one, a value counts once for a
group: for that a server needs to know which values the articles of a group share. A file tells it, for all fields by
which the cluster counts.

    copies.groups          i8 [groups], ascending: what the documents of each group say in `group`
    copies.ends            u4 [groups]: where the members of each end; a member's place in its group is its `member`
    copies.texts, .bounds  the values, field after field, and where each ends
    copies.fields          u4 [fields + 1]: where the values of each of `COUNTED` begin
    copies.members         u4: of each value that at least two articles of a group have a member that has it,
    copies.values          u4: and the number of the value
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.authority import SettledNames
from index.authority import published as published_authority
from index.cluster.documents import sendable
from index.cluster.mapping import YEAR_FIELD, facet_field, offered_field
from index.cluster.offered_names import offered_keys
from index.copies.published_groups import CopyGroups
from index.copies.published_groups import published as published_groups
from index.facets import COLUMN_NAMES, DATE, SETTLED
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.origin import check_origin, write_origin
from index.segment.reader import Segment
from index.store.snapshot import Snapshot

_GROUPS, _ENDS, _TEXTS, _BOUNDS = "copies.groups", "copies.ends", "copies.texts", "copies.bounds"
_FIELDS, _MEMBERS, _VALUES = "copies.fields", "copies.members", "copies.values"
DAY_FIELD = "day"
COUNTED = (
    *map(facet_field, COLUMN_NAMES),
    *(offered_field(facet.name) for facet in SETTLED),
    YEAR_FIELD,
    DAY_FIELD,
)
"""The fields by whose values groups of copies are counted."""
_YEAR = 4  # characters of a value of the facet of dates that is a year

Numbers = NDArray[np.int64]


class CopyValues:
    """The values that copies share; see the module's head. `groups` (int64) and `ends` (int64) are as there,
    `of_members` (int32) the number of the group of each member."""

    def __init__(self, container: Container) -> None:
        check_origin(container)
        self.groups: Numbers = container.array(_GROUPS).astype(np.int64)
        self.ends: Numbers = container.array(_ENDS).astype(np.int64)
        self.of_members = np.repeat(np.arange(len(self.ends), dtype=np.int32), np.diff(self.ends, prepend=0))
        self._texts = container.array(_TEXTS).data
        self._bounds = container.array(_BOUNDS).astype(np.int64)
        self._fields = container.array(_FIELDS).tolist()
        self._members = container.array(_MEMBERS)
        self._values = container.array(_VALUES)

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def begins(self) -> Numbers:
        """int64: where the members of each group begin."""
        return self.ends - np.diff(self.ends, prepend=0)

    def shared(self, field: str) -> tuple[Numbers, Numbers]:
        """The members that share values of a field, and the numbers of these (int64), in parallel."""
        number = COUNTED.index(field)
        first, last = self._fields[number], self._fields[number + 1]
        ours = np.flatnonzero((self._values >= first) & (self._values < last))
        return self._members.take(ours).astype(np.int64), self._values.take(ours).astype(np.int64)

    def text(self, number: int) -> str:
        """The value of a number."""
        first = int(self._bounds[number - 1]) if number else 0
        return str(self._texts[first : int(self._bounds[number])], "utf-8", "surrogatepass")


def open_copy_values(path: Path) -> CopyValues:
    """The values in a file. Raises IndexDamaged, IndexOutdated and IndexUnreadable."""
    return CopyValues(Container(path))


def write_copy_values(path: Path, shown: Snapshot) -> None:
    """Write what copies among the articles share that readers of a generation see (`index.versions.newest_only`)."""
    groups = published_groups(shown)
    order = _leading(shown, groups).argsort()
    sizes = groups.sizes.take(order)
    ends = np.cumsum(sizes)
    # Members are numbered group after group in the order of what documents say.
    place = np.zeros(len(groups.articles), np.int64)
    first = (groups.ends - groups.sizes).take(order)
    place[first.repeat(sizes) + np.arange(len(place)) - (ends - sizes).repeat(sizes)] = np.arange(len(place))
    of_members = np.repeat(np.arange(len(sizes)), sizes)
    texts: list[bytes] = []
    bounds, members, values = [0], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for stated in _stated(shown, groups):
        known: dict[str, int] = {}
        numbers = [known.setdefault(value, len(known)) for value in map(sendable, stated[1])]
        owners, held = _shared(place.take(stated[0]), np.array(numbers, np.int64), of_members)
        different, held = np.unique(held, return_inverse=True)
        ordered = list(known)
        texts += [ordered[number].encode("utf-8", "surrogatepass") for number in different.tolist()]
        members.append(owners)
        values.append(held + bounds[-1])
        bounds.append(len(texts))
    writer = ContainerWriter(path)
    write_origin(writer)
    writer.add(_GROUPS, _leading(shown, groups).take(order))
    writer.add(_ENDS, ends.astype(np.uint32))
    writer.add(_TEXTS, b"".join(texts))
    writer.add(_BOUNDS, np.cumsum(np.array(list(map(len, texts)), np.int64)).astype(np.uint32))
    writer.add(_FIELDS, np.array(bounds, np.uint32))
    writer.add(_MEMBERS, np.concatenate(members).astype(np.uint32))
    writer.add(_VALUES, np.concatenate(values).astype(np.uint32))
    writer.close()


def _leading(shown: Snapshot, groups: CopyGroups) -> Numbers:
    """int64: what the documents of each group say in `group`, the place of its first article as the cluster has it."""
    articles = groups.articles.take(groups.ends - groups.sizes)
    places = np.concatenate([np.zeros(0, np.uint64), *(each.identities.by_document for each in shown.segments)])
    return (places.take(articles) ^ np.uint64(1 << 63)).view(np.int64)


def _shared(members: Numbers, values: Numbers, of_members: Numbers) -> tuple[Numbers, Numbers]:
    """Those of some pairs of a member and a value whose value another member of the group has, too."""
    keys = of_members.take(members) * (int(values.max(initial=0)) + 1) + values
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = np.flatnonzero(counts.take(inverse) > 1)
    return members.take(kept), values.take(kept)


def _stated(shown: Snapshot, groups: CopyGroups) -> Iterator[tuple[Numbers, list[str]]]:
    """For each of `COUNTED` the members (as `CopyGroups` numbers them) that have values, and these, in parallel."""
    docs = [np.flatnonzero(places >= 0) for places in groups.places]
    parts = list(zip(shown.segments, docs, groups.places, strict=True))
    columns = {
        name: _joined(_column(segment, of, places, name) for segment, of, places in parts) for name in COLUMN_NAMES
    }
    yield from (columns[name] for name in COLUMN_NAMES)
    yield from _named(shown, docs, groups)
    owners, months = columns[DATE]
    yield owners, [month[:_YEAR] for month in months]
    days = np.zeros(len(groups.articles), np.int64)
    for segment, of, places in parts:
        days[places.take(of)] = segment.published.take(of)
    yearly = owners.take(np.flatnonzero([len(month) == _YEAR for month in months]))
    days[yearly] = 0
    yield np.arange(len(days)), list(map(str, days.tolist()))


def _joined(parts: Iterator[tuple[Numbers, list[str]]]) -> tuple[Numbers, list[str]]:
    owners, values = [np.zeros(0, np.int64)], list[str]()
    for some, texts in parts:
        owners.append(some)
        values += texts
    return np.concatenate(owners), values


def _column(segment: Segment, docs: Numbers, places: NDArray[np.int32], facet: str) -> tuple[Numbers, list[str]]:
    """What documents of a segment state of a facet."""
    columns = segment.facets
    low, high = columns.facet(facet)
    first = columns.rows.take(docs, axis=0)[:, columns.names.index(facet)]
    chosen = np.zeros(segment.doc_count, np.bool_)
    chosen[docs] = True
    more = np.flatnonzero(chosen[columns.extra_docs] & (columns.extra_values >= low) & (columns.extra_values < high))
    owners = np.concatenate([docs, columns.extra_docs.take(more).astype(np.int64)])
    numbers = np.concatenate([first.astype(np.int64), columns.extra_values.take(more).astype(np.int64)])
    return places.take(owners).astype(np.int64), [columns.values[number] for number in numbers.tolist()]


def _named(shown: Snapshot, docs: list[Numbers], groups: CopyGroups) -> Iterator[tuple[Numbers, list[str]]]:
    """The names in texts that are offered, facet by facet."""
    authority = published_authority(shown)
    names = [SettledNames(authority, segment.mentions) for segment in shown.segments]
    offered = np.fromiter(offered_keys(shown.segments, names), np.uint64)
    rows = []
    for each, of, places in zip(names, docs, groups.places, strict=True):
        sizes = np.diff(each.ends, prepend=0)
        chosen = np.zeros(len(sizes), np.bool_)
        chosen[of] = True
        entries = np.flatnonzero(chosen.repeat(sizes))
        owners = places.take(np.repeat(np.arange(len(sizes)), sizes).take(entries)).astype(np.int64)
        rows.append((each, owners, each.ordinals.take(entries)))
    for facet in SETTLED:
        found = []
        for each, owners, ordinals in rows:
            ours = np.flatnonzero(
                (each.types.take(ordinals) == facet.settled) & np.isin(each.keys.take(ordinals), offered)
            )
            found.append((owners.take(ours), list(each.texts(ordinals.take(ours)))))
        yield _joined(iter(found))
