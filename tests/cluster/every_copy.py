"""Each copy of each document of an archive, asked by itself and held against what was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from index.cluster.documents import ArchiveDocuments
from index.store.snapshot import Snapshot
from tests.cluster.publications import state_of
from tools.opensearch.local_cluster import LocalCluster, ask

_STORED = {"keyword", "integer", "long", "boolean"}  # types of fields that have values beside the source


def wrong_in_copies(cluster: LocalCluster, name: str, snapshot: Snapshot, copies: int = 2) -> list[str]:
    """What a copy has that is not what was published of a snapshot, or lacks of it; also where a part has not so many
    copies."""
    archive = ArchiveDocuments(snapshot)
    published = {one.place.key: orjson.loads(one.fields) for one in archive.documents(list(archive.places()))}
    node = next(node.address for node in cluster.nodes if node.runs)
    ask(node, "/_cluster/health?wait_for_no_relocating_shards=true&timeout=25s")  # a copy that moves is not asked
    state = state_of(node, name)
    index, number = state["articles"], state["generation"]
    properties = ask(node, f"/{index}/_mapping")[index]["mappings"]["properties"]
    stored = [name for name, of in properties.items() if of.get("type") in _STORED and of.get("doc_values", True)]
    problems: list[str] = []
    seen: dict[str, int] = dict.fromkeys(published, 0)
    for where in _copies(node, index):
        for hit in _documents(node, index, number, where, stored):
            key = hit["_id"].rpartition("@")[0]
            source = {field: value for field, value in hit["_source"].items() if field not in ("since", "until")}
            if source != published.get(key):
                problems.append(f"{where}: the source of {key}")
            values = {field: hit.get("fields", {}).get(field, []) for field in stored}
            if values != {field: _values(hit["_source"].get(field, [])) for field in stored}:
                problems.append(f"{where}: the values of {key}")
            seen[key] = seen.get(key, 0) + 1
        problems += _unfound(node, index, number, where)
    return problems + [f"{count} copies of {key}" for key, count in seen.items() if count != copies]


def _copies(node: str, index: str) -> Iterator[str]:
    """Each copy of each part, as a search is sent to it alone."""
    for copies in ask(node, f"/{index}/_search_shards")["shards"]:
        for copy in copies:
            yield f"_shards:{copy['shard']}|_only_nodes:{copy['node']}"


def _search(node: str, index: str, number: int, where: str, body: dict[str, Any], *more: dict[str, Any]) -> Any:
    filters = [{"range": {"since": {"lte": number}}}, {"range": {"until": {"gt": number}}}, *more]
    path = f"/{index}/_search?preference={where}&allow_partial_search_results=false"
    return ask(node, path, {"query": {"bool": {"filter": filters}}, **body}, method="POST")


def _documents(node: str, index: str, number: int, where: str, fields: list[str]) -> list[Any]:
    """The documents of a copy that a generation has, with their values."""
    found = _search(node, index, number, where, {"size": 10_000, "docvalue_fields": fields})
    return list(found["hits"]["hits"])


def _unfound(node: str, index: str, number: int, where: str) -> list[str]:
    """Where a copy does not find its documents by their words: each position has the term `/`."""
    body = {"size": 0, "track_total_hits": True}
    totals = [
        _search(node, index, number, where, body, *more)["hits"]["total"]["value"]
        for more in ((), ({"term": {"body": "/"}},))
    ]
    return [] if totals[0] == totals[1] else [f"{where}: {totals[1]} of {totals[0]} are found by words"]


def _values(value: Any) -> list[Any]:
    """The values that a field of a document has beside its source."""
    values = value if isinstance(value, list) else [value]
    return sorted(set(values)) if any(isinstance(each, str) for each in values) else sorted(values)
