"""How is the index that answers, and what goes on beside it?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.errors import CuttingsError
from index.reindex.scan.sources import refusal
from index.store.run_file import read_runs, read_skipped
from search.embedded.archive import Archive
from search.health import EngineHealth
from search.overview import Overview, SourceState

Current = Callable[[], Archive]


def status(folder: Path, current: Current, health: Callable[[], EngineHealth]) -> Overview:
    """Its `health`, with what the archive lacks, where it comes from, and the runs over the index in `folder`."""
    known = with_runs(folder, health())
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
        older_versions=sum(map(len, archive.newest.versions.older)),
        sources=tuple(source_state(path, articles) for path, articles in lacks.sources),
    )


def with_runs(folder: Path, health: EngineHealth) -> Overview:
    """What the runs over the index in `folder` tell, beside its health."""
    runs = read_runs(folder)
    skipped = read_skipped(folder)
    return Overview(health, running=runs.running, last=runs.last, unfinished=runs.unfinished, skipped=skipped)


def source_state(path: str, articles: int) -> SourceState:
    """A folder or file with so many articles, as this machine finds it now."""
    refused = refusal(path)
    return SourceState(path, articles, is_there=not refused and os.path.exists(path), refused=refused)  # noqa: PTH110
