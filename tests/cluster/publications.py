"""Archives in a cluster, for its tests: random ones, and what the cluster shows of them, asked in a way of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from index.article import Article, article_id
from index.settings import Settings
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import open_store
from tools.opensearch.local_cluster import LocalCluster, ask

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WORDS = ("council", "river", "bridge", "vote", "talk", "talks", "talking", "market", "strike", "rain", "train")


def settings_for(cluster: LocalCluster, name: str, index: Path, shards: int = 3) -> Settings:
    """Settings of an archive in the cluster, each part with a copy."""
    hosts = ",".join(address.removeprefix("http://") for address in cluster.addresses)
    return Settings(index=index, cluster=f"opensearch://{hosts}/{name}", cluster_shards=shards, cluster_replicas=1)


def article(key: str, text: str, **fields: Any) -> Article:
    """An article of that text."""
    return Article(id=article_id("made", key), key=key, path="made", text=text, title=f"About {key}", **fields)


def made(folder: Path, texts: dict[str, str], gone: set[str] = frozenset()) -> Snapshot:  # type: ignore[assignment]
    """The index in a folder after these articles came and others went."""
    with open_store(folder, now=NOW) as store:
        for key in gone:
            store.remove(article_id("made", key))
        for key, text in texts.items():
            store.add(article(key, text, language="en"))
        store.publish()
    return open_snapshot(folder)


def sentence(random: Random) -> str:
    """Some words."""
    return " ".join(random.choices(WORDS, k=random.randint(5, 40))) + "."


def state_of(node: str, name: str) -> dict[str, Any]:
    """What is published."""
    found: dict[str, Any] = ask(node, f"/{name}-state/_doc/published")["_source"]
    return found


def shown(node: str, name: str) -> tuple[int, dict[str, Any]]:
    """The generation that readers see, and by their keys its documents, but for the generations that have them."""
    state = state_of(node, name)
    number = state["generation"]
    body = {"size": 10_000, "query": {"match_all": {}}}
    hits = ask(node, f"/{state['articles']}/_search?preference=_primary", body, method="POST")["hits"]["hits"]
    rows = {}
    for hit in hits:
        fields = hit["_source"]
        since, until = fields.pop("since"), fields.pop("until")
        if since <= number < until:
            key = hit["_id"].rpartition("@")[0]
            assert key not in rows
            rows[key] = fields
    return number, rows
