"""Do all copies of an archive in a cluster have what was written? A search asks one of each part; here all."""

from __future__ import annotations

from collections import Counter
from time import sleep
from typing import Any

from index.cluster.client import ClusterClient
from index.errors import ClusterUnavailable

_PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 3.0, 3.0)  # seconds, in which a copy that is away is left out
_MOST_NUMBERS = 65_536


def each_copy(client: ClusterClient, index: str) -> list[tuple[int, str]]:
    """Each copy of each part that searches are sent to: the number of the part, and the `preference` by which the copy
    alone is asked."""
    routed = client.ask("GET", f"/{index}/_search_shards")["shards"]
    return [
        (copy["shard"], f"_shards:{copy['shard']}|_only_nodes:{copy['node']}")
        for copies in routed
        for copy in copies
        if copy["state"] == "STARTED"
    ]


def show_all(client: ClusterClient, index: str) -> None:
    """Let searches of every copy see all that was written. Raises ClusterUnavailable where one does not: it stays in
    use, and would show what was before."""
    failed = 0
    for pause in _PAUSES:
        sleep(pause)
        failed = client.ask("POST", f"/{index}/_refresh")["_shards"]["failed"]
        if not failed:
            return
    raise ClusterUnavailable(f"{failed} copies in {client.address} do not show what was written")


def counted_in_copies(client: ClusterClient, index: str, filters: list[dict[str, Any]], field: str) -> dict[int, int]:
    """How many documents that filters let through have each number in a field, the same in each copy.

    Raises ClusterUnavailable where copies of a part differ, or do not answer.
    """
    for pause in _PAUSES[1:]:
        try:
            return _counted(client, index, filters, field)
        except ClusterUnavailable:  # a copy that was lost since it was listed
            sleep(pause)
    return _counted(client, index, filters, field)


def _counted(client: ClusterClient, index: str, filters: list[dict[str, Any]], field: str) -> dict[int, int]:
    body = {
        "size": 0,
        "query": {"bool": {"filter": filters}},
        "aggs": {"numbers": {"terms": {"field": field, "size": _MOST_NUMBERS}}},
    }
    parts: dict[int, dict[int, int]] = {}
    for part, preference in each_copy(client, index):
        buckets = client.search(index, body, f"preference={preference}")["aggregations"]["numbers"]["buckets"]
        counts = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        if parts.setdefault(part, counts) != counts:
            raise ClusterUnavailable(f"two copies of a part of {index} in {client.address} differ")
    return dict(sum((Counter(counts) for counts in parts.values()), Counter()))


def change_found(client: ClusterClient, path: str, body: dict[str, Any]) -> None:
    """Delete or update by a query. What another request has changed meanwhile is left to it; raises ClusterUnavailable
    where anything else was left out."""
    failures = client.ask("POST", f"{path}&conflicts=proceed", body)["failures"]
    if failures:
        raise ClusterUnavailable(f"the cluster {client.address} left out {len(failures)} changes")
