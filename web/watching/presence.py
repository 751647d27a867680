"""Is a root there, and the same as before? A disk that is not mounted looks like a folder that was emptied."""

from __future__ import annotations

import os
from pathlib import Path

from web.watching.mounts import MountedDisk, below
from web.watching.sight import is_there


class RootPresence:
    """What is known of a root's being there, and of the disks that are mounted in it."""

    def __init__(self, path: str, table: tuple[MountedDisk, ...]) -> None:
        self._path = path
        self._disks: set[str] = set()
        self._state: object = None
        self.changed(table)

    def changed(self, table: tuple[MountedDisk, ...]) -> bool:
        """Whether it or a disk in it came, went or became another since this was asked last; `table` are the mounts."""
        disks = below(self._path, table)
        self._disks |= {disk.place for disk in disks}
        before, self._state = self._state, (_place(self._path), is_there(self._path), disks)
        return self._state != before

    def missing(self) -> str:
        """What is not there: the root, or an empty folder in it where a disk was mounted; "" where all is there.

        A run takes an empty root for missing, too. In the middle of a root it would take the disk's files for deleted.
        """
        lost = (disk for disk in sorted(self._disks) if Path(disk).is_dir() and not is_there(disk))
        return next(lost, "") if is_there(self._path) else self._path


def _place(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116  as the walk
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino
