"""A stock Whoosh searcher as an `Engine`: as much of the protocol as Whoosh has words for.

The question is read by `search.query.parse`; its words are made terms by the analyser that the index's schema names,
and everything else is done by Whoosh.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import whoosh.index
import whoosh.query

from index.entity import EntityKind
from index.originals.original import Original
from index.store.history import Deleted, Moved
from search.article_copies import GroupRecord
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.health import EngineHealth, Findings
from search.holdings import Holdings, WorkedExample
from search.marked_article import MarkedArticle
from search.name_results import NameRecord, OtherName, UnknownName
from search.notes import Note
from search.overview import Overview
from search.query import MAX_RESULTS, And, Everything, Field, Node, Or, Phrase, Query, Ranked, Word, parse
from search.results import Export, FacetCounts, FacetValue, Hit, Marked, Results

wq: Any = whoosh.query  # it has no types
FIELDS = {
    Field.ANY: ("title", "body"),
    Field.TITLE: ("title",),
    Field.BODY: ("body",),
    Field.REMOVED: ("removed",),
}


class StockWhoosh:
    """Answers from the newest publication. Raises NotImplementedError for what Whoosh cannot answer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Any = None

    def warm(self) -> None:
        self._current()

    def search(self, query: Query) -> Results:
        root = parse(query.text).root
        searcher = self._current()
        matched = searcher.search(_translated(root, searcher.schema), limit=None)
        whole = searcher.search(_translated(_all_of(root), searcher.schema), limit=None)
        complete = whole.docs()
        hits = [_hit(hit, complete) for hit in matched if hit.docnum in complete or not query.all_words]
        hits.sort(key=lambda hit: not hit.all_words)  # stable: by score within each half
        first = (query.page - 1) * query.per_page
        return Results(query, len(hits), tuple(hits[first : first + query.per_page]), total_all_words=len(complete))

    def facet(self, query: Query, name: str, limit: int | None = 10_000) -> FacetCounts:
        searcher = self._current()
        translated = _translated(parse(query.text).root, searcher.schema)
        groups = searcher.search(translated, limit=None, groupedby=name).groups(name)
        values = sorted((FacetValue(str(value), len(documents)) for value, documents in groups.items()), key=_by_count)
        return FacetCounts(name, tuple(values[:limit]), len(values))

    def count(self, query: Query) -> int:
        return self.search(query).total

    def ids(self, query: Query) -> tuple[str, ...]:
        return tuple(hit.id for hit in self.search(query).hits)

    def health(self) -> EngineHealth:
        return EngineHealth(ok=True, articles=self._current().doc_count())

    def scrub(self, most: int) -> int:
        return 0

    def findings(self) -> Findings:
        return Findings()

    def heed(self, findings: Findings) -> None: ...

    def status(self) -> Overview:
        return Overview(self.health())

    def problem(self) -> Note | None:
        return None

    def export(self, query: Query, limit: int = MAX_RESULTS) -> Export:
        raise NotImplementedError

    def picked(self, identities: Sequence[str], query: Query) -> Export:
        raise NotImplementedError

    def periods(self, query: Query, step: PeriodLength | None = None) -> PeriodCounts:
        raise NotImplementedError

    def cross(self, query: Query, rows: str, columns: str, limit: int = 10) -> CrossTable:
        raise NotImplementedError

    def article(self, article_id: str, query: Query | None = None) -> MarkedArticle | None:
        raise NotImplementedError

    def titles(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        raise NotImplementedError

    def name(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        raise NotImplementedError

    def group(self, article_id: str) -> GroupRecord | None:
        raise NotImplementedError

    def original(self, article_id: str) -> Original | None:
        raise NotImplementedError

    def holdings(self) -> Holdings:
        raise NotImplementedError

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        raise NotImplementedError

    def last_arrival(self) -> datetime | None:
        raise NotImplementedError

    def former(self, article_id: str) -> Moved | Deleted | None:
        raise NotImplementedError

    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        raise NotImplementedError

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        raise NotImplementedError

    def story(self, article_id: str) -> tuple[Hit, ...]:
        raise NotImplementedError

    def _current(self) -> Any:
        if self._searcher is None or not self._searcher.up_to_date():
            self._searcher = whoosh.index.open_dir(str(self._folder)).searcher()
        return self._searcher


def _hit(hit: Any, complete: Container[int]) -> Hit:
    return Hit(hit["id"], hit["key"], hit["path"], Marked(hit.get("title", "")), (), hit.score, hit.docnum in complete)


def _by_count(value: FacetValue) -> tuple[int, str]:
    return -value.count, value.value


def _translated(node: Node, schema: Any) -> Any:
    """The node as a query of Whoosh. Raises NotImplementedError where it has no such query."""
    match node:
        case Everything():
            return wq.Every()
        case Word(text, field, False) | Phrase(text, field, 0, False):
            return wq.Or([_side_by_side(name, text, schema) for name in FIELDS[field]])
        case And(operands):
            return wq.And([_translated(part, schema) for part in operands])
        case Or(operands):
            return wq.Or([_translated(part, schema) for part in operands])
        case Ranked(wanted, (), ()):
            return wq.Or([_translated(part, schema) for part in wanted])
        case Ranked(_, required, ()):
            return wq.And([_translated(part, schema) for part in required])
    raise NotImplementedError(f"no query of Whoosh for {node}")


def _side_by_side(name: str, text: str, schema: Any) -> Any:
    terms = list(schema[name].process_text(text, mode="query"))
    return wq.Term(name, terms[0]) if len(terms) == 1 else wq.Phrase(name, terms)


def _all_of(root: Node) -> Node:
    """What an article must match that has all the words of the question."""
    return And((*root.wanted, *root.required)) if isinstance(root, Ranked) else root
