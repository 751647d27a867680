"""What does a reader see? The segments of one published generation, which never change under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.errors import IndexDamaged, IndexMissing, IndexOutdated, unopened
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.segment.reader import Segment, open_segment
from index.store.publication import (
    ATTACHED,
    SEGMENTS,
    Generation,
    SegmentEntry,
    generation_numbers,
    generation_path,
    lost_record,
    read_generation,
)

_ATTEMPTS = 5  # a writer may remove the generation that is being opened; the next listing has a newer one


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of the index, opened.

    `segments` are in order; document numbers of the whole archive are the segments' numbers one after another.
    `passed_over` says which newer generation is not answered from, and what is wrong with it, else "".
    """

    folder: Path
    record: Generation
    segments: tuple[Segment, ...]
    passed_over: str = ""

    @property
    def generation(self) -> int:
        return self.record.number

    @property
    def created(self) -> str:
        """The time of publication in ISO 8601."""
        return self.record.created

    @property
    def live_count(self) -> int:
        """Articles that are not deleted."""
        return sum(segment.live_count for segment in self.segments)

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """The segment and document number of an article, or None."""
        for segment in reversed(self.segments):
            if (doc := segment.find(article_id)) >= 0:
                return segment, doc
        return None

    def attached(self, name: str) -> Path | None:
        """Where a file lies that was published with the generation (`EmbeddedStore.attach`), or None."""
        return next((self.folder / entry.path for entry in self.record.attached if entry.name == name), None)

    def extra(self, name: str) -> bytes | None:
        """The bytes of a file that was published with the generation (`EmbeddedStore.attach`), or None.

        Raises IndexDamaged where they are not what was published, and IndexUnreadable.
        """
        for entry in self.record.attached:
            if entry.name == name:
                try:
                    data = (self.folder / entry.path).read_bytes()
                except OSError as error:
                    raise unopened(error, entry.path) from error
                if len(data) != entry.size or xxh3_64_intdigest(data) != entry.digest:
                    raise IndexDamaged(f"{entry.path}: it does not match its checksum")
                return data
        return None

    def concluded(self, name: str) -> bytes | None:
        """`extra` of a file that was published with this generation and not carried over from one before it.

        What follows from the segments (`EmbeddedStore.conclude`) is true of these alone. Raises as `extra`.
        """
        path = f"{ATTACHED}/{self.generation}/{name}"
        entries = (entry.path == path for entry in self.record.attached if entry.name == name)
        return self.extra(name) if any(entries) else None  # noqa: S610


def open_snapshot(folder: Path) -> Snapshot:
    """The newest generation that is whole.

    Raises IndexMissing where nothing was published, IndexOutdated for another format version, IndexDamaged where no
    generation is whole, and IndexUnreadable where the system does not let them be read.
    """
    return _newest(folder, {})


def reopen(snapshot: Snapshot) -> Snapshot:
    """The newest generation now: `snapshot` itself where nothing was published since.

    Else one that shares the opened segments of both. Raises as `open_snapshot`.
    """
    numbers = generation_numbers(snapshot.folder)
    if numbers and numbers[0] == snapshot.generation:
        return snapshot
    newest = _newest(snapshot.folder, {segment.name: segment for segment in snapshot.segments})
    return (
        snapshot if newest.generation == snapshot.generation and newest.passed_over == snapshot.passed_over else newest
    )


def older_than(snapshot: Snapshot) -> Iterator[Snapshot]:
    """The generations before one that can be opened, newest first; they share its opened segments."""
    opened = {segment.name: segment for segment in snapshot.segments}
    for number in generation_numbers(snapshot.folder):
        if number < snapshot.generation:
            with suppress(FileNotFoundError, IndexDamaged, IndexOutdated):
                yield open_generation(snapshot.folder, number, opened)


def _newest(folder: Path, opened: Mapping[str, Segment]) -> Snapshot:
    problems: list[str] = []
    for _ in range(_ATTEMPTS):
        problems.clear()
        for number in generation_numbers(folder):
            try:
                snapshot = open_generation(folder, number, opened)
                problems += _lost(folder) if not problems else ()
                return replace(snapshot, passed_over=problems[0] if problems else "")
            except FileNotFoundError:
                break
            except IndexDamaged as error:
                problems.append(f"generation {number} is damaged: {error.what}")
        else:
            break
    problems += _lost(folder)
    if problems:
        raise IndexDamaged(f"{problems[0]}; no older generation is whole")
    raise IndexMissing(f"there is no index in {folder}")


def _lost(folder: Path) -> list[str]:
    """A sentence about a newer generation of which only the record is gone."""
    number = lost_record(folder)
    return [f"generation {number} has lost its record, {generation_path(folder, number).name}"] if number else []


def open_generation(folder: Path, number: int, opened: Mapping[str, Segment] | None = None) -> Snapshot:
    """A generation by its number, with segments taken from `opened` where they are the same.

    Raises IndexDamaged, IndexOutdated, IndexUnreadable, or FileNotFoundError where it was removed meanwhile.
    """
    record = read_generation(folder, number)
    try:
        known = opened or {}
        segments = tuple(open_entry(folder / SEGMENTS, entry, known.get(entry.name)) for entry in record.segments)
        for attached in record.attached:
            if _size(folder, attached.path) != attached.size:
                raise IndexDamaged(f"{attached.path}: it is not as long as it was published")
    except (IndexDamaged, IndexOutdated) as error:
        if number not in generation_numbers(folder):
            raise FileNotFoundError(number) from error
        raise
    return Snapshot(folder, record, segments)


def _size(folder: Path, path: str) -> int:
    """The bytes of the file at `path` in the index's folder."""
    try:
        return (folder / path).stat().st_size
    except OSError as error:
        raise unopened(error, path) from error


def open_entry(folder: Path, entry: SegmentEntry, known: Segment | None = None) -> Segment:
    """A segment of a generation, under `folder`; `known` is the same segment of another generation, if it is open.

    Raises IndexDamaged, IndexOutdated or IndexUnreadable.
    """
    if known is not None and known.deleted_file == entry.deleted:
        return known
    path = folder / entry.name
    deleted = _read_deleted(path / entry.deleted) if entry.deleted else np.empty(0, np.int32)
    segment = known.with_deleted(deleted, entry.deleted) if known else open_segment(path, deleted, entry.deleted)
    if segment.doc_count != entry.documents or segment.container.size != entry.size:
        raise IndexDamaged(f"segment {entry.name}: it is not the one that was published")
    return segment


def _read_deleted(path: Path) -> NDArray[np.int32]:
    container = Container(path)
    container.prove()
    return container.array(sections.DELETED)
