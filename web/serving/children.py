"""How is a process forked, and who notices that it has ended? And how soon is another started in its place?"""

from __future__ import annotations

import ctypes
import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

_LOG = logging.getLogger(__name__)
_PR_SET_NAME = 15  # of linux/prctl.h
_CALM = 10.0  # seconds after which an end counts as the first again
_AT_ONCE = 3  # ends within that time without a delay
_LONGEST = 10.0  # seconds of delay, which doubles from 0.1 s with each further end


class Damper:
    """How long to wait before something that ended is started again: longer while it ends again and again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = float("-inf")
        self._ends = 0

    def delay(self) -> float:
        """Take note of an end; the seconds to wait."""
        now = self._clock()
        self._ends = 1 if now - self._last > _CALM else self._ends + 1
        self._last = now
        if self._ends <= _AT_ONCE:
            return 0.0
        delay = min(_LONGEST, 0.1 * 2.0 ** min(self._ends - _AT_ONCE, 16))
        self._last += delay
        return delay


class Children:
    """The processes that this one forks. It has one thread: what other threads hold would stay held in a fork.

    Ctrl-C and SIGTERM, which a terminal and systemd send to all processes of a service, are for the first one alone.
    """

    def __init__(self, *ends: signal.Signals) -> None:
        """`ends` are the signals that `wait` tells of."""
        self.ended = False
        # Plain numbers, which nothing closes: a child may end while this process does, when this object is gone.
        self._woken, self._wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in ends:
            signal.signal(number, self._end)

    def _end(self, *_: object) -> None:
        self.ended = True

    def fork(self, name: str, work: Callable[[], None]) -> int:
        """Start a process that does `work` and ends; returns its number. `ps -o comm` and `top` show its name."""
        sys.stdout.flush()
        sys.stderr.flush()
        if process := os.fork():
            return process
        self._work(name, work)

    def _work(self, name: str, work: Callable[[], None]) -> NoReturn:
        code = 1
        try:
            call_this_process(name)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            os.close(self._wakes)
            os.close(self._woken)
            work()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except BaseException:
            _LOG.exception("a process of the server ended in an error that nobody expected")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def wait(self, files: Sequence[int], seconds: float | None) -> list[int]:
        """Wait until one of `files` can be read, a child has ended or a signal has come; which files can be read."""
        ready, _, _ = select.select([*files, self._woken], [], [], seconds)
        if self._woken in ready:
            os.read(self._woken, 4096)
        return [file for file in ready if file != self._woken]

    @staticmethod
    def reap() -> list[tuple[int, int]]:
        """The children that have ended, each with its exit code, which is negative for a signal."""
        ended = []
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not process:
                break
            ended.append((process, os.waitstatus_to_exitcode(status)))
        return ended


def call_this_process(name: str) -> None:
    """Let `ps -o comm` and `top` show this process as `cuttings-` and the name, where the system can."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).prctl(_PR_SET_NAME, f"cuttings-{name}"[:15].encode(), 0, 0, 0)


def how(code: int) -> str:
    """How a process ended, in words."""
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
