"""What has a run made, and how does a store take it in?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.copies.archive_copies import concluded as copy_table
from index.copies.copy_table import NONE_APART
from index.errors import Skipped
from index.reindex.agree.derivation import Derivation
from index.reindex.agree.saves import Saves
from index.reindex.agree.settling import Settling
from index.reindex.agree.touched import NAME as TOUCHED
from index.reindex.agree.touched import Touched
from index.reindex.manifest import NAME as MANIFEST
from index.reindex.manifest import Manifest
from index.reindex.plan.recipe import settling
from index.reindex.report import UnreadFields
from index.segment.arrays.named import NewNames
from index.segment.reader import Segment, open_segment
from index.segment.writer import Built
from index.store.history import NAME as HISTORY
from index.store.history import History
from index.store.snapshot import Snapshot
from index.store.succession import Removal, succeeding
from index.store.transaction import Conclusion, EmbeddedStore
from index.versions.published_versions import hiding, newest_only
from index.versions.version_table import NAME as VERSIONS
from index.versions.version_table import version_table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has made: segments, and what the index knows after them. `lost` (uint64) are ids to remove.

    `derived` are derivations that have changed, with their states; `planned` (uint64) are the ids of the articles that
    the plan wanted read. `faults` are articles that lack a field for a mistake of ours, with the field. `touched` is
    what is known of corrections, None where there are none and were none; `settling` makes the table of names. `saves`
    tells which articles are versions of one. `apart` (uint64[n, 2]) are the places of articles that a person says are
    no copies of each other.
    """

    built: tuple[Built, ...]
    lost: NDArray[np.uint64]
    manifest: Manifest
    derived: tuple[tuple[Derivation[Any], Any], ...]
    reread: int
    planned: NDArray[np.uint64]
    settling: Settling
    saves: Saves
    faults: tuple[Skipped, ...] = ()
    unread: tuple[UnreadFields, ...] = ()
    touched: Touched | None = None
    apart: NDArray[np.uint64] = field(default_factory=lambda: NONE_APART)

    def hand_to(self, store: EmbeddedStore, settled: tuple[Manifest, NewNames, History], *, copies: bool) -> None:
        """Give everything to the store, in the order in which it was made: later segments replace earlier ones.

        `settled` is this manifest with the ids of its articles, what gives them to the segments, and the history that
        remembers them. With `copies` these are told, too.
        """
        manifest, names, history = settled
        for built in self.built:
            store.adopt(built)
        for article in self.lost.tolist():
            store.remove(f"{article:016x}")
        store.name(names)
        store.attach(MANIFEST, manifest.encode())
        store.attach(HISTORY, history.encode())
        if self.touched is not None:
            store.attach(TOUCHED, self.touched.encode())
        for conclude in self._conclusions(store.snapshot, copies=copies):
            store.conclude(conclude)
        for derivation, state in self.derived:
            if (table := derivation.encode(state)) is not None:
                store.attach(derivation.name, table)

    def _conclusions(self, last: Snapshot | None, *, copies: bool) -> Iterator[Conclusion]:
        """What follows from all segments: their versions, and of the newest of these names and copies."""
        newest: list[Segment] = []

        def versions(segments: Sequence[Segment]) -> Mapping[str, bytes]:
            table = version_table(segments)
            newest[:] = hiding(segments, table)
            return {VERSIONS: table.encode()}

        yield versions
        yield lambda _: self.settling.conclude(newest, settling().stamp)
        if copies:
            yield lambda _: copy_table(last and newest_only(last).snapshot, newest, apart=self.apart)

    def foretell(self, old: Sequence[Segment]) -> None:
        """Settle the names of what would be published in the place of these segments; of a run that has built."""
        new = [open_segment(built.path) for built in self.built]
        removed = [Removal(article, len(new)) for article in self.lost.tolist()]
        segments = succeeding(old, new, removed)
        self.settling.conclude(hiding(segments, version_table(segments)), settling().stamp)
