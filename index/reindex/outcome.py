"""What has a run made, and how does a store take it in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import Skipped
from index.reindex.agree.derivation import Derivation
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
from index.store.succession import Removal, succeeding
from index.store.transaction import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has made: segments, and what the index knows after them. `lost` (uint64) are ids to remove.

    `derived` are derivations that have changed, with their states; `planned` (uint64) are the ids of the articles that
    the plan wanted read. `faults` are articles that lack a field for a mistake of ours, with the field. `touched` is
    what is known of corrections, None where there are none and were none; `settling` makes the table of names.
    """

    built: tuple[Built, ...]
    lost: NDArray[np.uint64]
    manifest: Manifest
    derived: tuple[tuple[Derivation[Any], Any], ...]
    reread: int
    planned: NDArray[np.uint64]
    settling: Settling
    faults: tuple[Skipped, ...] = ()
    unread: tuple[UnreadFields, ...] = ()
    touched: Touched | None = None

    def hand_to(self, store: EmbeddedStore, manifest: Manifest, names: NewNames, history: History) -> None:
        """Give everything to the store, in the order in which it was made: later segments replace earlier ones.

        `manifest` is this one with the ids of its articles, which `names` gives the segments and `history` remembers.
        """
        for built in self.built:
            store.adopt(built)
        for article in self.lost.tolist():
            store.remove(f"{article:016x}")
        store.name(names)
        store.attach(MANIFEST, manifest.encode())
        store.attach(HISTORY, history.encode())
        if self.touched is not None:
            store.attach(TOUCHED, self.touched.encode())
        store.conclude(lambda segments: self.settling.conclude(segments, settling().stamp))
        for derivation, state in self.derived:
            if (table := derivation.encode(state)) is not None:
                store.attach(derivation.name, table)

    def foretell(self, old: Sequence[Segment]) -> None:
        """Settle the names of what would be published in the place of these segments; of a run that has built."""
        new = [open_segment(built.path) for built in self.built]
        removed = [Removal(article, len(new)) for article in self.lost.tolist()]
        self.settling.conclude(succeeding(old, new, removed), settling().stamp)
