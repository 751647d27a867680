"""What readers see of a cluster that hangs, or has lost a machine: the whole answer or an error that says so."""

from __future__ import annotations

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
