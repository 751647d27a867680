"""Which folders and files are in the index? A note beside it, for whoever cannot or need not read the index itself."""

from __future__ import annotations

from pathlib import Path

import orjson

ROOTS = "roots.json"


def noted_roots(folder: Path) -> tuple[tuple[str, str], ...]:
    """Path and prefix of each root as `index.reindex.roots_note.remember` noted them, the path of a forgotten one "".

    Nothing where the note is missing or cannot be read.
    """
    try:
        return tuple((str(path), str(prefix)) for path, prefix in orjson.loads((folder / ROOTS).read_bytes()))
    except (OSError, ValueError, TypeError):
        return ()
