"""How is an archive, for whoever runs it? `Overview` is what the page of that name shows."""

from __future__ import annotations

from dataclasses import dataclass

from index.store.run_states import KnownSkip, LastRun, Running, UnfinishedRun
from search.health import EngineHealth


@dataclass(frozen=True, slots=True)
class SourceState:
    """A folder or file that is indexed, by its absolute path; `is_there` says whether it can be looked at now, None
    where that is for another machine to say.

    `refused` is why the system does not let it be read, in its own words; "" where it does, or where nothing is there.
    """

    path: str
    articles: int
    is_there: bool | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What whoever runs the service wants to know: health, articles that lack something (`empty`: a text), those
    that are kept as older versions, the run of `reindex` that goes on, the last one that came to its end, what that
    left out, a later one that did not come to its end, and the sources. Runs `elsewhere` are told by the machine
    that has the working copy."""

    health: EngineHealth
    undated: int = 0
    without_publisher: int = 0
    without_byline: int = 0
    empty: int = 0
    running: Running | None = None
    last: LastRun | None = None
    unfinished: UnfinishedRun | None = None
    older_versions: int = 0
    skipped: tuple[KnownSkip, ...] = ()
    sources: tuple[SourceState, ...] = ()
    elsewhere: bool = False
