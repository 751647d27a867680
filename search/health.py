"""Can the engine answer, and is its index whole?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.errors import CuttingsError
from search.notes import Note


class Serving(StrEnum):
    """Which state of the index answers. A closed set, for programs that read the API: codes are never renamed."""

    NEWEST = "newest"
    OLDER = "older"  # the newest is damaged
    NONE = "none"


class EngineKind(StrEnum):
    """What has the index. A closed set, as above."""

    EMBEDDED = "embedded"  # this program, in a folder
    OPENSEARCH = "opensearch"


@dataclass(frozen=True, slots=True)
class ClusterHealth:
    """How many `nodes` a cluster has, and how many copies of parts of the archive no node has (`missing`): answers are
    whole as long as each part has a copy left. `green` says that none is missing; `stale`, that words are corrected and
    completed by those of the generation before, as those of this one are still being read."""

    nodes: int
    missing: int
    green: bool = True
    stale: bool = False


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """Whether the engine can answer: the index's generation, its articles, and what is wrong where something is:
    `problem` as that of an answer, or the `error` that every question meets. `damaged` has a sentence for each part of
    the index, also of what is kept beside it, that was found damaged (`Engine.scrub`). `engine` is what
    has the index, `cluster` is told where one answers."""

    ok: bool
    articles: int = 0
    generation: str = ""
    published_at: str = ""
    problem: Note | None = None
    error: CuttingsError | None = None
    serving: Serving = Serving.NONE
    damaged: tuple[str, ...] = ()
    engine: EngineKind = EngineKind.EMBEDDED
    cluster: ClusterHealth | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What engines over the same index in other processes should know of it: the `damage` that a check of its bytes
    found, which the engines alone read, and whether what answers was proven damaged when an answer failed. It can be
    pickled and compared."""

    damage: tuple[Any, ...] = ()
    proven: bool = False
