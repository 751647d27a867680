"""What makes a file last, and who may read it? Its bytes are synced, then its name: the folder that holds it.

Files of an index hold the whole archive, so that they are their owner's alone, whatever the umask says.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private_file(path: Path, mode: str, *, buffering: int = -1) -> IO[Any]:
    """The file, opened as by `open`; where that makes it, only its owner may read it."""
    return open(path, mode, buffering, opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def private_folder(path: Path, *, exist_ok: bool = False) -> None:
    """Make a folder that only its owner may look into, and the folders above it as far as they are missing."""
    try:
        path.mkdir(0o700, exist_ok=exist_ok)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(0o700, exist_ok=exist_ok)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait for its bytes; its name is the caller's to sync."""
    with private_file(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_above(folder: Path) -> None:
    """Wait until the names of a folder and of those above it last, up to where its file system begins.

    What this process may not open is passed over.
    """
    place = folder.resolve()
    device = place.stat().st_dev
    for above in place.parents:
        if above.stat().st_dev != device:
            return
        with suppress(PermissionError):
            sync(above)


def sync_folder(folder: Path) -> None:
    """Sync every file in a folder, then the folder."""
    for path in sorted(folder.iterdir()):
        if path.is_file():
            sync(path)
    sync(folder)


def replace(source: Path, target: Path) -> None:
    """Give a finished file or folder its name, at once, and wait until the name lasts."""
    source.replace(target)
    sync(target.parent)
