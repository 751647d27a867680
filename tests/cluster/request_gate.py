"""A gate before a node of a cluster: it lets requests through, and at one of them ends the process that asked.

The process is ended by SIGKILL, and knows of nothing: before the node has the request, while it works on it, or when it
has answered and nobody has heard.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http.client import HTTPResponse
from typing import IO


class Moment(Enum):
    """When a process is ended."""

    BEFORE = "before the node has the request"
    MEANWHILE = "while the node works on it"
    BEHIND = "when the node has answered"


class RequestGate:
    """Passes requests on to a node at an address (`http://host:port`), and counts them; see `gate`."""

    def __init__(self, address: str) -> None:
        host, _, port = address.removeprefix("http://").partition(":")
        self._node = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._shut = False
        self._end: Callable[[], None] = lambda: None
        self._at, self._moment = 0, Moment.BEFORE
        self.requests: list[str] = []
        """The first lines of what was asked."""

    @property
    def host(self) -> str:
        """Where it listens, as host:port."""
        host, port = self._listening.getsockname()
        return f"{host}:{port}"

    def set(self, at: int, moment: Moment, end: Callable[[], None]) -> None:
        """Count from 1 again; at request `at` call `end`, which ends the process, and let nothing through any more. 0
        is none."""
        with self._lock:
            self.requests = []
            self._shut = False
            self._at, self._moment, self._end = at, moment, end

    def serve(self) -> None:
        """Take connections until the gate is closed."""
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _pass(self, connection: socket.socket) -> None:
        """Requests of one connection and their answers, one after the other."""
        with suppress(OSError), connection, socket.create_connection(self._node) as node:
            incoming = connection.makefile("rb")
            while request := _message(incoming):
                if not self._through(request, connection, node):
                    return

    def _through(self, request: bytes, connection: socket.socket, node: socket.socket) -> bool:
        with self._lock:
            if self._shut:
                return False
            self.requests.append(request.partition(b"\r\n")[0].decode())
            struck = len(self.requests) == self._at
            self._shut = struck
        moment = self._moment if struck else None
        if moment is Moment.BEFORE:
            self._end()
            return False
        node.sendall(request)
        if moment is Moment.MEANWHILE:
            self._end()
        answer = HTTPResponse(node, method=request.split(b" ", 1)[0].decode())
        answer.begin()
        body = answer.read()
        if moment is Moment.BEHIND:
            self._end()
        if struck:
            return False
        head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        head += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in _FRAMING]
        head += [f"content-length: {len(body)}", "", ""]
        connection.sendall("\r\n".join(head).encode() + body)
        return True


_FRAMING = {"content-length", "transfer-encoding"}


def _message(incoming: IO[bytes]) -> bytes:
    """One request as it came; nothing at the end of the connection."""
    head, length = b"", 0
    while line := incoming.readline():
        head += line
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if line == b"\r\n":
            return head + incoming.read(length)
    return b""


@contextmanager
def gate(address: str) -> Iterator[RequestGate]:
    """A gate before the node at an address, until the context is left."""
    made = RequestGate(address)
    serving = threading.Thread(target=made.serve)
    serving.start()
    try:
        yield made
    finally:
        made.close()
        serving.join()
