"""Which roots have changed? What the system tells of its own disks, and regular looks at what it does not tell of.

A watch of the system is set on each folder of a root by itself, not on the root with all below it: the library gives up
below a root at the first folder that may not be read, and says nothing when it could not follow a new folder.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from watchfiles import Change, watch

from web.watching.mounts import MountedDisk, below, holding, mounts, within
from web.watching.polling import PolledRoot
from web.watching.presence import RootPresence
from web.watching.sight import Sight, concerns, sight

STEP = 0.5  # seconds that `step` waits: a process that wakes twice a second takes next to nothing of a processor
POLL = 30.0  # seconds between two looks at a root that the system does not tell of
_LOOK = 5.0  # seconds between two looks at whether the roots and their disks are there
_MANY = 1000  # changes at once after which the watches are set anew: the system's queue, of 16,384, may have overflown
_TRIES = 5  # to set watches on folders that come and go

_Events = Generator[set[tuple[Change, str]], None, None]
_INSTANCES = "creating"  # stands in what the library raises where the system lets it make no more sets of watches


class RootChanges:
    """Tells which roots may have changed. A root too many is possible, one too few is not.

    `index` is the folder of the index, where no change counts; `say` takes sentences for whoever runs this; with `poll`
    all roots are looked at, every so many seconds.
    """

    def __init__(
        self,
        index: Path,
        say: Callable[[str], None],
        *,
        poll: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index = os.path.realpath(index)
        self._say, self._poll, self._clock = say, poll, clock
        self._presence: dict[str, RootPresence] = {}
        self._told: dict[str, Sight] = {}
        self._polled: dict[str, PolledRoot] = {}
        self._reasons: dict[str, str] = {}
        self._events: _Events | None = None
        self._watched: dict[str, int] = {}
        self._early: set[str] = set()  # changes that came while the watches were set
        self._stale = True
        self._refused = False
        self._look = 0.0

    def take_up(self, roots: Iterable[str]) -> None:
        """Let these absolute paths be the roots from now on; `renew` sets their watches."""
        table = mounts()
        self._presence = {root: self._presence.get(root) or RootPresence(root, table) for root in roots}
        for root in self._reasons.keys() - self._presence.keys():
            self._told.pop(root, None)
            self._polled.pop(root, None)
            del self._reasons[root]

    @property
    def changing(self) -> bool:
        """Whether a root that is polled was being written at the last look."""
        return any(root.changing for root in self._polled.values())

    def missing(self, root: str) -> str:
        """The folder or disk of a root that is not there, "" where all is."""
        return self._presence[root].missing()

    def renew(self) -> bool:
        """See to it that every folder that is there is watched, new ones, too; whether one was not.

        Afterwards `step` tells of every change that comes; a run that begins now sees every change that came before.
        """
        renewed = False
        for _ in range(_TRIES):
            table = mounts()
            for root in self._presence:
                self._sort(root, table)
            folders = {folder: number for seen in self._told.values() for folder, number in seen.folders.items()}
            if folders == self._watched and not self._stale:
                break
            renewed, self._stale = True, False
            self._set_watches(folders)
        else:
            self._stale = True  # folders come and go faster than they are looked at
        return renewed

    def step(self) -> set[str]:
        """Wait for `STEP` seconds or less; the roots that have changed."""
        changed, self._early = self._early, set()
        if not changed:
            changed = self._waited()
        if self._clock() >= self._look:
            self._look = self._clock() + _LOOK
            table = mounts()
            moved = {root for root, presence in self._presence.items() if presence.changed(table)}
            self._stale |= bool(moved)
            changed |= moved
            if self._stale:
                changed |= set(self._told)  # what comes where no watch is set, nobody tells of
        return changed | {path for path, root in self._polled.items() if root.changed()}

    def close(self) -> None:
        """Set no watches any more."""
        if self._events is not None:
            self._events.close()
            self._events = None

    def _waited(self) -> set[str]:
        if self._events is None:
            time.sleep(STEP)
            return set()
        try:
            return self._owners(next(self._events))
        except (OSError, RuntimeError):  # a file's name is no text, which the library does not stand
            self._stale = True
            self.close()
            return set(self._told)

    def _owners(self, events: set[tuple[Change, str]]) -> set[str]:
        """The roots that changes are of: each of the deepest that it may concern."""
        self._stale |= len(events) >= _MANY
        changed = set()
        for _, path in events:
            if within(path, self._index):
                continue
            concerned = [root for root, seen in self._told.items() if concerns(path, root, seen)]
            if concerned:
                changed.add(max(concerned, key=len))
                self._stale |= path in self._watched
        return changed

    def _sort(self, root: str, table: tuple[MountedDisk, ...]) -> None:
        """Settle whether the system tells of a root or it is polled."""
        reason = self._reason(root, table)
        if not reason:
            self._told[root] = sight(root, self._index, digest=False)
            if self._told[root].unnamed:
                reason = "a folder in it has a name that is no text"
        if reason:
            self._told.pop(root, None)
            if root not in self._polled:
                self._polled[root] = PolledRoot(root, self._index, self._poll or POLL, self._clock)
        else:
            self._polled.pop(root, None)
        if reason and reason != self._reasons.get(root):
            self._say(f"{root} is looked at every {self._poll or POLL:g} s: {reason}")
        self._reasons[root] = reason

    def _reason(self, root: str, table: tuple[MountedDisk, ...]) -> str:
        """Why a root has to be polled, "" where the system tells of its changes."""
        if self._poll:
            return "--poll says so"
        disk = holding(root, table)
        shared = next((each for each in (*((disk,) if disk else ()), *below(root, table)) if each.shared), None)
        if shared:
            return f"{shared.place} is of the kind {shared.kind}, of whose changes the system does not tell all"
        if self._refused:
            return (
                "the system has no watches left for its folders; more come by `sysctl fs.inotify.max_user_watches=N` "
                "and `fs.inotify.max_user_instances=N`, as root; then start this again"
            )
        return ""

    def _set_watches(self, folders: dict[str, int]) -> None:
        self.close()
        self._watched = folders
        if not folders:
            return
        wait = int(STEP * 1000)
        self._events = watch(
            *folders,
            watch_filter=None,
            debounce=wait,
            step=wait,
            rust_timeout=wait,
            yield_on_timeout=True,
            force_polling=False,
            recursive=False,
            ignore_permission_denied=False,
        )
        try:
            self._early |= self._owners(next(self._events))  # the library sets them when it is asked first
        except (FileNotFoundError, PermissionError):
            self._stale = True  # a folder went since it was seen: it is looked at again
            self.close()
        except (OSError, RuntimeError) as error:
            self._stale = True
            self._refused = isinstance(error, OSError) or _INSTANCES in str(error)
            self.close()
