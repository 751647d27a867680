"""How is an index kept up to date with its folders? Changes are waited for, collected, and given to a run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from index.store.noted_roots import ROOTS, noted_roots
from index.store.run_file import read_runs
from web.watching.batch import LONGEST_WAIT, ChangeBatch
from web.watching.changes import RootChanges
from web.watching.mounts import within
from web.watching.run_lines import RunLines, Teller
from web.watching.run_process import RunEnd, run

_HELD = "what the index holds of it stays, and it is read when it is back"
_DISK_HELD = (
    "a disk was mounted there; what the index holds of it stays, and the folder that it is in is read when the disk is "
    "back, or the empty folder removed"
)
_BAD_ROOT = 1  # the exit code of a run that failed where the index is sound and free: a root may be at fault


class FolderWatcher:
    """Keeps the index in a folder up to date with some of its roots; without `folders` with all that it remembers, also
    with those that come to be.

    With `poll`, all are looked at every so many seconds.
    """

    def __init__(
        self,
        index: Path,
        folders: Sequence[Path],
        teller: Teller,
        *,
        poll: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index = index
        self._folders = tuple(os.path.realpath(folder) for folder in folders)
        self._teller, self._clock = teller, clock
        self._changes = RootChanges(index, teller.say, poll=poll, clock=clock)
        self._batch = ChangeBatch(clock())
        self._lines = RunLines()
        self._roots: tuple[str, ...] = ()
        self._note: object = None
        self._joined: set[str] = set()  # folders that a run has taken up
        self._lost: set[str] = set()  # roots of which it was said that they are not there
        self._trouble = ""  # what was said of the run that failed last

    def watch(self) -> None:
        """Go on until KeyboardInterrupt, which says what became of a run that it ended."""
        try:
            self._follow()
            while True:
                self._turn()
        finally:
            self._changes.close()

    def _turn(self) -> None:
        changed = self._changes.step()
        now = self._clock()
        self._follow()
        self._batch.add(self._roots if self._batch.overdue(now) else changed, now)
        if not self._batch.due(now, changing=self._changes.changing) or read_runs(self._index).running:
            return
        if self._changes.renew() and not self._batch.late(now):
            self._batch.wait(now)  # a folder has come, and what is being written there was not seen until now
            return
        self._bring_up_to_date()

    def _follow(self) -> None:
        """Take up the roots as they are noted beside the index."""
        note = _stamp(self._index / ROOTS)
        if note == self._note and self._roots:
            return
        self._note = note
        noted = [path for path, _ in noted_roots(self._index) if path]
        held = {folder for folder in self._folders if any(within(folder, root) for root in noted)}
        forgotten = self._joined - held
        self._joined |= held
        roots = tuple(folder for folder in self._folders or noted if folder not in forgotten)
        if roots == self._roots:
            return
        for root in set(self._roots) - set(roots):
            self._teller.say(f"{root} is not indexed any more, and not watched")
        new = set(roots) - set(self._roots)
        self._roots = roots
        self._changes.take_up(roots)
        self._batch.add(new, self._clock() - LONGEST_WAIT)
        if new:
            self._teller.say(f"watching {', '.join(roots)}")

    def _bring_up_to_date(self) -> None:
        roots = [root for root in sorted(self._batch.take()) if root in self._roots and self._is_there(root)]
        if not roots:
            return
        began = self._clock()
        end = self._run(roots)
        failed = roots if end.report is None else []
        if end.code == _BAD_ROOT and len(roots) > 1:  # one that cannot be read must not keep the others waiting
            failed = [root for root in roots if self._run([root]).report is None]
        if failed:
            self._batch.failed(failed, self._clock())
        else:
            self._batch.ended(began, self._clock())

    def _run(self, roots: list[str]) -> RunEnd:
        end = run(self._index, roots)
        if end.report is None:
            self._complain(end)
        else:
            self._trouble = ""
            self._teller.ran(end.report, self._lines.of(end.report))
        return end

    def _complain(self, end: RunEnd) -> None:
        """Say why a run failed, once as long as it is the same."""
        told = f"{end.reason}; it is tried again"
        if told != self._trouble:
            self._teller.warn(told)
        self._trouble = told

    def _is_there(self, root: str) -> bool:
        """Whether a root can be read, or a run might take what is not there for deleted."""
        missing = self._changes.missing(root)
        if missing and missing not in self._lost:
            self._teller.warn(f"{missing} is empty or not there: {_HELD if missing == root else _DISK_HELD}")
        self._lost = self._lost | {missing} if missing else {one for one in self._lost if not within(one, root)}
        return not missing


def _stamp(file: Path) -> Iterable[int]:
    try:
        status = file.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size
