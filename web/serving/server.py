"""How are connections kept? Waitress with lanes, and with an end to connections that idle, drip or do not read."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask

from index.settings import Settings
from web import urls
from web.serving.dispatcher import Dispatcher
from web.serving.lanes import OPEN_LANE, REFUSED, lane_of, lanes
from web.serving.log import Seldom
from web.serving.mount import prefix_of
from web.serving.proxies import ForwardingInvalid, TrustedProxies
from web.serving.security import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How long a connection may take, in seconds, and how many there are.

    `request`: from a request's first byte to its last; `idle`: between two requests; `stalled`: without taking a byte
    of a reply; `reply`: from a request to the last byte of its reply, where the client is what it waits for.
    """

    request: float = 20.0
    idle: float = 60.0
    stalled: float = 60.0
    reply: float = 600.0
    connections: int = 500  # select() cannot watch more than 1,024 files


class _Parser(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # from urlsplit, for an address such as `http://[/`
            raise ParsingError("The address cannot be read.") from error


class _Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[REFUSED] = self.channel.refused
        return environ


class _Unread(ErrorTask):
    """The reply to a request that cannot be read, with the headers of every reply."""

    def execute(self) -> None:
        self.response_headers.extend({**HEADERS, "Cache-Control": "no-store"}.items())
        super().execute()


class Channel(HTTPChannel):
    """A connection, which knows its lane and client and since when it owes or is owed something."""

    parser_class = _Parser
    task_class = _Task
    error_task_class = _Unread
    refused = ""

    def __init__(self, server: Server, *args: Any, **kw: Any) -> None:
        self._clock = server.clock
        self.rested = self._began = self._started = self._moved = self._clock()
        super().__init__(server, *args, **kw)

    @property
    def lane(self) -> str:
        """The lane of the request that comes next; one that cannot be read is answered at once."""
        request = self.requests[0]
        return OPEN_LANE if request.error else lane_of(urls.inner(self.server.prefix, request.path))

    @property
    def client(self) -> str:
        """The address of whoever asks, which a trusted proxy names; what cannot be read is the proxy's own."""
        peer, headers = str(self.addr[0]), self.requests[0].headers
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
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = self._clock()
        return taken

    def service(self) -> None:
        self._started = self._clock()
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
        answered = max(self.rested, self._moved)  # the last bytes of a reply leave before it is known to have ended
        if self.request is not None:
            return now > max(self._began, answered) + limits.request
        return now > answered + limits.idle


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
