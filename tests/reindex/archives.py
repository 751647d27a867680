"""Small archives for the tests of reindexing: real folders, real articles, and what an index holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from index import authority
from index.article import Article
from index.authority.one_document import document_rows, document_votes
from index.reindex.agree.settling import NAME as SETTLED
from index.reindex.phases import Environment, ReindexRequest, reindex
from index.reindex.plan.plan import ReindexPlan
from index.reindex.read.jobs import PoolMaker
from index.reindex.read.workers import Pool
from index.reindex.report import ReindexReport
from index.settings import Settings
from index.store.snapshot import Snapshot, open_snapshot
from index.versions.published_versions import newest_only
from tests.reindex.inline import Inline

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Watched:
    """A watcher that remembers what it was told."""

    plans: list[ReindexPlan] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    resumptions: list[tuple[int, int]] = field(default_factory=list)

    def planned(self, plan: ReindexPlan) -> None:
        self.plans.append(plan)

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        self.resumptions.append((done, units))

    def phase(self, name: str, units: int) -> None:
        self.phases.append(name)

    def advanced(self, units: int) -> None:
        pass


def run(  # noqa: PLR0913
    index: Path,
    *paths: Path,
    processes: bool = False,
    now: datetime = NOW,
    watcher: Watched | None = None,
    forget: Iterable[Path] = (),
    full: bool = False,
    failed: bool = False,
    dry_run: bool = False,
    **knobs: object,
) -> ReindexReport:
    """One run of reindex over the paths; without `processes` everything happens in this one."""
    settings = Settings.read({}, index=index, **{"workers": 2, **knobs})
    request = ReindexRequest(paths, tuple(forget), full, failed, dry_run)
    pool: PoolMaker = Pool if processes else Inline
    return reindex(request, Environment(settings, now, watcher or Watched(), pool=pool))


def articles(index: Path) -> dict[str, Article]:
    """Every article that can be found in the index, by id, in its newest version; fails where one is there twice."""
    found: dict[str, Article] = {}
    for article in _stored(newest_only(open_snapshot(index)).snapshot):
        assert article.id not in found, f"{article.path} is in the index twice"
        found[article.id] = article
    return found


def versions(index: Path) -> dict[str, list[Article]]:
    """All versions of each article that has several, by id, the oldest first."""
    whole = open_snapshot(index)
    places = newest_only(whole).versions.of_article
    return {one: [whole.segments[place.segment].stored(place.doc) for place in each] for one, each in places.items()}


def _stored(snapshot: Snapshot) -> Iterator[Article]:
    for segment in snapshot.segments:
        for number in range(segment.doc_count):
            if segment.live is None or segment.live[number]:
                yield segment.stored(number)


def contents(index: Path) -> dict[tuple[str, str], Article]:
    """Every article by its place, with all versions, without what a run carries along from the runs before: its id, and
    since when."""
    found = _stored(open_snapshot(index))
    return {(article.path, article.key): replace(article, id="", added=None) for article in found}


def names(index: Path) -> dict[tuple[str, str], tuple[list[tuple[int, str]], dict[int, tuple[int, str]]]]:
    """Of every article, by its place, what the archive makes of its names: type and value of each, and of each vote."""
    snapshot = newest_only(open_snapshot(index)).snapshot
    table = authority.published(snapshot)
    told = {}
    for segment in snapshot.segments:
        for number in range(segment.doc_count):
            if segment.live is None or segment.live[number]:
                article = segment.stored(number)
                rows = [(int(kind), value) for kind, value in document_rows(table, segment.mentions, number)]
                voted = document_votes(table, segment.mentions, number)
                votes = {row: (int(kind), value) for row, (kind, value) in voted.items()}
                told[article.path, article.key] = rows, votes
    return told


def tables_of_names(index: Path) -> tuple[bytes | None, ...]:
    """The bytes of what is published of names."""
    snapshot = open_snapshot(index)
    return snapshot.extra(authority.NAME), snapshot.extra(SETTLED)


def keys(index: Path) -> set[str]:
    return {article.key for article in articles(index).values()}
