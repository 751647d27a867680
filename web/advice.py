"""Which command helps? The index side knows its name and arguments; here it learns which index is meant."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from index.errors import Remedy

_COMMAND = re.compile(r"`(cuttings (?:reindex|verify)[^`]*)`")


def about(message: str, index: Path) -> str:
    """The message; commands that it advises are about the index in the folder `index`."""
    return _COMMAND.sub(lambda found: f"`{found[1]} --index {shlex.quote(str(index))}`", message)


def command(remedy: Remedy, index: Path | None = None) -> str:
    """The command as a sentence shows it, about the index in the folder `index` where one is given."""
    meant = Remedy(remedy.command, *remedy.arguments, "--index", str(index)) if index is not None else remedy
    return f"`{meant}`"
