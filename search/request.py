"""How is one query answered? Plan, match, narrow, score, order, count, mark: in that order, over one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from operator import itemgetter

import numpy as np

from index.article import Article
from index.segment import Segment
from search import sets
from search.aliases.expander import Added
from search.archive import Archive
from search.engine import Facet, Hit, HitPage, Marked, Related, Results
from search.facets import count_facets
from search.function_words import function_words, is_long, telling
from search.highlight import Highlighter
from search.hits import Presenter, Question, plain_hits
from search.kept import MB
from search.leaves import Leaf
from search.matching import Deadline, DeadlinePassed, Matcher
from search.missing import Missing, missing
from search.ordering import Rows
from search.plan import Plan, Planner
from search.query import MAX_RESULTS, Node, Parsed, Query, Sort, shouted
from search.query import Leaf as LeafNode
from search.ranking import Ranking, Row, joined
from search.readings import read
from search.related import related
from search.selections import Chosen, Narrowed, chosen, dated, filter_gains, narrow
from search.sets import Docs, Mask
from search.tree import has_choice, leaf_nodes, scored
from search.weights import Scores, weight
from search.words import WordFinder

PAGE = 200  # hits of an export that are made at once: 2 MB; with 50 they take a fifth longer, with 1,000 no less
_PASSING_RUNS = MB  # of words that an export remembers for itself


class Request:
    """One query over one archive. `late` says whether the time is up. Nothing that it holds holds it: its arrays are
    given back with the answer, not at the next collection of garbage."""

    def __init__(
        self,
        archive: Archive,
        query: Query,
        highlighter: Highlighter,
        late: Callable[[], bool],
        *,
        parsed: Parsed | None = None,
        leaves: dict[Node, Leaf] | None = None,
    ) -> None:
        self.archive = archive
        self.query = query
        self._highlighter = highlighter
        self._keeping = True
        self._deadline = Deadline(late)
        self.partial = False
        self._said: list[str] = []
        self.parsed = parsed or read(query.text)
        self.root = self.parsed.root
        as_typed = query.as_typed or query.exact
        added: Added = {} if as_typed else archive.lexicon.added(self.root)
        loud, long = shouted(self.root), is_long(scored(self.root))
        self._planner = Planner(archive.vocabulary, added, exact=query.exact, capitals=not loud, stems=long)
        self.leaves: Mapping[Node, Leaf] = leaves or self._plan(added)
        one_of = telling(self.root, self.leaves, archive.main_languages)
        self.matchers = [
            Matcher(part.segment, self.leaves, self._deadline.check, part.lists, telling=one_of)
            for part in archive.parts
        ]

    def _plan(self, added: Added) -> Mapping[Node, Leaf]:
        """What each leaf node looks for; as it was worked out for the same question before, with what was noted."""
        plans, asked, planner = self.archive.plans, (self.root, self.query.exact), self._planner
        plan = plans.get(asked)
        if plan is not None and plan.added == added:
            planner.notes += plan.notes
            planner.expansions += plan.expansions
            return plan.leaves
        leaves: dict[Node, Leaf] = {node: planner.leaf(node) for node in leaf_nodes(self.root)}
        plan = Plan(added, leaves, tuple(planner.notes), tuple(planner.expansions))
        plans.keep(asked, plan, plan.weight)
        return leaves

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self._deadline.late()

    @property
    def total(self) -> int:
        return sum(map(len, self.matches))

    @cached_property
    def missing(self) -> Missing:
        """What of the question no article holds."""
        try:
            return missing(self.root, self.held, self.archive.vocabulary)
        except DeadlinePassed:
            return Missing()

    def _all_words(self) -> int:
        masks = zip(self.matches, self.complete, strict=True)
        return sum(len(docs) if mask is None else int(np.count_nonzero(mask)) for docs, mask in masks)

    def held(self, node: LeafNode) -> int:
        """How many articles hold a word, phrase or pattern, as the engine looks for it."""
        leaf = self.leaves.get(node) or self._planner.leaf(node)
        return self.rarity[leaf] if leaf in self.rarity else sum(matcher.live(leaf) for matcher in self.matchers)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the reader, each once."""
        return tuple(dict.fromkeys((*self.parsed.notes, *self._planner.notes, *self._said)))

    # Which articles

    @cached_property
    def narrowed(self) -> list[Narrowed]:
        """Each segment's matches before the facet selections."""
        found = []
        for matcher, column in zip(self.matchers, self.archive.columns, strict=True):
            try:
                docs = self._matches(matcher)
            except DeadlinePassed:
                docs = sets.EMPTY
                self._too_late()
            found.append(narrow(column, docs, self.choices))
        return found

    def _matches(self, matcher: Matcher) -> Docs:
        segment = matcher.segment
        docs = matcher.complete(self.root) if self.query.all_words else matcher.docs(self.root)
        if segment.live is not None:
            docs = docs[segment.live[docs]]
        return dated(segment, docs, self.query)

    def _too_late(self) -> None:
        self.partial = True
        self._said.append("The search took too long, so this is only part of the answer: use fewer or rarer words.")

    @cached_property
    def choices(self) -> tuple[Chosen, ...]:
        return chosen(self.query.selections, self.archive.table.names)

    @cached_property
    def matches(self) -> list[Docs]:
        """Each segment's matches."""
        return [part.without() for part in self.narrowed]

    @cached_property
    def complete(self) -> list[Mask | None]:
        """For each segment, which of its matches have all the words; None where all have."""
        if self.query.all_words or not has_choice(self.root):
            return [None] * len(self.matchers)
        found: list[Mask | None] = []
        for matcher, docs in zip(self.matchers, self.matches, strict=True):
            try:
                found.append(sets.is_in(docs, matcher.complete(self.root), matcher.segment.doc_count))
            except DeadlinePassed:
                found.append(np.zeros(len(docs), np.bool_))
                self._too_late()
        return found

    # In which order

    @cached_property
    def rarity(self) -> dict[Leaf, int]:
        """How many live articles hold each scored leaf."""
        found: dict[Leaf, int] = {}
        for node in dict.fromkeys(scored(self.root)):
            found[self.leaves[node]] = sum(matcher.live(self.leaves[node]) for matcher in self.matchers)
        return found

    @cached_property
    def factors(self) -> list[tuple[Leaf, float]]:
        """The scored leaves with what each occurrence's saturation is multiplied by."""
        nodes = list(scored(self.root))
        lesser = function_words(nodes, self.leaves, self.archive.main_languages)
        typed: dict[Leaf, float] = {}
        for node in nodes:
            leaf = self.leaves[node]
            typed[leaf] = typed.get(leaf, 0) + (self.archive.weights.function if node in lesser else 1)
        try:
            return [(leaf, many * self._weight(leaf)) for leaf, many in typed.items()]
        except DeadlinePassed:
            self._too_late()
            return []

    def _weight(self, leaf: Leaf) -> float:
        """What a leaf counts, by the whole archive."""
        scorers = zip(self.archive.scorers, self.matchers, strict=True)
        occurrences = sum(scorer.occurrences(matcher, leaf) for scorer, matcher in scorers)
        return weight(self.archive.articles, self.rarity[leaf], occurrences)

    def _scores(self, number: int, docs: Docs) -> Scores:
        try:
            return self.archive.scorers[number].score(self.matchers[number], docs, self.factors)
        except DeadlinePassed:
            self._too_late()
            return np.zeros(len(docs), np.float32)

    def page(self) -> list[Row]:
        """The matches that the page asked for shows, in order."""
        size = min(max(self.query.per_page, 1), MAX_RESULTS)
        stop = max(self.query.page, 1) * size
        if stop > MAX_RESULTS:
            self._said.append(
                f"Only the first {MAX_RESULTS:,} results can be paged through: narrow the search instead."
            )
            return []
        if not self.total:
            return []
        return self._ranking.rows(self._ranking.first(stop)[stop - size : stop], self._scores)

    @cached_property
    def _ranking(self) -> Ranking:
        by_score = self.query.sort is Sort.RELEVANCE
        scores = joined([self._scores(n, docs) for n, docs in enumerate(self.matches)]) if by_score else None
        oldest = self.query.sort is Sort.OLDEST
        return Ranking(self.archive.segments, self.matches, self.complete, scores, oldest=oldest)

    @cached_property
    def listed(self) -> Rows:
        """The numbers of the first matches in order, as many as the page asked for has."""
        size = min(max(self.query.per_page, 1), MAX_RESULTS)
        return self._ranking.first(size) if self.total else np.empty(0, np.intp)

    # What is shown

    def results(self) -> Results:
        """The answer, with the time left open."""
        rows = self.page()
        hits, facets = self.hits(rows), self._facets()
        typical = related(self.archive.table, facets, self.total, self.archive.articles) if self.query.quotes else ()
        return self._summary(hits, facets, typical)

    def listing(self) -> Results:
        """The answer without hits and facets, the matches being found and put in order."""
        _ = self.listed
        return self._summary()

    def pages(self, late: Callable[[], bool]) -> Iterator[HitPage]:
        """The hits of `listing`, page by page until the time is up by `late`. Nothing of them is kept: it would push
        out what readers look at."""
        self._keeping, self._highlighter, self._deadline.late = False, Highlighter(WordFinder(_PASSING_RUNS)), late
        for start in range(0, len(self.listed), PAGE):
            if self.late:
                return
            self.partial = False
            rows = self._ranking.rows(self.listed[start : start + PAGE], self._scores)
            yield HitPage(self.hits(rows), not self.partial)

    def _summary(
        self, hits: tuple[Hit, ...] = (), facets: tuple[Facet, ...] = (), typical: tuple[Related, ...] = ()
    ) -> Results:
        total = self.total
        return Results(
            self.query,
            total,
            hits,
            facets=facets,
            related=typical,
            total_all_words=self._all_words(),
            partial=self.partial,
            reading=str(self.parsed) if self.parsed.reworded else "",
            notes=self.notes,
            expansions=tuple(self._planner.expansions),
            term_counts=self._term_counts() if not total else (),
            filter_gains=filter_gains(self.choices, self.narrowed) if not total else (),
        )

    def _facets(self) -> tuple[Facet, ...]:
        found = count_facets(self.archive.table, self.narrowed, self.choices, self.archive.table.names)
        return tuple(facet for facet in found if any(v.value or v.selected or v.excluded for v in facet.values))

    def hits(self, rows: Sequence[Row]) -> tuple[Hit, ...]:
        """What the page shows of its matches."""
        if not self.query.quotes:
            return plain_hits(rows, self.archive.segments)
        found: dict[Row, Hit] = {}
        ordered = sorted(rows)
        for number, listed in groupby(ordered, key=itemgetter(0)):
            of_segment, presenter = list(listed), self._presenter(number)
            found.update(zip(of_segment, presenter.hits(of_segment), strict=True))
            if presenter.partial:
                self._too_late()
        return tuple([found[row] for row in rows])

    def marks_of(self, segment: Segment, doc: int, article: Article) -> tuple[Marked, ...]:
        """An article's title, text and removed lines with the query's matches marked."""
        number = next(n for n, other in enumerate(self.archive.segments) if other is segment)
        presenter = self._presenter(number)
        marks = presenter.marks(doc, article)
        if presenter.partial:
            self._too_late()
        return marks

    def _presenter(self, number: int) -> Presenter:
        part, scorer = self.archive.parts[number], self.archive.scorers[number]
        read = partial(part.shown.of if self._keeping else part.shown.read, highlighter=self._highlighter)
        return Presenter(self.matchers[number], scorer, read, self._question, self._highlighter)

    @cached_property
    def _question(self) -> Question:
        shown = list(dict.fromkeys(self.leaves[node] for node in scored(self.root)))
        return Question(self.root, self.factors, self.rarity if self.factors else {}, shown)

    def _term_counts(self) -> tuple[tuple[str, int], ...]:
        """How many articles hold each word of the query, as the word is asked for by itself."""
        try:
            return tuple({str(Parsed(node)): self.rarity[self.leaves[node]] for node in scored(self.root)}.items())
        except DeadlinePassed:
            return ()
