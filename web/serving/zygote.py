"""Where do the processes that answer come from? One process reads what readers would wait for, and forks them.

So they share what was read. When something is published it reads what is new, once for all, and forks others that take
their places; until then the old ones answer from the new generation by the words of the one before.
"""

from __future__ import annotations

import logging
import pickle
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from search.engine import Engine
from search.health import Findings
from web.serving import pace
from web.serving.children import Children, Damper, how
from web.serving.damage_log import DamageLog
from web.serving.exchange import answer
from web.serving.lanes import ARTICLE_LANE, COMPLETION_LANE, EXPORT_LANE, OPEN_LANE, SEARCH_LANE
from web.serving.log import Seldom
from web.serving.pace import Pace
from web.serving.warming import warm

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)
_LOOK = 1.0  # seconds between two looks for a new generation
_MOST_DAMAGE = 50  # parts that are told: a message has its limit of size
_FAULTS = (-signal.SIGBUS, -signal.SIGSEGV)
SIDE = "side"
Lanes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Handover:
    """What goes with the accepting side's sockets of a new process: its name and number, the lanes of each socket.
    Without a process only what the check of the index found."""

    findings: Findings
    name: str = ""
    process: int = 0
    lanes: tuple[Lanes, ...] = ()


def plan(processes: int) -> dict[str, tuple[Lanes, ...]]:
    """The processes by name, with the lanes of each place: so many for pages, with one place, and one beside them with
    a place for whatever else may take long or must not wait."""
    pages = {
        f"page-{number}": (frozenset({SEARCH_LANE, ARTICLE_LANE, COMPLETION_LANE}),) for number in range(processes)
    }
    beside = (EXPORT_LANE, EXPORT_LANE, ARTICLE_LANE, COMPLETION_LANE, OPEN_LANE, OPEN_LANE)
    return pages | {SIDE: tuple(frozenset({lane}) for lane in beside)}


@dataclass(frozen=True, slots=True)
class Outside:
    """What the zygote knows of the others: `hand` takes handovers, `life` can be read when the supervisor is gone."""

    hand: socket.socket
    life: int


class Zygote:
    """Warms an engine and keeps the processes of `plan` running. `run` in a process of its own."""

    def __init__(
        self, engine: Engine, app: WSGIApplication, processes: int, settle: Callable[[], None], log: DamageLog
    ) -> None:
        self._engine = engine
        self._app = app
        self._plan = plan(processes)
        self._settle = settle
        self._log = log
        self._running: dict[str, int] = {}
        self._due: dict[str, float] = {}
        self._dampers = {name: Damper() for name in self._plan}
        self._seldom = Seldom(_LOG)
        self._generation = ""
        self._told = Findings()

    def run(self, outside: Outside, scrubbing: Pace | None) -> None:
        """Until `outside` is gone."""
        self._outside = outside
        self._children = Children()
        self._start(SIDE)
        self._renew()
        pace.scrub(self._engine, scrubbing, self._tend)
        self._tend(float("inf"))

    def _renew(self) -> None:
        """Read what the first readers would wait for, and put processes that have it in the places of the others."""
        self._generation = self._engine.health().generation
        warm(self._engine)
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()  # the words of a large archive are read in one
        self._settle()
        for name in self._plan:
            self._start(name)

    def _tend(self, seconds: float) -> bool:
        """Keep the processes running for so many seconds; whether that was the end."""
        until = time.monotonic() + seconds
        self._tell()
        while (left := until - time.monotonic()) > 0:
            due = min(self._due.values(), default=float("inf")) - time.monotonic()
            if self._children.wait([self._outside.life], max(0.0, min(left, due, _LOOK))):
                return True
            self._reap()
            for name in [name for name, moment in self._due.items() if moment <= time.monotonic()]:
                self._start(name)
            health = self._engine.health()
            self._log.look(health)
            if health.generation != self._generation:
                self._renew()
        return False

    def _reap(self) -> None:
        for process, code in self._children.reap():
            name = next((name for name, number in self._running.items() if number == process), "")
            if not name:
                continue  # another has its place already
            del self._running[name]
            delay = self._dampers[name].delay()
            if code:
                wait = f"in {delay:.1f} s " if delay else ""
                self._seldom.say(f"a process that answers ended {how(code)}; {wait}another takes its place")
            if code in _FAULTS:
                raise SystemExit(1)  # what is mapped here may be gone, too: begin anew with what is on the disk
            self._due[name] = time.monotonic() + delay

    def _start(self, name: str) -> None:
        self._due.pop(name, None)
        lanes = self._plan[name]
        pairs = [socket.socketpair() for _ in lanes]
        try:
            process = self._children.fork(name, lambda: self._answer(pairs))
            self._running[name] = process
            for _, theirs in pairs:
                theirs.close()
            self._send(Handover(self._findings(), name, process, lanes), [ours.fileno() for ours, _ in pairs])
        except OSError as error:  # no memory, or too many processes
            self._seldom.say(f"no process that answers could be started: {error.strerror}")
            self._due[name] = time.monotonic() + self._dampers[name].delay()
        finally:
            for pair in pairs:
                for end in pair:
                    end.close()

    def _answer(self, pairs: list[tuple[socket.socket, socket.socket]]) -> None:
        """What a process that answers does: a thread for each of its places, until the other side closes them."""
        self._outside.hand.close()
        connections = []
        for ours, theirs in pairs:
            ours.close()
            connections.append(Connection(theirs.detach()))
        work = partial(answer, app=self._app, engine=self._engine)
        threads = [threading.Thread(target=work, args=(connection,)) for connection in connections[1:]]
        for thread in threads:
            thread.start()
        work(connections[0])
        for thread in threads:
            thread.join()

    def _findings(self) -> Findings:
        found = self._engine.findings()
        return Findings(found.damage[:_MOST_DAMAGE], found.proven)

    def _tell(self) -> None:
        if (found := self._findings()) != self._told:
            self._told = found
            self._send(Handover(found), [])

    def _send(self, handover: Handover, files: list[int]) -> None:
        socket.send_fds(self._outside.hand, [pickle.dumps(handover)], files)
