"""Who may write? The one process that holds the lock file; the next is told which one that is."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from index.errors import IndexLocked


class WriteLock:
    """Holds the lock of an index from its making to `release`; the system releases it when the process ends.

    Raises IndexLocked, which names the holder.
    """

    def __init__(self, path: Path, now: datetime) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 1024).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise IndexLocked(
                f"{path.parent} is being written by {holder or 'another process'}", "wait until it has finished"
            ) from None
        os.ftruncate(self._descriptor, 0)
        since = now.isoformat(sep=" ", timespec="seconds")
        os.pwrite(self._descriptor, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode(), 0)

    def release(self) -> None:
        """Let the next writer in."""
        with suppress(OSError):  # the name of a holder that is gone misleads nobody: closing lets go of the lock
            os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
