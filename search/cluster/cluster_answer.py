"""How is a question answered from a cluster? Matched and ordered there, counted there, shown here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from index.facets import FACET_NAMES
from search.asking.answered import Figures, results_of
from search.cluster.cluster_expansions import expansions
from search.cluster.cluster_facets import ClusterFacets, facets_to_show, related_values
from search.cluster.cluster_page import ShownRows, shown_rows
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.cluster_rows import ClusterRow
from search.cluster.order import first
from search.cluster.statistics import Statistics, statistics
from search.embedded.display import Display
from search.facets.selections import filter_gains
from search.notes import Note, NoteCode
from search.query import MAX_RESULTS
from search.results import FacetCounts, Related, Results
from search.words.leaves import Leaf

_TOO_FAR = Note(NoteCode.RESULTS_LIMITED, limit=MAX_RESULTS)


@dataclass(frozen=True)
class ClusterMatches:
    """What a question finds: a cluster tells it whole, or not at all."""

    question: ClusterQuestion
    known: Statistics

    @property
    def total(self) -> int:
        return self.known.total

    @property
    def partial(self) -> bool:
        return False

    def without(self, facet: str) -> int:
        """How many there are without the selections of a facet."""
        counter = self.question.archive.counter(grouped=False)
        return counter.totals([self.known.told.narrowed(without=facet)])[0]

    def groups(self) -> int:
        """How many there are with copies as one."""
        return self._groups

    @cached_property
    def _groups(self) -> int:
        archive = self.question.archive
        if not len(archive.copies) or not self.total:
            return self.total
        return archive.counter(grouped=True).totals([self.known.told.narrowed()])[0]


def find(question: ClusterQuestion) -> ClusterMatches:
    """The articles that the question finds."""
    return ClusterMatches(question, statistics(question.asked, question.question))


@dataclass(frozen=True, slots=True)
class ClusterOrder:
    """The matches in order, as far as the page asked for; `note` is for the reader, where there is one."""

    rows: tuple[ClusterRow, ...] = ()
    note: Note | None = None


def ordered(matches: ClusterMatches) -> ClusterOrder:
    """The rows of the page that is asked for."""
    query = matches.question.query
    size = min(max(query.per_page, 1), MAX_RESULTS)
    start = (max(query.page, 1) - 1) * size
    if start + size > MAX_RESULTS:
        return ClusterOrder(note=_TOO_FAR)
    return ClusterOrder(tuple(first(matches.question.asked, matches.known, start, size)))


@dataclass(frozen=True, slots=True)
class ClusterAnswer:
    """What each step gave for a question."""

    asked: ClusterQuestion
    matches: ClusterMatches
    order: ClusterOrder
    shown: ShownRows
    facets: tuple[FacetCounts, ...] = ()
    related: tuple[Related, ...] = ()

    @property
    def rarity(self) -> Mapping[Leaf, int]:
        """How many articles hold each scored leaf."""
        return self.matches.known.weights.rarity

    @property
    def partial(self) -> bool:
        return self.shown.partial

    def results(self) -> Results:
        """The answer as it leaves the engine, with the time left open."""
        known = self.matches.known
        found = Figures(
            total=known.total,
            total_groups=self.matches.groups(),
            grouped=self.asked.grouped,
            all_words=known.all_words,
            rarity=self.rarity,
            hits=self.shown.hits,
            facets=self.facets,
            related=self.related,
            guesses=known.guesses,
            partial=self.partial,
            note=self.order.note,
            gains=() if known.total else filter_gains(self.asked.choices, self.matches.without),
            expansions=expansions(self.asked, known.told) if self.shown.hits else (),
        )
        return results_of(self.asked, found)


def page(question: ClusterQuestion, matches: ClusterMatches, display: Display) -> ClusterAnswer:
    """The answer with the page asked for and the facets."""
    order = ordered(matches)
    shown = shown_rows(question, order.rows, matches.known.weights, display)
    facets = facets_to_show(facets_of(question, matches).count(FACET_NAMES))
    typical: tuple[Related, ...] = ()
    if question.query.quotes:
        archive = question.archive
        tally = archive.group_tally if question.grouped else archive.article_tally
        typical = related_values(tally, facets, matches.groups() if question.grouped else matches.total)
    return ClusterAnswer(question, matches, order, shown, facets, typical)


def listing(question: ClusterQuestion, matches: ClusterMatches) -> ClusterAnswer:
    """The answer without hits and facets."""
    return ClusterAnswer(question, matches, ordered(matches), ShownRows())


def counting(question: ClusterQuestion, matches: ClusterMatches) -> ClusterAnswer:
    """The answer without hits, facets and order."""
    return ClusterAnswer(question, matches, ClusterOrder(), ShownRows())


def facets_of(question: ClusterQuestion, matches: ClusterMatches) -> ClusterFacets:
    """What counts the facets of the matches as they are listed."""
    counter = question.archive.counter(grouped=question.grouped)
    return ClusterFacets(counter, matches.known.told, question.choices)
