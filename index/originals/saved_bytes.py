"""Are the bytes of a source still those that were indexed? They are handed on only where their digest says so."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from hashlib import sha256
from pathlib import Path
from typing import IO

from index.errors import Advice, CuttingsError, ReadError, Remedy
from index.originals.original import Original
from index.readers.decode import MAX_BYTES
from index.reindex.scan.lines import opened

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


def whole(original: Original) -> bytes:
    """The bytes of a file or line, all at once. Raises `OriginalLost` and `OriginalUnreadable`."""
    if original.size is not None and original.size > _MOST_RAW:
        raise OriginalUnreadable("the file is too large to be shown; it can be downloaded as it was saved")
    return b"".join(_checked(original))


def in_pieces(original: Original) -> tuple[int, Iterator[bytes]]:
    """The length of a file or line in bytes and its pieces, which take little memory however large it is.

    All bytes are looked at before the first piece comes, and again on the way: where they change meanwhile the last
    piece never comes and `OriginalChanged` is raised in its place. Raises `OriginalLost` and `OriginalUnreadable`.
    """
    if original.line:
        line = whole(original)
        return len(line), iter((line,))
    return sum(map(len, _checked(original))), _checked(original)


def _checked(original: Original) -> Iterator[bytes]:
    """The pieces, the last of which comes only where the digest of all is the one that was indexed."""
    digest, held = sha256(), b""
    try:
        for piece in _raw(original):
            if held:
                yield held
            digest.update(piece)
            held = piece
    except FileNotFoundError:
        raise _missing(original) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise OriginalUnreadable(f"the file {original.path} cannot be read ({reason.lower()})") from error
    if digest.hexdigest() != original.sha256:
        raise _changed(original)
    yield held


def _raw(original: Original) -> Iterator[bytes]:
    """The bytes as they are now, in pieces. Raises `OSError`, and `OriginalChanged` where they cannot be the same."""
    file = _file(original)
    if original.line:
        yield _line(original, file)
        return
    with Path(file).open("rb", buffering=0) as stream:
        if os.fstat(stream.fileno()).st_size != original.size:
            raise _changed(original)
        while piece := stream.read(_PIECE):
            yield piece


def _file(original: Original) -> str:
    """The first of its paths at which there is a file: opening a pipe would wait for its other end."""
    for file in original.files:
        try:
            if stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116  bytes of a name that are no text
                return file
        except (FileNotFoundError, NotADirectoryError, ValueError):
            continue
    raise _missing(original)


def _line(original: Original, file: str) -> bytes:
    """The line that stands where the article's stood, without its end. Lines before it are passed piece by piece."""
    with opened(file) as stream:
        try:
            for _ in range(original.line - 1):
                _pass_line(stream)
            line = stream.readline(MAX_BYTES + 2)
        except (zlib.error, EOFError, BadGzipFile, ReadError):
            raise _changed(original) from None
    return line.rstrip(b"\r\n")


def _pass_line(stream: IO[bytes]) -> None:
    """Read to the next line's beginning. Raises `EOFError` where there is none."""
    piece = stream.readline(1 << 20)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(1 << 20)
    if not piece:
        raise EOFError


def _missing(original: Original) -> OriginalMissing:
    return OriginalMissing(f"the file {original.path} is not there any more")


def _changed(original: Original) -> OriginalChanged:
    what = f"line {original.line} of {original.path}" if original.line else f"the file {original.path}"
    return OriginalChanged(f"{what} has changed since it was indexed")
