"""What does the archive hold, for its first page? Worked out once for each generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.store.run_file import read_runs
from search.asking.holdings_made import HeldFigures, made_examples, made_holdings
from search.embedded.answer import listing, page
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.display import Display
from search.embedded.matched import matched
from search.holdings import Holdings, WorkedExample
from search.query import Query
from search.results import Results


@dataclass(frozen=True, slots=True)
class HoldingsReader:
    """Reads what an archive holds. `ask` makes a question of a query."""

    archive: Archive
    ask: Callable[[Query, Archive], Asked]
    display: Display

    def read(self) -> Holdings:
        """What the archive holds, with the runs over its folder as they are now. Raises `IndexDamaged`."""
        archive = self.archive
        known = archive.holdings
        if known is None:
            known, whole = made_holdings(self._figures(), self._found, self._totals)
            archive.holdings = known if whole else None
        return replace(known, runs=read_runs(archive.whole.folder))

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        """Examples for who learns to ask, each lesson once at most. Raises `IndexDamaged`."""
        archive = self.archive
        known = archive.worked_examples
        if known is None:
            known = tuple(made_examples(self.read().facets, self._totals))
            archive.worked_examples = known if archive.holdings else None  # as those were found out whole
        return known

    def _figures(self) -> HeldFigures:
        archive = self.archive
        return HeldFigures(
            articles=archive.articles,
            samples=archive.samples.count(archive.segments),
            older_versions=sum(map(len, archive.newest.versions.older)),
            span=archive.span,
            last_arrival=archive.last_arrival,
            arrived=_arrived(archive),
        )

    def _found(self, query: Query) -> Results:
        asked = self.ask(query, self.archive)
        return page(asked, matched(asked), self.display).results()

    def _totals(self, queries: Sequence[Query]) -> Sequence[int]:
        return list(map(self._total, queries))

    def _total(self, query: Query) -> int:
        asked = self.ask(query, self.archive)
        return listing(asked, matched(asked)).matched.total


def _arrived(archive: Archive) -> int:
    """How many of the articles came when the last one did."""
    last = archive.last_arrival
    if last is None:
        return 0
    moment = int(last.timestamp())
    added = (
        segment.names.added if segment.live is None else segment.names.added[segment.live]
        for segment in archive.segments
    )
    return sum(int(np.count_nonzero(part == moment)) for part in added)
