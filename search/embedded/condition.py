"""How is the index that answers, and what goes on beside it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.errors import CuttingsError
from index.store.run_file import read_runs
from search.embedded.archive import Archive
from search.health import EngineHealth
from search.overview import Overview, SourceState

Current = Callable[[], Archive]


def status(folder: Path, current: Current, health: Callable[[], EngineHealth]) -> Overview:
    """Its `health`, with what the archive lacks, where it comes from, and the runs over the index in `folder`."""
    runs = read_runs(folder)
    known = Overview(health(), running=runs.running, last=runs.last)
    if known.health.error is not None:
        return known
    try:
        archive = current()
        lacks = archive.inventory
    except CuttingsError as error:
        return replace(known, health=replace(known.health, ok=False, error=error))
    return replace(
        known,
        undated=lacks.undated,
        without_publisher=lacks.without_publisher,
        without_byline=lacks.without_byline,
        empty=lacks.empty,
        sources=tuple(SourceState(path, articles, is_there=_is_there(path)) for path, articles in lacks.sources),
    )


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return False
