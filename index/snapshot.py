"""What does a reader see? The segments of one published generation, which never change under it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.segment import Segment


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of the index, opened.

    `created` is the time of publication in ISO 8601. `segments` are in order; document numbers of the whole archive
    are the segments' numbers one after another. `problem` says in a sentence which newer generation was passed over
    because it is damaged, else "".
    """

    folder: Path
    generation: int
    created: str
    segments: tuple[Segment, ...]
    problem: str = ""

    @property
    def live_count(self) -> int:
        """Articles that are not deleted."""
        return sum(segment.live_count for segment in self.segments)

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """The segment and document number of an article, or None."""
        raise NotImplementedError

    def extra(self, name: str) -> bytes | None:
        """The bytes of a file that was published with the generation (`Store.attach`), or None."""
        raise NotImplementedError


def open_snapshot(folder: Path) -> Snapshot:
    """The newest generation that is whole.

    Raises IndexMissing where nothing was published, IndexOutdated for another format version, IndexDamaged where no
    generation is whole.
    """
    raise NotImplementedError


def reopen(snapshot: Snapshot) -> Snapshot:
    """The newest generation now: `snapshot` itself where nothing was published since, else one that shares the
    opened segments that both hold."""
    raise NotImplementedError
