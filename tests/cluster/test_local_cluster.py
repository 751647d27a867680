"""The cluster of the tests is a real one: it counts what it was given, loses a node, and has it back."""

from __future__ import annotations

import pytest

from tools.opensearch.local_cluster import LocalCluster, ask

SHARDS = {"settings": {"number_of_shards": 3, "number_of_replicas": 1}}
WHOLE = "/numbers/_search?allow_partial_search_results=false"


def count(address: str) -> int:
    answer = ask(address, WHOLE, {"size": 0, "track_total_hits": True}, method="POST")
    assert answer["_shards"]["successful"] == answer["_shards"]["total"]
    return int(answer["hits"]["total"]["value"])


def test_a_node_is_lost_and_comes_back(cluster: LocalCluster) -> None:
    first = cluster.addresses[0]
    ask(first, "/numbers", SHARDS, method="PUT")
    for number in range(30):
        ask(first, f"/numbers/_doc/{number}", {"number": number}, method="PUT")
    ask(first, "/numbers/_refresh", method="POST")
    cluster.wait()
    assert count(first) == 30
    cluster.kill(2)
    with pytest.raises(OSError):
        ask(cluster.addresses[1], "/")
    assert count(first) == 30
    cluster.start(2)
    cluster.wait()
    assert [count(address) for address in cluster.addresses] == [30, 30, 30]
    ask(first, "/numbers", method="DELETE")
