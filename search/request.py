"""How is one query answered? Plan, match, narrow, score, order, count, mark: in that order, over one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.article import Article
from index.segment import Segment
from search import sets
from search.aliases.expander import Added
from search.archive import Archive
from search.engine import Facet, Hit, Marked, Reason, Results
from search.explain import reasons
from search.facets import count_facets
from search.function_words import function_words
from search.highlight import Highlighter, Places, Sought, marked, snippets
from search.leaves import Leaf
from search.matching import DeadlinePassed, Matcher, field_text
from search.ordering import Rows, first
from search.plan import MOST_PLANS, Plan, Planner
from search.proximity import Pair, closeness, neighbours
from search.query import (
    And,
    AtLeast,
    Everything,
    Length,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Parsed,
    Published,
    Query,
    Ranked,
    Sort,
    Within,
    Word,
    parse,
    shouted,
)
from search.query import Leaf as LeafNode
from search.related import related
from search.scoring import Scores, idf, weight
from search.selections import Chosen, Narrowed, chosen, dated, narrow
from search.sets import Docs
from search.spans import FIELD_BITS, NO_KEYS, NO_SPANS, POSITION, Keys, Spans, field_key

read = lru_cache(maxsize=1024)(parse)  # the next page of a question is the same question

DEEPEST = 10_000
CLOSELY = 100  # best matches whose words are looked at for standing together

Row = tuple[int, int, float, bool]  # segment number, document, score, whether it has all the words


class Request:
    """One query over one archive. `late` says whether the time is up."""

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
        self._late = late
        self.partial = False
        self._said: list[str] = []
        self.parsed = parsed or read(query.text)
        self.root = self.parsed.root
        as_typed = query.as_typed or query.exact
        added: Added = {} if as_typed else archive.lexicon.added(self.root)
        self._planner = Planner(archive.vocabulary, added, query.exact, capitals=not shouted(self.root))
        self.leaves: Mapping[Node, Leaf] = leaves or self._plan(added)
        self._accepted: dict[tuple[Metadata, str], bool] = {}
        self._sought_in: dict[str, Sought] = {}
        self.matchers = [
            Matcher(part.segment, self.leaves, self._accepts, self._check, part.lists) for part in archive.parts
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
        if len(plans) >= MOST_PLANS:
            plans.clear()
        plans[asked] = Plan(added, leaves, tuple(planner.notes), tuple(planner.expansions))
        return leaves

    def _check(self) -> None:
        if self._late():
            raise DeadlinePassed

    def _accepts(self, node: Metadata, value: str) -> bool:
        """Whether a facet value holds the words of `node`, in order."""
        words = iter(fold(value).split())
        wanted = fold(node.text).split()
        return bool(wanted) and all(word in words for word in wanted)

    @property
    def total(self) -> int:
        return sum(map(len, self.matches))

    def holding(self, word: str) -> int:
        """How many articles hold a word of the query, as the engine looks for it."""
        node = Word(word)
        leaf = self.leaves.get(node) or self._planner.leaf(node)
        return sum(_live(matcher, leaf) for matcher in self.matchers)

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
    def complete(self) -> list[NDArray[np.bool_] | None]:
        """For each segment, which of its matches have all the words; None where all have."""
        if self.query.all_words or not has_choice(self.root):
            return [None] * len(self.matchers)
        found: list[NDArray[np.bool_] | None] = []
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
            found[self.leaves[node]] = sum(_live(matcher, self.leaves[node]) for matcher in self.matchers)
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
        """(segment number, document, score, has all the words) of the hits of the page, in order."""
        size = min(max(self.query.per_page, 1), DEEPEST)
        stop = max(self.query.page, 1) * size
        if stop > DEEPEST:
            self._said.append(f"Only the first {DEEPEST:,} results can be paged through: narrow the search instead.")
            return []
        sizes = [len(docs) for docs in self.matches]
        if not sum(sizes):
            return []
        starts = np.cumsum([0, *sizes])
        by_score = self.query.sort is Sort.RELEVANCE
        scores = _joined([self._scores(n, docs) for n, docs in enumerate(self.matches)]) if by_score else None
        full = (
            _joined(
                [
                    np.ones(len(docs), np.bool_) if mask is None else mask
                    for docs, mask in zip(self.matches, self.complete, strict=True)
                ]
            )
            if by_score and any(mask is not None for mask in self.complete)
            else None
        )
        best = self._first(max(stop, CLOSELY) if self._pairs else stop, starts, scores, full)
        if scores is not None and self._pairs:
            best = self._closer(best, starts, scores, full)
        return self._rows(best[stop - size : stop], starts, scores)

    @cached_property
    def _pairs(self) -> list[Pair]:
        """The words typed side by side, as far as standing together says something."""
        weights = self.archive.weights
        if not weights.proximity:
            return []
        rarity = {leaf: idf(self.archive.articles, many) for leaf, many in self.rarity.items()}
        pairs = [(self.leaves[a], self.leaves[b]) for a, b in neighbours(self.root)]
        return [Pair(a, b, weights.proximity * (rarity[a] + rarity[b]) / 2) for a, b in pairs]

    def _closer(self, best: Rows, starts: NDArray[np.intp], scores: Scores, full: NDArray[np.bool_] | None) -> Rows:
        """The best rows again, those at the head in the order of their scores with closeness added to `scores`."""
        head = np.sort(best[:CLOSELY])
        for number, matcher in enumerate(self.matchers):
            rows = head[(head >= starts[number]) & (head < starts[number + 1])]
            if len(rows):
                docs = self.matches[number][rows - starts[number]]
                scores[rows] += closeness(matcher, docs, self._pairs, self.archive.weights.k1)
        return np.concatenate([self._first(len(head), starts, scores, full, head), best[CLOSELY:]])

    def _first(
        self,
        count: int,
        starts: NDArray[np.intp],
        scores: Scores | None,
        full: NDArray[np.bool_] | None,
        among: Rows | None = None,
    ) -> Rows:
        """The first `count` rows of the joined matches, or of those `among`."""
        everything = np.arange(starts[-1])
        rows = everything if among is None else among
        keys = [self._key(starts, lambda segment: segment.identities.by_document)]
        days = self._key(starts, lambda segment: segment.published)
        if self.query.sort is Sort.OLDEST:
            keys[:0] = [lambda at: np.where(days(at) == 0, np.iinfo(np.int32).max, days(at))]
        else:
            keys[:0] = [lambda at: -days(at)]
        if scores is not None:
            ranked = -scores
            keys[:0] = [lambda at: ranked if at is everything else ranked.take(at)]
        if full is None:
            return first(rows, count, keys)
        whole = full if among is None else full.take(rows)
        best = first(rows.compress(whole), count, keys)
        if len(best) < count:
            best = np.concatenate([best, first(rows.compress(~whole), count - len(best), keys)])
        return best

    def _key(
        self, starts: NDArray[np.intp], column: Callable[[Segment], NDArray[Any]]
    ) -> Callable[[Rows], NDArray[Any]]:
        """A key that reads a column of the segments at rows of the joined matches."""

        def values(rows: Rows) -> NDArray[Any]:
            if len(self.matches) == 1:
                return column(self.archive.segments[0])[self.matches[0][rows]]
            of = starts.searchsorted(rows, side="right") - 1
            found = np.empty(len(rows), column(self.archive.segments[0]).dtype)
            for number in np.unique(of).tolist():
                here = of == number
                found[here] = column(self.archive.segments[number])[self.matches[number][rows[here] - starts[number]]]
            return found

        return values

    def _rows(self, rows: Rows, starts: NDArray[np.intp], scores: Scores | None) -> list[Row]:
        found = []
        for row in rows.tolist():
            number = int(starts.searchsorted(row, side="right")) - 1
            at = row - int(starts[number])
            doc = int(self.matches[number][at])
            mask = self.complete[number]
            score = scores[row] if scores is not None else self._scores(number, self.matches[number][at : at + 1])[0]
            found.append((number, doc, float(score), mask is None or bool(mask[at])))
        return found

    # What is shown

    def results(self) -> Results:
        """The answer, with the time left open."""
        rows = self.page()
        total = self.total
        hits, facets = self.hits(rows), self._facets()
        return Results(
            self.query,
            total,
            hits,
            facets=facets,
            total_all_words=sum(
                len(docs) if mask is None else int(np.count_nonzero(mask))
                for docs, mask in zip(self.matches, self.complete, strict=True)
            ),
            partial=self.partial,
            reading=str(self.parsed) if self.parsed.reworded else "",
            notes=self.notes,
            expansions=tuple(self._planner.expansions),
            term_counts=self._term_counts() if not total else (),
            filter_gains=self._filter_gains() if not total else (),
            related=related(self.archive.table, facets, total, self.archive.articles) if self.query.quotes else (),
        )

    def _facets(self) -> tuple[Facet, ...]:
        found = count_facets(self.archive.table, self.narrowed, self.choices, self.archive.table.names)
        return tuple(facet for facet in found if any(v.value or v.selected or v.excluded for v in facet.values))

    def hits(self, rows: Sequence[Row]) -> tuple[Hit, ...]:
        if not self.query.quotes:
            return tuple(
                _listed(row, card, title=Marked(card.title)) for row, card in zip(rows, self._cards(rows), strict=True)
            )
        by_segment: dict[int, list[int]] = {}
        for row in rows:
            by_segment.setdefault(row[0], []).append(row[1])
        why: dict[tuple[int, int], tuple[Reason, ...]] = {}
        looked: dict[int, Looked] = {}
        for number, listed in by_segment.items():
            docs = np.array(sorted(listed), np.int32)
            looked[number] = self._look(number, docs)
            why |= zip(((number, doc) for doc in docs.tolist()), self._reasons(number, docs), strict=True)
        return tuple(self._hit(row, looked[row[0]], why[row[:2]]) for row in rows)

    def _cards(self, rows: Sequence[Row]) -> list[Article]:
        return [self.archive.segments[row[0]].card(row[1]) for row in rows]

    def _look(self, number: int, docs: Docs) -> Looked:
        """Where the query matches in a few articles of a segment."""
        matcher = self.matchers[number]
        try:
            return Looked(matcher.spans(self.root, docs, sides=True), matcher.sought(self._shown, docs))
        except DeadlinePassed:
            self._too_late()
            return Looked(NO_SPANS, NO_KEYS)

    def _reasons(self, number: int, docs: Docs) -> list[tuple[Reason, ...]]:
        archive = self.archive
        try:
            return reasons(self.matchers[number], archive.scorers[number], docs, self.factors, self.rarity)
        except DeadlinePassed:
            self._too_late()
            return [()] * len(docs)

    @cached_property
    def _shown(self) -> list[Leaf]:
        """The leaves that a reader may see marked."""
        return list(dict.fromkeys(self.leaves[node] for node in scored(self.root)))

    def _sought(self, language: str) -> Sought:
        """Their terms in articles of a language."""
        found = self._sought_in.get(language)
        if found is None:
            found = self._sought_in[language] = Sought(
                term.decode("utf-8", "surrogatepass")
                for leaf in self._shown
                for slot in leaf.slots
                for term in slot.in_language(language)
            )
        return found

    def _marks(self, text: str, language: str, looked: Looked, doc: int, field: str) -> Places:
        """The characters that matched in `text`, which is the `field` of an article."""
        places, positions = looked.within(doc, field)
        return self._highlighter.mark(text, language, places, self._sought(language), positions) if places else ()

    def _hit(self, row: Row, looked: Looked, why: tuple[Reason, ...]) -> Hit:
        number, doc, _, _ = row
        card, text = self.archive.parts[number].shown.of(doc)
        marks = self._marks(text, card.language, looked, doc, "body")
        matches = len(marks)
        if not marks and looked.within(doc, "removed")[0]:
            text = field_text(self.archive.segments[number].stored(doc), "removed")
            marks = self._marks(text, card.language, looked, doc, "removed")
        title = marked(card.title, self._marks(card.title, card.language, looked, doc, "title"))
        return _listed(row, card, title=title, fragments=snippets(text, marks), matches=matches, why=why)

    def marks_of(self, segment: Segment, doc: int, article: Article) -> tuple[Marked, Marked]:
        """The title and the text of an article with the query's matches marked."""
        number = next(n for n, other in enumerate(self.archive.segments) if other is segment)
        looked = self._look(number, np.array([doc], np.int32))
        return (
            marked(article.title, self._marks(article.title, article.language, looked, doc, "title")),
            marked(article.text, self._marks(article.text, article.language, looked, doc, "body")),
        )

    def _term_counts(self) -> tuple[tuple[str, int], ...]:
        """How many articles hold each word of the query, as the word is asked for by itself."""
        try:
            return tuple({str(Parsed(node)): self.rarity[self.leaves[node]] for node in scored(self.root)}.items())
        except DeadlinePassed:
            return ()

    def _filter_gains(self) -> tuple[tuple[str, int], ...]:
        """What leaving out each filter would give, for those that would give something."""
        found = []
        for choice in self.choices:
            many = sum(len(part.without(choice.facet)) for part in self.narrowed)
            if many:
                named = " or ".join(value or "none stated" for value in choice.included)
                left_out = " or ".join(value or "none stated" for value in choice.excluded)
                words = " ".join(filter(None, (named, f"not {left_out}" if left_out else "")))
                found.append((f"{choice.facet}: {words}", many))
        return tuple(found)


def leaf_nodes(node: Node) -> Iterable[LeafNode]:
    """The words, phrases and patterns of a query, in order."""
    match node:
        case And(operands) | Or(operands):
            parts: tuple[Node, ...] = operands
        case Ranked(wanted, required, excluded):
            parts = (*wanted, *required, *excluded)
        case Near(left, right) | Within(left, right):
            parts = (left, right)
        case Not(operand) | AtLeast(_, operand):
            parts = (operand,)
        case Everything() | Nothing() | Metadata() | Published() | Length():
            parts = ()
        case _:
            yield node
            return
    for part in parts:
        yield from leaf_nodes(part)


def scored(node: Node) -> Iterable[LeafNode]:
    """The leaves that count for the order: all but those that must not match."""
    match node:
        case Not():
            return
        case Ranked(wanted, required, _):
            for part in (*wanted, *required):
                yield from scored(part)
        case And(operands) | Or(operands):
            for part in operands:
                yield from scored(part)
        case _:
            yield from leaf_nodes(node)


def has_choice(node: Node) -> bool:
    """Whether an article may match with only some of the words."""
    match node:
        case Ranked(wanted, required, _):
            return len(wanted) + len(required) > 1 or any(map(has_choice, (*wanted, *required)))
        case And(operands) | Or(operands):
            return any(map(has_choice, operands))
    return False


def _live(matcher: Matcher, leaf: Leaf) -> int:
    """How many live articles of a segment hold a leaf."""
    docs = matcher.holding(leaf)
    live = matcher.segment.live
    return len(docs) if live is None else int(np.count_nonzero(live[docs]))


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


class Looked:
    """Where a query matches in some articles of a segment, and where its terms stand there."""

    def __init__(self, places: Spans, sought: Keys) -> None:
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._positions: dict[int, list[int]] = {}
        for start, end in zip(places.start.tolist(), places.end.tolist(), strict=True):
            at = start & POSITION
            self._places.setdefault(start >> FIELD_BITS, []).append((at, at + end - start))
        for key in sought.tolist():
            self._positions.setdefault(key >> FIELD_BITS, []).append(key & POSITION)

    def within(self, doc: int, field: str) -> tuple[Places, Sequence[int]]:
        """In a field of an article the places that match (positions: start, end not included), and the positions that
        hold a term of the query."""
        text = field_key(doc, field) >> FIELD_BITS
        return self._places.get(text, ()), self._positions.get(text, ())


def _listed(
    row: Row,
    card: Article,
    *,
    title: Marked,
    fragments: tuple[Marked, ...] = (),
    matches: int = 0,
    why: tuple[Reason, ...] = (),
) -> Hit:
    """The hit of a row."""
    return Hit(
        card.id,
        card.key,
        card.path,
        title,
        fragments,
        row[2],
        row[3],
        matches,
        card.publisher,
        card.authors,
        card.agency,
        card.place,
        card.section,
        card.language,
        card.published,
        card.modified,
        why,
    )
