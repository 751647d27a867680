"""Servers as their clients see them: a real process or a real server in a thread, and plain sockets."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.settings import Settings
from tests.programs import CUTTINGS
from web.serving.server import ConnectionLimits, Server
from web.terminal.serve import listen

PATIENCE = 120.0  # seconds that a test waits for a reply before it fails
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Address:
    """Where a server listens, the file of its log ("" for one in a thread), and the number of its first process."""

    port: int
    log: Path = Path()
    number: int = 0

    def get(self, path: str, **headers: str) -> Reply:
        """The whole reply, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            reply = connection.getresponse()
            return Reply(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, request: bytes) -> bytes:
        """Everything that comes back for these bytes; the sending side is closed behind them."""
        with self.connect() as connection:
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # the server has heard enough
            return everything(connection)


def everything(connection: socket.socket) -> bytes:
    """What comes until the server closes the connection; fails where it does not."""
    out = b""
    while True:
        try:
            data = connection.recv(65536)
        except ConnectionError:
            return out
        if not data:
            return out
        out += data


@contextmanager
def process(index: Path, log: Path, **environment: str) -> Iterator[Address]:
    """A `cuttings serve` over `index` that runs meanwhile and must end well; its log goes into the file `log`."""
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [
                *CUTTINGS,
                "serve",
                "--port",
                "0",
                "--index",
                str(index),
            ],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
    assert server.stdout is not None
    try:
        line = server.stdout.readline()
        assert " at http://" in line, log.read_text("utf-8")
        yield Address(int(re.findall(r" at http://\S+?:(\d+)", line)[0]), log, server.pid)
    finally:
        server.terminate()  # not Ctrl-C, which is ignored where the tests run in the background
        server.communicate()
    assert server.returncode == 0


@contextmanager
def thread(
    app: Application,
    settings: Settings,
    limits: ConnectionLimits | None = None,
    clock: Callable[[], float] = time.monotonic,
    kind: type[Server] = Server,
) -> Iterator[Address]:
    """The product's server over any WSGI application, in a thread."""
    listener = listen("127.0.0.1", 0)
    server = kind(app, listener, settings, limits, clock)
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            server.asyncore.loop(timeout=1, map=server._map, count=1)

    running = threading.Thread(target=loop)
    running.start()
    try:
        yield Address(listener.getsockname()[1])
    finally:
        stop.set()
        server.pull_trigger()
        running.join()
        server.task_dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()
