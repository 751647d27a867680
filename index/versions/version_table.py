"""What is published of versions with a generation? The articles that have several, by the numbers of their places.

The versions of an article are those live documents that have one id. A place (`Segment.identities`) has one live
document at most, and keeps its number when segments are merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from index.store.tables import encode_table, opened_table
from index.versions.version_order import version_order

NAME = "versions"
"""Under which name the table is published with a generation."""


@dataclass(frozen=True, slots=True)
class VersionTable:
    """The table of a generation: `places` (uint64) of the versions, article after article in the order of their oldest,
    which stands first, and the `ends` (int64) of the articles among them."""

    places: NDArray[np.uint64]
    ends: NDArray[np.int64]

    @property
    def older(self) -> int:
        """How many of the versions are not the newest of their articles."""
        return len(self.places) - len(self.ends)

    def encode(self) -> bytes:
        """The table as it is published."""
        return encode_table({"places": self.places, "ends": self.ends})

    @classmethod
    def decode(cls, data: bytes | None) -> Self:
        """The table of `encode`; of None one without articles. Raises `IndexDamaged`."""
        if data is None:
            return cls(np.zeros(0, np.uint64), np.zeros(0, np.int64))
        with opened_table(data, "the table of versions") as arrays:
            table = cls(arrays["places"], arrays["ends"])
        lengths = np.diff(table.ends, prepend=0)
        if (lengths < 2).any() or int(lengths.sum()) != len(table.places):
            raise IndexDamaged("the columns of the table of versions do not fit together")
        return table


def version_table(segments: Sequence[Segment]) -> VersionTable:
    """The table of the live documents of some segments. Of those with an id that others have the cards are read."""
    groups: dict[int, list[tuple[Segment, int]]] = {}
    for segment, document in _shared(segments):
        groups.setdefault(int(segment.names.ids[document]), []).append((segment, document))
    ordered = [sorted(group, key=lambda one: version_order(one[0].card(one[1]))) for group in groups.values()]
    articles = sorted([int(one.identities.by_document[document]) for one, document in group] for group in ordered)
    places = np.array([place for article in articles for place in article], np.uint64)
    return VersionTable(places, np.cumsum([len(article) for article in articles], dtype=np.int64))


def published_table(snapshot: Snapshot) -> VersionTable:
    """The table of a generation, without articles where it has none. Raises `IndexDamaged`."""
    return VersionTable.decode(snapshot.extra(NAME))  # noqa: S610  also of a generation that is published once more


def check(snapshot: Snapshot) -> None:
    """Raise `IndexDamaged` where the table of a generation is not what follows from its articles."""
    published, made = published_table(snapshot), version_table(snapshot.segments)
    if not np.array_equal(published.places, made.places) or not np.array_equal(published.ends, made.ends):
        raise IndexDamaged("the table of versions is not what follows from the articles")


def _shared(segments: Sequence[Segment]) -> Iterator[tuple[Segment, int]]:
    """The live documents whose id another live one has, too."""
    live = [np.arange(one.doc_count) if one.live is None else np.flatnonzero(one.live) for one in segments]
    parts = [segment.names.ids[documents] for segment, documents in zip(segments, live, strict=True)]
    ids, counts = np.unique(np.concatenate([np.zeros(0, np.uint64), *parts]), return_counts=True)
    several = ids[counts > 1]
    if not len(several):
        return
    for segment, documents, part in zip(segments, live, parts, strict=True):
        yield from ((segment, document) for document in documents[np.isin(part, several)].tolist())
