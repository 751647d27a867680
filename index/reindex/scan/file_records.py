"""Which records does a file hold? A digest and a place for each, in constant memory for the text."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import IO

import numpy as np
from numpy.typing import NDArray

from index.readers import HEAD_BYTES
from index.readers.records import RecordPlace, divided, form_named, is_packed, record_bytes
from index.reasons import SkipReason
from index.reindex.scan.contents import is_packed_member, opened_in_place, opened_whole

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class FileRecords:
    """The records of a file, in order.

    `digest` (uint64) is of the record's bytes and of the `preamble`, what the file says of all of them; `number`
    (int32) counts them from 1; `start` and `length` (int64) are bytes of the file, unpacked where its form is read so,
    and `rest` (int64[n, 2]) start and length of those that they go on with elsewhere in it, 0 for none.
    `form` names it, `seed` is what digests began with. `notes` say why the file could not be read to its end, and what
    in it is no article.
    """

    digest: NDArray[np.uint64]
    number: NDArray[np.int32]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    rest: NDArray[np.int64]
    form: str
    seed: int = 0
    preamble: bytes = b""
    notes: tuple[SkipReason, ...] = ()

    def __len__(self) -> int:
        return len(self.digest)

    @property
    def told(self) -> bool:
        """Whether the records may say something that other articles hang on: pages that are cleaned, bookmarks."""
        form = form_named(self.form)
        return form.cleaned or form.bookmarks

    def take(self, where: NDArray[np.bool_] | NDArray[np.int64]) -> FileRecords:
        """Some of the records."""
        arrays = {name: getattr(self, name)[where] for name in ("digest", "number", "start", "length", "rest")}
        return replace(self, **arrays)

    def bytes_in(self, stream: IO[bytes], which: int) -> bytes:
        """The bytes of one of the records, by the stream that `opened` gives. Raises `OSError`."""
        return record_bytes(stream, int(self.start[which]), int(self.length[which]), self.rest[which])

    def place(self, path: str) -> RecordPlace:
        """Where the records stand, in a file that the archive knows by `path`."""
        return RecordPlace(path, self.preamble)


@contextmanager
def opened(file: str, form: str = "") -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where they are gzip, unless the form of this name has its places there."""
    packed = form_named(form).packed if form else None
    with (opened_in_place if packed else opened_whole)(file) as raw:
        head = raw.read(HEAD_BYTES if packed else len(GZIP))
        raw.seek(0)
        if not head.startswith(GZIP) or (packed and packed(head)):
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked  # type: ignore[misc]


def is_unpacked(file: str, form: str) -> bool:
    """Whether the records of a file are read from what gzip or a ZIP unpacks. Raises `OSError`."""
    if is_packed_member(file):
        return True
    with opened_whole(file) as stream:
        head = stream.read(HEAD_BYTES)
        return head.startswith(GZIP) and not is_packed(form_named(form), head)


def head_of(file: str, size: int = HEAD_BYTES) -> bytes:
    """The first bytes of a file, unpacked where they are gzip: those before a damage, where there is one."""
    head = b""
    with suppress(zlib.error, EOFError, gzip.BadGzipFile), opened(file) as stream:
        while len(head) < size and (piece := stream.read1(size - len(head))):  # type: ignore[attr-defined]
            head += piece
    return head


def bytes_of(file: str, records: FileRecords, where: Iterable[int]) -> Iterator[bytes]:
    """The bytes of the records numbered `where`, which must ascend. Raises `OSError`."""
    with opened(file, records.form) as stream:
        for n in where:
            yield records.bytes_in(stream, n)


def scan(file: str, form: str, longest: int, seed: int = 0) -> FileRecords:
    """The records of `file`, which is of the form of this name; `longest` is the most bytes that one may have.

    `seed` goes into the digests: another seed makes every record another. Raises `OSError`, and `ReadError` for
    a gzip bomb.
    """
    with opened(file, form) as stream:
        into, notes = divided(stream, form, longest, seed)
    digest, number, start, length, rest = into.arrays()
    return FileRecords(digest, number, start, length, rest, form, into.seed, into.preamble, notes)
