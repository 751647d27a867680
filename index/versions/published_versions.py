"""Which articles of a published generation are older versions of others? Readers see the newest ones alone.

A segment with older versions is shown as one from which these are deleted, so that whoever counts, searches or settles
names need not know of them; what has none is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.naming import id_text
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from index.versions.version_table import VersionTable, published_table


class VersionPlace(NamedTuple):
    """A version of an article: its segment's number in the snapshot, and its document."""

    segment: int
    doc: int


@dataclass(frozen=True, slots=True)
class Versions:
    """The articles of a generation that have several versions: by their ids where each version is, the oldest first;
    `older` are for each segment the documents (int32, ascending) that are not the newest of their article."""

    of_article: Mapping[str, tuple[VersionPlace, ...]]
    older: tuple[NDArray[np.int32], ...]


class NewestOnly(NamedTuple):
    """A generation as readers see it: a `snapshot` without older versions; `whole` has them."""

    whole: Snapshot
    snapshot: Snapshot
    versions: Versions


def newest_only(whole: Snapshot, previous: NewestOnly | None = None) -> NewestOnly:
    """The generation as readers see it; what is the same in a `previous` one is taken from there. Raises
    `IndexDamaged`."""
    versions = located(whole.segments, published_table(whole))
    known: dict[int, tuple[Segment, NDArray[np.int32]]] = {}
    if previous is not None:
        pairs = zip(previous.whole.segments, previous.snapshot.segments, previous.versions.older, strict=True)
        known = {id(segment): (shown, older) for segment, shown, older in pairs}
    shown = []
    for segment, older in zip(whole.segments, versions.older, strict=True):
        before = known.get(id(segment))
        same = before is not None and np.array_equal(before[1], older)
        shown.append(before[0] if before is not None and same else without(segment, older))
    return NewestOnly(whole, replace(whole, segments=tuple(shown)), versions)


def hiding(segments: Sequence[Segment], table: VersionTable) -> list[Segment]:
    """The segments without the older versions that a table of them names. Raises `IndexDamaged`."""
    versions = located(segments, table)
    return [without(segment, older) for segment, older in zip(segments, versions.older, strict=True)]


def without(segment: Segment, older: NDArray[np.int32]) -> Segment:
    """The segment without some of its documents; itself where there are none."""
    if not len(older):
        return segment
    return segment.with_deleted(np.union1d(segment.deleted, older).astype(np.int32), segment.deleted_file)


def located(segments: Sequence[Segment], table: VersionTable) -> Versions:
    """Where the versions of a table are among segments. Raises `IndexDamaged` where one is not there."""
    place_of: dict[int, VersionPlace] = {}
    for number, segment in enumerate(segments if len(table.places) else ()):
        documents = segment.alive(segment.identities.among(table.places).astype(np.int32))
        places = segment.identities.by_document[documents].tolist()
        place_of |= {place: VersionPlace(number, doc) for place, doc in zip(places, documents.tolist(), strict=True)}
    of_article: dict[str, tuple[VersionPlace, ...]] = {}
    older: list[list[int]] = [[] for _ in segments]
    start = 0
    for end in table.ends.tolist():
        try:
            found = tuple([place_of[place] for place in table.places[start:end].tolist()])
        except KeyError:
            raise IndexDamaged("the table of versions names an article that is not there") from None
        of_article[id_text(int(segments[found[0].segment].names.ids[found[0].doc]))] = found
        for place in found[:-1]:
            older[place.segment].append(place.doc)
        start = end
    return Versions(of_article, tuple(np.array(sorted(docs), np.int32) for docs in older))
