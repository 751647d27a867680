"""What readers see of a cluster that hangs, or has lost a machine: the whole answer or an error that says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.publication import ClusterPublication, ClusterShape
from index.errors import ClusterUnavailable
from index.store.snapshot import open_snapshot
from search.cluster.engine import open_cluster
from search.cluster.served import KeptKnowledge
from search.engine import Engine
from search.options import Options
from search.query import Query
from search.words.aliases import Aliases
from tests.plain.articles import archive
from tests.plain.publishing import publish
from tools.opensearch.local_cluster import LocalCluster
from web.site.app import create_app

HARBOUR = Query("harbour", per_page=100)


def client_of(cluster: LocalCluster, folder: Path) -> ClusterClient:
    hosts = ",".join(address.removeprefix("http://") for address in cluster.addresses)
    return ClusterClient(read_address(f"opensearch://{hosts}/{folder.parent.name.replace('_', '-')}"))


def engine_of(cluster: LocalCluster, folder: Path, seconds: float) -> Engine:
    """An engine over what is published of a folder, with so much time for an answer."""
    options = Options(aliases=Aliases())
    beside = KeptKnowledge(folder.with_name("words"), options)
    return open_cluster(client_of(cluster, folder), beside, seconds=seconds, options=options)


def published(cluster: LocalCluster, folder: Path, shape: ClusterShape) -> Engine:
    """The engine over an archive that is published now, with more time than a busy machine needs."""
    publish(folder, [record.article for record in archive(7)])
    ClusterPublication(client_of(cluster, folder), open_snapshot(folder), shape).publish()
    cluster.wait()
    return engine_of(cluster, folder, 12.0)


def test_a_machine_that_hangs_is_an_error_in_time(node: LocalCluster, tmp_path: Path) -> None:
    engine = published(node, tmp_path / "index", ClusterShape(1, 0))
    before = engine.search(HARBOUR)
    assert before.total
    hurried = engine_of(node, tmp_path / "index", 0.2)
    client = create_app(hurried).test_client()
    node.pause(1)
    try:
        with pytest.raises(ClusterUnavailable, match="does not answer in time"):
            hurried.search(HARBOUR)
        page = client.get("/search?q=harbour")
        assert page.status_code == 503
        assert "The archive does not answer just now" in page.text
        told = client.get("/health")
        assert told.status_code == 503
        assert {"ok": False, "engine": "opensearch", "nodes": None, "green": False}.items() <= orjson.loads(
            told.data
        ).items()
        assert "does not answer in time" in orjson.loads(told.data)["problem"]
    finally:
        node.resume(1)
    assert engine.search(HARBOUR).total == before.total


@contextmanager
def answering(status: int, told: object) -> Iterator[ClusterClient]:
    """A client of something that answers every request so, for what a real cluster says in some milliseconds alone."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = orjson.dumps(told)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield ClusterClient(read_address(f"opensearch://127.0.0.1:{server.server_port}/news"))
        finally:
            server.shutdown()


def by_itself(kind: str, reason: str = "CurrentState[RECOVERING]") -> dict[str, object]:
    """An error of one part of an index."""
    return {"root_cause": [{"type": kind, "reason": reason}], "type": kind, "reason": reason}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, by_itself("illegal_index_shard_state_exception")),
        (404, by_itself("shard_not_found_exception")),
        (404, by_itself("index_shard_recovering_exception")),
        (400, by_itself("illegal_argument_exception", "no data nodes with criteria [SGS] found for shard: [news][0]")),
        (
            500,
            {
                "root_cause": [],
                "type": "search_phase_execution_exception",
                "reason": "",
                "caused_by": {"type": "node_not_connected_exception", "reason": "[node-3] Node not connected"},
            },
        ),
    ],
    ids=["no state for it", "not there", "being copied", "gone since", "connection lost"],
)
def test_what_a_machine_that_goes_or_comes_does_is_a_pause(status: int, error: dict[str, object]) -> None:
    with answering(status, {"error": error, "status": status}) as client, pytest.raises(ClusterUnavailable):
        client.ask("GET", "/news-state/_doc/published", allowed=(404,))


@pytest.mark.parametrize("told", [{"found": False}, {"error": {"type": "index_not_found_exception"}}])
def test_what_is_not_there_is_none(told: object) -> None:
    with answering(404, told) as client:
        assert client.ask("GET", "/news-state/_doc/published", allowed=(404,)) is None
