"""What has to be done? Which files and lines are to be read, which stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import Skipped
from index.reasons import SkipReason
from index.reindex.manifest import FileRow
from index.reindex.report import count_sentence
from index.reindex.scan.lines import FileLines
from index.reindex.scan.sources import Source


@dataclass(frozen=True, slots=True)
class Work:
    """A file that must be read, wholly or some of its lines.

    `file` is its future row in the manifest, as far as it is known; `todo` (bool) tells which of its rows must be
    read. `old` is its number in the manifest, -1 for a new file. `lines` says where the rows' bytes are.
    """

    source: Source
    file: FileRow
    todo: NDArray[np.bool_]
    old: int = -1
    lines: FileLines | None = None


@dataclass(frozen=True, slots=True)
class ReindexPlan:
    """What a run will do. Counts are of articles: pages, or lines of JSON-lines files.

    `kept` are numbers of files in the manifest; `stamps` are new stamps of kept files that were touched
    but not changed.
    """

    work: tuple[Work, ...]
    kept: NDArray[np.int64]
    stamps: tuple[tuple[int, int], ...]
    skipped: tuple[Skipped, ...]
    reasons: tuple[SkipReason, ...]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    renamed: int = 0
    unread: int = 0
    everything: bool = False

    @property
    def empty(self) -> bool:
        """Whether the index is up to date."""
        return not self.work and not self.gone and not self.stamps

    def sentence(self) -> str:
        """The plan in one line: "12 new, 3 changed, 1 gone". What is new may turn out to be unreadable."""
        named = (
            (self.new, "new"),
            (self.changed, "changed"),
            (self.renamed, "renamed"),
            (self.gone, "gone"),
            (self.unread, "unreadable"),
        )
        return count_sentence(named, self.unchanged)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is made under: limits in bytes, the clock, and what is to be read again without need.

    `now` is in nanoseconds since 1970. `line_id` gives the id of the article in a line, 0 where there is none;
    `foreign` says of a file's first bytes whether they are of a kind that is never read.
    """

    now: int
    page_limit: int
    is_lines: Callable[[bytes, str], bool]
    line_id: Callable[[bytes, str], int]
    foreign: Callable[[bytes], SkipReason | None]
    everything: bool = False
    failed: bool = False
    keep_empty: bool = False
