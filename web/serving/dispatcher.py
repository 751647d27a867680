"""Who answers a request, and when? Threads for each lane; whoever waits for one holds none."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from web.serving.lanes import OPEN_LANE, Lane, LaneQueue
from web.serving.log import Seldom

_LOG = logging.getLogger(__name__)
_LONGEST = 3600.0  # seconds that the doorman sleeps at most; a condition cannot wait for infinity


class QueuedRequest(Protocol):
    """A request that waits to be answered. `refused` is set to the lane that had no place for it, or to ""."""

    refused: str

    @property
    def lane(self) -> str: ...

    @property
    def client(self) -> str: ...

    def service(self) -> None: ...

    def cancel(self) -> None: ...


@dataclass(slots=True)
class _State:
    """A lane at work: how many places are taken, the tasks that have a place and no thread yet, those that wait."""

    lane: Lane
    line: LaneQueue[QueuedRequest]
    bell: threading.Condition
    busy: int = 0
    ready: deque[QueuedRequest] = field(default_factory=deque)

    def start(self, task: QueuedRequest) -> None:
        self.busy += 1
        self.ready.append(task)
        self.bell.notify()


class Dispatcher:
    """Takes the place of waitress's dispatcher: `add_task`, `shutdown`.

    A task whose lane is full waits in line; one whose time is up goes to the lane `OPEN_LANE` with `refused` set, so
    that it is told so at once. A place is held until `service` returns, for a streamed reply until its end.
    """

    def __init__(self, lanes: Iterable[Lane], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)  # for the doorman
        self._rest = threading.Condition(self._lock)  # for whoever shuts down
        self._closing = False
        self._seldom = Seldom(_LOG, clock=clock)
        self._states = {lane.name: _State(lane, LaneQueue(lane), threading.Condition(self._lock)) for lane in lanes}
        for state in self._states.values():
            for number in range(state.lane.places):
                self._start(f"{state.lane.name}-{number}", self._work, state)
        self._start("doorman", self._watch)

    @staticmethod
    def _start(name: str, target: Callable[..., None], *args: object) -> None:
        threading.Thread(target=target, args=args, name=f"cuttings-{name}", daemon=True).start()

    def add_task(self, task: QueuedRequest) -> None:
        """Give the task a place in its lane, or let it wait for one, or refuse it."""
        with self._lock:
            if self._closing:
                task.cancel()
                return
            task.refused = ""
            state = self._states[task.lane]
            if state.busy < state.lane.places:
                state.start(task)
                return
            if (left := state.line.join(task.client, task, self._clock())) is not None:
                self._refuse(left, state.lane)
            self._changed.notify()

    def _expire(self) -> float:
        """Refuse all whose time is up; returns the seconds until the next one's is."""
        now = self._clock()
        for state in self._states.values():
            for task in state.line.overdue(now):
                self._refuse(task, state.lane)
        return min(state.line.earliest() for state in self._states.values()) - now

    def _refuse(self, task: QueuedRequest, lane: Lane) -> None:
        task.refused = lane.name
        state = self._states[OPEN_LANE]
        if state.busy < state.lane.places:
            state.start(task)
        else:
            state.line.join(task.client, task, self._clock())
        self._seldom.say(f"refused: no place for a request of the lane “{lane.name}” ({lane.places} at once)")

    def _watch(self) -> None:
        with self._lock:
            while not self._closing:
                left = self._expire()
                if left > 0:
                    self._changed.wait(min(left, _LONGEST))

    def _work(self, state: _State) -> None:
        while True:
            with self._lock:
                while not state.ready and not self._closing:
                    state.bell.wait()
                if not state.ready:
                    return
                task: QueuedRequest | None = state.ready.popleft()
            while task is not None:
                try:
                    task.service()
                except BaseException:
                    _LOG.exception("a reply ended in an error that nobody expected")
                task = self._next(state)

    def _next(self, state: _State) -> QueuedRequest | None:
        """Who has the place of a task that is done; None where it is free now."""
        with self._lock:
            if not self._closing:
                self._expire()
                if (task := state.line.next()) is not None:
                    return task
            state.busy -= 1
            self._rest.notify_all()
            return None

    def shutdown(self, *, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Let those who have a place finish, for `timeout` seconds at most; those who wait are cancelled."""
        with self._lock:
            self._closing = True
            for bell in (self._changed, *(state.bell for state in self._states.values())):
                bell.notify_all()
            if not self._rest.wait_for(lambda: not any(state.busy for state in self._states.values()), timeout):
                _LOG.warning("ended while requests were being answered")
            waiting = [task for state in self._states.values() for task in iter(state.line.next, None)]
        for task in waiting:
            task.cancel()
        return bool(waiting)
