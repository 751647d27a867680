"""What is said between the process that accepts requests and one that answers them? One request at a time on a link."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from search.engine import Engine
from search.health import Findings
from web.serving import log
from web.serving.mount import REQUEST_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)
BODY = "cuttings.body"  # in the environment of a request that writes: its body, a character a byte
SILENCE = 60.0  # seconds without a word after which a process is ended: a search takes 2, and an export 30 in all
_MOST_AT_ONCE = 1_000_000  # bytes of a reply that are handed on as one
_NEXT, _STOP, _PIECE, _END, _BROKEN = b"n", b"s", b"p", b"e", b"b"


class LinkBroken(Exception):
    """The process at the other end has ended. `silent`: it was ended because it said nothing for `SILENCE` seconds."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__("a process that answers has ended")
        self.silent = silent


class ReplyBroken(Exception):
    """A reply of several pieces failed after its beginning."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A request, as what of its WSGI environment is text or a number; and what is newly known of damage, or None."""

    environ: dict[str, Any]
    findings: Findings | None


@dataclass(frozen=True, slots=True)
class ReplyHead:
    """A reply with its whole body, None where pieces follow; and what is newly known of damage, or None."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes | None
    findings: Findings | None


class ProcessLink:
    """The accepting side of a connection to a process that answers, of which `lanes` may use it. For one thread at a
    time."""

    def __init__(self, connection: Connection, process: int, lanes: frozenset[str]) -> None:
        self.process = process
        self.lanes = lanes
        self.findings = Findings()
        self._connection = connection
        self._told = Findings()

    def ask(self, environ: dict[str, Any], findings: Findings) -> ReplyHead:
        """The reply to a request. Raises `LinkBroken`."""
        sent = {name: value for name, value in environ.items() if type(value) in (str, int, bool)}
        news = None if findings == self._told else findings
        try:
            self._connection.send(Handed(sent, news))
            self._told = findings
            self._await()
            head: ReplyHead = self._connection.recv()
        except (OSError, EOFError):
            raise LinkBroken from None
        if head.findings is not None:
            self.findings = head.findings
        return head

    def piece(self) -> bytes | None:
        """The next piece of a reply that has several, None at its end. Raises `LinkBroken` or `ReplyBroken`."""
        try:
            self._connection.send_bytes(_NEXT)
            self._await()
            heard = self._connection.recv_bytes()
        except (OSError, EOFError):
            raise LinkBroken from None
        if heard[:1] == _BROKEN:
            raise ReplyBroken("the reply failed in the middle; the log says why")
        return heard[1:] if heard[:1] == _PIECE else None

    def stop(self) -> None:
        """Ask for no more pieces."""
        with suppress(OSError):
            self._connection.send_bytes(_STOP)

    def close(self) -> None:
        """Let the process at the other end go, which ends when all its links are closed."""
        self._connection.close()

    def is_open(self) -> bool:
        """Whether the other end is there, while nothing is asked of it: it says nothing by itself."""
        try:
            return not self._connection.poll()
        except OSError:
            return False

    def _await(self) -> None:
        if not self._connection.poll(SILENCE):
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)  # still ours: an ended one would have closed the connection
            raise LinkBroken(silent=True)


def answer(connection: Connection, app: WSGIApplication, engine: Engine) -> None:
    """Answer what comes over a connection by `app`, whose engine is `engine`, until the other side closes it."""
    told = Findings()
    with suppress(OSError, EOFError):
        while True:
            handed: Handed = connection.recv()
            if handed.findings is not None:
                engine.heed(handed.findings)
            head, pieces = _begun(app, handed.environ)
            news = engine.findings()
            connection.send(ReplyHead(*head, None if news == told else news))
            told = news
            if pieces is not None:
                _send(connection, pieces, handed.environ[REQUEST_ID])


def _begun(
    app: WSGIApplication, environ: dict[str, Any]
) -> tuple[tuple[str, list[tuple[str, str]], bytes | None], Iterable[bytes] | None]:
    """Status, headers and body of a reply; where its length is not known, or is much, no body and the pieces."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
        begun[:] = [(status, headers)]

    body = BytesIO(environ.pop(BODY, "").encode("latin-1"))
    pieces = app(environ | {"wsgi.input": body, "wsgi.errors": sys.stderr, "wsgi.version": (1, 0)}, start)
    status, headers = begun[0]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), None)
    if length is None or length > _MOST_AT_ONCE:
        return (status, headers, None), pieces
    try:
        return (status, headers, b"".join(pieces)), None
    finally:
        _close(pieces)


def _send(connection: Connection, pieces: Iterable[bytes], identity: str) -> None:
    """Hand on the pieces of the reply to a request, each when it is asked for."""
    following: Iterator[bytes] = iter(pieces)
    try:
        while connection.recv_bytes() == _NEXT:
            try:
                piece = next(following, None)
            except Exception:
                with log.of_request(identity):
                    _LOG.exception("a reply failed after its beginning")
                connection.send_bytes(_BROKEN)
                return
            if piece is None:
                connection.send_bytes(_END)
                return
            connection.send_bytes(_PIECE + piece)
    finally:
        _close(pieces)


def _close(pieces: Iterable[bytes]) -> None:
    if close := getattr(pieces, "close", None):
        close()
