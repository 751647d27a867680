"""How is an archive in a cluster, and the cluster itself?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.cluster.mapping import LENGTH, STATE_INDEX, WORDS_INDEX, facet_field, index_name
from index.errors import ClusterUnavailable, CuttingsError
from index.facets import PUBLISHER
from index.store.run_file import is_told
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_asked import Clause
from search.embedded.condition import source_state, with_runs
from search.health import ClusterHealth, EngineHealth, EngineKind, Serving
from search.overview import Overview, SourceState

CurrentArchive = Callable[[], ClusterArchive]


def health(current: CurrentArchive) -> EngineHealth:
    """How it is, where what `current` opens answers."""
    try:
        archive = current()
        told = _told(archive)
    except CuttingsError as error:
        return EngineHealth(ok=False, error=error, engine=EngineKind.OPENSEARCH)
    lost = told["status"] == "red"
    away = ClusterUnavailable(f"a part of the archive in {archive.client.address} is on no node that answers")
    return EngineHealth(
        ok=not lost,
        articles=archive.articles,
        generation=str(archive.generation),
        published_at=archive.state.created,
        serving=Serving.NONE if lost else Serving.NEWEST,
        error=away if lost else None,
        engine=EngineKind.OPENSEARCH,
        cluster=ClusterHealth(
            int(told["number_of_nodes"]),
            int(told["unassigned_shards"]),
            green=told["status"] == "green",
            stale=archive.lexicon.stale,
        ),
    )


def _told(archive: ClusterArchive) -> Any:
    """What the cluster says of the indices of an archive."""
    name = archive.client.address.name
    indices = ",".join((archive.index, index_name(name, WORDS_INDEX), index_name(name, STATE_INDEX)))
    return archive.client.ask("GET", f"/_cluster/health/{indices}")


def status(current: CurrentArchive, health_now: Callable[[], EngineHealth], copy: Path | None) -> Overview:
    """Its health, with what the archive lacks and where it comes from; and the runs over its working `copy`, where this
    machine has it."""
    here = is_told(copy)
    known = with_runs(copy, health_now()) if copy and here else Overview(health_now(), elsewhere=True)
    if known.health.error is not None:
        return known
    try:
        archive = current()
        lacking: list[Clause] = [
            {"term": {"published": 0}},
            *({"term": {facet_field(name): ""}} for name in (PUBLISHER, "byline")),
        ]
        clauses = [*lacking, {"term": {LENGTH["body"]: 0}}]
        counts = archive.counter(grouped=False).totals([archive.having(clause) for clause in clauses])
        sources = archive.knowledge.sources
    except CuttingsError as error:
        return replace(known, health=replace(known.health, ok=False, error=error))
    undated, without_publisher, without_byline, empty = counts
    return replace(
        known,
        undated=undated,
        without_publisher=without_publisher,
        without_byline=without_byline,
        empty=empty,
        older_versions=archive.older_versions,
        sources=tuple(source_state(*one) if here else SourceState(*one, is_there=None) for one in sources),
    )
