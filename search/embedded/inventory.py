"""What is in a generation, and what is missing from it? Told by arrays, without looking at one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.facets import DATE, PUBLISHER
from index.reindex.manifest import NAME, Manifest, holds_samples, row_places
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from search.facets.columns import FacetTable

_BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class Inventory:
    """Live articles without a date, a publisher, a byline and a text, and the articles of each source by its path."""

    undated: int
    without_publisher: int
    without_byline: int
    empty: int
    sources: tuple[tuple[str, int], ...]


def inventory(snapshot: Snapshot, table: FacetTable) -> Inventory:
    """The inventory of a snapshot, whose facet table is `table`. Raises `IndexDamaged`."""
    undated, without_publisher, without_byline = (_lacking(table, name) for name in (DATE, PUBLISHER, _BYLINE))
    empty, sources = _empty(snapshot.segments), sources_of(snapshot.extra(NAME))  # noqa: S610
    return Inventory(undated, without_publisher, without_byline, empty, sources)


class Samples:
    """The articles of a generation that come from the samples alone."""

    def __init__(self, places: NDArray[np.uint64]) -> None:
        self.places = places  # ascending; by what identities have of a document

    def holds(self, segment: Segment, doc: int) -> bool:
        """Whether a document of a segment is one."""
        return bool(len(self.places)) and self.has(int(segment.identities.by_document[doc]))

    def has(self, place: int) -> bool:
        """Whether the article of a place is one."""
        at = int(np.searchsorted(self.places, np.uint64(place)))
        return at < len(self.places) and int(self.places[at]) == place

    def count(self, segments: Sequence[Segment]) -> int:
        """How many of the live documents of some segments are samples."""
        if not len(self.places):
            return 0
        return sum(
            int(np.isin(places if segment.live is None else places[segment.live], self.places).sum())
            for segment in segments
            for places in (segment.identities.by_document,)
        )


def samples_of(snapshot: Snapshot) -> Samples:
    """The samples of a snapshot; none where the list of its files cannot be read."""
    # Archives of one's own have no samples: of them the manifest's head is read and nothing else.
    path = snapshot.attached(NAME)
    try:
        there = path is not None and holds_samples(path)
        return Samples(sample_places(snapshot.extra(NAME) if there else None))  # noqa: S610
    except IndexDamaged:
        return Samples(sample_places(None))


def sample_places(manifest: bytes | None) -> NDArray[np.uint64]:
    """uint64, ascending: the places of the articles that come from the samples alone."""
    if manifest is None:
        return np.zeros(0, np.uint64)
    rows = row_places(manifest)
    numbers = [number for number, root in enumerate(rows.roots) if root.samples]
    within = np.isin(rows.root[rows.file], numbers)
    return np.setdiff1d(rows.id[within], rows.id[~within])


def _lacking(table: FacetTable, name: str) -> int:
    """How many articles state no value of a facet: "" is the first of its values, which are sorted."""
    low, high = table.parts.get(name, (0, 0))
    return int(table.all_counts[low]) if low < high and not table.values[low] else 0


def _empty(segments: Sequence[Segment]) -> int:
    return sum(
        int(np.count_nonzero((lengths if segment.live is None else lengths[segment.live]) == 0))
        for segment in segments
        for lengths in (segment.lengths("body"),)
    )


def sources_of(data: bytes | None) -> tuple[tuple[str, int], ...]:
    """Each folder or file that a manifest has as indexed, with the articles that came from it, in whatever versions."""
    if data is None:
        return ()
    manifest = Manifest.decode(data)
    there = manifest.rows.reason == 0
    root = np.repeat(manifest.root, np.diff(manifest.first))[there].astype(np.uint64)
    different = np.unique(np.stack([root, manifest.rows.article[there]]), axis=1)
    articles = np.bincount(different[0].astype(np.int64), minlength=len(manifest.roots))
    counted = zip(manifest.roots, articles.tolist(), strict=True)
    return tuple((root.path, count) for root, count in counted if root.path)  # one that was forgotten has no path
