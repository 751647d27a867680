"""How is a person's `corrections.yaml` changed, so that it is always whole and no writer loses what another said?

The new text is written beside it under a hidden name, which is locked as long as one writes: whoever comes second
waits, and then reads what the first one wrote. The system lets go of a lock when its process ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from index.corrections import CORRECTIONS_FILE

_TRIES = 5  # until somebody who edits the file without a lock, such as an editor, has ended


class StillEdited(Exception):
    """Another program goes on writing the file."""


def read_file(folder: Path) -> bytes:
    """The bytes of the `corrections.yaml` of a folder; b"" where there is none. Raises `OSError`."""
    try:
        return (folder / CORRECTIONS_FILE).read_bytes()
    except FileNotFoundError:
        return b""


def change_file(folder: Path, edit: Callable[[bytes], bytes]) -> bool:
    """Give the `corrections.yaml` of a folder the bytes that `edit` makes of its own, and wait until they are on the
    disk; False where these are the same. One that says nothing at all any more is removed.

    Raises what `edit` raises, `OSError` and `StillEdited`; then the file is as it was.
    """
    file = Path(os.path.realpath(folder / CORRECTIONS_FILE))
    aside = file.with_name(f".{file.name}.part")
    descriptor = _locked(aside)
    try:
        for _ in range(_TRIES):
            before = read_file(folder)
            after = edit(before)
            if after == before:
                return False
            _fill(descriptor, after, file)
            if read_file(folder) != before:
                continue
            if after.strip():
                aside.replace(file)
            else:
                file.unlink(missing_ok=True)
            _sync(file.parent)
            return True
        raise StillEdited
    finally:
        if _is_at(descriptor, aside):
            aside.unlink()
        os.close(descriptor)


def _locked(file: Path) -> int:
    """A descriptor of the file, made where it is not there, that this process alone has locked."""
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            os.close(descriptor)
            raise
        if _is_at(descriptor, file):  # else who had the lock has given it its name, or removed it
            return descriptor
        os.close(descriptor)


def _is_at(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.lstat())
    except FileNotFoundError:
        return False


def _fill(descriptor: int, data: bytes, like: Path) -> None:
    """Write the bytes, and let the same people read them as read the file that they are to replace."""
    with suppress(FileNotFoundError):
        status = like.stat()
        with suppress(PermissionError):  # of another owner: then it becomes ours
            os.fchown(descriptor, status.st_uid, status.st_gid)
        os.fchmod(descriptor, status.st_mode & 0o7777)
    os.ftruncate(descriptor, 0)
    with open(os.dup(descriptor), "wb") as stream:  # noqa: PTH123  (of a descriptor)
        stream.seek(0)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
