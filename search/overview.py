"""How is an archive, for whoever runs it? `Overview` is what the page of that name shows."""

from __future__ import annotations

from dataclasses import dataclass

from index.store.run_states import LastRun, Running
from search.health import EngineHealth


@dataclass(frozen=True, slots=True)
class SourceState:
    """A folder or file that is indexed, by its absolute path; `is_there` says whether it can be looked at now."""

    path: str
    articles: int
    is_there: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What whoever runs the service wants to know: health, articles that lack something (`empty`: a text), the run of
    `reindex` that goes on, the last one that came to its end, and the sources."""

    health: EngineHealth
    undated: int = 0
    without_publisher: int = 0
    without_byline: int = 0
    empty: int = 0
    running: Running | None = None
    last: LastRun | None = None
    sources: tuple[SourceState, ...] = ()
