"""Who sends the news of saved searches? One process at a time, so that no reader is told twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import CuttingsError
from web.state.database import StateUnusable

_BESIDE = "-sending"  # what the lock's file has behind the name of the state file


class AlreadySending(CuttingsError):
    """Another process sends at this moment."""

    def __init__(self) -> None:
        super().__init__("another process is sending these mails", "wait until it has finished")


@contextmanager
def sending(state: Path) -> Iterator[None]:
    """Keep others from sending the news of the searches in the file `state`; the system lets go where the process ends.

    The lock is a file of its own: a transaction would keep readers from saving anything for as long as a server of mail
    takes. Where nothing is kept, nothing is locked. Raises `AlreadySending`, and `StateUnusable` where the file of the
    lock cannot be made.
    """
    if not state.exists():
        yield
        return
    descriptor = _opened(state.with_name(state.name + _BESIDE))
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StateUnusable(
            f"what readers keep, {path}: {why}", "let the user who runs this write the folder"
        ) from error


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadySending from None
