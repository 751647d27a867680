"""Where is a file that is as it was, and where are its records? It may be one that this run did not look for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.corrections import CORRECTIONS_FILE
from index.errors import ReadError
from index.reindex.manifest import FileRow, Manifest
from index.reindex.rows import OUTDATED, Rows
from index.reindex.scan.contents import container_of, member_file, member_of, opened_whole, place_of
from index.reindex.scan.digests import record_seed
from index.reindex.scan.file_records import FileRecords, scan
from index.reindex.scan.roots import Root
from index.reindex.scan.sources import Source, Stat, correction_of


class KnownFiles:
    """The files of a published manifest, some of which are read again although nothing has changed.

    `sources` are those that a run has found, by their paths; `longest` is the most bytes that a record may have. What
    the index has of a file that is away stays as it is, and is read again as soon as it is back.
    """

    def __init__(
        self, manifest: Manifest, sources: Mapping[str, Source], roots: tuple[Root, ...], longest: int
    ) -> None:
        self._manifest = manifest
        self._sources = sources
        self._roots = roots
        self._longest = longest
        self._away = np.zeros(len(manifest.rows), np.bool_)

    def found(self, number: int, late: NDArray[np.bool_]) -> tuple[Source, FileRecords | None] | None:
        """The source of a file and its records, to read those of its rows again that are `late`.

        None where it cannot be read or its records are others now; that it was to be read is noted then.
        """
        file = self._manifest.file(number)
        try:
            source = self._sources.get(file.path)
            if source is None:
                source = remembered(file, self._roots)
                with opened_whole(source.stat.file):
                    pass
            records = records_of(file, source, self._longest) if file.form else None
            if records is None or np.array_equal(records.digest, file.rows.digest):
                return source, records
        except (OSError, ReadError):
            pass
        first = self._manifest.first
        self._away[first[number] : first[number + 1]] |= late
        return None

    def away(self, places: NDArray[np.uint64], numbers: Iterable[int]) -> NDArray[np.uint64]:
        """Those of the places (uint64) of articles that are in one of the files and cannot be read now."""
        ids, first = self._manifest.rows.id, self._manifest.first
        late = np.isin(ids, places)
        lost = np.zeros(len(ids), np.bool_)
        for number in numbers:
            rows = slice(first[number], first[number + 1])
            if late[rows].any() and self.found(number, late[rows]) is None:
                lost[rows] = late[rows]
        return np.asarray(ids[lost])

    def rows(self) -> Rows:
        """The rows of the manifest; of those that were away it is noted."""
        rows = self._manifest.rows
        return replace(rows, hangs_on=np.where(self._away, rows.hangs_on | OUTDATED, rows.hangs_on).astype(np.uint8))


def records_of(file: FileRow, source: Source, longest: int) -> FileRecords:
    """The records of a file that have rows; `longest` is the most bytes that one may have. Raises `OSError`."""
    from index.readers.records import form_numbered  # noqa: PLC0415

    records = scan(source.stat.file, form_numbered(file.form), longest, record_seed(source))
    return records.take(np.isin(records.number, file.rows.number)) if file.left_out else records


def remembered(file: FileRow, roots: tuple[Root, ...]) -> Source:
    """The source of a file that this run did not look for."""
    root = roots[file.root]
    inner = file.path.removeprefix(root.prefix)
    path = f"{root.path}/{inner}"
    if os.path.isfile(root.path):  # noqa: PTH113
        path = root.path + inner.removeprefix(os.path.basename(root.path))  # noqa: PTH119
    place = place_of(path)
    own = member_of(place, CORRECTIONS_FILE)
    within = Stat(member_file(container_of(place), own.name), own.size, own.checksum) if own else None
    return Source(file.path, file.root, Stat(place, file.size, 0), within or correction_of(path))
