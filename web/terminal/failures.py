"""What does an error of the disk mean to a person? One sentence, and what to do next."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import Advice, CuttingsError, Remedy
from index.store.publication import generation_numbers, resumable


class DiskFailed(CuttingsError):
    """The system refused to write or read; the message says whether the published index is as it was."""


class Interrupted(CuttingsError, KeyboardInterrupt):
    """Ctrl-C; it says how the index stands."""


_AGAIN: Advice = ("run ", Remedy("reindex"), " again")
_PERMISSION = "change the folder's permissions or choose another with --index"
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT)  # what a folder above says to who may not make one
_KNOWN: dict[int, tuple[str, Advice]] = {
    errno.ENOSPC: ("the disk is full", ("make room, then ", *_AGAIN)),
    errno.EDQUOT: ("your disk quota is used up", ("make room, then ", *_AGAIN)),
    errno.EROFS: ("the disk is read-only", ("choose another folder with --index",)),
    errno.EACCES: ("writing is not permitted", (_PERMISSION,)),
    errno.EPERM: ("writing is not permitted", (_PERMISSION,)),
    errno.ENOTDIR: ("a part of the path is a file", ("choose another folder with --index",)),
    errno.EEXIST: ("there is a file of that name", ("choose another folder with --index",)),
    errno.EFBIG: ("a file would become larger than the system allows", ("make room or raise the limit",)),
}


@dataclass(frozen=True, slots=True)
class IndexState:
    """How a run that ended early left the index, and what to do about that."""

    state: str
    advice: Advice = ()

    @property
    def parts(self) -> Advice:
        """Both as checkpoints of one sentence."""
        return (self.state, *((": ", *self.advice) if self.advice else ()))


def disk_failure(error: OSError, index: Path, before: int) -> DiskFailed:
    """The error as a sentence that names the index's folder; `before` as in `standing`."""
    left = standing(index, before)
    if error.errno in _KNOWN:
        what, advice = _KNOWN[error.errno]
        return DiskFailed(f"{index}: {what}", *advice, "; ", *left.parts)
    return DiskFailed(f"{index}: {error.strerror or error}; {left.state}", *left.advice)


@contextmanager
def explained(folder: Path, left: str, again: Remedy) -> Iterator[None]:
    """Word what ends a command that writes into a folder: `left` says what it holds then, `again` is the command."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; {left}", "run ", again, " again") from None
    except OSError as error:
        what = _KNOWN[error.errno][0] if error.errno in _KNOWN else error.strerror or str(error)
        mend = "mend that"
        if error.errno in _CLOSED and not folder.is_dir():
            mend = "make the folder, of the user who runs this (`install -d -o USER -m 0700 FOLDER`, as root)"
        raise DiskFailed(f"{folder}: {what}; {left}", f"{mend}, then run ", again, " again") from error


def newest(index: Path) -> int:
    """The number of the newest generation, 0 where there is none."""
    return max(generation_numbers(index), default=0)


def standing(index: Path, before: int) -> IndexState:
    """What a run that ended early left, where generation `before` was the newest when it began.

    Told by the folder, not by the step that failed: what fails after the commit, such as waiting for the disk, may or
    may not outlast a loss of power.
    """
    try:
        if newest(index) == before:
            kept = "; the next run goes on with what was read" if resumable(index) else ""
            return IndexState(f"the index is as it was{kept}")
    except CuttingsError:
        pass
    return IndexState("the new state of the index may have been published", _AGAIN)
