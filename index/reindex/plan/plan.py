"""What has to be done? Which files and lines are to be read, which stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import Skipped
from index.reasons import SkipReason
from index.reindex.manifest import FileRow
from index.reindex.report import Room, count_sentence
from index.reindex.scan.file_records import FileRecords
from index.reindex.scan.sources import Source


@dataclass(frozen=True, slots=True)
class Work:
    """A file that must be read, wholly or some of its records.

    `file` is its future row in the manifest, as far as it is known; `todo` (bool) tells which of its rows must be
    read. `old` is its number in the manifest, -1 for a new file. `records` says where the rows' bytes are; a page has
    none.
    """

    source: Source
    file: FileRow
    todo: NDArray[np.bool_]
    old: int = -1
    records: FileRecords | None = None


@dataclass(frozen=True, slots=True)
class ReindexPlan:
    """What a run will do. Counts are of articles: pages, or records of files.

    `unread` counts what cannot be read, `passed_over` what is not meant to be: pictures beside a page, links.
    `kept` are numbers of files in the manifest; `stamps` are new stamps of kept files that were touched but not
    changed. `room` is what is foretold of the disk, None where nothing is.
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
    passed_over: int = 0
    everything: bool = False
    room: Room | None = None

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
            (self.passed_over, "passed over"),
        )
        return count_sentence(named, self.unchanged)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is made under: limits in bytes, the clock, and what is to be read again without need.

    `now` is in nanoseconds since 1970. `form_of` says by its first bytes and its path which form of records a file has,
    "" for a page, `form_number` by which number a manifest knows it; `record_id` gives the id of the article in one of
    some records, 0 where there is none; `foreign` says of a file's first bytes whether they are of a kind that is never
    read.
    """

    now: int
    page_limit: int
    form_of: Callable[[bytes, str], str]
    form_number: Callable[[str], int]
    record_id: Callable[[FileRecords, bytes, str], int]
    foreign: Callable[[bytes], SkipReason | None]
    everything: bool = False
    failed: bool = False
    keep_empty: bool = False
