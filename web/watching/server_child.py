"""Who lets a server's folders be watched, and starts that again when it ends? A thread of a server of one process."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from web.serving.children import Damper, how
from web.serving.log import Seldom

_LOG = logging.getLogger(__name__)
_GRACE = 5.0  # seconds that a run has to end by itself when the server does


def _command(index: Path) -> list[str]:
    """The command line that watches the folders of an index until its input is closed."""
    line = "from web.terminal.cli import main; main()"
    return [sys.executable, "-P", "-c", line, "watch", "--for-server", "--index", str(index)]


def become(index: Path, life: int) -> None:
    """Turn this process into one that watches the folders of an index until `life` can be read."""
    os.dup2(life, 0)
    os.execv(sys.executable, _command(index))  # noqa: S606


class WatchingProcess:
    """A process that watches the folders of an index; another takes its place when it ends, until `close`.

    However this process ends, that one does, too: it hears that its input is closed.
    """

    def __init__(self, index: Path) -> None:
        self._command = _command(index)
        self._closed = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        damper, seldom = Damper(), Seldom(_LOG)
        while not self._closed.is_set():
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603
            code = self._process.wait()
            if self._closed.is_set():
                return
            delay = damper.delay()
            wait = f"in {delay:.1f} s " if delay else ""
            seldom.say(f"the process “watch” ended {how(code)}; {wait}another takes its place")
            self._closed.wait(delay)

    def close(self) -> None:
        """End it, and the run that goes on."""
        self._closed.set()
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
            return
        process.kill()
