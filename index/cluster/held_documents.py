"""Which documents does a cluster have, and where do they come from? As it lists them, or as the last publication noted.

The note lies in the folder of the working copy. It is of one publication: where another one is published now, the
cluster is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import orjson

from index.cluster.client import ClusterClient
from index.cluster.each_copy import change_found, show_all
from index.cluster.mapping import OPEN, SINCE, UNTIL
from index.cluster.state import ClusterState
from index.errors import IndexDamaged, IndexOutdated, IndexUnreadable
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.disk import replace

NOTE = "cluster-documents"
_PAGE = 5_000  # documents that are listed at once
_WHOLE_PAGE = 256  # and with their fields, 2 MB


class DocumentOrigin(NamedTuple):
    """Where a document came from when it was last seen to be the same: the number of its segment
    (`index.cluster.word_files.segment_number`), its document there, and the number of what is laid over it."""

    segment: str
    doc: int
    overlay: int


class HeldDocument(NamedTuple):
    """A document that the cluster has: the first generation that has it, the digest of its fields, and where it came
    from; None where that is not known."""

    since: int
    digest: str
    origin: DocumentOrigin | None = None


def visible(generation: int) -> list[dict[str, Any]]:
    """The filters that let the documents of a generation through."""
    return [{"range": {SINCE: {"lte": generation}}}, {"range": {UNTIL: {"gt": generation}}}]


def take_back(client: ClusterClient, state: ClusterState) -> None:
    """Undo what a publication wrote that did not come to its end: its documents leave, those that it ended stay."""
    late = {"range": {SINCE: {"gt": state.generation}}}
    ended = {"range": {UNTIL: {"gt": state.generation, "lt": OPEN}}}
    show_all(client, state.articles)
    change_found(client, f"/{state.articles}/_delete_by_query?refresh=true", {"query": late})
    script = {"source": f"ctx._source.{UNTIL} = params.open", "params": {"open": OPEN}}
    reopened = {"query": ended, "script": script}
    change_found(client, f"/{state.articles}/_update_by_query?refresh=true", reopened)


class HeldDocuments(NamedTuple):
    """The documents of the published generation by their keys, and of those that have a key twice the others, by what
    they are called in the cluster: a request that was long on its way wrote them."""

    by_key: dict[str, HeldDocument]
    doubles: Sequence[str] = ()


def listed(client: ClusterClient, state: ClusterState) -> HeldDocuments:
    """The documents of the published generation, as the cluster lists them."""
    held: dict[str, HeldDocument] = {}
    doubles = []
    for hit in hits_of(client, state.articles, visible(state.generation)):
        key, _, since = hit["_id"].rpartition("@")
        if key in held:
            doubles.append(f"{key}@{held[key].since}")
        held[key] = HeldDocument(int(since), hit["fields"]["digest"][0])
    return HeldDocuments(held, doubles)


def hits_of(
    client: ClusterClient, index: str, filters: Sequence[dict[str, Any]], preference: str = "", *, whole: bool = False
) -> Iterator[dict[str, Any]]:
    """All documents that filters let through, with their digests; `whole` with all their fields. `preference` says of
    which copies."""
    asked, size = f"preference={preference}" if preference else "", _WHOLE_PAGE if whole else _PAGE
    after: list[Any] | None = None
    while True:
        body: dict[str, Any] = {
            "size": size,
            "query": {"bool": {"filter": list(filters)}},
            "sort": [{"id": "asc"}, {"version": "asc"}, {SINCE: "asc"}],
            "_source": whole,
            "docvalue_fields": ["digest"],
            **({"search_after": after} if after else {}),
        }
        hits = client.search(index, body, asked)["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        after = hits[-1]["sort"]


def write_note(folder: Path, state: ClusterState, held: Mapping[str, HeldDocument]) -> None:
    """Note what a publication left, for the next one."""
    rows = [(each.since, each.digest, each.origin) for each in held.values() if each.origin is not None]
    segments = sorted({origin.segment for _, _, origin in rows})
    number = {segment: place for place, segment in enumerate(segments)}
    aside = folder / f"{NOTE}.new"
    aside.unlink(missing_ok=True)
    writer = ContainerWriter(aside)
    writer.add("state", msgspec.json.encode(state.published))
    writer.add("segments", orjson.dumps(segments))
    writer.add("keys", "\n".join(held).encode())
    writer.add("since", np.array([since for since, _, _ in rows], np.uint32))
    writer.add("digest", np.array([int(digest, 16) for _, digest, _ in rows], np.uint64))
    writer.add("segment", np.array([number[origin.segment] for _, _, origin in rows], np.uint32))
    writer.add("doc", np.array([origin.doc for _, _, origin in rows], np.uint32))
    writer.add("overlay", np.array([origin.overlay for _, _, origin in rows], np.uint64))
    writer.close()
    replace(aside, folder / NOTE)


def noted(folder: Path, state: ClusterState) -> dict[str, HeldDocument] | None:
    """What the last publication noted, where it is the one that is published; else None."""
    try:
        container = Container(folder / NOTE)
        container.prove()
        if container.array("state").tobytes() != msgspec.json.encode(state.published):
            return None
        segments = orjson.loads(container.array("segments").tobytes())
        keys = container.array("keys").tobytes().decode().split("\n")
        columns = [container.array(name).tolist() for name in ("since", "digest", "segment", "doc", "overlay")]
    except (IndexDamaged, IndexOutdated, IndexUnreadable, FileNotFoundError):
        return None
    if len(keys) != len(columns[0]):
        return None
    return {
        key: HeldDocument(since, f"{digest:016x}", DocumentOrigin(segments[segment], doc, overlay))
        for key, since, digest, segment, doc, overlay in zip(keys, *columns, strict=True)
    }
