"""What is told of each request? Figures at /metrics, and in a log of JSON a line; never a question, never who asked."""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, abort, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from index.settings import Settings
from web import paths, shelf
from web.serving.lanes import REFUSED
from web.serving.mount import DIRECT, REQUEST_ID

_LOG = logging.getLogger("cuttings.requests")
# Seconds: a page of 10,000 articles takes 0.004, one of a million 0.016, and a search is ended after 2.
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 30.0)


class _ArchiveFigures(Collector):
    """What is known of the archive, asked at the moment of the scrape."""

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()  # else it would be asked when the registry is made, before there is a request

    def collect(self) -> Iterable[GaugeMetricFamily]:
        status = shelf.status()
        health, last = status.health, status.last
        answers = health.error is None
        yield _gauge("ready", "Whether questions are answered.", answers)
        yield _gauge("healthy", "Whether they are answered from the newest index.", health.ok)
        yield _gauge("reindex_running", "Whether a reindex is running.", status.running is not None)
        if answers:
            yield _gauge("articles", "Articles in the index.", health.articles)
            yield _gauge("generation", "The state of the index that answers.", float(health.generation or 0))
            yield _gauge("published_timestamp_seconds", "When it was published.", _seconds(health.published_at))
            lacking = GaugeMetricFamily("cuttings_articles_without", "Articles that lack something.", labels=["what"])
            for what, count in (
                ("date", status.undated),
                ("publisher", status.without_publisher),
                ("byline", status.without_byline),
                ("text", status.empty),
            ):
                lacking.add_metric([what], count)
            yield lacking
        if last:
            yield _gauge("last_reindex_timestamp_seconds", "When the last reindex began.", _seconds(last.at))
            yield _gauge("last_reindex_seconds", "How long it took.", last.seconds)
            yield _gauge("last_reindex_skipped", "What it found and left out.", last.skipped)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"cuttings_{name}", told, value=float(value))


def _seconds(stated: str) -> float:
    """A time of ISO 8601 in seconds since 1970; 0 where it is none."""
    try:
        return datetime.fromisoformat(stated).timestamp()
    except ValueError:
        return 0.0


def archive_figures() -> bytes:
    """What /metrics says of the archive of the application that is handling a request."""
    registry = CollectorRegistry()
    registry.register(_ArchiveFigures())
    return generate_latest(registry)


def answer_figures(app: Flask) -> None:
    """Let `app` say at /metrics what is known of its archive, for the process that counts the requests."""

    @app.get(paths.METRICS)
    def metrics() -> Response:
        return Response(archive_figures(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@dataclass(frozen=True, slots=True)
class OtherFigures:
    """Where figures come from that are no requests': of the archive, and of the processes that answer, where there are
    several."""

    archive: Callable[[], bytes] = archive_figures
    processes: Collector | None = None


def measure(
    app: Flask, settings: Settings, other: OtherFigures, clock: Callable[[], float] = time.perf_counter
) -> None:
    """Count and time the requests of `app`, tell them to the log, and answer /metrics.

    To be called before anything else looks at requests, so that those that are refused count, too. A time ends where
    the reply begins: exports are sent while they are made.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    if other.processes:
        registry.register(other.processes)
    requests = Counter("cuttings_requests", "Requests that were answered.", ["route", "status"], registry=registry)
    refused = Counter("cuttings_refused", "Requests that found no place in time.", ["lane"], registry=registry)
    seconds = Histogram(
        "cuttings_request_seconds", "Time to a reply's beginning.", ["route"], registry=registry, buckets=_BUCKETS
    )

    @app.before_request
    def begin() -> None:
        g.begun = clock()

    @app.after_request
    def end(response: Response) -> Response:
        took = clock() - g.begun
        route = request.url_rule.rule if request.url_rule else "none"
        requests.labels(route, str(response.status_code)).inc()
        seconds.labels(route).observe(took)
        if lane := request.environ.get(REFUSED):
            refused.labels(lane).inc()
        response.headers["X-Request-ID"] = request.environ[REQUEST_ID]
        entry = {"method": request.method, "route": route, "status": response.status_code, "seconds": round(took, 6)}
        _LOG.info("request", extra={"fields": entry})
        return response

    @app.get(paths.METRICS)
    def metrics() -> Response:
        if not (settings.token or _is_this_machine()):
            abort(403, "These figures are for the machine of the service, or for who has its token.")
        return Response(generate_latest(registry) + other.archive(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _is_this_machine() -> bool:
    """Whether this machine asks, and no proxy on it for somebody else."""
    try:
        return bool(request.environ[DIRECT]) and ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
