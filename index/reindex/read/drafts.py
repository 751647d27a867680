"""What is known of a file while a run reads it? Its rows fill up, and become its entry of the manifest."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from index.reindex.manifest import FileRow
from index.reindex.plan.plan import Work
from index.reindex.read.payload import ReadArticle
from index.reindex.rows import REPEATED, Rows
from index.reindex.scan.digests import source_digest


@dataclass(slots=True)
class Draft:
    """A file's work with the rows of its future manifest entry, which fill up as results come in.

    `todo` (bool) are the rows that a pass is about, `left` those of them that it still has to read. `digest` is the
    page's, known when it is read. `stale` is set where the file changed under the run's hands.
    """

    work: Work
    rows: Rows
    todo: NDArray[np.bool_]
    digest: int = 0
    stale: bool = False
    left: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.todo.copy()


def fill(draft: Draft, row: int, read: ReadArticle) -> None:
    """Write what was read of a row into its draft."""
    draft.rows.reason[row] = 0
    for column, value in read.columns.items():
        getattr(draft.rows, column)[row] = value
    if draft.work.records is None:
        draft.digest = read.columns["digest"]


def file_row(draft: Draft) -> FileRow:
    """The future manifest entry of a file. A page that could not be read has a digest, too: it is not new again."""
    file = draft.work.file
    digest = file.digest if file.form else draft.digest
    if not digest and not file.form and draft.work.todo.any():
        with suppress(OSError):
            digest = source_digest(draft.work.source)
    rows, beyond = draft.rows.with_first_failures()
    return replace(
        file, rows=rows, digest=digest, stamp=0 if draft.stale else file.stamp, left_out=file.left_out + beyond
    )


def winners_to_read(draft: Draft) -> NDArray[np.bool_]:
    """Of records with one id the first counts: mark the others, and tell which of the first have to be read (again).

    Which of two read records the index holds hangs on the order of the processes, so that the first is read once more.
    """
    rows = draft.rows
    usable = np.flatnonzero(rows.reason <= REPEATED)
    ids, first, group, count = np.unique(rows.id[usable], return_index=True, return_inverse=True, return_counts=True)
    fresh = np.bincount(group, draft.todo[usable], len(ids)) > 0
    winner = usable[first]
    was_out = rows.reason[winner] == REPEATED
    rows.reason[usable] = REPEATED
    rows.reason[winner] = 0
    again = np.zeros(len(rows), np.bool_)
    again[winner] = was_out | (fresh & (count > 1))
    return again
