"""Which generation of an index answers? The newest one that is sound, opened when it is published.

What is unchanged stays open.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import Remedy
from index.store.scrub import Damage
from index.store.snapshot import Snapshot, older_than, open_snapshot, reopen
from search.embedded.archive import Archive
from search.embedded.proofs import Proofs
from search.notes import Note, NoteCode, older_generation
from search.options import Options


class Newest:
    """The newest generation in a folder of which no damage is known. Safe to share between threads."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self._options = options
        self._archive: Archive | None = None
        self._opened: Snapshot | None = None  # the newest that can be opened
        self._snapshot: Snapshot | None = None  # that of the archive, or of the one that is being made
        self._proofs = Proofs()
        self._damage = ""  # of the snapshot
        self._passed_over = ""  # what is damaged in the newest, where the snapshot is an older one
        self._heard: Sequence[Damage] = ()
        self._stale = False  # whether damage was found or mended since the snapshot was chosen
        self._lock = threading.Lock()

    def archive(self) -> Archive:
        """The newest generation, opened; only what is new in it is opened anew.

        Where it is known to be damaged it is the newest one before it that is not; where there is none it answers
        itself, and `problem` says so.
        """
        with self._lock:
            opened = reopen(self._opened) if self._opened else open_snapshot(self.folder)
            if self._snapshot is None or self._stale or opened is not self._opened:
                self._opened, self._stale = opened, False
                self._snapshot = self._chosen(opened)
            if self._archive is None or self._snapshot is not self._archive.whole:
                self._archive = Archive(self._snapshot, self._options, self._archive)
            return self._archive

    def _chosen(self, opened: Snapshot) -> Snapshot:
        """The snapshot that answers where `opened` is the newest."""
        known = self._snapshot
        self._passed_over = self._proofs.hear(opened, self._heard)
        if self._passed_over:
            for older in older_than(opened):
                if not self._proofs.hear(older, self._heard):
                    self._damage = ""
                    chosen = replace(older, passed_over=self._passed_over)
                    return known if known and _same(known, chosen) else chosen
            self._proofs.hear(opened, self._heard)
        self._damage, self._passed_over = self._passed_over, ""
        return opened

    @property
    def is_damaged(self) -> bool:
        """Whether the newest is known to be damaged. Reads nothing."""
        return bool(self._damage or self._passed_over)

    def find_damage(self) -> str:
        """What is damaged in the segments that answer; from the next answer on an older generation is asked, or every
        answer says so."""
        if self._snapshot is not None:
            self._damage = self._proofs.damage(self._snapshot)
            self._stale = self._stale or bool(self._damage)
        return self._damage

    def hear(self, damage: Sequence[Damage]) -> None:
        """Take in what was found damaged: what needs it does not answer any more where an older generation can."""
        with self._lock:
            if list(damage) != list(self._heard):
                self._heard, self._stale = damage, True

    def problem(self) -> Note | None:
        """What is wrong with the index that answered last, for readers; None where nothing is. Reads nothing."""
        if self._damage:
            return Note(NoteCode.INDEX_DAMAGED, cause=self._damage, remedy=Remedy("repair"))
        if self._archive and (damage := self._archive.snapshot.passed_over):
            return older_generation(damage, "repair" if self._passed_over else "reindex")
        return None


def _same(one: Snapshot, other: Snapshot) -> bool:
    return (one.record, one.passed_over) == (other.record, other.passed_over)
