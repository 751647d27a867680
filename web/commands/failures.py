"""What does an error of the disk mean to a person? One sentence, and what to do next."""

from __future__ import annotations

import errno
from pathlib import Path

from index.errors import CuttingsError
from index.publication import generation_numbers


class DiskFailed(CuttingsError):
    """The system refused to write or read; the message says whether the published index is as it was."""


_ADVICE = {
    errno.ENOSPC: "the disk is full: make room, then run `cuttings reindex` again",
    errno.EDQUOT: "your disk quota is used up: make room, then run `cuttings reindex` again",
    errno.EROFS: "the disk is read-only: choose another folder with --index",
    errno.EACCES: "writing is not permitted: change the folder's permissions or choose another with --index",
    errno.EPERM: "writing is not permitted: change the folder's permissions or choose another with --index",
    errno.ENOTDIR: "a part of the path is a file: choose another folder with --index",
    errno.EEXIST: "there is a file of that name: choose another folder with --index",
    errno.EFBIG: "a file would become larger than the system allows: make room or raise the limit",
}


def disk_failure(error: OSError, index: Path, before: int) -> DiskFailed:
    """The error as a sentence that names the index's folder; `before` as in `standing`."""
    advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}")
    return DiskFailed(f"{index}: {advice}; {standing(index, before)}")


def newest(index: Path) -> int:
    """The number of the newest generation, 0 where there is none."""
    return max(generation_numbers(index), default=0)


def standing(index: Path, before: int) -> str:
    """What a run that ended early left, where generation `before` was the newest when it began.

    Told by the folder, not by the step that failed: what fails after the commit, such as waiting for the disk, may or
    may not outlast a loss of power.
    """
    try:
        if newest(index) == before:
            return "the index is as it was"
    except CuttingsError:
        pass
    return "the new state of the index may have been published: run `cuttings reindex` again"
