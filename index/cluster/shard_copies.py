"""Which copies of an archive's documents does a cluster keep, and how do further ones come to a new index?

An index is filled without further copies, so that each document is analysed once in the whole cluster. Then its files
are copied: no node works out anew what another one has.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from index.cluster.client import ClusterClient
from index.cluster.each_copy import each_copy
from index.errors import ClusterUnavailable

_SECONDS = 1_800.0  # until all copies are there: 72 GB at the 40 MB a second that a node sends by default
_ROUND = 20  # seconds of one request: less than a client waits


def add_copies(client: ClusterClient, index: str, replicas: int) -> None:
    """Let each part of an index that is filled have so many further copies, and wait until they are there.

    Copies for which the cluster has no node stay away, as with one node alone. Raises ClusterUnavailable.
    """
    if not replicas:
        return
    client.ask("POST", f"/{index}/_flush?force=true&wait_if_ongoing=true")  # what is in files is copied as files
    client.ask("PUT", f"/{index}/_settings", {"index": {"number_of_replicas": replicas}})
    end = monotonic() + _SECONDS
    without_node = -1
    while monotonic() < end:
        path = f"/_cluster/health/{index}?wait_for_no_initializing_shards=true&wait_for_events=languid"
        health: Any = client.ask("GET", f"{path}&timeout={_ROUND}s", allowed=(408,))
        if health is None or health["initializing_shards"]:
            without_node = -1
            continue
        # Copies wait for their turn: a node is given one a moment after the one before is there. So it is asked twice.
        if health["status"] == "green" or health["unassigned_shards"] == without_node:
            return
        without_node = health["unassigned_shards"]
    raise ClusterUnavailable(f"the cluster {client.address} does not copy {index}")


def prove_copies(client: ClusterClient, index: str, documents: int) -> None:
    """Raises ClusterUnavailable where not each copy of each part has all its documents with their fields; the index has
    so many."""
    parts: dict[int, list[int]] = {}
    body = {"size": 0, "track_total_hits": True, "query": {"exists": {"field": "digest"}}}
    for part, preference in each_copy(client, index):
        found = client.search(index, body, f"preference={preference}")
        parts.setdefault(part, []).append(found["hits"]["total"]["value"])
    if any(len(set(counts)) > 1 for counts in parts.values()) or sum(map(max, parts.values())) != documents:
        raise ClusterUnavailable(f"copies of {index} have {sorted(parts.values())} of {documents:,} documents")
