"""How do arrays lie in a file? Named sections one after another, a directory at the end, checksums over everything.

    0        magic (8 bytes), format version (u32), 0 (u32)
    64       section, section, ...           each starts at a multiple of 64 bytes; little-endian throughout
    d        directory: JSON {name: [dtype, items, offset, xxh3-64 of the bytes], ...}
    end - 40 d (u64), bytes of the directory (u64), its xxh3-64 (u64), length of the file (u64), magic (8 bytes)

A file is written once, front to back, and never changed. Opening maps it and checks the frame (header, trailer,
directory, extents); `problems` reads every byte.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from xxhash import xxh3_64, xxh3_64_intdigest

from index.errors import IndexDamaged, IndexOutdated, unopened
from index.schema import FORMAT_VERSION
from index.segment.arrays.disk import private_file

MAGIC = b"CUTTINGS"
_HEADER = struct.Struct("<8sII")
_TRAILER = struct.Struct("<QQQQ8s")
_ALIGNMENT = 64
_DTYPES = frozenset({"u1", "u2", "u4", "u8", "i2", "i4", "i8"})
_PIECE = 8 << 20  # bytes that `problems` reads at a time


class Section:
    """A section that is being written; see `ContainerWriter.start`."""

    def __init__(self, writer: ContainerWriter, name: str, dtype: np.dtype[Any]) -> None:
        self._writer = writer
        self._name = name
        self._offset = writer.offset
        self._dtype = dtype.newbyteorder("<")
        self.items = 0
        self._hash = xxh3_64()

    def write(self, items: NDArray[Any] | bytes) -> None:
        """Append items; an array is converted to the section's dtype (the caller knows that they fit)."""
        data = (
            memoryview(items)
            if isinstance(items, bytes)
            else np.ascontiguousarray(items, dtype=self._dtype).reshape(-1).view(np.uint8).data
        )
        self._hash.update(data)
        self._writer.put(data)
        self.items += data.nbytes // self._dtype.itemsize

    def end(self) -> None:
        """The section is complete."""
        entry = [self._dtype.str[1:], self.items, self._offset, self._hash.intdigest()]
        self._writer.directory[self._name] = entry


class ContainerWriter:
    """Writes one container file; `close` completes it. Without `close` the file is no container."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = private_file(path, "xb", buffering=1 << 18)
        self.directory: dict[str, list[Any]] = {}
        self.offset = 0
        self.put(_HEADER.pack(MAGIC, FORMAT_VERSION, 0))

    def put(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self.offset += len(data)

    def start(self, name: str, dtype: str) -> Section:
        """The section `name`, to be written piece by piece and then ended. One section is open at a time."""
        self.put(bytes(-self.offset % _ALIGNMENT))
        return Section(self, name, np.dtype(dtype))

    @contextmanager
    def section(self, name: str, dtype: str) -> Iterator[Section]:
        """`start` and `end` around a block."""
        section = self.start(name, dtype)
        yield section
        section.end()

    def add(self, name: str, items: NDArray[Any] | bytes) -> None:
        """A whole section at once, of the array's own dtype (bytes: u1)."""
        with self.section(name, "u1" if isinstance(items, bytes) else items.dtype.str[1:]) as section:
            section.write(items)

    def close(self) -> None:
        """Write the directory and the trailer. The bytes are handed to the system, not yet synced to the disk."""
        self.put(bytes(-self.offset % _ALIGNMENT))
        directory = orjson.dumps(self.directory)
        start = self.offset
        self.put(directory)
        length = self.offset + _TRAILER.size
        self.put(_TRAILER.pack(start, len(directory), xxh3_64_intdigest(directory), length, MAGIC))
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()


class Container:
    """A container file, mapped for reading.

    Raises IndexOutdated for another format version, IndexDamaged where the frame is not whole, and IndexUnreadable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self.size = os.fstat(self._descriptor).st_size
            if self.size < _HEADER.size + _TRAILER.size:
                raise _damaged(path, "it is cut short")
            self._map = mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise unopened(error, _shown(path)) from error
        self._directory = self._read_frame()

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def _read_frame(self) -> dict[str, list[Any]]:
        magic, version, zero = _HEADER.unpack_from(self._map, 0)
        if magic != MAGIC or zero:
            raise _damaged(self.path, "its header is not that of an index file")
        if version != FORMAT_VERSION:
            raise outdated(version)
        start, length, digest, size, magic = _TRAILER.unpack_from(self._map, self.size - _TRAILER.size)
        if magic != MAGIC or size != self.size or start + length + _TRAILER.size != size:
            raise _damaged(self.path, "its end is missing or overwritten")
        self._end = start
        raw = self._map[start : start + length]
        if xxh3_64_intdigest(raw) != digest:
            raise _damaged(self.path, "its directory does not match its checksum")
        directory: dict[str, list[Any]] = orjson.loads(raw)
        for name, (dtype, items, offset, _) in directory.items():
            if dtype not in _DTYPES or offset + items * np.dtype(dtype).itemsize > start:
                raise _damaged(self.path, f"section {name} does not fit the file")
        return directory

    @property
    def shown(self) -> str:
        """The file's path as seen from the index's folder: `segments/3-0/segment`."""
        return _shown(self.path)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def array(self, name: str) -> NDArray[Any]:
        """The section as a read-only array, mapped from the file."""
        offset, _ = self.extent(name)
        dtype, items, _, _ = self._directory[name]
        if not items:
            return np.empty(0, "<" + dtype)
        return np.frombuffer(self._map, "<" + dtype, items, offset)

    def extent(self, name: str) -> tuple[int, int]:
        """(first byte, last byte not included) of a section in the file."""
        if name not in self._directory:
            raise _damaged(self.path, f"section {name} is missing")
        dtype, items, offset, _ = self._directory[name]
        return offset, offset + items * np.dtype(dtype).itemsize

    def slice(self, first: int, last: int) -> bytes:
        """The file's bytes `first` to `last`, read and not mapped; fewer where the file has shrunk.

        Pieces that stand alone are read so: each touch would map some 200 kB of the file, and after a few hundred
        pages of ten hits a server held all stored articles, a third of the index.
        """
        return os.pread(self._descriptor, last - first, first)

    def release(self) -> None:
        """Give the mapped pages back to the system; they are read again when they are needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def check(self, name: str) -> None:
        """Read a section's bytes and raise IndexDamaged where they are not those that were written."""
        if not self._intact(name):
            raise _damaged(self.path, f"section {name} does not match its checksum")

    def prove(self) -> None:
        """Read every byte and raise IndexDamaged, which names the first part that is not what was written.

        Whoever writes anew what it reads here asks this before: fresh checksums would make damage look sound.
        """
        if problems := self.problems():
            raise IndexDamaged(problems[0])

    def problems(self) -> list[str]:
        """A sentence for each part of the file whose bytes are not those that were written."""
        found = []
        filled = _HEADER.size
        for name in [*self._directory, ""]:
            first, last = self.extent(name) if name else (self._end, self._end)
            if any(self._map[filled:first]):
                found.append(f"{self.shown}: the gap before {name or 'the directory'} is not empty")
            filled = last
            if name and not self._intact(name):
                found.append(f"{self.shown}: section {name} does not match its checksum")
        return found

    def parts(self) -> Iterator[tuple[str, int, int, int]]:
        """(name, first byte, last byte not included, xxh3-64) of each section as it was written."""
        for name, entry in self._directory.items():
            yield (name, *self.extent(name), entry[3])

    def _intact(self, name: str) -> bool:
        first, last = self.extent(name)
        running = xxh3_64()
        for piece in range(first, last, _PIECE):
            running.update(self._map[piece : min(piece + _PIECE, last)])
        return bool(running.intdigest() == self._directory[name][3])


def smallest(largest: int) -> str:
    """The narrowest unsigned dtype of at least 16 bits that holds `largest`."""
    return "u2" if largest < 1 << 16 else "u4" if largest < 1 << 32 else "u8"


def outdated(version: object) -> IndexOutdated:
    return IndexOutdated(f"the index has format version {version}, this program reads version {FORMAT_VERSION}")


def _damaged(path: Path, what: str) -> IndexDamaged:
    return IndexDamaged(f"{_shown(path)}: {what}")


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
