"""How do articles become a segment? In batches of arrays, within a budget of memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.article import Article


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment that no generation names yet: hand it to `Store.adopt`. Small; travels between processes."""

    path: Path
    doc_count: int


class SegmentBuilder:
    """Writes one segment into `folder` (made where it is absent). Safe in worker processes: each has its own folder.

    `budget` bounds the memory of the inversion in bytes: what exceeds it is sorted and written as a run, and runs are
    merged at the end. `seed` varies the analyser's hash table (see `index.analysis`).
    """

    def __init__(self, folder: Path, *, budget: int = 256 << 20, seed: int = 1) -> None:
        raise NotImplementedError

    def add(self, article: Article) -> None:
        """Add one article. Within a segment a later article with the same id replaces the earlier."""
        raise NotImplementedError

    def add_many(self, articles: Iterable[Article]) -> None:
        raise NotImplementedError

    def finish(self) -> Built | None:
        """Write the segment and return it; None where nothing was added."""
        raise NotImplementedError
