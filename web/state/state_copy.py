"""How does what readers keep come into a backup, and back? Whole, and never over what is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from web.state.reader_state import ReaderState


def back_up_state(state_file: Path, target: Path) -> bool:
    """Copy what is kept at this moment to the file `target`, in place of an earlier copy; False where nothing is kept.

    Servers may go on. Raises `web.state.database.StateUnusable` where it cannot be read and OSError where `target`
    cannot be written; the earlier copy is there then.
    """
    if not state_file.exists():
        return False
    aside = target.with_name(f"{target.name}.new")
    aside.unlink(missing_ok=True)
    state = ReaderState(state_file)
    try:
        state.database.copy(aside)
    finally:
        state.database.close()
    _place(aside, target)
    return True


def restore_state(source: Path, state_file: Path) -> bool:
    """Copy a backup, the file `source`, to where what is kept lies; False where something is kept there already, which
    stays. Raises OSError."""
    if state_file.exists():
        return False
    state_file.parent.mkdir(0o700, parents=True, exist_ok=True)
    aside = state_file.with_name(f"{state_file.name}.new")
    aside.unlink(missing_ok=True)
    with source.open("rb") as old, os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
        shutil.copyfileobj(old, new)
    _place(aside, state_file)
    return True


def _place(aside: Path, target: Path) -> None:
    """Give a finished file its name, once its bytes are on the disk."""
    _sync(aside)
    aside.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
