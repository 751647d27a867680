"""What of a run is kept while it goes on, for the run that follows if this one is cut off?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic

from index.reindex.resume.checkpoint import CheckpointHead, MadeWith, write_checkpoint, write_states
from index.reindex.resume.entries import CheckpointEntry, ReadRow
from index.segment.arrays.disk import sync, sync_above, sync_folder
from index.segment.writer import Built
from index.store.publication import STATES

_MOST_WAITING = 20_000  # pages and records: 1.5 kB of memory each
_Finished = tuple[Built | None, Sequence[ReadRow], MadeWith | None]


@dataclass
class Keeper:
    """Keeps what reading processes have finished, in `folder`, that of the run.

    Nothing is written until the run is `patience` seconds old, or much has gathered: to read that little again costs
    less. A disk that does not take what was read stops no run, and nothing more is kept; what holds a text that cannot
    be stored is left out. `first` is the number of the first checkpoint.
    """

    folder: Path
    made_by: str
    full: bool
    patience: float
    first: int = 0
    kept: int = 0
    _began: float = field(default_factory=monotonic)
    _waiting: list[_Finished] = field(default_factory=list)
    _states: tuple[MadeWith | None, str] = None, ""
    _given_up: bool = False

    def __post_init__(self) -> None:
        self._numbers = count(self.first)

    def take(self, built: Built | None, found: Sequence[ReadRow], made: MadeWith | None) -> None:
        """Keep what was read, with the segment that it has become; `made` is None where pages were looked at only.

        Raises `OSError` where the segment itself does not reach the disk.
        """
        if self._given_up or not found:
            return
        self._waiting.append((built, found, made))
        gathered = sum(len(found) for _, found, _ in self._waiting)
        if monotonic() - self._began < self.patience and gathered < _MOST_WAITING:
            return
        if not self.kept:
            sync_above(self.folder)
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            self._keep(*one)

    def _keep(self, built: Built | None, found: Sequence[ReadRow], made: MadeWith | None) -> None:
        number = next(self._numbers)
        folder = built.path if built else self.folder / f"checkpoint-{number}"
        if built:
            sync_folder(folder)  # not below `try`: the publication would not be told again that this has failed
            sync(folder.parent)
        try:
            states = self._named(made)
            head = CheckpointHead(number, self.made_by, self.full, states, built.doc_count if built else 0)
            write_checkpoint(folder, head, [CheckpointEntry.of(*one) for one in found], built.faults if built else ())
            sync(folder)
            sync(self.folder)
            self.kept += 1
        except OSError:
            self._given_up = True
        except TypeError:
            pass

    def _named(self, made: MadeWith | None) -> str:
        """The name of the file that has the states, "" for none; written once."""
        if made is None:
            return ""
        if self._states[0] is not made:
            self._states = made, write_states(self.folder / STATES, made)
            sync(self.folder / STATES)
        return self._states[1]
