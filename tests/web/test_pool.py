"""Which process answers: by the lane, another where one dies, and each place is given back. The processes are threads
here, at the other end of real sockets."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from index.settings import Settings
from search.embedded.engine import open_engine
from search.health import Findings
from tests.web.outside import PATIENCE, Application
from tests.web.running import until
from tests.web.test_measures import figures
from web.serving.children import Damper
from web.serving.exchange import LinkBroken, ProcessLink, ReplyBroken, answer
from web.serving.lanes import ADDITION_LANE, ARTICLE_LANE, EXPORT_LANE, SEARCH_LANE, lanes
from web.serving.pool import NoProcess, ProcessPool
from web.serving.security import HEADERS
from web.serving.zygote import SIDE, plan
from web.site.app import create_accepting_app

ENVIRON = {"cuttings.request_id": "abcdefgh", "not text": object()}
PAGES, ARTICLES = frozenset({SEARCH_LANE, ARTICLE_LANE}), frozenset({ARTICLE_LANE})


class Process:
    """Stands for a process: answers by an application in threads, one for each set of lanes, until it dies."""

    def __init__(self, archive: Path, app: Application, *lanes: frozenset[str]) -> None:
        self._theirs: list[Connection] = []
        self.threads: list[threading.Thread] = []
        self.links = [self._link(archive, app, each) for each in lanes]

    def _link(self, archive: Path, app: Application, lanes: frozenset[str]) -> ProcessLink:
        ours, theirs = (Connection(end.detach()) for end in socket.socketpair())
        self._theirs.append(theirs)
        thread = threading.Thread(target=answer, args=(theirs, app, open_engine(archive)), daemon=True)
        thread.start()
        self.threads.append(thread)
        return ProcessLink(ours, 0, lanes)

    def die(self) -> None:
        for each in self._theirs:
            with socket.socket(fileno=os.dup(each.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)


def saying(word: bytes) -> Application:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        assert "not text" not in environ
        start("200 OK", [("Content-Length", str(len(word)))])
        return [word]

    return app


def pieces(environ: dict[str, Any]) -> Iterator[bytes]:
    yield b"one"
    yield b"two"
    if "fail" in environ:
        raise ValueError("in the middle")


def streaming(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [])
    return pieces(environ)


def said(pool: ProcessPool, lane: str) -> bytes | None:
    return pool.answer(ENVIRON, lane)[0].body


def test_a_lane_has_its_processes_and_any_serves_where_there_is_none(archive: Path) -> None:
    pool = ProcessPool()
    pool.add("side", Process(archive, saying(b"side"), ARTICLES, ARTICLES).links)
    assert said(pool, SEARCH_LANE) == b"side", "while the others are not there yet"
    page = Process(archive, saying(b"page"), PAGES)
    pool.add("page", page.links)
    assert said(pool, SEARCH_LANE) == said(pool, ARTICLE_LANE) == b"page"
    page.die()
    assert said(pool, ARTICLE_LANE) == b"side"
    assert pool.lost == 1


def test_who_takes_a_place_lets_the_one_before_end(archive: Path) -> None:
    pool, before = ProcessPool(), Process(archive, saying(b"before"), PAGES)
    pool.add("page", before.links)
    assert said(pool, SEARCH_LANE) == b"before"
    pool.add("page", Process(archive, saying(b"after"), PAGES).links)
    assert said(pool, SEARCH_LANE) == b"after"
    before.threads[0].join(PATIENCE)
    assert not before.threads[0].is_alive()
    assert pool.lost == 0


def test_another_answers_where_two_die_and_it_is_a_new_one(archive: Path) -> None:
    """Three processes would die of the request: two do, and the third of them is spared."""
    pool, died = ProcessPool(), threading.Semaphore(0)
    processes: list[Process] = []

    def app(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        processes[died_of(threading.current_thread())].die()
        died.release()
        start("200 OK", [("Content-Length", "0")])
        return []

    def died_of(thread: threading.Thread) -> int:
        return next(number for number, process in enumerate(processes) if thread in process.threads)

    for number in range(3):
        processes.append(Process(archive, app, PAGES))
        pool.add(f"page-{number}", processes[-1].links)
    got: list[bytes | None] = []
    asking = threading.Thread(target=lambda: got.append(said(pool, SEARCH_LANE)))
    asking.start()
    assert died.acquire(timeout=PATIENCE) and died.acquire(timeout=PATIENCE)
    until(lambda: pool.lost == 2)
    pool.add("page-9", Process(archive, saying(b"answered"), PAGES).links)
    asking.join(PATIENCE)
    assert got == [b"answered"]
    assert not died.acquire(blocking=False)


def test_pieces_come_when_they_are_asked_for_and_the_place_is_given_back(archive: Path) -> None:
    pool = ProcessPool()
    pool.add("side", Process(archive, streaming, frozenset({EXPORT_LANE})).links)
    for asked in (0, 1, 2, 3):
        head, rest = pool.answer(ENVIRON, EXPORT_LANE)
        assert head.body is None and rest is not None
        assert [piece for piece, _ in zip(rest, range(asked), strict=False)] == [b"one", b"two"][:asked]
        rest.close()
    _, rest = pool.answer({**ENVIRON, "fail": "yes"}, EXPORT_LANE)
    assert rest is not None
    with pytest.raises(ReplyBroken):
        list(rest)
    assert list(pool.answer(ENVIRON, EXPORT_LANE)[1] or ()) == [b"one", b"two"]


@pytest.mark.parametrize("size", [3, 1_000_000, 1_000_001])
def test_a_long_reply_comes_in_pieces_though_its_length_is_known(archive: Path, size: int) -> None:
    def app(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", str(size))])
        return iter((b"x" * (size - 1), b"y"))

    pool = ProcessPool()
    pool.add("side", Process(archive, app, frozenset({EXPORT_LANE})).links)
    for _ in range(2):
        head, rest = pool.answer(ENVIRON, EXPORT_LANE)
        assert (head.body is not None) is (rest is None) is (size <= 1_000_000)
        assert head.headers == [("Content-Length", str(size))]
        assert (head.body or b"".join(rest or ())) == b"x" * (size - 1) + b"y"


def test_a_process_that_dies_in_the_middle_breaks_the_reply(archive: Path) -> None:
    pool, process = ProcessPool(), Process(archive, streaming, frozenset({EXPORT_LANE}))
    pool.add("side", process.links)
    _, rest = pool.answer(ENVIRON, EXPORT_LANE)
    assert rest is not None and next(rest) == b"one"
    process.die()
    with pytest.raises(LinkBroken):
        next(rest)
    assert pool.processes() == []


def test_who_waits_too_long_is_told(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.serving.pool.WAIT_FOR_PROCESS", 0.05)
    with pytest.raises(NoProcess):
        ProcessPool().answer(ENVIRON, SEARCH_LANE)


def test_a_reader_is_told_so_and_what_needs_no_process_is_answered(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.serving.pool.WAIT_FOR_PROCESS", 0.01)
    reader = create_accepting_app(Settings(index=archive), ProcessPool()).test_client()
    for path in ("/search?q=a", "/api/search?q=a", "/health"):
        told = reader.get(path)
        assert (told.status_code, told.headers["Retry-After"]) == (503, "5")
        assert {name: told.headers.get(name) for name in HEADERS} == HEADERS
    assert "has ended" in reader.get("/search?q=a").text
    assert [reader.get(path).status_code for path in ("/static/style.css", "/nowhere", "/metrics")] == [200, 404, 200]
    told_figures = figures(reader.get("/metrics").text)
    assert told_figures["cuttings_requests_total", "/search", "503"] == 2
    assert ("cuttings_articles",) not in told_figures


def test_a_process_that_says_nothing_is_ended(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.serving.exchange.SILENCE", 0.05)
    killed: list[int] = []
    monkeypatch.setattr("os.kill", lambda process, _: killed.append(process))
    held = threading.Event()

    def app(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        assert held.wait(PATIENCE)
        start("200 OK", [("Content-Length", "0")])
        return []

    pool = ProcessPool()
    pool.add("page", Process(archive, app, PAGES).links)
    with pytest.raises(NoProcess):
        pool.answer(ENVIRON, SEARCH_LANE)
    assert killed == [0]
    held.set()


def test_what_one_process_proved_the_others_are_told(archive: Path) -> None:
    ours, theirs = (Connection(end.detach()) for end in socket.socketpair())
    link = ProcessLink(ours, 0, PAGES)
    engine = open_engine(archive)
    engine.warm()
    threading.Thread(target=answer, args=(theirs, saying(b""), engine), daemon=True).start()
    link.ask(ENVIRON, Findings(proven=True))
    assert link.findings == Findings(), "it has looked itself, and found nothing"
    link.close()


def test_what_ends_again_and_again_is_started_later_and_later() -> None:
    now = [0.0]
    damper = Damper(clock=lambda: now[0])
    delays = [damper.delay() for _ in range(12)]
    assert delays[:3] == [0, 0, 0]
    assert delays[3:] == sorted(delays[3:]) and delays[3] > 0 and delays[-1] == 10
    now[0] = 1000.0
    assert damper.delay() == 0


def test_every_lane_has_places_and_exports_take_none_of_the_pages() -> None:
    parts = plan(3)
    pages = [places for name, places in parts.items() if name != SIDE]
    assert len(pages) == 3 and all(len(places) == 1 and EXPORT_LANE not in places[0] for places in pages)
    beside = [lane for place in parts[SIDE] for lane in place]
    assert SEARCH_LANE not in beside
    for lane in lanes(Settings()):
        assert lane.name in beside or lane.name in (SEARCH_LANE, ADDITION_LANE)  # who accepts answers the latter
