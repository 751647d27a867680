"""Which command helps? The index side knows its name and arguments; here it learns which index is meant."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from index.errors import CuttingsError, Remedy, Skipped, quoted
from web.reasons import reason_sentence


def about(remedy: Remedy, index: Path | None) -> Remedy:
    """The command, about the index in the folder `index` where one is given."""
    return remedy if index is None else Remedy(remedy.command, *remedy.arguments, "--index", str(index))


def command(remedy: Remedy, index: Path | None = None) -> str:
    """The same as it stands in a sentence."""
    return quoted(about(remedy, index))


def message(error: CuttingsError, index: Path | None = None) -> str:
    """What has happened and what to do next; commands are about the index in the folder `index` where one is given."""
    return error.told(partial(_spelled, index=index))


def _spelled(part: Remedy | Skipped, index: Path | None) -> str:
    return command(part, index) if isinstance(part, Remedy) else f"{part.path}: {reason_sentence(part)}"
