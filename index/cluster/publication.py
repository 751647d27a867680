"""How does a generation get into a cluster? As the documents that are new in it; readers see none of them before the
state says so.

Each document has the generations that it is of, from `since` up to `until`. A publication writes what is new with the
next number, ends what is not of it any more, and makes both visible in every copy; then one document, the state, names
the number. Who was killed in between leaves documents of a number that nobody reads: the next publication takes them
back first.

    write the files               immutable, named by their content
    write new documents           since = next, until = OPEN
    copy a new index              which is filled without copies (`shard_copies`); each copy is proved
    end old documents             until = next; readers of the number before still see them
    refresh, count                every copy has them all
    commit                        readers go over to the number
    clean                         what ended before the oldest number of the last ten minutes, files that are not needed
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname
from typing import Any

import orjson
from xxhash import xxh3_64_hexdigest

from index.cluster.clause_limit import allow_clauses
from index.cluster.client import ClusterClient
from index.cluster.documents import ArchiveDocuments, ClusterDocument, DocumentPlace
from index.cluster.each_copy import change_found, counted_in_copies, show_all
from index.cluster.files import FileStore
from index.cluster.held_documents import (
    DocumentOrigin,
    HeldDocument,
    HeldDocuments,
    listed,
    noted,
    take_back,
    visible,
    write_note,
)
from index.cluster.mapping import ARTICLES_INDEX, LAYOUT, OPEN, SINCE, UNTIL, articles, index_name
from index.cluster.shard_copies import add_copies, prove_copies
from index.cluster.state import ClusterState, claim, commit, lasting
from index.cluster.word_files import segment_number
from index.cluster.working_copy import writer_of
from index.errors import ClusterUnavailable
from index.store.snapshot import Snapshot

_TOGETHER = 1_024  # documents that are looked at at once


@dataclass(frozen=True, slots=True)
class ClusterShape:
    """Into how many `shards` an archive is divided, and how many further copies (`replicas`) each has. They hold for an
    index that is made; with `anew` one is made in any case."""

    shards: int = 1
    replicas: int = 1
    anew: bool = False


@dataclass(frozen=True, slots=True)
class PublishedDocuments:
    """What a publication did: its `generation` in the cluster, and how many documents it wrote, ended and kept."""

    generation: int
    written: int
    ended: int
    kept: int


def source_of(snapshot: Snapshot) -> str:
    """A number of a generation of a working copy; another generation, or that of another copy, has another."""
    numbers = [segment_number(segment) for segment in snapshot.segments]
    return str(xxh3_64_hexdigest(repr((snapshot.record, numbers)).encode()))


class _OtherDocuments(ClusterUnavailable):
    """The cluster does not have the documents that it should."""


class ClusterPublication:
    """One publication of a `snapshot` to a cluster; see the module's head. `advanced` hears of documents that were
    looked at."""

    def __init__(
        self,
        client: ClusterClient,
        snapshot: Snapshot,
        shape: ClusterShape = ClusterShape(),
        advanced: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._snapshot = snapshot
        self._shape = shape
        self._advanced = advanced
        self._files = FileStore(client, shape.replicas)
        self._written = 0
        self._after: dict[str, HeldDocument] = {}

    def publish(self) -> PublishedDocuments:
        """Publish. Raises ClusterUnavailable, ClusterRefused, IndexLocked and IndexDamaged; then readers see what was
        published before."""
        try:
            return self._published(noted)
        except _OtherDocuments:
            # A request that was long on its way came behind what is noted: what is there is told by a list alone.
            self._written, self._after = 0, {}
            return self._published(lambda *_: None)

    def _published(self, known: Callable[[Path, ClusterState], dict[str, HeldDocument] | None]) -> PublishedDocuments:
        """Publish, where `known` may tell of what the cluster has."""
        owner = f"{gethostname()}:{self._snapshot.folder.absolute()}"
        claimed = claim(self._client, owner, self._shape.replicas)
        allow_clauses(self._client)
        before = claimed.state
        number = before.claim.number if before.claim else 0
        self._take_out_strange(before)
        new_index = self._shape.anew or not before.generation or before.layout != LAYOUT
        if new_index:
            files = self._files.put(self._snapshot, {})
            doubles: Sequence[str] = ()
            name, held = self._filled(number), dict[str, HeldDocument]()
        else:
            files = self._files.put(self._snapshot, before.files)
            name = before.articles
            take_back(self._client, before)
            told = known(self._snapshot.folder, before)
            held, doubles = listed(self._client, before) if told is None else HeldDocuments(told)
            self._client.bulk(self._changes(name, number, held))
        old = [f"{key}@{one.since}" for key, one in held.items() if self._ends(key, one)]
        self._client.bulk(_ending(name, each, number) for each in (*old, *doubles))
        show_all(self._client, name)
        self._prove(name, number)
        created = datetime.now(UTC).isoformat(timespec="microseconds")
        source, former = source_of(self._snapshot), () if new_index else lasting(before)
        writer = writer_of(self._snapshot.folder)
        new = ClusterState(
            *(LAYOUT, number, name, len(self._after), created, files, source), writer=writer, former=former
        )
        commit(self._client, new, claimed, self._shape.replicas)
        write_note(self._snapshot.folder, new, self._after)
        with suppress(ClusterUnavailable):  # it is published, and the next publication cleans up
            self._clean(new, before)
        return PublishedDocuments(number, self._written, len(old), len(self._after) - self._written)

    def _ends(self, key: str, one: HeldDocument) -> bool:
        return key not in self._after or self._after[key].since != one.since

    def _filled(self, number: int) -> str:
        """Make an index of all articles that nobody reads yet, with its copies, and return its name.

        Where a node is lost before there are copies, what it had is lost, too: then all is written again, this time
        with copies from the first document on.
        """
        try:
            name = self._new_index(number, 0)
            self._client.bulk(self._changes(name, number, {}))
            show_all(self._client, name)
            add_copies(self._client, name, self._shape.replicas)
            prove_copies(self._client, name, len(self._after))
        except ClusterUnavailable:
            if not self._shape.replicas:
                raise
            self._after.clear()
            self._written = 0
            name = self._new_index(number, self._shape.replicas)
            self._client.bulk(self._changes(name, number, {}))
        return name

    def _new_index(self, number: int, replicas: int) -> str:
        """Make an index of articles that nobody reads yet, and return its name."""
        name = f"{index_name(self._client.address.name, ARTICLES_INDEX)}-{number}"
        self._client.ask("DELETE", f"/{name}", allowed=(404,))
        self._client.ask("PUT", f"/{name}", articles(self._shape.shards, replicas))
        return name

    def _changes(
        self, name: str, number: int, held: Mapping[str, HeldDocument]
    ) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The documents that the cluster does not have as they are now; `_after` is filled with all."""
        archive = ArchiveDocuments(self._snapshot)
        segments = [segment_number(segment) for segment in self._snapshot.segments]
        unsure: list[DocumentPlace] = []

        def written() -> Iterator[tuple[dict[str, Any], bytes]]:
            for document in archive.documents(unsure):
                place = document.place
                origin = DocumentOrigin(segments[place.segment], place.doc, place.overlay)
                old = held.get(place.key)
                if old is not None and old.digest == document.digest:
                    self._after[place.key] = old._replace(origin=origin)
                    continue
                self._after[place.key] = HeldDocument(number, document.digest, origin)
                self._written += 1
                yield _creation(name, document, number)

        looked_at = 0
        for looked_at, place in enumerate(archive.places(), 1):
            old = held.get(place.key)
            origin = DocumentOrigin(segments[place.segment], place.doc, place.overlay)
            if old is not None and old.origin == origin:
                self._after[place.key] = old
            else:
                unsure.append(place)
            if looked_at % _TOGETHER == 0:
                yield from written()
                unsure.clear()
                self._advanced(_TOGETHER)
        yield from written()
        self._advanced(looked_at % _TOGETHER)

    def _prove(self, name: str, number: int) -> None:
        """Raises ClusterUnavailable where the cluster does not hold just the documents that it was given, in each of
        its copies."""
        found = counted_in_copies(self._client, name, visible(number), SINCE)
        if found != Counter(one.since for one in self._after.values()):
            raise _OtherDocuments(
                f"the cluster holds {sum(found.values()):,} documents in the place of {len(self._after):,}"
            )

    def _take_out_strange(self, before: ClusterState) -> None:
        """Remove indices of articles that a publication made which did not come to its end."""
        stem = f"{index_name(self._client.address.name, ARTICLES_INDEX)}-"
        for name in self._client.ask("GET", f"/{stem}*"):
            if name != before.articles and name.removeprefix(stem).isdigit():
                self._client.ask("DELETE", f"/{name}", allowed=(404,))

    def _clean(self, new: ClusterState, before: ClusterState) -> None:
        """Take out what no reader can be at: documents that ended before the oldest generation that can be read, files
        that neither this one nor the one before has, and the index of articles of another layout."""
        oldest = min((one.number for one in new.former), default=new.generation)
        gone = {"query": {"range": {UNTIL: {"lte": oldest}}}}
        change_found(self._client, f"/{new.articles}/_delete_by_query?refresh=false", gone)
        self._files.keep({*new.files.values(), *before.files.values()})
        if before.articles and before.articles != new.articles:
            self._client.ask("DELETE", f"/{before.articles}", allowed=(404,))


def _creation(name: str, document: ClusterDocument, number: int) -> tuple[dict[str, Any], bytes]:
    action = {"index": {"_index": name, "_id": f"{document.place.key}@{number}"}}
    return action, document.fields[:-1] + b',"%b":%d,"%b":%d}' % (SINCE.encode(), number, UNTIL.encode(), OPEN)


def _ending(name: str, old: str, number: int) -> tuple[dict[str, Any], bytes]:
    return {"update": {"_index": name, "_id": old, "retry_on_conflict": 3}}, orjson.dumps({"doc": {UNTIL: number}})
