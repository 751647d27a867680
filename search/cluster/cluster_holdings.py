"""What does an archive in a cluster hold? Worked out once for each of its generations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.store.run_file import read_runs
from search.asking.holdings_made import HeldFigures, made_examples, made_holdings
from search.cluster.cluster_answer import find, page
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.statistics import totals_of
from search.embedded.display import Display
from search.facets.segment_names import TYPE_OF_FACET
from search.holdings import Holdings, WorkedExample
from search.query import Query
from search.results import FacetCounts, Results

_TOGETHER = 10_000  # places of samples that are counted at once


def read_holdings(archive: ClusterArchive, ask: Callable[..., ClusterQuestion], display: Display) -> Holdings:
    """What the archive holds, without the runs over its working copy."""
    if archive.holdings is None:

        def found(query: Query) -> Results:
            question = ask(query, archive)
            return page(question, find(question), display).results()

        held, _ = made_holdings(_figures(archive), found, partial(_totals, archive, ask))
        facets = {name: _sure(archive, facet) for name, facet in held.facets.items()}
        archive.holdings = replace(held, facets=facets, published_at=archive.state.created)
    return archive.holdings


def with_runs(folder: Path | None, held: Holdings) -> Holdings:
    """What is held, with what runs over the working copy in `folder` tell now, where this machine has it."""
    return replace(held, runs=read_runs(folder)) if folder else held


def read_examples(
    archive: ClusterArchive, ask: Callable[..., ClusterQuestion], display: Display
) -> tuple[WorkedExample, ...]:
    """Examples for who learns to ask, each lesson once at most."""
    if archive.worked_examples is None:
        facets = read_holdings(archive, ask, display).facets
        archive.worked_examples = tuple(made_examples(facets, partial(_totals, archive, ask)))
    return archive.worked_examples


def _sure(archive: ClusterArchive, facet: FacetCounts) -> FacetCounts:
    """A facet of all articles, whose values a server has counted."""
    if not facet.about:
        return facet
    first, last = archive.knowledge.table.part(facet.name)
    distinct = archive.knowledge.names.offered(facet.name) if facet.name in TYPE_OF_FACET else last - first
    return replace(facet, distinct=distinct, about=False)


def _totals(archive: ClusterArchive, ask: Callable[..., ClusterQuestion], queries: Sequence[Query]) -> Sequence[int]:
    """How many articles each of some queries finds, asked for at once."""
    return totals_of([(question.asked, question.question) for question in (ask(query, archive) for query in queries)])


def _figures(archive: ClusterArchive) -> HeldFigures:
    counter = archive.counter(grouped=False)
    places = (archive.knowledge.samples.places.astype("u8") - (1 << 63)).astype("i8").tolist()
    samples = [
        archive.having({"terms": {"place": places[first : first + _TOGETHER]}})
        for first in range(0, len(places), _TOGETHER)
    ]
    last = archive.last_moment
    (arrived,) = counter.totals([archive.having({"term": {"added": last}})]) if last else (0,)
    return HeldFigures(
        articles=archive.articles,
        samples=sum(counter.totals(samples)),
        older_versions=archive.older_versions,
        span=archive.span,
        last_arrival=archive.last_arrival,
        arrived=arrived,
    )
