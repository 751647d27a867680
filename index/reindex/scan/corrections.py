"""Which roots have a `corrections.yaml`, a `names.yaml`? Files of no article, in the folder that is indexed itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.corrections import CORRECTIONS_FILE, NAMES_FILE
from index.readers.decode import MAX_BYTES
from index.reasons import SkipReason
from index.reindex.scan.roots import Root
from index.reindex.scan.sources import stat_of, unreadable


@dataclass(frozen=True, slots=True)
class CorrectionsFile:
    """The corrections or the names of a root: the file's name in the archive, its bytes (b"" where there is no file),
    and why it could not be read, else None."""

    path: str
    data: bytes = b""
    problem: SkipReason | None = None


def corrections_at(roots: Iterable[Root]) -> dict[int, CorrectionsFile]:
    """The corrections of each root whose folder is there, by the number of the root."""
    return _files_at(roots, CORRECTIONS_FILE)


def names_at(roots: Iterable[Root]) -> dict[int, CorrectionsFile]:
    """The `names.yaml` of each root whose folder is there, by the number of the root."""
    return _files_at(roots, NAMES_FILE)


def _files_at(roots: Iterable[Root], name: str) -> dict[int, CorrectionsFile]:
    return {
        number: _read(root, name)
        for number, root in enumerate(roots)
        if root.path and os.path.isdir(root.path)  # noqa: PTH112  as the walk does
    }


def _read(root: Root, file_name: str) -> CorrectionsFile:
    name, file = root.prefix + file_name, Path(root.path) / file_name
    if not os.path.lexists(file):
        return CorrectionsFile(name)
    try:
        with Path(stat_of(str(file)).file).open("rb") as stream:
            return CorrectionsFile(name, stream.read(MAX_BYTES + 1))
    except OSError as error:
        return CorrectionsFile(name, problem=unreadable(error))
