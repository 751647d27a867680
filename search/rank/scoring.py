"""How good is a match? The weights of its words, added up over one segment by arrays (see `search.rank.weights`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from index.schema import TEXT_FIELDS
from index.segment.reader import Postings, Segment
from search import sets
from search.budget import STANDARD, Budget
from search.kept import Kept
from search.match.levels import Graded
from search.match.matching import Matcher
from search.rank.sums import ScoredPart, add_up
from search.rank.weights import FieldWeights, Scores, Weights, length_norms
from search.sets import Docs, Mask
from search.spans import Spans
from search.words.leaves import FIELDS_OF, Leaf, Slot

_PLAIN = b" "  # extra terms come before it, plain ones after
_LEAST = np.float32(2.0**-20)  # below whatever a form counts
_MANY = 4  # postings lists from which on one pass over all of them is cheaper than one over each

FieldParts = list[tuple[str, list[ScoredPart]]]


class Scorer:
    """Scores the matches of one segment. `mean` holds the mean length of each field over the whole archive.

    What a word adds to each article that holds it does not change with the question: it is kept, 8 bytes an article.
    """

    def __init__(self, segment: Segment, mean: dict[str, float], weights: Weights, budget: Budget = STANDARD) -> None:
        self.segment = segment
        self.k1 = np.float32(weights.k1)
        self.value = np.float32(weights.value)
        self._weights = weights
        self._mean = mean
        self._fields: dict[str, FieldWeights] = {}
        pairs = product((False, True), repeat=2)
        self._by_level = {(name, strange): weights.by_level(name=name, strange=strange) for name, strange in pairs}
        self.impacts: Kept[Leaf, ScoredPart] = Kept(budget.impacts)
        self.sums: Kept[Leaf, float] = Kept(budget.occurrences)

    def field(self, name: str) -> FieldWeights:
        """The weights of a field, made when they are first asked for."""
        weights = self._fields.get(name)
        if weights is None:
            weight = self._weights.title if name == "title" else 1.0
            lead = self._weights.lead if name == "body" else 0.0
            norms = length_norms(self.segment.lengths(name), self._mean[name], self._weights.b)
            weights = self._fields[name] = FieldWeights(weight, lead, norms)
        return weights

    def occurrences(self, matcher: Matcher, leaf: Leaf) -> float:
        """The leaf's frequencies in the live articles added up, weighted as in a score but without length norms.

        They are remembered. Multiples of 1/8 are exact, so that it is all one how articles are spread over segments.
        """
        total = self.sums.get(leaf)
        if total is None:
            total, live = 0.0, self.segment.live
            for _, parts in self._parts(matcher, matcher.holding(leaf), leaf):
                total += sum(_live_sum(part, live) for part in parts)
            if leaf.names:
                total += _live_sum(self._named(matcher, leaf), live)
            self.sums.keep(leaf, total, leaf.weight)
        return total

    def score(self, matcher: Matcher, docs: Docs, leaves: Sequence[tuple[Leaf, float]]) -> Scores:
        """The score of each of `docs` (float32); a leaf comes with its weight times how often it was typed."""
        norms: dict[str, Scores] = {}
        parts: list[ScoredPart] = []
        for leaf, factor in leaves:
            holding, saturated = self._kept(matcher, docs, leaf) or (docs, self._saturated(matcher, docs, leaf, norms))
            parts.append((holding, saturated * np.float32(factor)))
        return add_up(docs, parts, self.segment.doc_count)

    def _kept(self, matcher: Matcher, docs: Docs, leaf: Leaf) -> ScoredPart | None:
        """The articles that hold a leaf with what it adds to each; they are remembered.

        None where `docs` are so few that they are better looked up one by one.
        """
        kept = self.impacts.get(leaf)
        if kept is None:
            holding = matcher.holding(leaf)
            if len(docs) * 30 >= len(holding):
                kept = holding, self._saturated(matcher, holding, leaf, {})
                self.impacts.keep(leaf, kept, leaf.weight + 8 * len(holding))
        return kept

    def _saturated(self, matcher: Matcher, docs: Docs, leaf: Leaf, norms: dict[str, Scores]) -> Scores:
        """tf / (k1 + tf) of the leaf in each of `docs`; `norms` are those of `docs`, filled in by field."""
        frequency = np.zeros(len(docs), np.float32)
        for field, weighted in self.weighted(matcher, docs, leaf):
            if field not in norms:
                norms[field] = self.field(field).norms.take(docs)
            frequency += weighted * norms[field]
        if leaf.names:
            frequency += add_up(docs, [self._named(matcher, leaf)], self.segment.doc_count)
        frequency /= frequency + self.k1
        return frequency

    def _named(self, matcher: Matcher, leaf: Leaf) -> ScoredPart:
        """The articles that have values which the leaf means, with what those add to its frequency: a value has no
        length."""
        docs, counts = matcher.lists.values.counted(leaf.names)
        return docs, self.value * counts.astype(np.float32)

    def weighted(self, matcher: Matcher, docs: Docs, leaf: Leaf) -> list[tuple[str, Scores]]:
        """For each field that holds the leaf, its weighted frequency in each of `docs` before the length norm.

        Sums of weights that are multiples of 1/8 are exact in float32, so that they do not depend on the way in which
        the words are spread over lists and segments.
        """
        size = self.segment.doc_count
        return [(field, add_up(docs, parts, size)) for field, parts in self._parts(matcher, docs, leaf)]

    def _parts(self, matcher: Matcher, docs: Docs, leaf: Leaf) -> FieldParts:
        """For each field that holds the leaf, parts that add up to its weighted frequencies; they may hold others than
        `docs`, too."""
        if docs is not matcher.holding(leaf):
            return self._parts_of(matcher, docs, leaf)
        known: FieldParts | None = matcher.weighted.get(leaf)
        if known is None:
            known = matcher.weighted[leaf] = self._parts_of(matcher, docs, leaf)
        return known

    def _parts_of(self, matcher: Matcher, docs: Docs, leaf: Leaf) -> FieldParts:
        by_field: FieldParts = []
        standing = None if leaf.plain and not leaf.is_leading("body") else self._places(matcher, docs, leaf)
        for field in FIELDS_OF[leaf.field]:
            if standing is not None:
                part = self._standing(standing, field)
                parts = [part if leaf.is_leading("body") else self._graded(matcher, part, field, leaf)]
            else:
                parts = [part for slot in leaf.slots for part in self._slot(matcher, docs, field, slot)]
            if any(len(part_docs) for part_docs, _ in parts):
                by_field.append((field, parts))
        return by_field

    def _graded(self, matcher: Matcher, part: ScoredPart, field: str, leaf: Leaf) -> ScoredPart:
        """A part by places, less where an article holds only other forms under a strange stem."""
        docs, weighted = part
        single = [sequence[0] for sequence in leaf.sequences if len(sequence) == 1 and sequence[0].any_form]
        lists = [listed for slot in single for listed in self._listed(matcher, field, slot)]
        if not len(docs) or not any(listed.graded.strange for listed in lists):
            return part
        nearest = _nearest(docs, [each if each.graded.strange else Listed(each.graded, None) for each in lists])
        return docs, np.where(nearest > _LEAST, weighted * nearest, weighted)

    def _places(self, matcher: Matcher, docs: Docs, leaf: Leaf) -> Spans:
        is_small = len(docs) * 100 < self.segment.doc_count
        return matcher.standing.of(leaf, docs if is_small else None)

    def _slot(self, matcher: Matcher, docs: Docs, field: str, slot: Slot) -> list[ScoredPart]:
        lists = self._listed(matcher, field, slot)
        if not lists:
            return []
        if len(lists) > 1 and min(term for term, _ in slot.listed) < _PLAIN:
            return self._disjoint(matcher, docs, field, slot, lists)
        if len(lists) > _MANY:
            return [self._joined(field, lists)]
        return [self._part(docs, field, graded) for graded in lists]

    def grades(self, matcher: Matcher, docs: Docs, field: str, leaf: Leaf) -> Scores | None:
        """What the nearest form that each of `docs` holds in a field makes of a leaf's frequency there (float32): more
        than 0, even where it holds none. None where that is 1 throughout."""
        if not leaf.plain or leaf.is_leading("body"):  # as in `_parts`: their places are looked at, not their lists
            return None
        lists = [graded for slot in leaf.slots for graded in self._listed(matcher, field, slot)]
        if all(graded.by_level is None for graded in lists):
            return None
        if len(lists) > 1:
            return _nearest(docs, lists)
        places = lists[0].postings.docs.searchsorted(docs)
        places[places == len(lists[0].postings)] = 0
        return lists[0].factors(places)

    def _listed(self, matcher: Matcher, field: str, slot: Slot) -> list[Listed]:
        """The lists of a slot, each with what its word counts in an article."""
        name = slot.typed is not None and slot.typed.name
        _, lists = matcher.lists.graded(field, slot)
        return [Listed(graded, self._by_level[name, graded.strange] if graded.table else None) for graded in lists]

    def _part(self, docs: Docs, field: str, graded: Listed) -> ScoredPart:
        weights, postings = self.field(field), graded.postings
        if docs is postings.docs or len(docs) * 30 >= len(postings):
            return postings.docs, graded.weighted(weights)
        places = _among(postings.docs, docs)
        return postings.docs[places], graded.weighted(weights, places)

    def _joined(self, field: str, lists: Sequence[Listed]) -> ScoredPart:
        """The sum over many lists as one part."""
        weights = self.field(field)
        docs = np.concatenate([listed.postings.docs for listed in lists])
        weighted = weights.table[np.concatenate([listed.postings.counts for listed in lists])]
        ends = np.cumsum(np.fromiter((len(listed.postings) for listed in lists), np.int64, len(lists)))
        odd = ends.searchsorted(np.flatnonzero(np.isnan(weighted)), "right").tolist()
        graded = [number for number, listed in enumerate(lists) if listed.by_level is not None]
        for number in dict.fromkeys([*odd, *graded]):
            size = len(lists[number].postings)
            weighted[ends[number] - size : ends[number]] = lists[number].weighted(weights)
        if len(docs) * 16 < self.segment.doc_count:
            distinct, groups = np.unique(docs, return_inverse=True)
            total = np.bincount(groups, weighted)
        else:
            sums = np.bincount(docs, weighted, minlength=self.segment.doc_count)
            distinct = np.flatnonzero(sums).astype(np.int32)
            total = sums[distinct]
        return distinct, total.astype(np.float32)

    def _disjoint(
        self, matcher: Matcher, docs: Docs, field: str, slot: Slot, lists: Sequence[Listed]
    ) -> list[ScoredPart]:
        """Parts of lists that may share positions: where a document is in several, its places are counted once."""
        size = self.segment.doc_count
        shared = sets.shared([graded.postings.docs for graded in lists], size)
        parts = [self._part(docs, field, graded) for graded in lists]
        if not len(shared):
            return parts
        apart = [(part_docs, np.where(sets.is_in(part_docs, shared, size), np.float32(0), w)) for part_docs, w in parts]
        start = matcher.standing.keys(field, slot, shared)
        standing, weighted = self._standing(Spans(start, start + 1), field)
        if any(graded.by_level is not None for graded in lists):
            weighted *= _nearest(standing, lists)
        return [*apart, (standing, weighted)]

    def _standing(self, places: Spans, field: str) -> ScoredPart:
        """The weighted frequencies of the places that are in `field`, by document."""
        places = places.take(places.field_of() == TEXT_FIELDS.index(field))
        if not len(places):
            return sets.EMPTY, np.empty(0, np.float32)
        weights, docs = self.field(field), places.document_of()
        weighted = weights.each(places.positions()[0])
        first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))
        return docs[first], np.add.reduceat(weighted, first)


def _live_sum(part: ScoredPart, live: Mask | None) -> float:
    docs, weighted = part
    return float((weighted if live is None else weighted[live[docs]]).sum(dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Listed:
    """A list whose word counts `by_level` (float32[3]) in an article, by the levels of `graded`; in full where that is
    None."""

    graded: Graded
    by_level: Scores | None

    @property
    def postings(self) -> Postings:
        return self.graded.postings

    def factors(self, indices: NDArray[np.intp] | None = None) -> Scores | None:
        """What the word counts in each posting, or in those numbered `indices`; None where that is 1 throughout."""
        levels = self.graded.levels(indices)
        return None if self.by_level is None or levels is None else self.by_level.take(levels)

    def weighted(self, weights: FieldWeights, indices: NDArray[np.intp] | None = None) -> Scores:
        """The weighted frequencies of all postings, or of those numbered `indices`, before the length norm."""
        weighted, factors = weights.of(self.postings, indices), self.factors(indices)
        if factors is not None:
            weighted *= factors
        return weighted


def _among(docs: Docs, members: Docs) -> NDArray[np.intp]:
    """The numbers of `docs` (not empty) that are among a few `members`."""
    places = docs.searchsorted(members)
    places[places == len(docs)] = 0
    return np.asarray(places[docs[places] == members])


def _nearest(docs: Docs, lists: Sequence[Listed]) -> Scores:
    """What a word counts in each of `docs` by the nearest form of all the lists; next to nothing where none has it. Of
    an article in the list of a plain term that one tells the form: extra terms stand beside it."""
    plain = _nearest_of(docs, [listed for listed in lists if not listed.graded.extra])
    extra = [listed for listed in lists if listed.graded.extra]
    return np.where(plain > _LEAST, plain, _nearest_of(docs, extra)) if extra else plain


def _nearest_of(docs: Docs, lists: Iterable[Listed]) -> Scores:
    nearest = np.full(len(docs), _LEAST, np.float32)
    for listed in lists:
        indices = _among(listed.postings.docs, docs)
        factors = listed.factors(indices)
        places = docs.searchsorted(listed.postings.docs[indices])
        nearest[places] = 1 if factors is None else np.maximum(nearest[places], factors)
    return nearest
