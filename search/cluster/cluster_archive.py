"""What does a request search in a cluster? One generation of the archive, with what is worked out from it once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any, Protocol

from index.cluster.client import ClusterClient
from index.cluster.copy_values import CopyValues
from index.cluster.held_documents import visible
from index.cluster.mapping import LENGTH, facet_field
from index.cluster.state import ClusterState
from index.cluster.values import ValueTable
from index.facets import FACET_NAMES, LANGUAGE
from index.originals.original import Original
from index.segment.reader import Segment
from index.store.history import History
from search.asking.planned import AskedLexicon, OfferKey
from search.cluster.cluster_asked import Clause, ClusterNumbers, LeafFigures
from search.cluster.cluster_rows import BesideDocument
from search.cluster.counting import MatchCounter
from search.cluster.knowledge.published_values import PublishedValues
from search.cluster.knowledge.table_names import TableNames
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.cluster.matched_copies import CopiesInCluster
from search.cluster.value_counts import ValueCountsOfAll
from search.embedded.article_words import SurfaceTerms
from search.embedded.inventory import Samples
from search.holdings import Holdings, WorkedExample
from search.kept import Kept
from search.notes import Note
from search.options import Options
from search.query import Node
from search.query.readings import Readings
from search.results import Offer
from search.words.leaves import Leaf
from search.words.plan import QueryPlan

_MOST_LANGUAGES = 500


class ClusterLexicon(AskedLexicon, Protocol):
    """What is known of the words of an archive in a cluster."""

    def completed(self, prefix: str, limit: int) -> tuple[str, ...]:
        """Whole questions that begin so, the likeliest first."""
        ...


class ClusterKnowledge(Protocol):
    """What a server keeps beside the cluster of one generation, as it was published with it."""

    @property
    def words(self) -> PublishedValues: ...

    @property
    def vocabulary(self) -> TableVocabulary: ...

    @property
    def lexicon(self) -> ClusterLexicon: ...

    @property
    def every_vocabulary(self) -> TableVocabulary:
        """The words of all versions of articles."""
        ...

    @property
    def history(self) -> History: ...

    @property
    def samples(self) -> Samples:
        """Which articles are samples."""
        ...

    @property
    def sources(self) -> tuple[tuple[str, int], ...]:
        """The folders and files that are indexed, with the articles that came from each."""
        ...

    @property
    def names(self) -> TableNames:
        """The names that are offered."""
        ...

    @property
    def table(self) -> ValueTable:
        """The values of the facets."""
        ...

    @property
    def copies(self) -> CopyValues:
        """What copies have in common."""
        ...

    def original(self, segment: Segment, doc: int) -> Original | None:
        """What was saved of a document of a page."""
        ...

    @property
    def notices(self) -> tuple[Note, ...]: ...


class ClusterArchive:
    """A generation of an archive. It shows the newest versions of articles; all of them where it is made `beside` the
    archive of these. Raises ClusterUnavailable."""

    def __init__(
        self,
        client: ClusterClient,
        state: ClusterState,
        knowledge: ClusterKnowledge,
        options: Options,
        beside: ClusterArchive | None = None,
    ) -> None:
        self.client = client
        self.state = state
        self.index = state.articles
        self.generation = state.generation
        self.knowledge = knowledge
        self.weights = options.weights
        self.options = options
        self._beside = beside
        self.readings: Readings = beside.readings if beside else Readings(options.budget)
        self.plans: Kept[tuple[Node, bool], QueryPlan] = Kept(options.budget.plans)
        self.offers: Kept[OfferKey, tuple[Offer, ...]] = Kept(options.budget.offers)
        self.figures: Kept[Leaf, LeafFigures] = Kept(options.budget.occurrences)
        # The articles beside that of a document, by its name.
        self.beside: Kept[str, BesideDocument] = Kept(options.budget.beside)
        self.copies = CopiesInCluster(client, self.index, knowledge.copies, Kept(options.budget.standing))
        self.holdings: Holdings | None = None  # once they are asked for
        self.worked_examples: tuple[WorkedExample, ...] | None = None
        self.facet_names: Sequence[str] = FACET_NAMES
        newest = [] if beside else [{"term": {"newest": True}}]
        self.live: tuple[Clause, ...] = (*visible(state.generation), *newest)
        self._told = self._figures()

    def _figures(self) -> Any:
        """What is known of all its articles, by one search."""
        dated = {"range": {"published": {"gt": 0}}}
        ends = {name: {name: {"field": "published"}} for name in ("min", "max")}
        figures = {
            **{name: {"sum": {"field": name}} for name in LENGTH.values()},
            "languages": {"terms": {"field": facet_field(LANGUAGE), "size": _MOST_LANGUAGES}},
            "dated": {"filter": dated, "aggs": ends},
            "added": {"max": {"field": "added"}},
            "possible": {"filter": {"exists": {"field": "possible"}}},
        }
        body = {"size": 0, "track_total_hits": True, "query": self.having(), "aggs": figures}
        return self.client.search(self.index, body)

    def having(self, *clauses: Clause) -> Clause:
        """Its articles that clauses let through."""
        return {"bool": {"filter": [*self.live, *clauses]}}

    @property
    def _totals(self) -> Any:
        return self._told["aggregations"]

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return int(self._told["hits"]["total"]["value"])

    @cached_property
    def spoken(self) -> dict[str, int]:
        """The articles of each language, "" for those whose language is not known."""
        buckets = self._totals["languages"]["buckets"]
        return dict(sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets))

    @cached_property
    def main_languages(self) -> tuple[str, ...]:
        """Those of at least a tenth of the articles, the commonest first."""
        main = [(-count, code) for code, count in self.spoken.items() if count >= self.articles / 10]
        return tuple(code for _, code in sorted(main))

    @cached_property
    def span(self) -> tuple[int, int]:
        """The days (ordinals) of the oldest and of the newest dated article; of no article (0, 0)."""
        dated = self._totals["dated"]
        return (int(dated["min"]["value"]), int(dated["max"]["value"])) if dated["doc_count"] else (0, 0)

    @cached_property
    def numbers(self) -> ClusterNumbers:
        """What weights follow from."""
        articles = max(self.articles, 1)
        mean = {field: self._totals[name]["value"] / articles for field, name in LENGTH.items()}
        return ClusterNumbers(self.articles, mean, self.spoken, self.span)

    @property
    def last_moment(self) -> int:
        """When the last of its articles came into the archive, in seconds since 1970; 0 where that is not known."""
        return int(self._totals["added"]["value"] or 0)

    @property
    def last_arrival(self) -> datetime | None:
        """The same as a time in UTC."""
        return datetime.fromtimestamp(self.last_moment, UTC) if self.last_moment else None

    @property
    def has_possible_days(self) -> bool:
        """Whether there are articles of an unknown year that may be of some days."""
        return bool(self._totals["possible"]["doc_count"])

    @property
    def notices(self) -> tuple[Note, ...]:
        """What is to be said to readers of the archive as a whole, whatever is asked."""
        return self.knowledge.notices

    @property
    def lexicon(self) -> ClusterLexicon:
        """What is known of its words."""
        return self.knowledge.lexicon

    @property
    def vocabulary(self) -> TableVocabulary:
        """Its words as a plan asks for them."""
        return self.knowledge.every_vocabulary if self._beside else self.knowledge.vocabulary

    @cached_property
    def surface_terms(self) -> SurfaceTerms:
        """What the words of its articles stand for, as they are asked for."""
        return SurfaceTerms(partial(self.vocabulary.articles, fields=("body",)), self.options.budget.surfaces)

    @property
    def with_versions(self) -> bool:
        """Whether it has all versions of its articles, and some have several."""
        return self._beside is not None

    @property
    def older_versions(self) -> int:
        """How many older versions of articles there are."""
        return self.state.documents - self.articles if self._beside is None else 0

    @property
    def hides_versions(self) -> bool:
        """Whether some of its articles have older versions, which it does not have."""
        return self.older_versions > 0

    @cached_property
    def every(self) -> ClusterArchive:
        """The archive with all versions of its articles; this one where there are none but the newest."""
        if not self.hides_versions:
            return self
        return ClusterArchive(self.client, self.state, self.knowledge, self.options, self)

    def counter(self, *, grouped: bool) -> MatchCounter:
        """What counts matches: groups of copies, or articles."""
        return MatchCounter(self.client, self.index, self.copies if grouped else None)

    @cached_property
    def article_tally(self) -> ValueCountsOfAll:
        """How many articles have each value."""
        return self._tally(grouped=False)

    @cached_property
    def group_tally(self) -> ValueCountsOfAll:
        """How many groups of copies have each value."""
        return self._tally(grouped=True)

    def _tally(self, *, grouped: bool) -> ValueCountsOfAll:
        published = None if self._beside else self.knowledge.table
        return ValueCountsOfAll(self.counter(grouped=grouped), self.having, published, grouped=grouped)

    def sources(self, clause: Clause, *, sort: Sequence[Any], size: int, fields: Iterable[str] = ()) -> list[Any]:
        """The documents that a clause lets through, whatever their versions; at most `size`. With `fields` no others
        of their fields."""
        body: dict[str, Any] = {"size": size, "query": {"bool": {"filter": [*visible(self.generation), clause]}}}
        body |= {"sort": list(sort), "_source": list(fields) or {"excludes": list(_TOKENS)}}
        return [hit["_source"] | {"_id": hit["_id"]} for hit in self.client.search(self.index, body)["hits"]["hits"]]


_TOKENS = ("title", "body", "lead", "removed")
