"""Which generation of an index answers? The newest one, opened when it is published; what is unchanged stays open."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from index.errors import Remedy
from index.store.scrub import Damage
from index.store.snapshot import Snapshot, open_snapshot, reopen
from search.embedded.archive import Archive
from search.embedded.proofs import Proofs
from search.notes import Note, NoteCode, older_generation
from search.options import Options


class Newest:
    """The newest generation in a folder. Safe to share between threads."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self._options = options
        self._archive: Archive | None = None
        self._snapshot: Snapshot | None = None  # that of the archive, or of the one that is being made
        self._proofs = Proofs()
        self._damage = ""
        self._heard: Sequence[Damage] = ()
        self._lock = threading.Lock()

    def archive(self) -> Archive:
        """The newest generation, opened; only what is new in it is opened anew."""
        with self._lock:
            archive = self._archive
            snapshot = reopen(archive.whole) if archive else open_snapshot(self.folder)
            if archive is None or snapshot is not archive.whole:
                self._snapshot, self._damage = snapshot, self._proofs.hear(snapshot, self._heard)
                archive = self._archive = Archive(snapshot, self._options, archive)
            return archive

    @property
    def is_damaged(self) -> bool:
        """Whether what answers is known to be damaged. Reads nothing."""
        return bool(self._damage)

    def find_damage(self) -> str:
        """What is damaged in the segments that answer; every answer from them says so from now on."""
        if self._snapshot is not None:
            self._damage = self._proofs.damage(self._snapshot)
        return self._damage

    def hear(self, damage: Sequence[Damage]) -> None:
        """Take in what was found damaged; every answer that needs it says so from now on."""
        with self._lock:
            self._heard = damage
            if self._snapshot is not None:
                self._damage = self._proofs.hear(self._snapshot, damage)

    def problem(self) -> Note | None:
        """What is wrong with the index that answered last, for readers; None where nothing is. Reads nothing."""
        if self._damage:
            return Note(NoteCode.INDEX_DAMAGED, cause=self._damage, remedy=Remedy("repair"))
        if self._archive and (damage := self._archive.snapshot.passed_over):
            return older_generation(damage)
        return None
