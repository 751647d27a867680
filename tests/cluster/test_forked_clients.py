"""Processes forked from one that has asked a cluster, as those of a server, get the answers to their own requests."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection

import orjson

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from tools.opensearch.local_cluster import LocalCluster

PROCESSES, REQUESTS = 4, 200


def asked(client: ClusterClient, own: int, told: Connection) -> None:
    """Tell how many of the answers are to the requests that were made."""
    right = 0
    for _ in range(REQUESTS):
        right += client.ask("GET", f"/forked/_doc/{own}")["_source"] == {"of": own}
    told.send(right)


def test_forked_processes_read_their_own_answers(node: LocalCluster) -> None:
    client = ClusterClient(read_address(f"opensearch://{node.addresses[0].removeprefix('http://')}/forked"))
    client.ask("PUT", "/forked", {})
    client.bulk(
        ({"index": {"_index": "forked", "_id": str(own)}}, orjson.dumps({"of": own})) for own in range(PROCESSES)
    )
    context = get_context("fork")
    pairs = [context.Pipe(duplex=False) for _ in range(PROCESSES)]
    processes = [context.Process(target=asked, args=(client, own, pairs[own][1])) for own in range(PROCESSES)]
    for process in processes:
        process.start()
    for _, ours in pairs:
        ours.close()
    told = []
    for theirs, _ in pairs:
        try:
            told.append(theirs.recv())
        except EOFError:
            told.append(-1)  # it ended with an error
    for process in processes:
        process.join()
    assert told == [REQUESTS] * PROCESSES
