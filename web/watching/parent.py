"""Does a process end with the one that it works for, also where that is killed?"""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from contextlib import suppress

_PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def end_with(parent: int) -> None:
    """Let the system end this process, as SIGTERM does, when its parent, process `parent`, ends. Elsewhere than on
    Linux nothing happens: it goes on to its own end."""
    with suppress(OSError, AttributeError):  # another system
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it had ended before this was said
            raise SystemExit(1)


def end_when_closed(pipe: int) -> None:
    """Let this process end, as by SIGTERM, when nobody holds the other end of a pipe any more."""

    def wait() -> None:
        while os.read(pipe, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
