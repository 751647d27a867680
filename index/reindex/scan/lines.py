"""Which lines does a JSON-lines file hold? A digest and a place for each, in constant memory for the text."""

from __future__ import annotations

import gzip
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64, xxh3_64_intdigest

from index.readers.decode import refuse_bomb
from index.reasons import SkipCode, SkipReason

GZIP = b"\x1f\x8b"
MOST_LINES = 5_000_000
"""Lines of one file that are read. Each takes 60 bytes of the parent, whether it holds an article or not."""
_BETWEEN_LOOKS = 1_000_000  # bytes unpacked between looks at how many packed ones they came from


@dataclass(frozen=True, slots=True)
class FileLines:
    """The lines of a file that are not blank, in order.

    `digest` (uint64) is of the line's bytes without its end; `number` (int32) counts all lines from 1; `start` and
    `length` (int64) are bytes of the unpacked file. `problem` says why the file could not be read to its
    end, else None.
    """

    digest: NDArray[np.uint64]
    number: NDArray[np.int32]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    problem: SkipReason | None = None

    def __len__(self) -> int:
        return len(self.digest)

    def take(self, where: NDArray[np.bool_]) -> FileLines:
        """Some of the lines."""
        return FileLines(self.digest[where], self.number[where], self.start[where], self.length[where], self.problem)


@contextmanager
def opened(file: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked where they are gzip."""
    with Path(file).open("rb", buffering=1 << 20) as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked  # type: ignore[misc]


def head_of(file: str, size: int = 1 << 16) -> bytes:
    """The first bytes of a file, unpacked where they are gzip."""
    try:
        with opened(file) as stream:
            return stream.read(size)
    except (zlib.error, EOFError, gzip.BadGzipFile):
        return b""


def scan(file: str, longest: int, seed: int = 0) -> FileLines:
    """The lines of `file`. A line of more than `longest` bytes is passed piece by piece, so that it takes no memory.

    `seed` goes into the digests: another seed makes every line another line. Raises `OSError`, and `ReadError` for
    a gzip bomb.
    """
    digest, number, start, length = array("Q"), array("i"), array("q"), array("q")
    problem = None
    with opened(file) as stream:
        try:
            for count, (place, size, value) in enumerate(_lines(stream, longest, seed), 1):
                if count > MOST_LINES:
                    problem = SkipReason(SkipCode.LINES_LIMITED, limit=MOST_LINES)
                    break
                if size:
                    digest.append(value)
                    number.append(count)
                    start.append(place)
                    length.append(size)
        except (zlib.error, EOFError, gzip.BadGzipFile):
            problem = SkipReason(SkipCode.LINES_DAMAGED)
    return FileLines(
        np.frombuffer(digest, np.uint64) if digest else np.zeros(0, np.uint64),
        np.frombuffer(number, np.int32) if number else np.zeros(0, np.int32),
        np.frombuffer(start, np.int64) if start else np.zeros(0, np.int64),
        np.frombuffer(length, np.int64) if length else np.zeros(0, np.int64),
        problem,
    )


def _lines(stream: IO[bytes], longest: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """(start, length, digest) of every line; the length is 0 where the line is blank."""
    start = looked = 0
    while line := stream.readline(longest + 2):
        size = len(line)
        if start + size - looked > _BETWEEN_LOOKS:
            looked = start + size
            _refuse_bomb(stream, looked)
        if size > longest and not line.endswith(b"\n"):
            hashed = xxh3_64(line, seed)
            while piece := stream.readline(1 << 20):
                hashed.update(piece)
                size += len(piece)
                _refuse_bomb(stream, start + size)
                if piece.endswith(b"\n"):
                    break
            yield start, size, hashed.intdigest()
        else:
            bare = line.rstrip(b"\r\n")
            yield start, len(bare) if not bare.isspace() else 0, xxh3_64_intdigest(bare, seed)
        start += size


def _refuse_bomb(stream: IO[bytes], unpacked: int) -> None:
    if isinstance(stream, gzip.GzipFile):
        refuse_bomb(unpacked, stream.fileobj.tell())
