"""How are connections kept? Waitress with lanes, and with an end to connections that idle, drip or do not read."""

from __future__ import annotations

import copy
import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from index.settings import Settings
from web import urls
from web.serving.asked_forms import UNREAD
from web.serving.bodies import BodyGate
from web.serving.dispatcher import Dispatcher
from web.serving.lanes import OPEN_LANE, REFUSED, lane_of, lanes
from web.serving.log import Seldom
from web.serving.mount import prefix_of
from web.serving.proxies import ForwardingInvalid, TrustedProxies
from web.serving.security import HEADERS
from web.serving.tokens import TokenGuard

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How long a connection may take, in seconds, and how many there are.

    `request`: from a request's first byte to its last; `idle`: between two requests; `stalled`: without taking a byte
    of a reply, or sending one of a body that may be sent; `reply`: from a request to the last byte of its reply, where
    the client is what it waits for, and from the first byte of such a body to its last; `unread`: for the rest of a
    body that nobody reads, so that its client sees the reply.
    """

    request: float = 20.0
    idle: float = 60.0
    stalled: float = 60.0
    reply: float = 600.0
    unread: float = 10.0
    connections: int = 500  # select() cannot watch more than 1,024 files


class _Parser(HTTPRequestParser):
    """Reads a request; `unread`: its body is passed over. `receives`: it may bring one, and is given the time."""

    unread = receives = False
    adj: Any
    body_rcv: Any
    error: Any
    content_length: int

    def __init__(self, limit: Callable[[_Parser], int | None], adj: Adjustments) -> None:
        super().__init__(adj)
        self._limit = limit

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # from urlsplit, for an address such as `http://[/`
            raise ParsingError("The address cannot be read.") from error
        if self.body_rcv is None or (limit := self._limit(self)) is None:
            return
        self.receives = limit > 0
        if self.content_length > limit or not limit:
            self._pass_over()
        else:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = limit + 1

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if self.receives and isinstance(self.error, RequestEntityTooLarge):  # in pieces, whose sum nobody had told
            self.error = None
            self._pass_over()
        return len(data) if self.unread else taken

    def _pass_over(self) -> None:
        if self.body_rcv is not None:
            self.body_rcv.getbuf().close()
        self.body_rcv = None
        self.content_length = 0
        self.expect_continue = self.chunked = False
        self.unread = self.completed = True
        self.headers["CONTENT_LENGTH"] = "0"
        self.headers["CONNECTION"] = "close"


class _Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[REFUSED] = self.channel.refused
        environ[UNREAD] = self.request.unread
        return environ


class _Unread(ErrorTask):
    """The reply to a request that cannot be read, with the headers of every reply."""

    def execute(self) -> None:
        self.response_headers.extend({**HEADERS, "Cache-Control": "no-store"}.items())
        super().execute()


class Channel(HTTPChannel):
    """A connection, which knows its lane and client and since when it owes or is owed something."""

    task_class = _Task
    error_task_class = _Unread
    refused = ""
    close_when_flushed: bool

    def __init__(self, server: Server, *args: Any, **kw: Any) -> None:
        self._clock = server.clock
        self.rested = self._began = self._started = self._moved = self._heard = self._clock()
        self._passes_over = self._lingers = False
        super().__init__(server, *args, **kw)
        self.parser_class = partial(_Parser, self._limit)

    def _limit(self, request: _Parser) -> int | None:
        """How many bytes of a request's body are received, None: as of any."""
        gate: BodyGate = self.server.gate
        return gate.limit(request.command, request.path, lambda: self._client_of(request), request.headers)

    @property
    def lane(self) -> str:
        """The lane of the request that comes next; one that cannot be read is answered at once."""
        request = self.requests[0]
        return OPEN_LANE if request.error else lane_of(urls.inner(self.server.prefix, request.path), request.command)

    @property
    def client(self) -> str:
        """The address of whoever asks, which a trusted proxy names; what cannot be read is the proxy's own."""
        return self._client_of(self.requests[0])

    def _client_of(self, request: HTTPRequestParser) -> str:
        peer, headers = str(self.addr[0]), request.headers
        with suppress(ForwardingInvalid):
            origin = self.server.proxies.origin(peer, lambda name: headers.get(name.upper().replace("-", "_"), ""))
            return origin.client if origin else peer
        return peer

    def readable(self) -> bool:
        """False for what was closed while the loop looks around: the system would not wait for it."""
        return self.connected and bool(super().readable())

    def writable(self) -> bool:
        return self.connected and bool(super().writable())

    def received(self, data: bytes) -> bool:
        if self._lingers:
            return False
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = self._clock()
        self._heard = self._clock()
        return taken

    def handle_write(self) -> None:
        """Write what there is to write. Where the rest of a body is unread, end only this side of the connection: with
        bytes unread the system would take the reply back from the client."""
        if not (self._passes_over and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self.close_when_flushed, self._lingers = False, True
            self._moved = self._clock()
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def service(self) -> None:
        self._started = self._clock()
        self._passes_over = self._passes_over or self.requests[0].unread
        super().service()
        self.rested = self._clock()

    def _flush_some(self, *, do_close: bool = True) -> bool:
        sent: bool = super()._flush_some(do_close=do_close)
        if sent:
            self._moved = self._clock()
        return sent

    def is_late(self, now: float, limits: ConnectionLimits) -> bool:
        """Whether the connection has used up its time: what it waits for is the client, and the client does nothing."""
        if not self.outbuf_lock.acquire(blocking=False):
            return False  # a reply is just being written
        try:
            if self.total_outbufs_len:
                stalled = max(self._moved, self._started, self.rested) + limits.stalled
                return now > min(stalled, self._started + limits.reply)
        finally:
            self.outbuf_lock.release()
        if self.requests:
            return False
        return now > self._moved + limits.unread if self._lingers else self._is_slow(now, limits)

    def _is_slow(self, now: float, limits: ConnectionLimits) -> bool:
        """The same of a connection that is owed nothing."""
        answered = max(self.rested, self._moved)  # the last bytes of a reply leave before it is known to have ended
        if self.request is None:
            return now > answered + limits.idle
        began = max(self._began, answered)
        if self.request.receives:
            return now > min(began + limits.reply, self._heard + limits.stalled)
        return now > began + limits.request


class Server(TcpWSGIServer):
    """Waitress's server, which ends late connections and makes room for new ones."""

    channel_class = Channel

    def __init__(
        self,
        app: WSGIApplication,
        listener: socket.socket,
        settings: Settings,
        limits: ConnectionLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or ConnectionLimits()
        self.clock = clock
        self.prefix = prefix_of(settings)
        self.gate = BodyGate(settings, self.prefix, None)
        self.proxies = TrustedProxies.read(settings.trusted_proxies)
        self._seldom = Seldom(_LOG, clock=self.clock)
        adjusted = Adjustments(
            sockets=[listener],
            ident=None,
            connection_limit=self.limits.connections + 100,
            cleanup_interval=1,
            max_request_header_size=192 * 1024,
            max_request_body_size=1024,
            clear_untrusted_proxy_headers=False,  # `Mount` believes or removes them
            expose_tracebacks=False,
        )
        super().__init__(
            app,
            _sock=listener,
            dispatcher=Dispatcher(lanes(settings)),
            adj=adjusted,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def let_write(self, guard: TokenGuard | None) -> None:
        """Receive what the routes that write take, of those whom the guard of the application's token knows."""
        self.gate = replace(self.gate, guard=guard)

    def maintenance(self, now: float) -> None:
        """End the connections whose time is up. (Waitress waits until they can be written to, which may be never.)"""
        moment = self.clock()
        for channel in list(self.active_channels.values()):
            if channel.is_late(moment, self.limits):
                channel.handle_close()

    def handle_accept(self) -> None:
        """Take a new connection; beyond the limit the one that has rested longest makes room for it."""
        if len(self.active_channels) >= self.limits.connections:
            resting = [channel for channel in self.active_channels.values() if not channel.requests]
            if resting:
                min(resting, key=lambda channel: channel.rested).handle_close()
                self._seldom.say(f"{self.limits.connections} connections: one that rested was ended for a new one")
        super().handle_accept()
