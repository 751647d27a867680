"""How does the engine over a cluster answer? From one generation a request, whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from index.cluster.client import ClusterClient
from index.entity import EntityKind
from index.originals.original import Original
from index.store.history import Deleted, Moved
from search.article_copies import GroupRecord
from search.article_versions import taken_apart
from search.asking.answerer import Answerer
from search.asking.planned import is_later
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.cluster.beside_cluster import similar_hits, story_hits
from search.cluster.cluster_answer import ClusterAnswer, ClusterMatches, counting, facets_of, find, listing, page
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_copies import group_record
from search.cluster.cluster_divided import cross_table, period_counts
from search.cluster.cluster_exports import exported_pages, listed_rows
from search.cluster.cluster_holdings import read_examples, read_holdings, with_runs
from search.cluster.cluster_names import ClusterNameReader
from search.cluster.cluster_page import marked_article
from search.cluster.cluster_pasted import pasted_question
from search.cluster.cluster_picked import picked
from search.cluster.cluster_question import ClusterQuestion, ask_cluster
from search.cluster.cluster_status import health, status
from search.cluster.cluster_versions import DocumentVersions, titles_of
from search.cluster.current import CurrentGeneration, Knowing
from search.cluster.page_archive import made_segment
from search.embedded.display import Displays
from search.embedded.engine import WRITING
from search.engine import Engine
from search.health import EngineHealth, Findings
from search.holdings import Holdings, WorkedExample
from search.marked_article import MarkedArticle
from search.match.matching import Deadline
from search.name_results import NameRecord, OtherName, UnknownName
from search.notes import Note
from search.options import Options
from search.overview import Overview
from search.query import MAX_RESULTS, Node, Parsed, Query, Sort
from search.query.tree import asks_for_versions
from search.results import Export, FacetCounts, Hit, Results
from search.show.finder import WordFinder
from search.words.leaves import Leaf

Arguments = ParamSpec("Arguments")
Answered = TypeVar("Answered")
# How many times the time for an answer the cluster has for all requests of one: what is late from a folder is a part,
# from a cluster it is nothing.
_PATIENCE = 5


def _timed(
    method: Callable[Concatenate[ClusterEngine, Arguments], Answered],
) -> Callable[Concatenate[ClusterEngine, Arguments], Answered]:
    """The method, whose requests to the cluster are answered in time or raise ClusterUnavailable."""

    @wraps(method)
    def timed(engine: ClusterEngine, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answered:
        with engine.in_time():
            return method(engine, *args, **kwargs)

    return timed


def _whole(
    method: Callable[Concatenate[ClusterEngine, Arguments], Answered],
) -> Callable[Concatenate[ClusterEngine, Arguments], Answered]:
    """The same, and all that it says is of one generation."""

    @_timed
    @wraps(method)
    def whole(engine: ClusterEngine, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answered:
        return engine.answered(partial(method, engine, *args, **kwargs))

    return whole


def open_cluster(
    client: ClusterClient,
    knowing: Knowing,
    *,
    seconds: float = 2.0,
    options: Options | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Engine:
    """The engine over an archive in a cluster, which need not be there yet. `knowing` gives what is kept beside it of a
    generation. Safe to share between threads."""
    return ClusterEngine(CurrentGeneration(client, knowing, options or Options()), seconds, options or Options(), clock)


class ClusterEngine:
    """See `search.engine.Engine`. What the cluster does not tell whole, or not in time, is an error,
    `ClusterUnavailable`."""

    def __init__(
        self, current: CurrentGeneration, seconds: float, options: Options, clock: Callable[[], float]
    ) -> None:
        self._generation = current
        self._seconds = seconds
        self._clock = clock
        self._today = options.today
        self._copy = options.working_copy
        self._display = Displays(WordFinder(options.budget.runs)).own
        self._answerer: Answerer[ClusterQuestion, ClusterMatches] = Answerer(self._ask, find, self._today)

    def warm(self) -> None:
        archive = self._current()
        archive.lexicon.wait(60.0)

    @_whole
    def search(self, query: Query) -> Results:
        started = self._clock()
        answer, results = self._answer(query, started, partial(page, display=self._display()))
        return self._told(answer.asked, results, started)

    @_whole
    def count(self, query: Query) -> int:
        return self._found(query)[1].listed

    @_whole
    def ids(self, query: Query) -> tuple[str, ...]:
        answer, _ = self._answer(query, self._clock(), listing)
        return listed_rows(answer)

    @_whole
    def export(self, query: Query, limit: int = MAX_RESULTS) -> Export:
        started = self._clock()
        whole = replace(query, page=1, per_page=min(limit, MAX_RESULTS))
        answer, results = self._answer(whole, started, listing)
        return self._exported(answer, self._told(answer.asked, results, started))

    @_whole
    def picked(self, identities: Sequence[str], query: Query) -> Export:
        started = self._clock()
        archive = self._current()
        wide = archive.every if any(taken_apart(identity)[1] for identity in identities) else archive
        found = picked(self._ask(query, wide), identities)
        return self._exported(found.answer, self._told(found.answer.asked, found.results(), started))

    def _exported(self, answer: ClusterAnswer, told: Results) -> Export:
        late = partial(is_later, self._clock, self._clock() + WRITING * self._seconds)
        rows = answer.order.rows
        pages = exported_pages(answer, late, _PATIENCE * self._seconds)
        return Export(told, pages, len(rows), answer.asked.archive.state.created)

    @_whole
    def facet(self, query: Query, name: str, limit: int | None = None) -> FacetCounts:
        question = self._ask(query)
        if name not in question.archive.facet_names:
            facet = FacetCounts(name, ())
        else:
            (facet,) = facets_of(question, find(question)).count((name,), limit)
        notices = question.archive.notices
        return replace(facet, notes=question.notes, notices=notices, grouped=question.grouped)

    @_whole
    def periods(self, query: Query, step: PeriodLength | None = None) -> PeriodCounts:
        return period_counts(*self._found(query), step)

    @_whole
    def cross(self, query: Query, rows: str, columns: str, limit: int = 10) -> CrossTable:
        return cross_table(*self._found(query), (rows, columns), limit)

    @_whole
    def article(self, article_id: str, query: Query | None = None) -> MarkedArticle | None:
        archive = self._current()
        wide = archive.every if taken_apart(article_id)[1] else archive
        question = self._ask(query, wide) if query else None
        versions = DocumentVersions(question.archive if question else archive, article_id)
        source = versions.shown
        if source is None:
            return None
        shown = marked_article(question.archive if question else archive, source, question, self._display())
        return shown.of_version(versions.told(), self.problem())

    @_whole
    def titles(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        return titles_of(self._current(), article_ids)

    @_whole
    def name(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        return ClusterNameReader(self._current(), self._ask, self._display()).read(kind, value)

    @_whole
    def group(self, article_id: str) -> GroupRecord | None:
        archive = self._current()
        source = DocumentVersions(archive, article_id).newest
        return group_record(archive, source) if source else None

    @_whole
    def original(self, article_id: str) -> Original | None:
        archive = self._current()
        source = DocumentVersions(archive, article_id).shown
        return archive.knowledge.original(made_segment([source]), 0) if source else None

    @_whole
    def holdings(self) -> Holdings:
        return with_runs(self._copy, read_holdings(self._current(), self._ask, self._display()))

    @_whole
    def worked_examples(self) -> tuple[WorkedExample, ...]:
        return read_examples(self._current(), self._ask, self._display())

    @_whole
    def last_arrival(self) -> datetime | None:
        return self._current().last_arrival

    @_whole
    def former(self, article_id: str) -> Moved | Deleted | None:
        return self._current().knowledge.history.find(article_id)

    @_whole
    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        return self._current().lexicon.completed(prefix, limit)

    @_whole
    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        return similar_hits(self._current(), article_id, limit, self._deadline())

    @_whole
    def story(self, article_id: str) -> tuple[Hit, ...]:
        return story_hits(self._current(), article_id, self._deadline())

    @_timed
    def health(self) -> EngineHealth:
        return health(self._current)

    def scrub(self, most: int) -> int:
        """Nothing: a cluster checks its own bytes."""
        return 0

    def findings(self) -> Findings:
        return Findings()

    def heed(self, findings: Findings) -> None:
        """Nothing: each process sees for itself whether the cluster answers."""

    @_timed
    def status(self) -> Overview:
        return status(self._current, self.health, self._copy)

    def problem(self) -> Note | None:
        return None

    def _found(self, query: Query) -> tuple[ClusterAnswer, Results]:
        return self._answer(replace(query, sort=Sort.NEWEST, page=1, per_page=1), self._clock(), counting)

    def _answer(
        self, query: Query, started: float, show: Callable[[ClusterQuestion, ClusterMatches], ClusterAnswer]
    ) -> tuple[ClusterAnswer, Results]:
        return self._answerer.answer(query, partial(self._left, started), show)

    def _left(self, started: float) -> float:
        return started + self._seconds - self._clock()

    def _told(self, asked: ClusterQuestion, results: Results, started: float) -> Results:
        """The answer with what is to be said of the archive as a whole, and its time."""
        return replace(results, seconds=self._clock() - started, notices=asked.archive.notices)

    def answered(self, answer: Callable[[], Answered]) -> Answered:
        """What `answer` returns, of one generation."""
        return self._generation.answered(answer)

    def in_time(self) -> AbstractContextManager[None]:
        """A block in which the cluster answers all requests of this thread in the time for an answer."""
        return self._generation.client.within(_PATIENCE * self._seconds)

    def _deadline(self) -> Deadline:
        return Deadline(partial(is_later, self._clock, self._clock() + _PATIENCE * self._seconds))

    def _current(self) -> ClusterArchive:
        return self._generation.archive()

    def _ask(
        self,
        query: Query,
        archive: ClusterArchive | None = None,
        parsed: Parsed | None = None,
        leaves: dict[Node, Leaf] | None = None,
    ) -> ClusterQuestion:
        archive = archive or self._current()
        archive.lexicon.words()
        pasted = None if parsed or query.as_typed else pasted_question(archive, query.text)
        parsed = parsed or archive.readings.question(query.text, self._today())
        archive = archive.every if asks_for_versions(parsed.root) else archive
        if pasted:
            question = ask_cluster(archive, query, self._deadline(), parsed=pasted.reading(parsed))
            return replace(question, pasted=pasted)
        return ask_cluster(archive, query, self._deadline(), parsed=parsed, leaves=leaves)
