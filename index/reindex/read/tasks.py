"""How is work cut into tasks for reading processes, and how do results find back to their rows?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.reindex.read.drafts import Draft
from index.reindex.read.jobs import ReadResult, ReadTask
from index.reindex.read.payload import PageFile, Payload, RecordBatch
from index.reindex.scan.file_records import FileRecords, is_unpacked

# A task is small enough that little is done twice when a process dies, and that processes finish together; large
# enough that handing it over (0.1 ms) does not count.
_BYTES = 4_000_000
_UNITS = 256
_RECORDS = 16_384  # so that the results of one task are a few MB of the parent, however short its records are
_PACKED_RECORDS = 262_144  # a packed file is unpacked from its beginning for each of its tasks
_RESULT = 512  # bytes of the parent that a result takes until its segment is finished
_LEAST = 500_000  # bytes for which it does not pay to start another process (0.5 s of processor time)


_Numbers = Sequence[int] | NDArray[np.int64]


class Tasks:
    """The tasks for all rows of the drafts that are left to read."""

    def __init__(self, drafts: Sequence[Draft], workers: int) -> None:
        self._drafts = drafts
        self._origins: list[tuple[_Numbers, _Numbers]] = []  # of each task its units' drafts and rows
        total = sum(_size(draft) for draft in drafts)
        self._bytes = min(max(total // workers + 1, _LEAST), _BYTES)
        self.tasks = [*self._pages(), *self._records()]

    @property
    def units(self) -> int:
        """How many pages and records the tasks hold."""
        return sum(len(task.units) for task in self.tasks)

    def rows_of(self, task: ReadTask, results: Sequence[ReadResult]) -> Iterator[tuple[Draft, int, ReadResult]]:
        """Each result with its draft and row."""
        drafts, rows = self._origins[task.number]
        for result in results:
            yield self._drafts[drafts[result.unit]], int(rows[result.unit]), result

    def _task(self, payload: Payload, drafts: _Numbers, rows: _Numbers, size: int) -> ReadTask:
        self._origins.append((drafts, rows))
        units = range(len(rows))
        return ReadTask(payload, units, max(size, _RESULT * len(units)), len(self._origins) - 1)

    def _pages(self) -> Iterator[ReadTask]:
        files: list[PageFile] = []
        numbers: list[int] = []
        size = 0
        for number, draft in enumerate(self._drafts):
            if draft.work.records is None and draft.left.any():
                source = draft.work.source
                files.append(PageFile(source.path, source.stat.file, _correction(draft), source.root))
                numbers.append(number)
                size += source.stat.size
                if size >= self._bytes or len(files) >= _UNITS:
                    yield self._task(tuple(files), tuple(numbers), (0,) * len(files), size)
                    files, numbers, size = [], [], 0
        if files:
            yield self._task(tuple(files), tuple(numbers), (0,) * len(files), size)

    def _records(self) -> Iterator[ReadTask]:
        for number, draft in enumerate(self._drafts):
            if draft.work.records is not None and draft.left.any():
                yield from self._records_of(number, draft, draft.work.records)

    def _records_of(self, number: int, draft: Draft, records: FileRecords) -> Iterator[ReadTask]:
        source = draft.work.source
        where: NDArray[np.int64] = np.flatnonzero(draft.left)
        ends = np.cumsum(records.length[where])
        # What is unpacked can only be read from its beginning: one process reads as much of it as it can.
        unpacked = is_unpacked(source.stat.file, records.form)
        piece, most = (int(ends[-1]), _PACKED_RECORDS) if unpacked else (self._bytes, _RECORDS)
        group = ends // max(piece, 1) + (np.arange(len(where)) // most << 40)
        for part in np.split(where, np.flatnonzero(np.diff(group)) + 1):
            batch = RecordBatch(source.path, source.stat.file, _correction(draft), records.take(part), source.root)
            yield self._task(batch, np.full(len(part), number), part, int(records.length[part].sum()))


def _size(draft: Draft) -> int:
    records = draft.work.records
    if records is None:
        return draft.work.source.stat.size if draft.left.any() else 0
    return int(records.length[draft.left].sum())


def _correction(draft: Draft) -> str:
    correction = draft.work.source.correction
    return correction.file if correction else ""
