"""Does a cluster hold what was published? Every copy of every document is asked, and compared with the working copy.

A cluster may lose fields of documents, or have copies that differ, and not say so: it was seen to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from xxhash import xxh3_64_intdigest

from index.cluster.access import client_for
from index.cluster.client import ClusterClient
from index.cluster.documents import ArchiveDocuments
from index.cluster.each_copy import each_copy
from index.cluster.files import FileStore
from index.cluster.held_documents import hits_of, visible
from index.cluster.mapping import SINCE, UNTIL
from index.cluster.publication import source_of
from index.cluster.state import ClusterState, published_state
from index.settings import Settings
from index.store.snapshot import Snapshot

_LISTED = 5  # documents of a kind that are named


def verify_cluster(settings: Settings, snapshot: Snapshot) -> tuple[str, ...]:
    """What is wrong with the archive in the cluster of the settings, beside that its working copy holds a snapshot;
    nothing where each copy of each document is what the snapshot makes of its article.

    Raises IndexMissing, IndexOutdated, ClusterUnavailable and ClusterRefused.
    """
    client = client_for(settings)
    state = published_state(client)
    if state.source != source_of(snapshot):
        return ("the cluster does not have the newest generation of the working copy",)
    archive = ArchiveDocuments(snapshot)
    expected = {document.place.key: document.digest for document in archive.documents(list(archive.places()))}
    problems = list(_files(client, state))
    keys: dict[int, list[set[str]]] = {}
    for part, preference in each_copy(client, state.articles):
        found, wrong = _of_copy(client, state, preference, expected)
        problems += wrong
        keys.setdefault(part, []).append(found)
    for copies in keys.values():
        everywhere = copies[0].intersection(*copies)
        problems += _named("is missing in a copy", copies[0].union(*copies) - everywhere)
    listed = {hit["_id"].rpartition("@")[0] for hit in hits_of(client, state.articles, visible(state.generation))}
    problems += _named("is missing", expected.keys() - listed)
    problems += _named("is of no article", listed - expected.keys())
    return tuple(problems)


def _files(client: ClusterClient, state: ClusterState) -> Iterator[str]:
    lacking = {*state.files.values()} - FileStore(client).whole()
    yield from _named("is missing of the files of words and tables", lacking)


def _of_copy(
    client: ClusterClient, state: ClusterState, where: str, expected: Mapping[str, str]
) -> tuple[set[str], list[str]]:
    """The keys of the documents of a copy of a shard, and what is wrong with them."""
    keys: set[str] = set()
    cut: list[str] = []
    other: list[str] = []
    for hit in hits_of(client, state.articles, visible(state.generation), where, whole=True):
        key, fields = hit["_id"].rpartition("@")[0], hit["_source"]
        keys.add(key)
        digest = fields.get("digest")
        if _digest(fields) != digest or hit.get("fields", {}).get("digest") != [digest]:
            cut.append(key)
        elif expected.get(key, digest) != digest:
            other.append(key)
    return keys, [*_named("has lost fields in a copy", cut), *_named("is not what the working copy has", other)]


def _digest(fields: Mapping[str, Any]) -> str:
    """The digest of the fields of a document, as `index.cluster.documents` gives it."""
    own = {name: value for name, value in fields.items() if name not in ("digest", SINCE, UNTIL)}
    return f"{xxh3_64_intdigest(orjson.dumps(own, option=orjson.OPT_SORT_KEYS)):016x}"


def _named(what: str, keys: Sequence[str] | set[str]) -> list[str]:
    """One sentence for all of a kind."""
    if not keys:
        return []
    first = ", ".join(sorted(keys)[:_LISTED])
    return [f"{len(keys):,} in the cluster, each of which {what}: {first}"]
