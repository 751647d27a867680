"""The server from outside: lanes, streams whose client goes away, and connections that idle, drip or do not read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.web.outside import PATIENCE, Address, Application, everything, thread
from tests.web.replies import json_of
from web.serving.security import HEADERS
from web.serving.server import ConnectionLimits
from web.site.app import create_app

OTHERS = ("/health", "/static/style.css", "/help", "/api/complete?q=agr", "/opensearch.xml")


class Held:
    """The application, whose searches for `held` stay unanswered until the test lets them go."""

    def __init__(self, archive: Path) -> None:
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Event()
        self._app = create_app(open_engine(archive), Settings(index=archive))

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["QUERY_STRING"] == "q=held" and not environ["cuttings.refused"]:
            self.begun.release()
            assert self.may_end.wait(PATIENCE)
        return self._app(environ, start)


class Asking(threading.Thread):
    def __init__(self, address: Address, path: str) -> None:
        super().__init__()
        self._address, self._path = address, path
        self.status = 0
        self.start()

    def run(self) -> None:
        self.status = self._address.get(self._path).status


@pytest.fixture(scope="module")
def article(archive: Path) -> str:
    reply = create_app(open_engine(archive), Settings(index=archive)).test_client().get("/api/search?q=the")
    return f"/article/{json_of(reply)['hits'][0]['id']}"


@pytest.mark.parametrize("wait", [0.0, 0.05])
def test_who_finds_no_place_in_time_is_told_when_to_come_back(archive: Path, article: str, wait: float) -> None:
    app = Held(archive)
    with thread(app, Settings(threads=2, wait_seconds=wait)) as address:
        held = [Asking(address, "/search?q=held") for _ in range(2)]
        assert all(app.begun.acquire(timeout=PATIENCE) for _ in held)
        for path in ("/search?q=other", "/api/search?q=other", "/facet/place"):
            refused = address.get(path)
            assert refused.status == 503
            assert int(refused.headers["retry-after"]) > 0
            assert {name: refused.headers.get(name.lower()) for name in HEADERS} == HEADERS
        assert b"busy" in address.get("/search?q=other").body
        assert {path: address.get(path).status for path in (*OTHERS, article)} == dict.fromkeys((*OTHERS, article), 200)
        assert address.get("/search.csv?q=other").status == 200
        app.may_end.set()
        for one in held:
            one.join()
        assert [one.status for one in held] == [200, 200]


def test_who_waits_holds_nobody_up_and_is_answered(archive: Path, article: str) -> None:
    app = Held(archive)
    with thread(app, Settings(threads=1, wait_seconds=600.0)) as address:
        held = [Asking(address, "/search?q=held") for _ in range(20)]
        waiting = [Asking(address, f"/search?q=word{number}") for number in range(60)]
        assert app.begun.acquire(timeout=PATIENCE)
        assert {path: address.get(path).status for path in (*OTHERS, article)} == dict.fromkeys((*OTHERS, article), 200)
        app.may_end.set()
        for one in (*held, *waiting):
            one.join()
        assert {one.status for one in (*held, *waiting)} == {200}


class Endless:
    """An export without end; `ended` counts those whose client went away."""

    def __init__(self) -> None:
        self.ended = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/csv")])
        return self._lines() if environ["QUERY_STRING"] == "endless" else [b"done"]

    def _lines(self) -> Iterator[bytes]:
        try:
            while True:
                yield b"a line of the export\n" * 4096
        finally:
            self.ended.release()


def test_a_stream_whose_client_goes_away_gives_its_place_back() -> None:
    app = Endless()
    with thread(app, Settings(wait_seconds=600.0)) as address:
        for _ in range(5):  # more than the lane has places
            with address.connect() as connection:
                connection.sendall(b"GET /search.csv?endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(100)
            assert app.ended.acquire(timeout=PATIENCE)
        assert address.get("/search.csv").body == b"done"


@pytest.mark.parametrize(
    "limits", [ConnectionLimits(stalled=0.1), ConnectionLimits(reply=0.1)], ids=["stalled", "too long"]
)
def test_a_client_that_does_not_read_gives_its_place_back(limits: ConnectionLimits) -> None:
    app = Endless()
    with thread(app, Settings(), limits) as address, address.connect() as connection:
        connection.sendall(b"GET /search.csv?endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert app.ended.acquire(timeout=PATIENCE)
        assert address.get("/search.csv").body == b"done"


@pytest.fixture(scope="module")
def hello() -> Application:
    def app(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "5")])
        return [b"hello"]

    return app


def is_ended(connection: socket.socket, now: list[float], step: float, drop: bytes = b"") -> bool:
    """Whether the server ends the connection, as the clock goes on by `step` with each `drop` that is sent."""
    connection.settimeout(0.05)
    try:
        for _ in range(900):
            try:
                if not connection.recv(100):
                    return True
            except TimeoutError:
                now[0] += step
                connection.sendall(drop)
    except ConnectionError:
        return True
    return False


def test_an_idle_connection_is_ended(hello: Application) -> None:
    now = [0.0]
    with thread(hello, Settings(), clock=lambda: now[0]) as address, address.connect() as silent:
        assert is_ended(silent, now, 1.0)
        assert now[0] > ConnectionLimits().idle
    with thread(hello, Settings(), clock=lambda: now[0]) as address, address.connect() as served:
        served.sendall(b"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert served.recv(100).startswith(b"HTTP/1.1 200")
        assert is_ended(served, now, 1.0)


@pytest.mark.parametrize("start", [b"G", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"])
def test_a_request_that_drips_is_ended(hello: Application, start: bytes) -> None:
    now = [0.0]
    with thread(hello, Settings(), clock=lambda: now[0]) as address, address.connect() as dripping:
        dripping.sendall(start)
        assert is_ended(dripping, now, 1.0, b"a")
        assert now[0] > ConnectionLimits().request


def test_the_next_request_may_take_its_time_after_a_slow_reply() -> None:
    """The time of a request does not run while the reply to the one before it is made."""
    now = [0.0]

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        now[0] += 1000.0
        start("200 OK", [("Content-Length", "5")])
        return [b"hello"]

    with thread(app, Settings(), clock=lambda: now[0]) as address, address.connect() as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\nGET /second HT")
        first = b""
        while not first.endswith(b"hello"):
            first += connection.recv(100)
        connection.settimeout(2.5)  # the server looks for late connections every second
        with pytest.raises(TimeoutError):
            connection.recv(100)
        connection.settimeout(PATIENCE)
        connection.sendall(b"TP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert everything(connection).endswith(b"hello")


def test_many_idle_connections_make_room_for_a_new_one(hello: Application) -> None:
    with thread(hello, Settings(), ConnectionLimits(connections=20)) as address:
        idle: list[socket.socket] = [address.connect() for _ in range(60)]
        try:
            assert address.get("/help").body == b"hello"
            assert everything(idle[0]) == b""
        finally:
            for connection in idle:
                connection.close()


def test_a_request_that_cannot_be_read_has_the_headers_of_every_reply(hello: Application) -> None:
    with thread(hello, Settings()) as address:
        for request in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"):
            head = address.send(request).partition(b"\r\n\r\n")[0].decode("latin-1").casefold()
            assert all(f"\r\n{name}: {value}".casefold() in head for name, value in HEADERS.items())


def test_the_number_of_places_is_a_setting(archive: Path) -> None:
    app = Held(archive)
    with thread(app, replace(Settings(), threads=7, wait_seconds=600.0)) as address:
        held = [Asking(address, "/search?q=held") for _ in range(7)]
        assert all(app.begun.acquire(timeout=PATIENCE) for _ in held)
        app.may_end.set()
        for one in held:
            one.join()
        assert {one.status for one in held} == {200}
