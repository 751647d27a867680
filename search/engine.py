"""How is an archive asked? `Engine` is the read side, whatever index stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

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
from search.query import MAX_RESULTS, Query
from search.results import Export, FacetCounts, Hit, Results


class Engine(Protocol):
    """The read side. Every method answers from one snapshot and none raises for anything a reader typed.

    All raise `index.errors.IndexMissing`, `IndexOutdated`, `IndexDamaged` or `IndexUnreadable` where there is nothing
    to answer from. An unexpected error is `IndexDamaged` where the segments that were read are not what was written.
    """

    def warm(self) -> None:
        """Read what the first questions would wait for."""
        ...

    def search(self, query: Query) -> Results: ...

    def count(self, query: Query) -> int:
        """How many results the pages of `search` have, without making hits and facets."""
        ...

    def ids(self, query: Query) -> tuple[str, ...]:
        """The ids of the hits of `search`, in order, without making them."""
        ...

    def export(self, query: Query, limit: int = MAX_RESULTS) -> Export:
        """Every hit of the query from the first on, whatever its page, up to `limit`.

        They are found and put in order here and now, in the time for an answer. Making them takes longer and has a
        time of its own; what is missing when it is up is said by the export.
        """
        ...

    def picked(self, identities: Sequence[str], query: Query) -> Export:
        """The articles of a list of ids or ids of versions, each once and in that order, as hits with the marks of the
        query's words; nothing else that it asks for counts. A former id stands for the article that once had it. Of
        those that no article has a note says which they are, and the export is partial."""
        ...

    def facet(self, query: Query, name: str, limit: int | None = None) -> FacetCounts:
        """All the values of one facet under the query, or its first `limit` beside the chosen ones."""
        ...

    def periods(self, query: Query, step: PeriodLength | None = None) -> PeriodCounts:
        """How the results spread over time, in periods of a length; without `step` of the one that suits their span."""
        ...

    def cross(self, query: Query, rows: str, columns: str, limit: int = 10) -> CrossTable:
        """How many results have a value of the facet `rows` and one of the facet `columns`, of each the `limit` most
        frequent values, or those that are chosen. Of dates the values are years, or the months of the one year."""
        ...

    def article(self, article_id: str, query: Query | None = None) -> MarkedArticle | None:
        """The article with the query's matches marked, or None where there is no such article. An id of a version
        (`search.article_versions.version_id`) gives that version."""
        ...

    def titles(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """The titles of these articles by their ids, "" where an article has none; ids that no article has are left
        out. Texts are not read."""
        ...

    def name(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        """What there is of a name; or the name that it counts under; or names near to it, where no article has it."""
        ...

    def group(self, article_id: str) -> GroupRecord | None:
        """The article with all its copies, or None where there is no such article."""
        ...

    def original(self, article_id: str) -> Original | None:
        """Where what was saved of an article lies, or of a version of one by its id; None where there is no such
        article, or the index does not know."""
        ...

    def holdings(self) -> Holdings:
        """What the archive holds, for its first page; worked out once for each of its states."""
        ...

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        """Examples for who learns to ask, each lesson once at most; worked out once for each state of the archive."""
        ...

    def last_arrival(self) -> datetime | None:
        """When the last of the articles came into the index, in UTC; None where that is not known."""
        ...

    def former(self, article_id: str) -> Moved | Deleted | None:
        """What became of the article that once had this id; None where no article ever had it, or one has it now."""
        ...

    def complete(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Whole questions that begin as `prefix` does but for capitals and accents, likeliest first: its last words as
        a filter (`byline:"Martin Jay"`), or its last word completed."""
        ...

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """The articles on the subject of an article, 5 at most, without marks and snippets: the likest first, one of
        each group of copies, none of its own and none of its story. None where none is alike."""
        ...

    def story(self, article_id: str) -> tuple[Hit, ...]:
        """What goes on with the story of an article in the days around it, as `similar` gives them, but the earliest
        first; none where that is not sure or the article has no date."""
        ...

    def health(self) -> EngineHealth: ...

    def scrub(self, most: int) -> int:
        """Check the next `most` bytes of the index at most, also of what is kept beside it, and return how many were
        read; 0: all has been looked at, and the next call begins anew. What is damaged `health` and answers say."""
        ...

    def findings(self) -> Findings:
        """What is known of damage, for the engines of other processes. Reads nothing."""
        ...

    def heed(self, findings: Findings) -> None:
        """Take in what another process found: answers and `health` say it from now on, as if it was found here."""
        ...

    def status(self) -> Overview:
        """What the archive holds and lacks, and what is done with it. Where there is nothing to answer from, its health
        says so."""
        ...

    def problem(self) -> Note | None:
        """What is wrong with the index that answered last, for readers; None where nothing is. Reads nothing."""
        ...
