"""How does an index change? Built aside, then published at once; leaving without `publish` discards everything.

    with open_store(folder, now=now) as store:      # IndexLocked where another process writes
        store.remove(article_id)
        store.add(article)                          # replaces an article of the same id
        store.adopt(built)                          # a segment that a worker process built, under store.workspace
        store.attach("manifest.json", data)         # the pipeline's own file, in the same commit
        store.publish()
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from index.article import Article
from index.snapshot import Snapshot
from index.writer import Built


class Store(Protocol):
    """The write side of an index."""

    def add(self, article: Article) -> None:
        """Add an article, in the place of one with the same id."""
        ...

    def remove(self, article_id: str) -> None:
        """Leave an article out; no matter where there is none."""
        ...

    def adopt(self, built: Built) -> None:
        """Take in a segment built under `workspace`; its articles replace those with the same ids."""
        ...

    def attach(self, name: str, data: bytes) -> None:
        """Publish `data` under `name` with the next generation; files not attached anew are carried over."""
        ...

    def publish(self) -> int:
        """Make everything visible at once and return the generation's number."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class EmbeddedStore:
    """The index in a folder of this machine.

    `snapshot` is the generation that is being changed, None for a new index. `workspace` is a folder on the index's
    file system where workers may build segments.
    """

    snapshot: Snapshot | None
    workspace: Path


def open_store(
    folder: Path, *, now: datetime, fresh: bool = False, budget: int = 256 << 20, seed: int = 1
) -> EmbeddedStore:
    """Open the index in `folder` for writing, made where it is absent. `fresh` leaves out everything published so far.

    Raises IndexLocked where another process holds it, IndexOutdated and IndexDamaged unless `fresh`.
    """
    raise NotImplementedError
