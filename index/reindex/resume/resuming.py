"""How does a run go on where one before it was cut off, and leave to the next one what it has read?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.reindex.read.drafts import Draft
from index.reindex.resume.adopting import Adopted, Adopter
from index.reindex.resume.checkpoint import MadeWith
from index.reindex.resume.entries import ReadRow
from index.reindex.resume.keeping import Keeper
from index.reindex.resume.taking_over import take_over
from index.segment.writer import Built
from index.store.leftovers import unnamed
from index.store.transaction import EmbeddedStore


@dataclass(frozen=True, slots=True)
class ResumeTerms:
    """`rules` is the stamp of the run's own rules, `full` whether it reads everything anew, `failures` whether
    what could not be read before is taken for read. Nothing is kept before `patience` seconds."""

    rules: str
    full: bool
    failures: bool
    patience: float


class Resuming:
    """What a run over the index in a folder takes over from those that were cut off, and keeps for the next one."""

    def __init__(self, store: EmbeddedStore, index: Path, terms: ResumeTerms) -> None:
        checkpoints = take_over(store.left, unnamed(index), store.workspace, terms.rules, full=terms.full)
        self._adopter = Adopter(checkpoints, store.workspace, failures=terms.failures)
        first = max((checkpoint.head.number for checkpoint in checkpoints), default=-1) + 1
        self._keeper = Keeper(store.workspace, terms.rules, terms.full, terms.patience, first)
        ended = max((checkpoint.ended for checkpoint in checkpoints), default=0.0)
        self._ended = datetime.fromtimestamp(ended, UTC) if checkpoints else None
        self._has_articles = any(checkpoint.head.states for checkpoint in checkpoints)

    def adopted(
        self, drafts: Sequence[Draft], made: MadeWith | None, stay: Callable[[], NDArray[np.uint64]]
    ) -> Iterator[Adopted]:
        """What stands for reading these drafts, whose rows that are left grow fewer; `made` is None for a first look
        at pages. `stay` tells the places (uint64) of articles that the index has and that are not left to read."""
        if made is None:
            return self._adopter.looked(drafts)
        return self._adopter.articles(drafts, made, stay)

    def told(self, *, looks: bool) -> datetime | None:
        """When the last of the runs before wrote something; once, at the first of its articles that are adopted, or of
        its looks where it has no articles. Else None."""
        if looks and self._has_articles:
            return None
        ended, self._ended = self._ended, None
        return ended

    def keep(self, built: Built | None, found: Sequence[ReadRow], made: MadeWith | None) -> None:
        """Keep what was read. Raises `OSError` where a segment does not reach the disk."""
        self._keeper.take(built, found, made)
