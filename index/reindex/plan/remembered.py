"""Where is a file that this run did not look for, and where are its records?"""

from __future__ import annotations

import os

import numpy as np

from index.corrections import CORRECTIONS_FILE
from index.reindex.manifest import FileRow
from index.reindex.scan.contents import container_of, member_file, member_of, place_of
from index.reindex.scan.digests import record_seed
from index.reindex.scan.file_records import FileRecords, scan
from index.reindex.scan.roots import Root
from index.reindex.scan.sources import Source, Stat, correction_of


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
