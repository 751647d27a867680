"""How is a file divided into records, each of which is an article, and how is one of them read alone?"""

from __future__ import annotations

import gzip
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64, xxh3_64_hexdigest, xxh3_64_intdigest

from index.page import RawPage
from index.readers.decode import refuse_bomb
from index.reasons import SkipCode, SkipReason

MOST_RECORDS = 5_000_000
"""Records of one file that are read. Each takes 76 bytes of the parent, whether it holds an article or not."""

_GZIP = b"\x1f\x8b"
_MOST_KINDS, _LONGEST_KIND = 30, 40


class RecordPlace(NamedTuple):
    """Where a record stands: the path of its file in the archive, and what its file says of all records."""

    path: str
    preamble: bytes = b""


@dataclass(frozen=True, slots=True)
class Form:
    """A format of files that hold several articles.

    A manifest knows it by its `number`, which stays. `unit` is what people call a record of it. `known` tells a file of
    it by its first bytes, unpacked where they are gzip, and by its path. `divide` finds the records of a file's bytes;
    `page` makes the page of one of them alone, or raises `ReadError`. `packed` says by the
    first bytes of a gzip file whether places are counted in it as it lies there, not in what it unpacks. `cleaned`: its
    pages may have furniture, so that what they have in common with others is looked at, and a record's key is the
    digest of its bytes. `bookmarks`: some of its records may say something of other pages.
    """

    name: str
    number: int
    unit: str
    known: Callable[[bytes, str], bool]
    divide: Callable[[IO[bytes], Division], None]
    page: Callable[[bytes, RecordPlace], RawPage]
    packed: Callable[[bytes], bool] | None = None
    cleaned: bool = False
    bookmarks: bool = False


def is_packed(form: Form, head: bytes) -> bool:
    """Whether places in a file that begins so are counted in it as it lies there, though it is gzip."""
    return form.packed is not None and head[:2] == _GZIP and form.packed(head)


class Division:
    """The records of a file as they are found. A digest is of a record's bytes and of what its file says of all.

    `longest` is the most bytes that a record may have to be read; `problem` says why the file could not be read to its
    end, else None; `passed` counts what is no article by what it is.
    """

    def __init__(self, longest: int, seed: int = 0) -> None:
        self.longest = longest
        self.problem: SkipReason | None = None
        self.passed: Counter[str] = Counter()
        self._seed = seed
        self._preamble = b""
        self._digest, self._number = array("Q"), array("i")
        self._start, self._length, self._rest = array("q"), array("q"), array("q")

    @property
    def preamble(self) -> bytes:
        """What the file says of all records, to be said before the first."""
        return self._preamble

    @preamble.setter
    def preamble(self, value: bytes) -> None:
        assert not len(self._digest)
        self._preamble = value

    @property
    def seed(self) -> int:
        """What the digests of the records begin with."""
        return xxh3_64_intdigest(self._preamble, self._seed) if self._preamble else self._seed

    def hasher(self) -> xxh3_64:
        """What makes the digest of a record piece by piece."""
        return xxh3_64(seed=self.seed)

    def add(self, number: int, start: int, length: int, digest: int, *, rest: tuple[int, int] = (0, 0)) -> bool:
        """Take in a record: its number from 1, the place of its bytes, and their digest. `rest` is the place (start and
        length) of bytes elsewhere that its own go on with. False: it is one too many."""
        if number > MOST_RECORDS:
            self.problem = SkipReason(SkipCode.LINES_LIMITED, limit=MOST_RECORDS)
            return False
        self._digest.append(digest)
        self._number.append(number)
        self._start.append(start)
        self._length.append(length)
        self._rest.extend(rest)
        return True

    def pass_over(self, what: str) -> None:
        """Count a part of the file that is no article, by what it is; of ever new ones no more than some."""
        what = what[:_LONGEST_KIND] if what in self.passed or len(self.passed) < _MOST_KINDS else "other"
        self.passed[what] += 1

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """Digest (uint64), number (int32), start, length (int64) and rest (int64[n, 2]) of the records, in order."""
        return (
            np.frombuffer(self._digest, np.uint64) if self._digest else np.zeros(0, np.uint64),
            np.frombuffer(self._number, np.int32) if self._number else np.zeros(0, np.int32),
            np.frombuffer(self._start, np.int64) if self._start else np.zeros(0, np.int64),
            np.frombuffer(self._length, np.int64) if self._length else np.zeros(0, np.int64),
            np.frombuffer(self._rest, np.int64).reshape(-1, 2) if self._rest else np.zeros((0, 2), np.int64),
        )


def record_bytes(stream: IO[bytes], start: int, length: int, rest: NDArray[np.int64]) -> bytes:
    """The bytes of a record of a file: those at its place, and the `rest` (start, length) that these go on with."""
    stream.seek(start)
    data = stream.read(length)
    if rest[1]:
        stream.seek(int(rest[0]))
        data += stream.read(int(rest[1]))
    return data


def digest_key(data: bytes) -> str:
    """The key of a record that has no name of its own: it does not hang on where the record stands."""
    return xxh3_64_hexdigest(data)


def refuse_packed_bomb(stream: object, unpacked: int) -> None:
    """ReadError where so many bytes that gzip unpacked are no articles."""
    if isinstance(stream, gzip.GzipFile):
        refuse_bomb(unpacked, stream.fileobj.tell())  # type: ignore[union-attr]  # it is one to read from
