"""When and how do segments become one? Eight of a size make one of the next; deleted documents are left out then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.addresses import write_addresses
from index.segment.arrays.columns import FacetColumns, merge_columns, write_columns
from index.segment.arrays.container import ContainerWriter
from index.segment.arrays.disk import private_folder
from index.segment.arrays.document_days import write_possible
from index.segment.arrays.forms import write_forms
from index.segment.arrays.identity import write_identities
from index.segment.arrays.mentions import MentionTable, merge_mentions, write_mentions
from index.segment.arrays.merge import MappedCursor, write_field
from index.segment.arrays.named import write_names
from index.segment.arrays.origin import write_origin
from index.segment.arrays.print_tables import write_merged
from index.segment.arrays.stored import StoredWriter
from index.segment.reader import SEGMENT_FILE, Segment
from index.segment.writer import Built

WIDTH = 8  # segments of one tier before they are merged, and the ratio of the tiers' sizes
_SMALLEST_TIER = 1_000
_MOSTLY_DELETED = 0.5


def choose(live: Sequence[int], documents: Sequence[int]) -> list[list[int]]:
    """Which segments to merge with one another: lists of their numbers, each ascending.

    `live` and `documents` count each segment's live and all documents. A tier holds segments of up to
    `_SMALLEST_TIER` * `WIDTH` ** tier live documents; a segment of which half is deleted is rewritten by itself.
    """
    tiers: dict[int, list[int]] = {}
    alone = []
    for number, (count, total) in enumerate(zip(live, documents, strict=True)):
        tier = 0
        while count > _SMALLEST_TIER * WIDTH**tier:
            tier += 1
        tiers.setdefault(tier, []).append(number)
        if count < total * _MOSTLY_DELETED:
            alone.append(number)
    groups = [group for group in tiers.values() if len(group) >= WIDTH]
    merged = {number for group in groups for number in group}
    return groups + [[number] for number in alone if number not in merged]


def compact(segments: Sequence[Segment], folder: Path) -> Built | None:
    """Write the live documents of `segments`, in order, as one segment in `folder`; None where there are none.

    Raises IndexDamaged, before anything is written, where a byte of them is not what was written.
    """
    for segment in segments:
        segment.container.prove()
        segment.names.container.prove()
    count = sum(segment.live_count for segment in segments)
    if not count:
        return None
    private_folder(folder)
    writer = ContainerWriter(folder / SEGMENT_FILE)
    write_origin(writer)
    stored = StoredWriter(writer.start(sections.FRAMES, "u1"))
    stored.copy_all([(segment.articles, segment.live) for segment in segments])
    stored.finish(writer)
    _write_documents(writer, segments)
    renumbered = list(_renumber(segments))
    write_addresses(writer, list(map(_addresses, segments, renumbered)))
    write_possible(writer, [s.possible.renumbered(numbers) for s, numbers in zip(segments, renumbered, strict=True)])
    write_merged(writer, [(segment.prints, numbers) for segment, numbers in zip(segments, renumbered, strict=True)])
    for field in TEXT_FIELDS:
        pieces = zip(segments, renumbered, strict=True)
        write_field(writer, field, [MappedCursor(segment.field(field), numbers) for segment, numbers in pieces])
    write_forms(writer, [segment.forms for segment in segments])
    writer.close()
    ids = np.concatenate([_live(segment, segment.names.ids) for segment in segments])
    write_names(folder, ids, np.concatenate([_live(segment, segment.names.added) for segment in segments]))
    return Built(folder, count)


def _renumber(segments: Sequence[Segment]) -> Iterator[NDArray[np.int32]]:
    """The new number of each document of each segment, -1 for the deleted."""
    first = 0
    for segment in segments:
        if segment.live is None:
            yield np.arange(first, first + segment.doc_count, dtype=np.int32)
        else:
            yield np.where(segment.live, np.cumsum(segment.live) + (first - 1), -1).astype(np.int32)
        first += segment.live_count


def _write_documents(writer: ContainerWriter, segments: Sequence[Segment]) -> None:
    """What is kept once for each document."""
    write_columns(writer, merge_columns([_live_columns(segment) for segment in segments]))
    write_mentions(writer, merge_mentions([_live_mentions(segment) for segment in segments]))
    write_identities(writer, np.concatenate([_live(s, s.identities.by_document) for s in segments]))
    writer.add(sections.PUBLISHED, np.concatenate([_live(s, s.published) for s in segments]))
    writer.add(sections.MODIFIED, np.concatenate([_live(s, s.modified) for s in segments]))
    writer.add(sections.MINUTES, np.concatenate([_live(s, s.minutes) for s in segments]))
    for field in TEXT_FIELDS:
        writer.add(
            sections.of_field(field, sections.LENGTHS), np.concatenate([_live(s, s.lengths(field)) for s in segments])
        )
        with writer.section(sections.of_field(field, sections.VARIANTS), "u1") as section:
            for segment in segments:
                forward = segment.container.array(sections.of_field(field, sections.VARIANTS))
                if segment.live is None:
                    section.write(forward)
                else:
                    section.write(forward[np.repeat(segment.live, segment.lengths(field))])


def _addresses(segment: Segment, numbers: NDArray[np.int32]) -> Iterator[tuple[bytes, int]]:
    """The entries of a segment's addresses with the new numbers of its documents, those of the deleted left out."""
    renumbered = numbers.tolist()
    return ((entry, renumbered[doc]) for entry, doc in segment.addresses if renumbered[doc] >= 0)


def _live(segment: Segment, values: NDArray[Any]) -> NDArray[Any]:
    return values if segment.live is None else values[segment.live]


def _live_columns(segment: Segment) -> FacetColumns:
    return segment.facets if segment.live is None else segment.facets.only(segment.live)


def _live_mentions(segment: Segment) -> MentionTable:
    return segment.mentions if segment.live is None else segment.mentions.only(segment.live)
