"""Which process answers a request? A free one that serves its lane; where it dies before it has answered, another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.health import Findings
from web.serving.exchange import LinkBroken, ProcessLink, ReplyBroken, ReplyHead

_LOG = logging.getLogger(__name__)
WAIT_FOR_PROCESS = 20.0  # seconds that a request waits for a process: one is started within a second
ATTEMPTS = 3  # the third by a process that began after the second had died, from what is on the disk by then
_READING = ("GET", "HEAD")


class NoProcess(Exception):
    """No process has answered: they died, or there was none in time."""


@dataclass(slots=True)
class _Member:
    """One process: its links, those that are free, and whether another has taken its place."""

    name: str
    links: list[ProcessLink]
    free: list[ProcessLink]
    began: float
    left: bool = False


@dataclass(slots=True, eq=False)
class _Waiter:
    lane: str
    after: float
    bell: threading.Event = field(default_factory=threading.Event)
    found: ProcessLink | None = None


class ReplyPieces:
    """The rest of a reply that comes in pieces. It has its link until it is at its end or closed."""

    def __init__(self, pool: ProcessPool, link: ProcessLink) -> None:
        self._pool = pool
        self._link: ProcessLink | None = link

    def __iter__(self) -> ReplyPieces:
        return self

    def __next__(self) -> bytes:
        if self._link is None:
            raise StopIteration
        try:
            piece = self._link.piece()
        except LinkBroken:
            self._pool.lose(self._link)
            self._link = None
            raise
        except ReplyBroken:
            self._end()
            raise
        if piece is None:
            self._end()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Ask for no more."""
        if self._link is not None:
            self._link.stop()
            self._end()

    def _end(self) -> None:
        if self._link is not None:
            self._pool.give_back(self._link)
            self._link = None


class ProcessPool:
    """The processes that answer. Safe for threads; those who wait for one are served in the order of their coming."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._parts: dict[ProcessLink, _Member] = {}
        self._current: dict[str, _Member] = {}
        self._waiting: list[_Waiter] = []
        self._heard = Findings()
        self.lost = 0

    def add(self, name: str, links: Sequence[ProcessLink]) -> None:
        """Let a process answer from now on; the one of that name before it ends when it has no more to do."""
        with self._lock:
            part = self._current.get(name)
            if part is not None:
                self._leave(part)
            part = self._current[name] = _Member(name, list(links), list(links), self._clock())
            self._parts |= dict.fromkeys(links, part)
            for link in links:
                self._offer(part, link)

    def hear(self, findings: Findings) -> None:
        """Take in what the check of the index found; the processes are told with their next request."""
        with self._lock:
            self._heard = findings

    def processes(self) -> list[int]:
        """The numbers of the processes that answer."""
        with self._lock:
            return sorted({link.process for link in self._parts})

    def answer(self, environ: dict[str, Any], lane: str) -> tuple[ReplyHead, ReplyPieces | None]:
        """The reply to a request of a lane, with its pieces where it has several. One that writes is tried once, as
        nobody knows what a process did before it died. Raises `NoProcess`."""
        after = float("-inf")
        for attempt in range(ATTEMPTS if environ.get("REQUEST_METHOD", "GET") in _READING else 1):
            link = self._take(lane, after)
            try:
                head = link.ask(environ, self._findings())
            except LinkBroken as error:
                self.lose(link)
                if error.silent:
                    _LOG.error("a process did not answer in time and was ended")
                    break
                if attempt == ATTEMPTS - 2:
                    after = self._clock()
                continue
            if head.body is None:
                return head, ReplyPieces(self, link)
            self.give_back(link)
            return head, None
        raise NoProcess

    def give_back(self, link: ProcessLink) -> None:
        """Let others use a link."""
        with self._lock:
            part = self._parts[link]
            if part.left:
                self._remove(part, link)
            else:
                part.free.append(link)
                self._offer(part, link)

    def lose(self, link: ProcessLink) -> None:
        """Take out a link whose process has ended."""
        with self._lock:
            part = self._parts[link]
            if not part.left:
                self.lost += 1
                self._leave(part)
            self._remove(part, link)

    def _findings(self) -> Findings:
        with self._lock:
            return Findings(self._heard.damage, proven=any(link.findings.proven for link in self._parts))

    def _leave(self, part: _Member) -> None:
        """Let a process end: its free links now, the others when they are given back."""
        part.left = True
        if self._current.get(part.name) is part:
            del self._current[part.name]
        for link in tuple(part.free):
            self._remove(part, link)

    def _remove(self, part: _Member, link: ProcessLink) -> None:
        del self._parts[link]
        if link in part.free:
            part.free.remove(link)
        link.close()

    def _take(self, lane: str, after: float) -> ProcessLink:
        """A free link for the lane to a process that began after that moment, waited for."""
        waiting = _Waiter(lane, after)
        with self._lock:
            for part in sorted(
                self._current.values(), key=lambda one: len(one.links)
            ):  # those for pages before the side
                for link in tuple(part.free):
                    if self._fits(part, link, waiting):
                        if link.is_open():
                            part.free.remove(link)
                            return link
                        self.lost += 1
                        self._leave(part)
                        break
            self._waiting.append(waiting)
        waiting.bell.wait(WAIT_FOR_PROCESS)
        with self._lock:
            if waiting.found is None:
                self._waiting.remove(waiting)
                raise NoProcess
            return waiting.found

    def _offer(self, part: _Member, link: ProcessLink) -> None:
        for waiting in self._waiting:
            if self._fits(part, link, waiting):
                self._waiting.remove(waiting)
                part.free.remove(link)
                waiting.found = link
                waiting.bell.set()
                return

    def _fits(self, part: _Member, link: ProcessLink, waiting: _Waiter) -> bool:
        """Whether who waits may use the link: of its lane or, where no process of that lane is there, any."""
        if part.began <= waiting.after:
            return False
        others: Iterable[_Member] = self._current.values()
        return waiting.lane in link.lanes or not any(
            waiting.lane in each.lanes for one in others if one.began > waiting.after for each in one.links
        )
