"""Which command helps? Messages of the index side name commands; here they learn which index is meant."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

_COMMAND = re.compile(r"`(cuttings (?:reindex|verify)[^`]*)`")


def about(message: str, index: Path) -> str:
    """The message; commands that it advises are about the index in the folder `index`."""
    return _COMMAND.sub(lambda found: f"`{found[1]} --index {shlex.quote(str(index))}`", message)
