"""What makes a file last? Its bytes are synced, then its name: the folder that holds it."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait for its bytes; its name is the caller's to sync."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
