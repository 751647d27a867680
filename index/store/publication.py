"""What is published? The generation with the highest number whose file is whole.

    _MAIN_<n>.toc            generation n: the one file whose renaming is the commit
    segments/<name>/segment  a segment; never changed, shared by generations
    segments/<name>/deleted-<n>   its deleted documents as of generation n
    attached/<n>/<file>      what the pipeline published with generation n
    <n>.publishing           generation n is being given its files; renamed to _MAIN_<n>.toc at the commit
    work/                    what is being built, and what a run left that was cut off; emptied by the next publication
    roots.json               which folders a run reads, for the day when no generation can tell
    LOCK                     held by the one process that writes

A generation's file has two readers. Its front is the table of contents of a Whoosh index, so that a plain
`whoosh.index.open_dir(INDEX)` opens it; Whoosh wants pickles there, so they stand there, and hold nothing but the
names of two functions of `index.codec` and a JSON string. This program never reads the front. Its own record is the
JSON at the end of the file:

    front for Whoosh | JSON | start of the JSON (u64) | format version (u32) | xxh3-64 of all before (u64) | magic
"""

from __future__ import annotations

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from whoosh.util.varints import varint
from xxhash import xxh3_64_intdigest

from index.errors import IndexDamaged, unopened
from index.schema import FORMAT_VERSION
from index.segment.arrays.container import MAGIC, outdated
from index.segment.arrays.disk import replace, sync, sync_above, write_synced

SEGMENTS, ATTACHED, WORK, LOCK = "segments", "attached", "work", "LOCK"
CHECKPOINT, STATES = "checkpoint", "states"
"""What a run leaves below `WORK` for the one that goes on with it (`index.reindex.resume`): the file in the folder of
each checkpoint that says what was read, and a folder beside them."""
_NAME = re.compile(r"_MAIN_([0-9]{1,18})\.toc")
_OWNED = re.compile(r"([0-9]{1,18})(?:-[0-9]+)?")  # what a publication adds to `SEGMENTS` and `ATTACHED`
_TRAILER = struct.Struct("<QIQ8s")
_WHOOSH_TOC_VERSION = -111
_WHOOSH_RELEASE = (3, 54, 0)  # said to have written the front. Not the installed one: the same record is the same bytes


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of a generation. `deleted` is the name of the file that lists its deleted documents, or "".

    Documents that a later one of the same segment supersedes are not in that list, but in `deleted_count`.
    """

    name: str
    documents: int
    size: int
    deleted: str = ""
    deleted_count: int = 0


@dataclass(frozen=True, slots=True)
class AttachedEntry:
    """A file published with the index: its name, its path inside the index's folder, its size and xxh3-64."""

    name: str
    path: str
    size: int
    digest: int


@dataclass(frozen=True, slots=True)
class Generation:
    """What one publication consists of. `created` is ISO 8601."""

    number: int
    created: str
    segments: tuple[SegmentEntry, ...]
    attached: tuple[AttachedEntry, ...] = ()


def resumable(folder: Path) -> bool:
    """Whether a run that was cut off has left something to go on with."""
    return any((folder / WORK).glob(f"*/*/{CHECKPOINT}")) or any((folder / WORK).glob(f"*/*/*/{CHECKPOINT}"))


def generation_path(folder: Path, number: int) -> Path:
    return folder / f"_MAIN_{number}.toc"


def generation_numbers(folder: Path) -> list[int]:
    """The numbers of the generations whose files are in the folder, newest first. Raises IndexUnreadable."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  (asked before every search: a tenth of what paths take)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unopened(error, str(folder)) from error
    return sorted((int(found[1]) for name in names if (found := _NAME.fullmatch(name))), reverse=True)


def lost_record(folder: Path) -> int:
    """The number of the newest publication that was complete and whose generation's file is gone; 0 for none.

    What a killed writer leaves is no such thing: until its commit there is `<n>.publishing`, and no older generation
    than the newest is asked about.
    """
    placed = [_OWNED.fullmatch(name) for part in (SEGMENTS, ATTACHED) for name in _listed(folder / part)]
    last = max((int(found[1]) for found in placed if found), default=0)
    if last <= max(generation_numbers(folder), default=0) or _announced(folder, last).exists():
        return 0
    return last if last > max(generation_numbers(folder), default=0) else 0  # the commit may have come between


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unopened(error, folder.name) from error


def _announced(folder: Path, number: int) -> Path:
    return folder / f"{number}.publishing"


def announce(folder: Path, number: int) -> None:
    """Say that files of generation `number` are about to get their names: until its commit they are nobody's.

    Before the first generation the folder's own name is made to last, too.
    """
    _announced(folder, number).touch(0o600)
    sync(folder)
    if not generation_numbers(folder):
        sync_above(folder)


def announce_owners(folder: Path, generation: Generation) -> None:
    """`announce` every generation that is newer than those of the folder and whose files this one names."""
    names = [segment.name for segment in generation.segments]
    names += [Path(entry.path).parts[1] for entry in generation.attached]
    owners = {int(found[1]) for name in names if (found := _OWNED.fullmatch(name))}
    last = max(generation_numbers(folder), default=0)
    for number in sorted(owners | {generation.number}):
        if number > last:
            announce(folder, number)


def forget_announced(folder: Path) -> None:
    """Take back what a killed writer announced, once the files that it left are gone, and stay so."""
    if announced := list(folder.glob("*.publishing")):
        for part in (SEGMENTS, ATTACHED):
            sync(folder / part)
        for path in announced:
            path.unlink(missing_ok=True)


def encode_generation(generation: Generation) -> bytes:
    """The bytes of a generation's file."""
    body = _whoosh_front(generation)
    start = len(body)
    body += orjson.dumps(generation)
    return body + _TRAILER.pack(start, FORMAT_VERSION, xxh3_64_intdigest(body), MAGIC)


def publish(folder: Path, generation: Generation) -> None:
    """The commit: afterwards this generation is the one that is opened."""
    aside = _announced(folder, generation.number)
    write_synced(aside, encode_generation(generation))
    replace(aside, generation_path(folder, generation.number))


def read_generation(folder: Path, number: int, *, any_version: bool = False) -> Generation:
    """A published generation, with `any_version` one of another format version, too.

    Raises IndexDamaged, IndexOutdated, IndexUnreadable, or FileNotFoundError where it was removed.
    """
    path = generation_path(folder, number)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unopened(error, path.name) from error
    if len(data) < _TRAILER.size:
        raise IndexDamaged(f"{path.name}: it is cut short")
    start, version, digest, magic = _TRAILER.unpack_from(data, len(data) - _TRAILER.size)
    body = data[: -_TRAILER.size]
    if magic != MAGIC:
        raise IndexDamaged(f"{path.name}: its end is missing or overwritten")
    if xxh3_64_intdigest(body) != digest:
        raise IndexDamaged(f"{path.name}: it does not match its checksum")
    if version != FORMAT_VERSION and not any_version:
        raise outdated(version)
    try:
        record: dict[str, Any] = orjson.loads(body[start:])
    except orjson.JSONDecodeError:  # the checksum does not cover where it starts: any other place is no record
        raise IndexDamaged(f"{path.name}: its end is overwritten") from None
    return Generation(
        number=record["number"],
        created=record["created"],
        segments=tuple(SegmentEntry(**entry) for entry in record["segments"]),
        attached=tuple(AttachedEntry(**entry) for entry in record["attached"]),
    )


def _whoosh_front(generation: Generation) -> bytes:
    """The table of contents as `whoosh.index.TOC.read` takes it."""
    schema = b"cindex.codec\nwhoosh_schema\n(tR."
    listed = orjson.dumps(generation.segments).decode()
    segments = f"cindex.codec\nwhoosh_segments\n(V{listed}\ntR.".encode()
    front = b"".join(varint(struct.calcsize(code)) for code in ("!i", "!q", "!f"))
    front += struct.pack("!ii", -12345, _WHOOSH_TOC_VERSION)
    front += b"".join(varint(number) for number in _WHOOSH_RELEASE)
    return front + varint(len(schema)) + schema + struct.pack("!ii", generation.number, 0) + segments
