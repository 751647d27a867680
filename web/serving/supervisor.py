"""Who keeps the server's processes running? The first one: it reads no index and has one thread, so nothing ends it."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Mapping

from web.serving.children import Children, Damper, how
from web.serving.log import Seldom

_LOG = logging.getLogger(__name__)
_AGAIN = 0.2  # seconds between two signals to the first process
_GRACE = 5.0  # seconds that a process has to end by itself when the first of them has
Task = Callable[[int], None]
"""What a process does: it is told the file that can be read when the supervisor is gone."""


class Supervisor:
    """Runs each task in a process of its own; whichever ends is started again."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        """The first of the `tasks` accepts the requests: it ends before the others, and may take its time. From now on
        SIGTERM and Ctrl-C are heard, also where `run` has still to come."""
        self._children = Children(signal.SIGINT, signal.SIGTERM)
        self._life, self._held = os.pipe()
        self._tasks = tasks
        self._running: dict[int, str] = {}
        self._due = dict.fromkeys(tasks, 0.0)
        self._dampers = {name: Damper() for name in tasks}
        self._seldom = Seldom(_LOG)

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C; then the tasks are ended."""
        while not self._children.ended:
            for name in [name for name, moment in self._due.items() if moment <= time.monotonic()]:
                self._start(name)
            left = min(self._due.values()) - time.monotonic() if self._due else None
            self._children.wait([], None if left is None else max(0.0, left))
            self._reap()
        self._end()

    def _start(self, name: str) -> None:
        def work() -> None:
            os.close(self._held)
            self._tasks[name](self._life)

        del self._due[name]
        self._running[self._children.fork(name, work)] = name

    def _reap(self) -> None:
        for process, code in self._children.reap():
            name = self._running.pop(process, "")
            if not name or self._children.ended:
                continue  # in a container also those whose parent has died come here
            delay = self._dampers[name].delay()
            self._due[name] = time.monotonic() + delay
            wait = f"in {delay:.1f} s " if delay else ""
            self._seldom.say(f"the process “{name}” ended {how(code)}; {wait}another takes its place")

    def _end(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # it ends already, and well
        first = next(iter(self._tasks))
        while first in self._running.values():
            for process, name in self._running.items():
                if name == first:
                    os.kill(process, signal.SIGTERM)  # again and again: it may not have listened yet
            self._children.wait([], _AGAIN)
            self._reap()
        os.close(self._held)
        until = time.monotonic() + _GRACE
        while self._running and (left := until - time.monotonic()) > 0:
            self._children.wait([], left)
            self._reap()
        for process in self._running:
            os.kill(process, signal.SIGKILL)
