"""Are the bytes of a source still those that were indexed? They are handed on only where their digest says so."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from index.errors import Advice, CuttingsError, ReadError, Remedy
from index.originals.original import Original
from index.page import Format
from index.readers.decode import MAX_BYTES
from index.readers.records import RecordPlace, form_of
from index.reindex.scan.contents import container_of, opened_whole, place_of
from index.reindex.scan.file_records import bytes_of, head_of, scan

_PIECE = 1 << 18
_MOST_RAW = 10 * MAX_BYTES  # bytes of a whole file that are taken into memory; a page of more is not indexed


class OriginalLost(CuttingsError):
    """What was saved of an article is not to be had any more as it was indexed."""

    joint = "; "


class OriginalMissing(OriginalLost):
    """The file is not there."""

    advice: Advice = ("bring it back, or run ", Remedy("reindex"), " to take its articles out of the archive")


class OriginalChanged(OriginalLost):
    """The file has other bytes than those that were indexed."""

    advice: Advice = ("run ", Remedy("reindex"), ", so that the index follows")


class OriginalUnreadable(CuttingsError):
    """The system does not let the file be read."""


class SavedRecord(NamedTuple):
    """A record of a file of several articles: its bytes, the name of its form, and where it stands."""

    data: bytes
    form: str
    place: RecordPlace


def whole(original: Original) -> bytes:
    """The bytes of a file or record, all at once. Raises `OriginalLost` and `OriginalUnreadable`."""
    if original.line:
        return record_of(original).data
    if original.size is not None and original.size > _MOST_RAW:
        raise OriginalUnreadable("the file is too large to be shown; it can be downloaded as it was saved")
    return b"".join(_checked(original))


def is_there(original: Original) -> bool:
    """Whether there is a file where the article's was, whatever it holds. Raises `OriginalUnreadable`."""
    with suppress(OriginalMissing), _explained(original):
        return bool(_file(original))
    return False


def in_pieces(original: Original) -> tuple[int, Iterator[bytes]]:
    """The length of a file or record in bytes and its pieces, which take little memory however large it is.

    All bytes are looked at before the first piece comes, and again on the way: where they change meanwhile the last
    piece never comes and `OriginalChanged` is raised in its place. Raises `OriginalLost` and `OriginalUnreadable`.
    """
    if original.line:
        data = whole(original)
        return len(data), iter((data,))
    return sum(map(len, _checked(original))), _checked(original)


def record_of(original: Original) -> SavedRecord:
    """The record, found by its number in its file. Raises `OriginalLost` and `OriginalUnreadable`."""
    with _explained(original):
        file = _file(original)
        if not (form := form_of(head_of(file), original.path)):
            raise _changed(original)
        records = scan(file, form, MAX_BYTES)
        found = np.flatnonzero(records.number == original.line)
        data = next(bytes_of(file, records, found), None)
    if data is None or sha256(data).hexdigest() != original.sha256:
        raise _changed(original)
    return SavedRecord(data, form, records.place(original.path))


def _checked(original: Original) -> Iterator[bytes]:
    """The pieces, the last of which comes only where the digest of all is the one that was indexed."""
    digest, held = sha256(), b""
    for piece in _raw(original):
        if held:
            yield held
        digest.update(piece)
        held = piece
    if digest.hexdigest() != original.sha256:
        raise _changed(original)
    yield held


def _raw(original: Original) -> Iterator[bytes]:
    """The bytes as they are now, in pieces; `OriginalChanged` as soon as they cannot be the same."""
    read = 0
    with _explained(original), opened_whole(_file(original)) as stream:
        while piece := stream.read(_PIECE):
            read += len(piece)
            if original.size is not None and read > original.size:
                raise _changed(original)
            yield piece


@contextmanager
def _explained(original: Original) -> Iterator[None]:
    """What the system or a reader complains of, as an error of this module."""
    try:
        yield
    except FileNotFoundError:
        raise _missing(original) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise OriginalUnreadable(f"the file {original.path} cannot be read ({reason.lower()})") from error
    except (ReadError, zlib.error):
        raise _changed(original) from None


def _file(original: Original) -> str:
    """The first of its paths at which there is a file: opening a pipe would wait for its other end."""
    for path in original.files:
        file = place_of(path)
        try:
            if stat.S_ISREG(os.stat(container_of(file)).st_mode):  # noqa: PTH116  bytes of a name that are no text
                return file
        except (FileNotFoundError, NotADirectoryError, ValueError):
            continue
    raise _missing(original)


def _missing(original: Original) -> OriginalMissing:
    return OriginalMissing(f"the file {original.path} is not there any more")


def _changed(original: Original) -> OriginalChanged:
    unit = "line" if original.format == Format.JSONL else "record"
    what = f"{unit} {original.line} of {original.path}" if original.line else f"the file {original.path}"
    return OriginalChanged(f"{what} has changed since it was indexed")
