"""How does a generation come into another folder, whole or not at all? Backups and restored indexes are such copies.

A copy is an index of its own: it can be verified, searched and served where it lies. The files of the source are opened
before the first is copied: what a writer removes meanwhile can still be read. They are copied under names that no
generation of the target knows; what is there already, byte for byte, stays. Every file of the generation is proved in
the target, then one rename publishes it there.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from xxhash import xxh3_64_intdigest

from index.errors import CuttingsError, FolderRefused, IndexDamaged, IndexMissing, IndexOutdated, unopened
from index.segment.arrays.container import Container
from index.segment.arrays.disk import private_file, private_folder, sync, write_synced
from index.segment.arrays.named import FILE as NAMES_FILE
from index.segment.reader import SEGMENT_FILE
from index.store.leftovers import clean
from index.store.lock import WriteLock
from index.store.noted_roots import ROOTS
from index.store.publication import (
    ATTACHED,
    LOCK,
    SEGMENTS,
    WORK,
    Generation,
    announce_owners,
    encode_generation,
    generation_numbers,
    publish,
    read_generation,
)
from index.store.snapshot import Snapshot, open_generation, open_snapshot

UNFINISHED = "restore.unfinished"
"""Lies in a folder that an index is being restored into; one that was killed may be restored into again."""
KEPT_BESIDE = "state.sqlite"
"""Lies in the folder of a backup beside the generations: what readers keep, which is no index. Others bring it."""
_EXPECTED = re.compile(
    rf"{re.escape(KEPT_BESIDE)}(\.new)?|{SEGMENTS}|{ATTACHED}|{WORK}|{LOCK}|{re.escape(ROOTS)}(\.new)?|_MAIN_\d+\.toc|\d+\.publishing"
)
_SAFE = re.compile(rf"({SEGMENTS}|{ATTACHED})/[\w-][\w.-]*/[\w-][\w.-]*")
_ATTEMPTS = 5  # a writer may remove the generation whose files are being opened
_PIECE = 4 << 20  # bytes copied at once
_TRAILER = 40  # last bytes of a container: they hold its length and the checksum of its checksums


@dataclass(frozen=True, slots=True)
class CopiedGeneration:
    """What was copied: the generation, when it was published (ISO 8601) and its articles; its files in all, how many
    of them were copied and their bytes; `passed_over` says why no newer generation was, else ""."""

    generation: int
    published_at: str
    articles: int
    files: int
    copied: int
    size: int
    passed_over: str = ""


def back_up(index: Path, target: Path, now: datetime) -> CopiedGeneration:
    """Bring the newest generation of an index into a folder, which keeps the one that it held before, too.

    Raises FolderRefused where the folder is none of a backup of this index, IndexMissing, IndexOutdated, IndexLocked,
    IndexUnreadable, IndexDamaged where the newest generation is not whole, and OSError where the target cannot be
    written. Whatever is raised, the folder holds what it held.
    """
    refuse_nested(index, target)
    _refuse_foreign(target)
    for _ in range(_ATTEMPTS):
        snapshot = open_snapshot(index)
        if snapshot.passed_over:
            raise IndexDamaged(snapshot.passed_over)
        with suppress(FileNotFoundError):
            return _copied(snapshot, target, now)
    raise IndexMissing(f"the generations in {index} were removed one after another while they were opened")


def restore(source: Path, index: Path, now: datetime) -> CopiedGeneration:
    """Bring the newest generation of a backup that is whole into a folder that is empty or not there.

    Raises FolderRefused where the folder holds anything, and IndexDamaged where no generation of the backup is whole;
    else as `back_up`.
    """
    refuse_nested(source, index)
    if index.is_dir() and any(index.iterdir()) and not (index / UNFINISHED).exists():
        raise FolderRefused(f"{index} is not empty", "name an empty folder with --index, or move this one away")
    problems: list[str] = []
    for number in generation_numbers(source):
        try:
            snapshot = open_generation(source, number)
            private_folder(index, exist_ok=True)
            (index / UNFINISHED).touch(0o600)
            sync(index)  # before anything else is there, which would make the next try be refused
            copied = _copied(snapshot, index, now)
        except FileNotFoundError:  # a backup that ran meanwhile has removed it
            continue
        except IndexDamaged as error:
            problems.append(f"generation {number} is damaged: {error.what}")
            continue
        (index / UNFINISHED).unlink()
        return replace(copied, passed_over=problems[0] if problems else "")
    if problems:
        raise IndexDamaged(f"{source}: {problems[0]}; no older generation is whole", "take another backup")
    raise IndexMissing(f"there is no backup in {source}", "name the folder of a backup")


def refuse_nested(source: Path, target: Path) -> None:
    """Raise FolderRefused where one folder is the other, or lies in it."""
    one, other = source.resolve(), target.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise FolderRefused(f"{target} and {source} lie one inside the other", "name a folder of its own")


def _refuse_foreign(target: Path) -> None:
    """Raise where the folder holds what no backup does."""
    names = [path.name for path in target.iterdir()] if target.is_dir() else []
    strange = next((name for name in sorted(names) if not _EXPECTED.fullmatch(name)), "")
    if strange:
        raise FolderRefused(f"{target} is no backup, it holds {strange}", "name an empty folder, or one with a backup")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a generation, open: its path inside the index's folder, its bytes, and their xxh3-64 where that is
    said elsewhere; None for a container, which says it itself."""

    path: str
    descriptor: int
    size: int
    digest: int | None


def _copied(snapshot: Snapshot, target: Path, now: datetime) -> CopiedGeneration:
    """Copy a generation. Raises FileNotFoundError where it has been removed before its files were open."""
    record = snapshot.record
    with ExitStack() as stack:
        files = list(_opened(snapshot, stack))
        private_folder(target, exist_ok=True)
        lock = WriteLock(target / LOCK, now)
        stack.callback(lock.release)
        stack.callback(shutil.rmtree, target / WORK, ignore_errors=True)
        _prepare(target)
        held = _held(target, record)
        fresh = [file for file in files if not _is_there(file, target, held)]
        announce_owners(target, record)
        for file in fresh:
            _bring(file, target)
        _note_roots(snapshot.folder, target)
        for part in (SEGMENTS, ATTACHED):
            for folder in [*(target / part).iterdir(), target / part]:
                sync(folder)
        if record.number not in held:
            publish(target, record)
        clean(target, {record.number, max((number for number in held if number < record.number), default=0)} - {0})
    size = sum(file.size for file in fresh)
    return CopiedGeneration(record.number, record.created, snapshot.live_count, len(files), len(fresh), size)


def _prepare(target: Path) -> None:
    shutil.rmtree(target / WORK, ignore_errors=True)
    for name in (WORK, SEGMENTS, ATTACHED, f"{WORK}/{SEGMENTS}", f"{WORK}/{ATTACHED}"):
        private_folder(target / name, exist_ok=True)


def paths_of(record: Generation) -> dict[str, int | None]:
    """The files of a generation but for its own: by the path inside the folder the xxh3-64 that the record has of it.

    Raises IndexDamaged for a path that leads out of the folder.
    """
    paths: dict[str, int | None] = {}
    for segment in record.segments:
        for name in filter(None, (SEGMENT_FILE, NAMES_FILE, segment.deleted)):
            paths[f"{SEGMENTS}/{segment.name}/{name}"] = None
    paths |= {entry.path: entry.digest for entry in record.attached}
    for path in paths:
        if not _SAFE.fullmatch(path):
            raise IndexDamaged(f"generation {record.number} names {path}, which is no file of an index")
    return paths


def _opened(snapshot: Snapshot, stack: ExitStack) -> Iterator[_File]:
    """The files of the generation, open until the stack is left."""
    for path, digest in paths_of(snapshot.record).items():
        try:
            descriptor = os.open(snapshot.folder / path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            if snapshot.generation not in generation_numbers(snapshot.folder):
                raise FileNotFoundError(path) from error
            raise unopened(error, path) from error
        stack.callback(os.close, descriptor)
        yield _File(path, descriptor, os.fstat(descriptor).st_size, digest)


def _held(target: Path, record: Generation) -> Mapping[int, Generation]:
    """The generations that the target holds and whose records are whole. Raises FolderRefused where one of them is of
    another index, or later."""
    whole, held = [0], {}
    for number in generation_numbers(target):
        with suppress(IndexDamaged, IndexOutdated):
            read_generation(target, number, any_version=True)
            whole.append(number)
            held[number] = read_generation(target, number)
    if max(whole) > record.number:
        raise _another(target, f"it holds generation {max(whole)}, and this is generation {record.number}")
    if record.number in held and encode_generation(held[record.number]) != encode_generation(record):
        raise _another(target, f"its generation {record.number} is another one")
    return held


def _another(target: Path, why: str) -> FolderRefused:
    return FolderRefused(f"{target} is a backup of another index: {why}", "name an empty folder")


def _is_there(file: _File, target: Path, held: Mapping[int, Generation]) -> bool:
    """Whether the target has the file already. Raises FolderRefused where it has a whole one that is another."""
    same = _sound_copy(file, target / file.path)
    if same is False:
        named = [paths[file.path] for paths in map(paths_of, held.values()) if file.path in paths]
        if any(digest is None or digest != file.digest for digest in named):  # else it is that file, damaged
            raise _another(target, f"its {file.path} is another file")
    return bool(same)


def _bring(file: _File, target: Path) -> None:
    """Copy a file, prove the copy, and only then give it its name."""
    aside = target / WORK / file.path
    private_folder(aside.parent, exist_ok=True)
    private_folder((target / file.path).parent, exist_ok=True)
    with private_file(aside, "wb") as copy:
        for piece in _pieces(file):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    _prove(aside, file)
    aside.replace(target / file.path)


def _sound_copy(file: _File, place: Path) -> bool | None:
    """Whether the file that is in the target already is this one; None where none is, or it is damaged."""
    try:
        _prove(place, None)
        with place.open("rb") as there:
            size = os.fstat(there.fileno()).st_size
            there.seek(max(size - _TRAILER, 0))
            ending = there.read()
        if file.digest is None:
            return size == file.size and ending == os.pread(file.descriptor, _TRAILER, file.size - _TRAILER)
        return xxh3_64_intdigest(place.read_bytes()) == file.digest
    except (CuttingsError, OSError):
        return None


def _prove(place: Path, file: _File | None) -> None:
    """Read a file of the target and raise IndexDamaged where it is not what was published."""
    if file is None or file.digest is None:
        if place.parent.parent.name == SEGMENTS:
            Container(place).prove()
    elif xxh3_64_intdigest(place.read_bytes()) != file.digest:
        raise IndexDamaged(f"{file.path}: it does not match its checksum")


def _pieces(file: _File) -> Iterator[bytes]:
    """The bytes of a file of the source. Raises IndexUnreadable where the system refuses them."""
    first = 0
    while True:
        with _reading(file.path):
            piece = os.pread(file.descriptor, _PIECE, first)
        if not piece:
            return
        first += len(piece)
        yield piece


@contextmanager
def _reading(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unopened(error, path) from error


def _note_roots(source: Path, target: Path) -> None:
    """Take along which folders a run reads: no part of a generation, and not needed while one is whole."""
    if not (source / ROOTS).exists():
        return
    with _reading(ROOTS):
        roots = (source / ROOTS).read_bytes()
    write_synced(target / f"{ROOTS}.new", roots)
    (target / f"{ROOTS}.new").replace(target / ROOTS)
