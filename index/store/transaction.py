"""How does an index change? Built aside, then published at once; leaving without `publish` discards everything.

    with open_store(folder, now=now) as store:      # IndexLocked where another process writes
        store.remove(article_id)
        store.add(article)                          # replaces an article of the same id
        store.adopt(built)                          # a segment that a worker process built, under store.workspace
        store.attach("manifest.json", data)         # the pipeline's own file, in the same commit
        store.publish()

`index.store.publication` draws the folder. The order of `publish` is the whole of its safety: new files are written and
synced under names that no generation knows, then one file is renamed. Before the rename the old generation stands,
after it the new one; what a crash leaves behind is unreachable and removed by the next writer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from xxhash import xxh3_64_intdigest

from index.analysis.batch import BatchAnalyser
from index.article import Article
from index.errors import IndexDamaged, IndexMissing
from index.segment.arrays import sections
from index.segment.arrays.container import ContainerWriter
from index.segment.arrays.disk import private_folder, sync, sync_folder, write_synced
from index.segment.arrays.identity import identity
from index.segment.arrays.named import NewNames, write_names
from index.segment.compaction import choose, compact
from index.segment.reader import Segment, open_segment
from index.segment.writer import VOCABULARY, Built, SegmentBuilder
from index.store.leftovers import clean, keep_checkpoints, new_workspace
from index.store.lock import WriteLock
from index.store.publication import (
    ATTACHED,
    LOCK,
    SEGMENTS,
    WORK,
    AttachedEntry,
    Generation,
    SegmentEntry,
    announce,
    generation_numbers,
    publish,
)
from index.store.snapshot import Snapshot, open_snapshot, reopen
from index.store.succession import Removal, succeeding

Conclusion = Callable[[Sequence[Segment]], Mapping[str, bytes]]
"""Files that are published with a generation because they follow from its live articles, by their names. It is given
the segments before they are merged: first those of the generation before, with what is deleted since."""


class EmbeddedStore:
    """The index in a folder of this machine; see `open_store`.

    `snapshot` is the generation that is being changed, None for a new index. `workspace` is a folder on the index's
    file system where workers may build segments, `left` are those of writers that were killed before. With
    `resumable` these stay where nothing is published, and the checkpoints of this one (`index.reindex.resume`).
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: datetime,
        fresh: bool,
        known: Snapshot | None,
        analyser: BatchAnalyser,
    ) -> None:
        self._folder = folder
        self._now = now
        self._analyser = analyser
        private_folder(folder, exist_ok=True)
        self._lock = WriteLock(folder / LOCK, now)
        try:
            self.snapshot = None if fresh else _current(folder, known)
            for path in (folder / SEGMENTS, folder / ATTACHED, folder / WORK):
                private_folder(path, exist_ok=True)
            self.left = tuple(sorted((folder / WORK).iterdir()))
            self.workspace = new_workspace(folder / WORK)
        except BaseException:
            self._lock.release()
            raise
        self._builder: SegmentBuilder | None = None
        self._built: list[Built] = []
        self._removed: list[Removal] = []
        self._attached: dict[str, bytes] = {}
        self._conclusions: list[Conclusion] = []
        self._names: NewNames | None = None
        self._folders = 0
        self.resumable = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Discard what was not published and let the next writer in."""
        if self._builder is not None:
            self._builder.discard()
            self._builder = None
        if self.resumable:
            keep_checkpoints(self.workspace)
        else:
            shutil.rmtree(self._folder / WORK, ignore_errors=True)
        self._lock.release()

    def add(self, article: Article) -> None:
        """Add an article, in the place of one with the same id."""
        if self._builder is None:
            self._builder = SegmentBuilder(self._new_folder(), analyser=self._analyser, dictionary=self._dictionary())
        self._builder.add(article)

    def add_many(self, articles: Iterable[Article]) -> None:
        """`add` for each of `articles`."""
        for article in articles:
            self.add(article)

    def remove(self, article_id: str) -> None:
        """Leave an article out; no matter where there is none. What is added afterwards stays."""
        if self._builder is not None:
            self._builder.remove(article_id)
        self._removed.append(Removal(identity(article_id), len(self._built)))

    def adopt(self, built: Built) -> None:
        """Take in a segment built under `workspace`; its articles replace those with the same ids."""
        self._finish_builder()
        self._built.append(built)

    def attach(self, name: str, data: bytes) -> None:
        """Publish `data` under `name` with the next generation; files not attached anew are carried over."""
        self._attached[name] = data

    def conclude(self, conclude: Conclusion) -> None:
        """Publish with the next generation what follows from all its segments, besides what does so already."""
        self._conclusions.append(conclude)

    def name(self, names: NewNames) -> None:
        """Publish what is added from now on under other ids than those that it was added with."""
        self._names = names

    def publish(self) -> int:
        """Make everything visible at once and return the generation's number.

        Raises IndexDamaged, with everything as it was, where a byte that it would write anew is not what was written.
        """
        self._finish_builder()
        number = max(generation_numbers(self._folder), default=0) + 1
        with self._naming_generation():
            segments = self._succeeding()
            for conclude in self._conclusions:
                self._attached |= conclude(segments)
            segments = self._compacted(segments)
        announce(self._folder, number)
        living = [segment for segment in segments if segment.live_count]
        placed = [self._place(segment, number, place) for place, segment in enumerate(living)]
        sync(self._folder / SEGMENTS)
        attached = self._publish_attached(number)
        publish(self._folder, Generation(number, self._now.isoformat(timespec="seconds"), tuple(placed), attached))
        clean(self._folder, {number, self.snapshot.generation if self.snapshot else number})
        self.snapshot = _current(self._folder, self.snapshot)
        self._built, self._removed, self._attached, self._names = [], [], {}, None
        self._conclusions = []
        self.resumable = False
        return number

    @contextmanager
    def _naming_generation(self) -> Iterator[None]:
        """What is found damaged while it is read to be written anew is of the generation that is being changed."""
        try:
            yield
        except IndexDamaged as error:
            if self.snapshot is None:
                raise
            raise IndexDamaged(f"generation {self.snapshot.generation} is damaged: {error.what}") from error

    def _finish_builder(self) -> None:
        builder, self._builder = self._builder, None
        if builder is not None and (built := builder.finish()) is not None:
            self._built.append(built)

    def _dictionary(self) -> bytes:
        """A compression dictionary of the largest segment, or nothing."""
        segments = self.snapshot.segments if self.snapshot else ()
        largest = max(segments, key=lambda segment: segment.doc_count, default=None)
        if largest is None:
            return b""
        with self._naming_generation():
            largest.container.check(sections.DICTIONARIES)
        return next(iter(largest.articles.dictionaries.values()), b"")

    def _new_folder(self) -> Path:
        self._folders += 1
        return self.workspace / f"new-{self._folders}"

    def _succeeding(self) -> list[Segment]:
        """All segments, old and new, in order."""
        old = self.snapshot.segments if self.snapshot else ()
        new = [self._named(open_segment(built.path)) for built in self._built]
        return succeeding(old, new, self._removed)

    def _named(self, segment: Segment) -> Segment:
        """A segment that was built, with the names of its articles."""
        if self._names is None:
            return segment
        write_names(segment.path, *self._names.of(segment.identities.by_document))
        return open_segment(segment.path)

    def _compacted(self, segments: list[Segment]) -> list[Segment]:
        """The segments after the merges that are due; a merged one stands in the place of its first part."""
        due = choose([segment.live_count for segment in segments], [segment.doc_count for segment in segments])
        kept: dict[int, Segment] = dict(enumerate(segments))
        for group in due:
            parts = [kept.pop(number) for number in group]
            if (built := compact(parts, self._new_folder())) is not None:
                kept[group[0]] = open_segment(built.path)
        return [kept[number] for number in sorted(kept)]

    def _place(self, segment: Segment, number: int, place: int) -> SegmentEntry:
        """Put a segment, and its list of deleted documents, where generations find them."""
        name, folder = segment.name, segment.path
        if folder.parent != self._folder / SEGMENTS:
            sync_folder(folder)
            name = f"{number}-{place}"
            folder = self._folder / SEGMENTS / name
            shutil.rmtree(folder, ignore_errors=True)  # what a crash before the commit left behind
            segment.path.replace(folder)
        if segment.deleted_file or not len(segment.deleted):
            return _entry(name, segment, segment.deleted_file)
        deleted = f"deleted-{number}"
        (folder / deleted).unlink(missing_ok=True)
        writer = ContainerWriter(folder / deleted)
        writer.add(sections.DELETED, segment.deleted)
        writer.close()
        sync(folder / deleted)
        sync(folder)
        return _entry(name, segment, deleted)

    def _publish_attached(self, number: int) -> tuple[AttachedEntry, ...]:
        """Write the files attached since, and name those carried over."""
        entries = {entry.name: entry for entry in self.snapshot.record.attached} if self.snapshot else {}
        if self._attached:
            folder = self._folder / ATTACHED / str(number)
            shutil.rmtree(folder, ignore_errors=True)
            private_folder(folder)
            for name, data in self._attached.items():
                write_synced(folder / name, data)
                path = f"{ATTACHED}/{number}/{name}"
                entries[name] = AttachedEntry(name, path, len(data), xxh3_64_intdigest(data))
            sync(folder)
            sync(folder.parent)
        return tuple(entries.values())


def _entry(name: str, segment: Segment, deleted: str) -> SegmentEntry:
    gone = segment.doc_count - segment.live_count
    return SegmentEntry(name, segment.doc_count, segment.container.size, deleted, gone)


def _current(folder: Path, known: Snapshot | None) -> Snapshot | None:
    try:
        return reopen(known) if known else open_snapshot(folder)
    except IndexMissing:
        return None


def open_store(
    folder: Path,
    *,
    now: datetime,
    fresh: bool = False,
    known: Snapshot | None = None,
    analyser: BatchAnalyser | None = None,
) -> EmbeddedStore:
    """Open the index in `folder` for writing, made where it is absent. `fresh` leaves out everything published so far.

    `known` is a generation of this index that is open already, whose segments need not be opened again. `analyser`
    reads what is added one by one: it brings a warm vocabulary and a seed of its own (see `index.segment.writer`).
    Raises IndexLocked where another process holds the index; IndexOutdated, IndexDamaged and IndexUnreadable unless
    `fresh`.
    """
    analyser = analyser or BatchAnalyser(1, VOCABULARY)
    return EmbeddedStore(folder, now=now, fresh=fresh, known=known, analyser=analyser)
