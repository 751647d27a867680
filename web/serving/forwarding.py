"""What does the accepting process answer itself? What is checked before a page is made; another makes the page."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from werkzeug.exceptions import ServiceUnavailable

from web import paths
from web.serving.exchange import BODY
from web.serving.lanes import OPEN_LANE, lane_of
from web.serving.pool import NoProcess, ProcessPool
from web.translation import noted
from web.writing import writing_route

_OURS = frozenset({paths.METRICS, paths.ADD, paths.API_ARTICLES})
_AGAIN = 5  # seconds until a client should ask again


class NoAnswer(ServiceUnavailable):
    description = noted("The process that was to answer has ended. Try again in a moment.")


def forward(app: Flask, pool: ProcessPool) -> None:
    """Let the processes of `pool` answer whatever needs the archive. To be called after the checks of requests."""

    @app.before_request
    def hand_on() -> Response | None:
        path = request.path
        if request.routing_exception or path in _OURS or path.startswith(paths.STATIC):
            return None
        environ = request.environ
        if route := writing_route(path, request.method):
            if route.at_door:
                return None
            body = request.get_data()
            environ = environ | {BODY: body.decode("latin-1"), "CONTENT_LENGTH": str(len(body))}
        try:
            head, pieces = pool.answer(environ, lane_of(path, request.method))
        except NoProcess:
            raise NoAnswer(retry_after=_AGAIN) from None
        return Response([head.body or b""] if pieces is None else pieces, head.status, head.headers)


def archive_figures(pool: ProcessPool) -> bytes:
    """What a process of `pool` says at /metrics, which is of the archive; nothing where none answers."""
    try:
        head, _ = pool.answer(request.environ, OPEN_LANE)
    except NoProcess:
        return b""
    return head.body or b""


class ProcessFigures(Collector):
    """How many processes of a pool answer, and how many have died before they were let go."""

    def __init__(self, pool: ProcessPool) -> None:
        self._pool = pool

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        running = len(self._pool.processes())
        yield GaugeMetricFamily("cuttings_processes", "Processes that answer requests.", value=running)
        yield CounterMetricFamily("cuttings_processes_lost", "Those that ended by themselves.", value=self._pool.lost)


def rehearse(app: Flask) -> None:
    """Have a page made, so that what is read and compiled for the first one is there."""
    client = app.test_client()
    for path in ("/", f"{paths.SEARCH}?q=a"):
        client.get(path).close()
