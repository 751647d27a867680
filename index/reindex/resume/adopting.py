"""Which checkpoints can stand for reading? Those of files that are as they were, made as they would be now.

A checkpoint is adopted as a whole or not at all, as a segment is. Articles in it that nobody wants do no harm where
they are read anew after it or are to be removed; where the index has another one of the same place that stays, the
checkpoint is not adopted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.reasons import Code
from index.reindex.agree.derivations import outdated
from index.reindex.read.drafts import Draft
from index.reindex.read.payload import ReadArticle
from index.reindex.resume.checkpoint import UNSOUND, Checkpoint, MadeWith, read_states
from index.reindex.resume.entries import CheckpointEntry, Faults, ReadRow
from index.reindex.rows import Rows
from index.reindex.scan.digests import source_digest
from index.segment.writer import Built
from index.store.publication import STATES

_TRIED_AGAIN = frozenset((Code.CHANGED, Code.UNREADABLE))  # what a person or a moment may have mended


@dataclass(frozen=True, slots=True)
class Adopted:
    """What stands for reading: the segment (None where there is none), what was read of which rows, and the places of
    articles in the segment that are none of these (uint64)."""

    built: Built | None
    found: Sequence[ReadRow]
    others: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Content:
    checkpoint: Checkpoint
    entries: Sequence[CheckpointEntry]
    faults: Faults
    rows: Sequence[Sequence[tuple[Draft, int]]]  # of each entry, those that were read from the same bytes


class Adopter:
    """Adopts `checkpoints` for the drafts of a run whose folder is `folder`. Without `failures` what could not be read
    is not adopted: the run is to try it again."""

    def __init__(self, checkpoints: Sequence[Checkpoint], folder: Path, *, failures: bool) -> None:
        self._checkpoints = list(checkpoints)
        self._folder = folder
        self._failures = failures
        self._states: dict[str, MadeWith | None] = {}

    def looked(self, drafts: Sequence[Draft]) -> Iterator[Adopted]:
        """What pages put into derivations; the rows of the drafts that are left to read grow fewer."""
        for content in self._contents(drafts, looks=True):
            found = self._claimed(content, np.ones(len(content.entries), np.bool_))
            yield Adopted(None, found, np.zeros(0, np.uint64))

    def articles(
        self, drafts: Sequence[Draft], made: MadeWith, stay: Callable[[], NDArray[np.uint64]]
    ) -> Iterator[Adopted]:
        """The articles that would be made `made` so, too. `stay` tells the places (uint64) of the articles that the
        index has already and that are not left to read."""
        late = self._outdated(made)
        for content in self._contents(drafts, looks=False):
            wanted = [any(draft.left[row] for draft, row in rows) for rows in content.rows]
            take = np.array(wanted, np.bool_) & ~late[content.checkpoint.folder]
            ids = np.array([_place(entry) for entry in content.entries], np.uint64)
            others = np.setdiff1d(ids[~take], np.zeros(1, np.uint64))
            if not take.any() or (len(others) and np.isin(others, np.union1d(ids[take], stay())).any()):
                continue
            found = self._claimed(content, take)
            self._checkpoints.remove(content.checkpoint)
            yield Adopted(self._built(content, ids[take]), found, others)

    def _contents(self, drafts: Sequence[Draft], *, looks: bool) -> Iterator[_Content]:
        """The checkpoints of a kind of which some file is as it was; those are removed of which all are others now."""
        by_path = {draft.work.file.path: draft for draft in drafts if draft.left.any()}
        digests: dict[str, Mapping[int, list[int]]] = {}
        for checkpoint in [checkpoint for checkpoint in self._checkpoints if bool(checkpoint.head.states) != looks]:
            try:
                entries, faults = checkpoint.read()
            except UNSOUND:
                self._drop(checkpoint)
                continue
            rows = [self._rows(entry, by_path.get(entry.path), digests) for entry in entries]
            if any(rows):
                yield _Content(checkpoint, entries, faults, rows)
            elif all(entry.path in by_path for entry in entries):  # else some may be read again when all is known
                self._drop(checkpoint)

    def _rows(
        self, entry: CheckpointEntry, draft: Draft | None, digests: dict[str, Mapping[int, list[int]]]
    ) -> Sequence[tuple[Draft, int]]:
        """The rows that hold the bytes of which the entry was made."""
        if draft is None or (draft.work.file.root, draft.work.file.form) != (entry.root, entry.form):
            return ()
        if (why := entry.result.reason) is not None and (not self._failures or why.kind in _TRIED_AGAIN):
            return ()
        if draft.work.records is None:
            return ((draft, 0),) if _same(entry, draft) else ()
        if entry.path not in digests:
            digests[entry.path] = _by_digest(draft)
        return [(draft, row) for row in digests[entry.path].get(entry.key, ())]

    def _claimed(self, content: _Content, take: NDArray[np.bool_]) -> Sequence[ReadRow]:
        """What is taken, no longer left to read."""
        found = []
        for number in np.flatnonzero(take).tolist():
            for draft, row in content.rows[number]:
                if draft.left[row]:
                    draft.left[row] = False
                    found.append((draft, row, content.entries[number].result))
        return found

    def _outdated(self, made: MadeWith) -> Mapping[Path, NDArray[np.bool_]]:
        """bool[entries] of each checkpoint of articles, by its folder: what could be made otherwise now.

        The states are compared once for all checkpoints that share them, with no more of these in memory than that
        needs.
        """
        rows: dict[str, dict[Path, Rows]] = {}
        for checkpoint in [checkpoint for checkpoint in self._checkpoints if checkpoint.head.states]:
            try:
                rows.setdefault(checkpoint.head.states, {})[checkpoint.folder] = _rows_of(checkpoint.read()[0])
            except UNSOUND:
                self._drop(checkpoint)
        late: dict[Path, NDArray[np.bool_]] = {}
        for states, parts in rows.items():
            late |= zip(parts, self._late(states, [*parts.values()], made), strict=True)
        return late

    def _late(self, states: str, parts: Sequence[Rows], made: MadeWith) -> Sequence[NDArray[np.bool_]]:
        then = self._made_with(states)
        if then is None or dict(then.placed) != dict(made.placed):
            return [np.ones(len(rows), np.bool_) for rows in parts]
        mask = outdated(Rows.join(parts), then.states, made.states)
        return np.split(mask, np.cumsum([len(rows) for rows in parts])[:-1])

    def _made_with(self, name: str) -> MadeWith | None:
        if name not in self._states:
            self._states[name] = None
            with suppress(*UNSOUND):
                self._states[name] = read_states(self._folder / STATES / name)
        return self._states[name]

    def _built(self, content: _Content, ids: NDArray[np.uint64]) -> Built | None:
        documents = content.checkpoint.head.documents
        if not documents:
            return None
        taken = frozenset(ids.tolist())
        return Built(content.checkpoint.folder, documents, tuple(one for one in content.faults if one[0] in taken))

    def _drop(self, checkpoint: Checkpoint) -> None:
        self._checkpoints.remove(checkpoint)
        shutil.rmtree(checkpoint.folder, ignore_errors=True)


def _place(entry: CheckpointEntry) -> int:
    """The id of the place of an article that is in the segment, else 0."""
    value = entry.result.value
    return value.id if isinstance(value, ReadArticle) and value.refused is None else 0


def _same(entry: CheckpointEntry, draft: Draft) -> bool:
    """Whether a page's file holds the bytes of which the entry was made."""
    stamp = draft.work.file.stamp
    if stamp and stamp == entry.key:
        return True
    digest = entry.result.value.columns["digest"] if isinstance(entry.result.value, ReadArticle) else 0
    with suppress(OSError):
        return bool(digest) and source_digest(draft.work.source) == digest
    return False


def _by_digest(draft: Draft) -> Mapping[int, list[int]]:
    """The rows of a file of records by the digests of these."""
    found: dict[int, list[int]] = {}
    for row, digest in enumerate(draft.rows.digest.tolist()):
        found.setdefault(digest, []).append(row)
    return found


def _rows_of(entries: Sequence[CheckpointEntry]) -> Rows:
    """What entries put into derivations, as rows of a manifest; what could not be read hangs on nothing."""
    rows = Rows.of(np.zeros(len(entries), np.uint64), np.zeros(len(entries), np.int32))
    names = next((tuple(e.result.value.columns) for e in entries if isinstance(e.result.value, ReadArticle)), ())
    columns = {name: getattr(rows, name) for name in names}
    for row, entry in enumerate(entries):
        if isinstance(entry.result.value, ReadArticle):
            for name, value in entry.result.value.columns.items():
                columns[name][row] = value
    return replace(rows, **columns)
