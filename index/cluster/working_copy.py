"""Whose is the archive in a cluster? Each working copy has a name, drawn when it publishes first.

By it a run from an empty folder, or from that of somebody else, does not put its few articles in the place of all.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from index.segment.arrays.disk import write_synced

_NAME = "cluster-writer"


def known_writer(folder: Path) -> str:
    """The name of the working copy in a folder; "" for one that has not published."""
    with suppress(OSError, UnicodeDecodeError):
        return (folder / _NAME).read_text("ascii").strip()
    return ""


def writer_of(folder: Path) -> str:
    """The name of the working copy in a folder, which has one from now on. Whoever writes it holds its lock."""
    if known := known_writer(folder):
        return known
    aside = folder / f"{_NAME}.new"
    write_synced(aside, f"{token_hex(16)}\n".encode())
    aside.replace(folder / _NAME)
    return known_writer(folder)
