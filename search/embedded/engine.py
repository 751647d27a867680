"""How does the embedded engine answer? From the index in a folder of this machine, one snapshot a request."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from index.entity import EntityKind
from index.originals.original import Original
from index.store.history import Deleted, Moved
from search.article_copies import GroupRecord
from search.article_versions import taken_apart
from search.asking.answerer import Answerer
from search.asking.planned import is_later
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.embedded import condition
from search.embedded.answer import Answer, listing, page
from search.embedded.archive import Archive
from search.embedded.asked import Asked, ask
from search.embedded.beside import similar_hits, story_hits
from search.embedded.checked import Checked
from search.embedded.display import Displays, group_record, ids_of, pages, read_article
from search.embedded.divided import cross_table, facet_counts, period_counts
from search.embedded.holdings_reader import HoldingsReader
from search.embedded.matched import Matched, matched
from search.embedded.name_record import NameReader
from search.embedded.newest import Newest
from search.embedded.ordered import Ordered
from search.embedded.original_of import original
from search.embedded.picked import asked_archive, picked
from search.embedded.proofs import proven, proven_pages
from search.embedded.shown_versions import ShownVersions
from search.engine import Engine
from search.health import EngineHealth, Findings
from search.holdings import Holdings, WorkedExample
from search.marked_article import MarkedArticle
from search.name_results import NameRecord, OtherName, UnknownName
from search.notes import Note
from search.options import Options
from search.overview import Overview
from search.query import MAX_RESULTS, Node, Parsed, Query, Sort
from search.query.tree import asks_for_versions
from search.results import Export, FacetCounts, Hit, Results
from search.show.finder import WordFinder
from search.words.aliases import Aliases, load_aliases
from search.words.leaves import Leaf

SEARCHING = 0.75  # of the time for an answer: what is under way when it is up, and showing what was found, take more
WRITING = 15  # times the time for an answer: 10,000 hits take 1.5 to 3 s of CPU, 13 beside others


def open_engine(
    folder: Path,
    *,
    seconds: float = 2.0,
    aliases: Aliases | None = None,
    options: Options | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Engine:
    """The engine over the index in `folder`, which need not be there yet.

    A search is answered with what it has found after `seconds` by `clock`. `aliases` are those that come with the
    program where none are given. Safe to share between threads.
    """
    names = load_aliases() if aliases is None else aliases
    return EmbeddedEngine(folder, replace(options or Options(), aliases=names), seconds, clock)


class EmbeddedEngine:
    """See `search.engine.Engine`."""

    def __init__(self, folder: Path, options: Options, seconds: float, clock: Callable[[], float]) -> None:
        self._newest = Newest(folder, options)
        self._checked = Checked(folder, self._newest)
        self._seconds = seconds
        self._clock = clock
        self._today = options.today
        self._finder = WordFinder(options.budget.runs)
        self._display = Displays(self._finder).own
        self._answerer = Answerer(self._ask, matched, self._today)

    @proven
    def warm(self) -> None:
        self._current().warm()

    @proven
    def search(self, query: Query) -> Results:
        started = self._clock()
        answer, results = self._answer(query, started, partial(page, display=self._display()))
        return self._told(answer.asked, results, started)

    @proven
    def count(self, query: Query) -> int:
        return self._found(query)[1].listed

    @proven
    def ids(self, query: Query) -> tuple[str, ...]:
        answer, _ = self._answer(query, self._clock(), listing)
        return ids_of(answer.asked, answer.ordered)

    @proven
    def export(self, query: Query, limit: int = MAX_RESULTS) -> Export:
        started = self._clock()
        whole = replace(query, page=1, per_page=min(limit, MAX_RESULTS))
        answer, results = self._answer(whole, started, listing)
        return self._exported(answer.asked, answer.ordered, self._told(answer.asked, results, started))

    @proven
    def picked(self, identities: Sequence[str], query: Query) -> Export:
        started = self._clock()
        found = picked(self._ask(query, asked_archive(self._current(), identities)), identities)
        return self._exported(found.asked, found.order, self._told(found.asked, found.results(), started))

    def _exported(self, asked: Asked, order: Ordered, told: Results) -> Export:
        late = partial(is_later, self._clock, self._clock() + WRITING * self._seconds)
        parts = proven_pages(self, pages(asked, order, late))
        return Export(told, parts, len(order.numbers), asked.archive.snapshot.created)

    def _found(self, query: Query) -> tuple[Answer, Results]:
        return self._answer(replace(query, sort=Sort.NEWEST, page=1, per_page=1), self._clock(), listing)

    def _told(self, asked: Asked, results: Results, started: float) -> Results:
        """The answer with what is to be said of the archive as a whole, and its time."""
        problem, notices = self.problem(), asked.archive.notices
        return replace(results, seconds=self._clock() - started, problem=problem, notices=notices)

    def _answer(self, query: Query, started: float, show: Callable[[Asked, Matched], Answer]) -> tuple[Answer, Results]:
        """What a query finds, and as `show` makes it: of the query itself or of a respelt one."""
        return self._answerer.answer(query, partial(self._left, started), show)

    def _left(self, started: float) -> float:
        """How many seconds are left of the time for an answer."""
        return started + self._seconds - self._clock()

    @proven
    def facet(self, query: Query, name: str, limit: int | None = None) -> FacetCounts:
        return facet_counts(self._ask(query), name, limit)

    @proven
    def periods(self, query: Query, step: PeriodLength | None = None) -> PeriodCounts:
        return period_counts(*self._found(query), step)

    @proven
    def cross(self, query: Query, rows: str, columns: str, limit: int = 10) -> CrossTable:
        return cross_table(*self._found(query), (rows, columns), limit)

    @proven
    def article(self, article_id: str, query: Query | None = None) -> MarkedArticle | None:
        archive = self._current()
        asked = self._ask(query, archive.every if taken_apart(article_id)[1] else archive) if query else None
        versions = ShownVersions(asked.archive if asked else archive)
        if (place := versions.find(article_id)) is None:
            return None
        read = read_article(versions.archive, place, asked, self._display())
        return read.of_version(versions.of(article_id), self.problem())

    @proven
    def titles(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        versions = ShownVersions(self._current())
        places = {one: place for one in article_ids if (place := versions.find(one)) is not None}
        return {one: segment.card(doc).title for one, (segment, doc) in places.items()}

    @proven
    def name(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        return NameReader(self._current(), self._ask, self._display()).read(kind, value)

    @proven
    def group(self, article_id: str) -> GroupRecord | None:
        place = (archive := self._current()).snapshot.find(article_id)
        return group_record(archive, place) if place else None

    @proven
    def original(self, article_id: str) -> Original | None:
        return original(self._current(), article_id)

    @proven
    def holdings(self) -> Holdings:
        return HoldingsReader(self._current(), self._ask, self._display()).read()

    @proven
    def worked_examples(self) -> tuple[WorkedExample, ...]:
        return HoldingsReader(self._current(), self._ask, self._display()).worked_examples()

    @proven
    def last_arrival(self) -> datetime | None:
        return self._current().last_arrival

    @proven
    def former(self, article_id: str) -> Moved | Deleted | None:
        return self._current().history.find(article_id)

    @proven
    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        return self._current().lexicon.completed(prefix, limit)

    @proven
    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        return similar_hits(self._current(), article_id, limit)

    @proven
    def story(self, article_id: str) -> tuple[Hit, ...]:
        return story_hits(self._current(), article_id)

    def health(self) -> EngineHealth:
        return self._checked.health(partial(proven(EmbeddedEngine._current), self))

    def scrub(self, most: int) -> int:
        return self._checked.step(most)

    def findings(self) -> Findings:
        return self._checked.findings()

    def heed(self, findings: Findings) -> None:
        self._checked.heed(findings)

    def status(self) -> Overview:
        return condition.status(self._newest.folder, partial(proven(EmbeddedEngine._current), self), self.health)

    def problem(self) -> Note | None:
        return self._newest.problem()

    def find_damage(self) -> str:
        """What is damaged in the segments that answer; answers from them say so from now on."""
        return self._newest.find_damage()

    def _current(self) -> Archive:
        return self._newest.archive()

    def _ask(
        self,
        query: Query,
        archive: Archive | None = None,
        parsed: Parsed | None = None,
        leaves: dict[Node, Leaf] | None = None,
    ) -> Asked:
        archive = archive or self._current()
        archive.lexicon.words()  # a small archive's are read at its first question, whose time begins after it
        late = partial(is_later, self._clock, self._clock() + SEARCHING * self._seconds)
        pasted = None if parsed or query.as_typed else archive.pasted(query.text)
        parsed = parsed or archive.readings.question(query.text, self._today())
        archive = archive.every if asks_for_versions(parsed.root) else archive
        if pasted:
            return replace(ask(archive, query, late, parsed=pasted.reading(parsed)), pasted=pasted)
        return ask(archive, query, late, parsed=parsed, leaves=leaves)
