"""How does a checkpoint of a run lie on the disk, so that a later run can tell whether to go on with it?

A checkpoint is the folder of a segment that a reading process built, or of none where no article came of its files.
Beside the segment lies the file `checkpoint`, which says what was read and what came of it:

    magic | xxh3-128 of all after it | head: JSON, one line | entries: JSON

What was made of the pages hangs on what the archive said then, its states. They lie in a folder of their own, in a file
of the same frame for all checkpoints that share them. Nothing is believed unless every byte is what was written.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from xxhash import xxh3_128, xxh3_128_hexdigest

from index.errors import IndexDamaged, IndexOutdated, IndexUnreadable
from index.reindex.agree.derivations import DERIVATIONS, States
from index.reindex.resume.entries import CheckpointEntry, Faults, decode_entries, encode_entries
from index.segment.arrays.container import Container
from index.segment.arrays.disk import private_file, private_folder
from index.segment.arrays.identity import read_identities
from index.segment.arrays.named import write_names
from index.segment.arrays.origin import check_origin
from index.segment.reader import SEGMENT_FILE
from index.store.publication import CHECKPOINT

_MAGIC = b"CUTCHECKPOINT"
_DIGEST = 16  # bytes
UNSOUND = (OSError, ValueError, KeyError, TypeError, IndexDamaged, IndexOutdated, IndexUnreadable)
"""What is raised where something is not what was written."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What articles were made with besides their pages: the state of each derivation, and the ids in corrections that
    lead to an article, by the id of its place."""

    states: States
    placed: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CheckpointHead:
    """What is said of a checkpoint: its `number` among those of all runs, in order; the stamp of the rules that it was
    `made_by`; whether that run read everything anew; the name of the states that its articles were made with, "" where
    pages were looked at only; how many `documents` its segment has, 0 where there is none."""

    number: int
    made_by: str
    full: bool
    states: str
    documents: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint of an earlier run in `folder`; `ended` is when it was written, in seconds since 1970."""

    folder: Path
    head: CheckpointHead
    ended: float

    def read(self) -> tuple[Sequence[CheckpointEntry], Faults]:
        """What was read, and which articles lack a field. Raises one of `UNSOUND`."""
        return decode_entries(_opened(self.folder / CHECKPOINT)[1])


def write_checkpoint(folder: Path, head: CheckpointHead, entries: Sequence[CheckpointEntry], faults: Faults) -> None:
    """Write what was read into the folder of its segment, which is made where it is not there.

    Raises `OSError`, and `TypeError` where a text is none that can be stored.
    """
    data = encode_entries(entries, faults)
    private_folder(folder, exist_ok=True)
    _write(folder / CHECKPOINT, head, data)


def read_checkpoint(folder: Path, made_by: str, *, full: bool) -> Checkpoint:
    """The checkpoint in a folder, ready to be adopted. Raises one of `UNSOUND` where it is not whole, was made by other
    rules, or was not read anew and is to be (`full`)."""
    file = folder / CHECKPOINT
    head = CheckpointHead(**_opened(file)[0])
    if head.made_by != made_by or (full and not head.full):
        raise ValueError(f"{folder.name} is of another run")
    if head.documents:
        _prove(folder, head.documents)
    return Checkpoint(folder, head, file.stat().st_mtime)


def write_states(folder: Path, made: MadeWith) -> str:
    """Write what articles are made with into the folder of states, and return its name there. Raises `OSError`."""
    tables = {each.name: each.encode(made.states[each.name]) or b"" for each in DERIVATIONS}
    said = {each.name: [each.said(made.states[each.name]), len(tables[each.name])] for each in DERIVATIONS}
    placed = [[place, ids] for place, ids in made.placed.items()]
    head, data = {"said": said, "placed": placed}, b"".join(tables.values())
    name = xxh3_128_hexdigest(orjson.dumps(head) + data)
    private_folder(folder, exist_ok=True)
    if not (folder / name).exists():
        _write(folder / name, head, data)
    return name


def read_states(path: Path) -> MadeWith:
    """The value of `write_states`. Raises one of `UNSOUND`."""
    head, data = _opened(path)
    states, start = {}, 0
    for each in DERIVATIONS:
        said, length = head["said"][each.name]
        states[each.name] = each.last(said, data[start : start + length] or None)
        start += length
    return MadeWith(states, {place: tuple(ids) for place, ids in head["placed"]})


def _prove(folder: Path, documents: int) -> None:
    """Raise where a byte of the segment is not what was written; its articles have no names yet, as it was built."""
    container = Container(folder / SEGMENT_FILE)
    check_origin(container)
    container.prove()
    numbers: NDArray[np.uint64] = read_identities(container).by_document
    if len(numbers) != documents:
        raise ValueError(f"{folder.name} holds another segment")
    for path in folder.iterdir():
        if path.name.startswith("deleted-"):
            path.unlink()
    write_names(folder, numbers, np.zeros(documents, np.int64))


def _write(path: Path, head: Any, data: bytes) -> None:
    line = orjson.dumps(head) + b"\n"
    digest = xxh3_128(line)
    digest.update(data)
    with private_file(path, "wb") as file:
        for part in (_MAGIC, digest.digest(), line, data):
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _opened(path: Path) -> tuple[Mapping[str, Any], bytes]:
    """Head and data of a file. Raises `OSError`, or `ValueError` where it is not what was written."""
    data = path.read_bytes()
    start = len(_MAGIC) + _DIGEST
    if data[: len(_MAGIC)] != _MAGIC or xxh3_128(data[start:]).digest() != data[len(_MAGIC) : start]:
        raise ValueError(f"{path.name} is not whole")
    line, _, rest = data[start:].partition(b"\n")
    return orjson.loads(line), rest
