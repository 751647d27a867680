"""The files of a generation in a folder, as a server keeps them, without a cluster between."""

from __future__ import annotations

from pathlib import Path

from index.cluster.word_files import generation_files
from index.store.snapshot import Snapshot


def written_files(folder: Path, whole: Snapshot) -> dict[str, Path]:
    """Where the files of a whole generation are that were written into a folder, by their names."""
    files: dict[str, Path] = {}
    for name, data in generation_files(whole, {}):
        assert isinstance(data, bytes)
        files[name] = folder / name
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_bytes(data)
    return files
