"""Which errors does the index side raise on purpose? Each says what happened and what to do next."""

from __future__ import annotations

import errno
from dataclasses import dataclass


class CuttingsError(Exception):
    """Base of every error that is meant for a person to read."""


class ReadError(CuttingsError):
    """A source could not be read: the message is the reason, without the path."""


class IndexMissing(CuttingsError):
    """There is no published index in the folder."""


class IndexOutdated(CuttingsError):
    """The index was written by another version of the format: run `cuttings reindex`."""


class IndexDamaged(CuttingsError):
    """The index's files are not what was published. `what` says where and how; the message adds what to do."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what}; run `cuttings verify`, then `cuttings reindex --full`"


class IndexUnreadable(CuttingsError):
    """The system does not let the index be read. Nothing is known of its bytes, so that this is no damage."""


class IndexLocked(CuttingsError):
    """Another process is writing this index."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was left out of the archive, and the reason in one sentence."""

    path: str
    reason: str


_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
_UNREADABLE = {
    errno.EACCES: "let the user who runs this read the index's folder and everything in it",
    errno.EPERM: "let the user who runs this read the index's folder and everything in it",
    errno.EIO: "the disk fails: look into the system's log, and bring the index to a disk that is sound",
}


def unopened(error: OSError, name: str) -> IndexDamaged | IndexUnreadable:
    """What it means that a file of the index, called `name`, cannot be opened or read.

    Where another thing or nothing lies in its place, the index is damaged; all else is the system's refusal.
    """
    reason = error.strerror or str(error)
    if error.errno in _NOT_THERE:
        return IndexDamaged(f"{name}: it cannot be opened ({reason})")
    advice = _UNREADABLE.get(error.errno or 0, "mend that, then try again")
    return IndexUnreadable(f"the index cannot be read: {name}: {reason}: {advice}")
