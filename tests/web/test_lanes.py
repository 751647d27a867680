"""Requests take turns: fair between clients, bounded in number and time, and no lane waits for another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from random import Random

import pytest

from index.settings import Settings
from web.serving.dispatcher import Dispatcher
from web.serving.lanes import OPEN_LANE, Lane, LaneQueue, lane_of, lanes

LONG = 30.0  # seconds that a test waits for what must happen, before it fails


@dataclass
class Request:
    """A request whose reply ends when the test says so."""

    lane: str
    client: str = "a"
    refused: str = ""
    fails: bool = False
    begun: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False
    served_by: str = ""

    def service(self) -> None:
        self.served_by = threading.current_thread().name
        self.begun.set()
        if not self.refused:
            assert self.may_end.wait(LONG)
        self.ended.set()
        if self.fails:
            raise RuntimeError("the reply broke off")

    def cancel(self) -> None:
        self.cancelled = True


@contextmanager
def working(*given: Lane, now: list[float] | None = None) -> Iterator[Dispatcher]:
    clock = now if now is not None else [0.0]
    dispatcher = Dispatcher([*given, Lane(OPEN_LANE, 2, inf, inf)], clock=lambda: clock[0])
    yield dispatcher
    dispatcher.shutdown(timeout=LONG)


def begun(*requests: Request) -> bool:
    return all(request.begun.wait(LONG) for request in requests)


def let_end(*requests: Request) -> None:
    for request in requests:
        request.may_end.set()
    assert all(request.ended.wait(LONG) for request in requests)


def test_a_request_waits_for_a_place_and_gets_it() -> None:
    first, second = Request("search"), Request("search")
    with working(Lane("search", 1, 8, 60.0)) as dispatcher:
        dispatcher.add_task(first)
        assert begun(first)
        dispatcher.add_task(second)
        assert not second.begun.is_set()
        let_end(first)
        assert begun(second)
        let_end(second)
    assert (first.refused, second.refused) == ("", "")


def test_lanes_do_not_wait_for_one_another() -> None:
    searches = [Request("search") for _ in range(20)]
    others = [Request("article"), Request("export"), Request("completion"), Request("open")]
    given = [lane for lane in lanes(Settings(wait_seconds=60.0)) if lane.name != OPEN_LANE]
    with working(*given) as dispatcher:
        for request in searches:
            dispatcher.add_task(request)
        for request in others:
            dispatcher.add_task(request)
        assert begun(*others)
        assert sum(request.begun.is_set() for request in searches) <= Settings().threads
        let_end(*others)
        let_end(*searches)


def test_clients_take_turns() -> None:
    order: list[str] = []
    holder = Request("search", "holder")
    greedy = [Request("search", "greedy") for _ in range(30)]
    polite = [Request("search", f"polite {number}") for number in range(3)]
    with working(Lane("search", 1, 100, 60.0)) as dispatcher:
        dispatcher.add_task(holder)
        assert begun(holder)
        for request in (*greedy, *polite):
            dispatcher.add_task(request)
        waiting = [*greedy, *polite]
        let_end(holder)
        while waiting:
            now = next(request for request in iter_begun(waiting))
            order.append(now.client)
            waiting.remove(now)
            let_end(now)
    assert order[:5] == ["greedy", "polite 0", "polite 1", "polite 2", "greedy"]
    assert order[5:] == ["greedy"] * 28


def iter_begun(requests: list[Request]) -> Iterator[Request]:
    """The one that is being answered; there is one place, so there is one as soon as it has begun."""
    while True:
        for request in requests:
            if request.begun.wait(0.001):
                yield request


def test_whose_time_is_up_is_refused_and_no_other() -> None:
    now = [0.0]
    holder, early, late, latest = (Request("search") for _ in range(4))
    with working(Lane("search", 1, 8, 2.0), now=now) as dispatcher:
        dispatcher.add_task(holder)
        assert begun(holder)
        dispatcher.add_task(early)
        now[0] = 1.5
        dispatcher.add_task(late)
        now[0] = 2.0
        dispatcher.add_task(latest)  # which lets the dispatcher look at its clock
        assert early.ended.wait(LONG)
        assert early.refused == "search"
        assert early.served_by.startswith("cuttings-open")
        assert not late.begun.is_set()
        let_end(holder)
        let_end(late)
        let_end(latest)
    assert (late.refused, latest.refused) == ("", "")


def test_the_time_runs_by_itself() -> None:
    holder, waits = Request("search"), Request("search")
    dispatcher = Dispatcher([Lane("search", 1, 8, 0.01), Lane(OPEN_LANE, 1, inf, inf)])
    dispatcher.add_task(holder)
    assert begun(holder)
    dispatcher.add_task(waits)
    assert waits.ended.wait(LONG)
    assert waits.refused == "search"
    let_end(holder)
    dispatcher.shutdown(timeout=LONG)


@pytest.mark.parametrize("lane", [Lane("search", 1, 8, 0.0), Lane("search", 1, 0, 60.0)])
def test_without_a_wait_the_next_is_refused_at_once(lane: Lane) -> None:
    holder, second, third = Request("search"), Request("search"), Request("search")
    with working(lane) as dispatcher:
        dispatcher.add_task(holder)
        assert begun(holder)
        dispatcher.add_task(second)
        assert second.ended.wait(LONG)
        assert second.refused == "search"
        let_end(holder)
    with working(lane) as dispatcher:
        dispatcher.add_task(third)  # a free place is taken whatever the wait
        let_end(third)
    assert third.refused == ""


def test_a_full_line_refuses_the_newest_of_the_client_that_has_most() -> None:
    holder = Request("search", "holder")
    greedy = [Request("search", "greedy") for _ in range(4)]
    polite, again = Request("search", "polite"), Request("search", "greedy")
    with working(Lane("search", 1, 4, 60.0)) as dispatcher:
        dispatcher.add_task(holder)
        assert begun(holder)
        for request in (*greedy, polite, again):
            dispatcher.add_task(request)
        assert greedy[3].ended.wait(LONG) and again.ended.wait(LONG)
        assert [request.refused for request in (*greedy, polite, again)] == ["", "", "", "search", "", "search"]
        let_end(holder)
        let_end(*greedy[:3], polite)


def test_an_error_gives_the_place_back() -> None:
    broken, next_one = Request("search", fails=True), Request("search")
    with working(Lane("search", 1, 8, 60.0)) as dispatcher:
        dispatcher.add_task(broken)
        dispatcher.add_task(next_one)
        let_end(broken)
        let_end(next_one)


def test_at_the_end_those_who_wait_are_cancelled() -> None:
    holder, waits, late = Request("search"), Request("search"), Request("search")
    with working(Lane("search", 1, 8, 60.0)) as dispatcher:
        dispatcher.add_task(holder)
        assert begun(holder)
        dispatcher.add_task(waits)
        assert dispatcher.shutdown(timeout=0.0)
        dispatcher.add_task(late)
        assert (waits.cancelled, late.cancelled, holder.ended.is_set()) == (True, True, False)
        let_end(holder)
    assert not waits.begun.is_set()


def test_a_line_is_fair_and_bounded_whatever_happens(rounds: int, seed: int) -> None:
    """Against a plain list: each client's own keep their order, nobody is lost, nobody is passed by twice."""
    rng = Random(seed)
    line: LaneQueue[tuple[str, int]] = LaneQueue(Lane("search", 1, 6, 5.0))
    held: list[tuple[float, str, int]] = []
    passed: dict[str, list[str]] = {}
    for number in range(rounds * 10):
        now, client = number * 0.3, rng.choice("abcd")
        match rng.choice(("join", "join", "next", "overdue")):
            case "join":
                held.append((now, client, number))
                if (left := line.join(client, (client, number), now)) is not None:
                    most = max(sum(one == name for _, one, _ in held) for name in "abcd")
                    assert len(held) == 7 and sum(one == left[0] for _, one, _ in held) == most
                    assert left[1] == max(n for _, one, n in held if one == left[0])
                    held = [entry for entry in held if entry[2] != left[1]]
            case "next":
                taken = line.next()
                if taken is None:
                    assert held == []
                    continue
                assert taken[1] == min(n for _, one, n in held if one == taken[0])
                held = [entry for entry in held if entry[2] != taken[1]]
                for other in {one for _, one, _ in held} - {taken[0]}:
                    passed.setdefault(other, []).append(taken[0])
                    assert passed[other].count(taken[0]) == 1, "passed by twice"
                passed.pop(taken[0], None)
            case _:
                gone = line.overdue(now)
                assert {n for _, n in gone} == {n for since, _, n in held if since + 5.0 <= now}
                held = [entry for entry in held if entry[0] + 5.0 > now]
        waiting = {one for _, one, _ in held}
        passed = {name: by for name, by in passed.items() if name in waiting}
        assert len(line) == len(held) <= 6
        assert line.earliest() == min((since + 5.0 for since, _, _ in held), default=inf)


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/", "search"), ("/search", "search"), ("/facet/place", "search"), ("/api/search", "search"),
        ("/nowhere", "search"), ("*", "search"), ("/healthy", "search"), ("/static", "search"),
        ("/search.csv", "export"), ("//search.atom", "export"), ("/search.exe", "export"),
        ("/article/1", "article"), ("/article/1/page", "article"), ("/article/1/source", "export"),
        ("/api/article/1", "article"), ("/api/complete", "completion"),
        ("/health", "open"), ("/static/style.css", "open"), ("/help", "open"), ("/opensearch.xml", "open"),
        ("/api/openapi.json", "open"),
    ],
)  # fmt: skip
def test_each_address_has_its_lane(path: str, lane: str) -> None:
    assert lane_of(path) == lane
    assert lane in {each.name for each in lanes(Settings())}
