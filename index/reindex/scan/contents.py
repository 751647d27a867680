"""Which bytes does a source have? Those of a file, or of a member of a ZIP, which is a source of its own.

The system's name of a member is that of its ZIP, a NUL, which no name holds, and the member's own name.
"""

from __future__ import annotations

import errno
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from index.errors import ReadError
from index.readers.decode import refuse_bomb
from index.reasons import SkipCode, SkipReason

ZIPS = (".zip", ".wacz")
"""Suffixes of files that are looked into."""
MEMBER = "#"
"""What stands between the names of a ZIP and of its member in the archive's name of it."""
_WITHIN = "\0"
_LARGEST = 20_000_000_000  # bytes that the members of one ZIP may have when they are unpacked
_ENCRYPTED = 1  # the bit of a member's flags
_HEADER, _NAME_LENGTHS = 30, 26  # bytes before a member: their number without names, where the lengths of these stand
_DAMAGES = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Member(NamedTuple):
    """A file in a ZIP: its name there, its size in bytes, and the checksum of its bytes."""

    name: str
    size: int
    checksum: int


class _OpenZip:
    """The ZIP that was opened last, which most likely is asked for again: its list of members may be long."""

    def __init__(self) -> None:
        self._key: tuple[str, int, int] | None = None
        self._zip: ZipFile | None = None

    def of(self, file: str) -> ZipFile:
        status = os.stat(file)  # noqa: PTH116  as the walk does
        key = file, status.st_size, status.st_mtime_ns
        if self._zip is None or key != self._key:
            if self._zip is not None:
                self._zip.close()
                self._zip = None
            try:
                self._zip = ZipFile(file)
            except _DAMAGES:
                raise ReadError(SkipReason(SkipCode.ZIP_DAMAGED)) from None
            self._key = key
        return self._zip


_open_zip = _OpenZip()


def member_file(file: str, name: str) -> str:
    """The system's name of a member of a ZIP."""
    return file + _WITHIN + name


def container_of(file: str) -> str:
    """The path of the file that a source lies in: of a member its ZIP."""
    return file.partition(_WITHIN)[0]


def place_of(file: str) -> str:
    """The system's name of a source by a path whose end may be the name of a member."""
    at = file.find(MEMBER)
    while at >= 0:
        if os.path.isfile(file[:at]) and not os.path.exists(file):  # noqa: PTH110, PTH113
            return member_file(file[:at], file[at + len(MEMBER) :])
        at = file.find(MEMBER, at + 1)
    return file


def members_of(file: str) -> tuple[list[Member], list[tuple[str, SkipReason]], int]:
    """The members of a ZIP that may hold articles, those that are not read with the reason, and how many are hidden.

    Of a packed web archive (WACZ) only the archives count. Raises `OSError`, and `ReadError` where the file is no ZIP,
    or one that holds more than it can.
    """
    infos = [info for info in _open_zip.of(file).infolist() if not info.is_dir()]
    _refuse_bomb(infos, Path(file).stat().st_size)
    names = {info.filename for info in infos}
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        kept = [info for info in infos if info.filename.startswith("archive/")]
        return [_member(info) for info in kept], [], len(infos) - len(kept)
    shown = [info for info in infos if not _hidden(info.filename)]
    refused = {info.filename: reason for info in shown if (reason := _refusal(info))}
    members = {info.filename: _member(info) for info in shown if info.filename not in refused}
    return list(members.values()), list(refused.items()), len(infos) - len(shown)


def member_of(file: str, name: str) -> Member | None:
    """The member of this name of the ZIP that a source lies in; None where it has none, or the source is in no ZIP.

    Raises `OSError`.
    """
    place, within, _ = file.partition(_WITHIN)
    try:
        return _member(_open_zip.of(place).getinfo(name)) if within else None
    except (KeyError, ReadError):
        return None


def _member(info: ZipInfo) -> Member:
    return Member(info.filename, info.file_size, info.CRC)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in name.split("/")) or name.startswith("__MACOSX/")


def _refusal(info: ZipInfo) -> SkipReason | None:
    """Why a member is not read by what the list of members says of it."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        return SkipReason(SkipCode.ZIP_NAME)
    if info.flag_bits & _ENCRYPTED:
        return SkipReason(SkipCode.ZIP_ENCRYPTED)
    if info.filename.lower().endswith(ZIPS):
        return SkipReason(SkipCode.ZIP_NESTED)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return SkipReason(SkipCode.ENCODING_UNKNOWN, encoding=f"method {info.compress_type}")
    return None


def _refuse_bomb(infos: list[ZipInfo], size: int) -> None:
    """ReadError where members share their bytes, or hold many times as much."""
    unpacked = sum(info.file_size for info in infos)
    if sum(info.compress_size for info in infos) > size:
        raise ReadError(SkipReason(SkipCode.ZIP_DAMAGED))
    if unpacked > _LARGEST:
        raise ReadError(SkipReason(SkipCode.GZIP_TOO_LARGE, limit_megabytes=_LARGEST / 1e6))
    refuse_bomb(unpacked, size)


@contextmanager
def opened_whole(file: str) -> Iterator[IO[bytes]]:
    """The bytes of a source as they lie there. Raises `OSError`, also where a member of a ZIP is damaged."""
    place, within, name = file.partition(_WITHIN)
    if not within:
        with Path(file).open("rb", buffering=1 << 20) as stream:
            yield stream
        return
    try:
        member = _open_zip.of(place).open(name)
    except (*_DAMAGES, KeyError, ReadError):
        raise _damaged() from None
    with member:
        try:
            yield member
        except BadZipFile:
            raise _damaged() from None


@contextmanager
def opened_in_place(file: str) -> Iterator[IO[bytes]]:
    """The same, where what is wanted may stand before what was read: a member that lies in its ZIP as it is need not be
    read from its beginning. Nobody then looks at its checksum."""
    place, within, name = file.partition(_WITHIN)
    if not within or is_packed_member(file):
        with opened_whole(file) as stream:
            yield stream
        return
    info = _open_zip.of(place).getinfo(name)
    with Path(place).open("rb", buffering=0) as stream:
        stream.seek(info.header_offset + _NAME_LENGTHS)
        lengths = stream.read(4)
        start = info.header_offset + _HEADER + sum(int.from_bytes(lengths[n : n + 2], "little") for n in (0, 2))
        yield io.BufferedReader(_Section(stream, start, info.file_size), 1 << 16)


class _Section(io.RawIOBase):
    """Some bytes of a file as a file of their own."""

    def __init__(self, stream: io.FileIO, start: int, length: int) -> None:
        self._stream, self._start, self._length, self._at = stream, start, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, into: Any) -> int:
        view = memoryview(into).cast("B")
        self._stream.seek(self._start + self._at)
        count = self._stream.readinto(view[: max(0, self._length - self._at)])
        self._at += count
        return count


def bytes_of_file(file: str) -> bytes:
    """All bytes of a source. Raises `OSError`, also where a member of a ZIP is damaged."""
    with opened_whole(file) as stream:
        try:
            return stream.read()
        except (zlib.error, EOFError):
            raise _damaged() from None


def _damaged() -> OSError:
    return OSError(errno.EIO, "damaged in its ZIP")


def is_packed_member(file: str) -> bool:
    """Whether a source is a member of a ZIP that is unpacked to be read. Raises `OSError`."""
    place, within, name = file.partition(_WITHIN)
    if not within:
        return False
    try:
        return _open_zip.of(place).getinfo(name).compress_type != ZIP_STORED
    except (KeyError, ReadError):
        raise _damaged() from None
