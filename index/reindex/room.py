"""Has the disk room for what a run will write? Foretold by the sizes of the files, and by the index that is there.

A run keeps the published generation while it builds the next one beside it. What a small run writes is not foretold:
the disk tells, and the index is then as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import CuttingsError
from index.readers.records import form_numbered
from index.reindex.manifest import Manifest
from index.reindex.plan.plan import ReindexPlan
from index.reindex.report import Room, in_words
from index.segment.compaction import WIDTH

# Bytes of the index for a byte of the source, measured on six kinds of archives (docs/measurements/building.md).
_TEXT, _MARKUP, _OTHER = 2.1, 0.13, 0.3
_PAGES_UNPACKED, _TEXTS_UNPACKED = 5.2, 2.4  # bytes for a byte of gzip: of 255 saved pages and 616 texts
_KEPT = 0.12  # bytes of a parsed page, kept while a run goes on, for one of its markup; .09 of pages, .23 of mails
_LETTER = 20_000  # bytes; a mail that is longer is mostly markup
_SPILLED = 1.3  # what is written, for a byte of the index, where memory ends on the way
_MERGED = 2.0  # the same where so many processes build that their segments are merged
_SURE_BY_SIZES, _SURE_BY_INDEX = 0.5, 0.8  # of what is foretold so much is needed at the least
_SMALL = 0.1  # of an index; a run that writes less is not foretold

_MARKUPS = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".warc", ".wacz")
_TEXTS = (".txt", ".md", ".markdown", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xml", ".rss", ".atom")

_File = tuple[str, int, str, int]
"""The name of a file, its size in bytes, the form of its records ("" for a page) and how many are read."""


class RoomMissing(CuttingsError):
    """The disk of the index cannot take what a run would write; nothing was begun."""


@dataclass(frozen=True, slots=True)
class _Written:
    """Bytes of an index, and of pages that are kept while it is built."""

    index: float
    kept: float


def room(plan: ReindexPlan, known: Manifest, index_bytes: int, folder: Path, workers: int) -> Room | None:
    """The room that a run needs and has, None for one that writes little beside the index that is there.

    `known` is what the index holds, which takes `index_bytes`; `folder` is where it lies. `workers` processes build.
    """
    foretold = _foretold(_planned_files(plan))
    before = _foretold(_known_files(known)).index
    told_by_index = before > 0 and index_bytes > 0
    ratio = min(5.0, max(0.2, index_bytes / before)) if told_by_index else 1.0
    index = foretold.index * ratio
    if not plan.work or (told_by_index and not plan.everything and index < _SMALL * index_bytes):
        return None
    sure = _SURE_BY_INDEX if told_by_index else _SURE_BY_SIZES
    needed = index * (_MERGED if workers >= WIDTH else _SPILLED) + foretold.kept
    return Room(int(needed), int(index * sure), _free(folder))


def refuse_without(room: Room | None, folder: Path) -> None:
    """Raise `RoomMissing` where the run would fill the disk of this folder for certain."""
    if room is not None and room.is_short:
        raise RoomMissing(
            f"{folder}: the disk has {in_words(room.free)} free, and the run needs {in_words(room.at_least)} at the "
            f"least, {in_words(room.needed)} most likely; nothing was begun, and the index is as it was",
            "make room, or choose a folder on another disk with --index",
        )


def _planned_files(plan: ReindexPlan) -> Iterator[_File]:
    """The files of a plan; of one of which some records are read, that part."""
    for work in plan.work:
        size, records = work.source.stat.size, work.records
        if records is None:
            yield work.source.path, size, "", 1
        else:
            todo = int(work.todo.sum())
            yield work.source.path, size * todo // max(1, len(records)), records.form, todo


def _known_files(known: Manifest) -> Iterator[_File]:
    """The files of a manifest."""
    counts = (known.first[1:] - known.first[:-1]).tolist()
    for path, size, form, count in zip(known.paths, known.size.tolist(), known.form.tolist(), counts, strict=True):
        yield path, size, form_numbered(form) if form else "", count


def _foretold(files: Iterable[_File]) -> _Written:
    index = kept = 0.0
    for path, size, form, count in files:
        name = path.lower()
        suffix = os.path.splitext(name.removesuffix(".gz"))[1]  # noqa: PTH122  as the walk does
        ratio = _PAGES_UNPACKED if suffix in _MARKUPS else _TEXTS_UNPACKED
        unpacked = size * (ratio if name.endswith(".gz") else 1.0)
        if suffix in _MARKUPS or form == "warc" or (_is_mail(name, form) and unpacked > _LETTER * count):
            index, kept = index + unpacked * _MARKUP, kept + unpacked * _KEPT
        elif form or suffix in _TEXTS or _is_mail(name, form):
            index += unpacked * _TEXT
        else:
            index += unpacked * _OTHER
    return _Written(index, kept)


def _is_mail(name: str, form: str) -> bool:
    return form == "mailbox" or name.endswith((".eml", ".eml.gz")) or "/cur/" in name or "/new/" in name


def _free(folder: Path) -> int:
    """The bytes that are free for whoever runs this on the disk of a folder, which need not be there yet."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    status = os.statvfs(place)
    return status.f_bavail * status.f_frsize
