"""`cuttings`, which ends itself as kill -9 does at an fsync: `python -m tests.faults.copying N backup ...`"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from web.terminal.cli import main


def killed_at_sync(number: int, *arguments: object) -> int:
    """Run the command in a process that ends itself before its N-th `fsync`; what it returned, -9 if it got there."""
    command = [sys.executable, "-m", "tests.faults.copying", str(number), *map(str, arguments)]
    return subprocess.run(command, capture_output=True).returncode


class _Dying:
    """The system's `fsync`, which ends the process at a call."""

    def __init__(self, number: int) -> None:
        self._left = number
        self._fsync = os.fsync

    def __call__(self, descriptor: int) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._fsync(descriptor)


if __name__ == "__main__":
    os.fsync = _Dying(int(sys.argv.pop(1)))  # type: ignore[assignment]
    main()
