"""How often does a leaf stand in an article, weighted as `search.rank.scoring` has it? As the score of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.cluster.mapping import BODY_FIELD, LEAD_FIELD, LENGTH, TITLE_FIELD, facet_field
from index.facets import FACETS
from search.cluster.cluster_asked import Clause, ClusterNumbers, ClusterWords
from search.cluster.compiler.clauses import EVERYTHING, added_up, all_of, one_of_terms, scaled
from search.cluster.compiler.slot_tokens import (
    EXTRA_TERM,
    GradedTerm,
    LanguageClass,
    PositionTokens,
    SlotTokens,
    overlapping,
)
from search.cluster.compiler.stretches import (
    IN_LEAD,
    STARTS_IN_LEAD,
    filtered,
    intervals,
    match,
    pieces,
    side_by_side,
    standing,
    times,
)
from search.rank.weights import Weights
from search.words.leaves import FIELDS_OF, Leaf, Slot

_SEVERAL = frozenset(facet.name for facet in FACETS if facet.several)
_NORM = "_score / (params.a + params.b * doc[params.field].value)"
_SATURATED = "params.w * _score / (_score + params.k)"
_COUNT = (
    "double n = 0; for (String value : doc[params.field]) { if (params.values.containsKey(value)) { n += 1; } }"
    " return n * params.w;"
)


class Frequency:
    """The frequencies of leaves in one archive."""

    def __init__(self, words: ClusterWords, numbers: ClusterNumbers, weights: Weights) -> None:
        self.tokens = SlotTokens(words, weights)
        self._words = words
        self._numbers = numbers
        self._weights = weights

    def occurrences(self, leaf: Leaf) -> Clause:
        """The weighted frequency of a leaf without length norms."""
        return self._sum(leaf, normed=False)

    def score(self, leaf: Leaf, factor: float) -> Clause:
        """What a leaf adds to a score."""
        return scaled(self._sum(leaf, normed=True), _SATURATED, w=factor, k=self._weights.k1)

    def _sum(self, leaf: Leaf, *, normed: bool) -> Clause:
        classes = self.tokens.classes([leaf])
        parts = []
        for one in classes:
            in_fields = list(self._in_fields(leaf, one, normed=normed))
            if in_fields:
                alone = one.articles == EVERYTHING
                parts += in_fields if alone else [added_up(in_fields, [one.articles])]
        return added_up([*parts, *self._named(leaf)])

    def _in_fields(self, leaf: Leaf, one: LanguageClass, *, normed: bool) -> Iterator[Clause]:
        for field in FIELDS_OF[leaf.field]:
            parts = list(self.of_field(leaf, field, one.language))
            if parts:
                part = added_up(parts)
                yield self._normed(part, field) if normed else part

    def _normed(self, query: Clause, field: str) -> Clause:
        mean, b = self._numbers.mean[field], self._weights.b
        return scaled(query, _NORM, a=1 - b, b=b / mean, field=LENGTH[field]) if mean else query

    def _named(self, leaf: Leaf) -> Iterator[Clause]:
        """What the values that a leaf means add."""
        if not leaf.names:
            return
        for facet, values in self._words.meant(leaf.names).items():
            field, weight = facet_field(facet), self._weights.value
            if not values:
                continue
            having = one_of_terms(field, values)
            if facet in _SEVERAL and len(values) > 1:
                yield scaled(having, _COUNT, field=field, values=dict.fromkeys(values, 1), w=weight)
            else:
                yield {"constant_score": {"filter": having, "boost": weight}}

    def of_field(self, leaf: Leaf, field: str, language: str | None) -> Iterator[Clause]:
        """Parts that add up to the weighted frequency of a leaf in one field, in articles of a language."""
        if leaf.plain and not leaf.is_leading(BODY_FIELD):
            for slot in leaf.slots:
                yield from self._slot(slot, field, language)
        else:
            yield from self._places(leaf, field, language)

    def _weight(self, field: str) -> float:
        return self._weights.title if field == TITLE_FIELD else 1.0

    # Words by themselves, in any form

    def _slot(self, slot: Slot, field: str, language: str | None) -> Iterator[Clause]:
        terms = self.tokens.graded(slot, language)
        every = tuple(term.token for term in terms)
        if not terms:
            return
        # Where a term may stand beside a word, all count as one by their nearest form, as in `search.rank.scoring`.
        if len(terms) > 1 and any(term.startswith(EXTRA_TERM) for term, _ in slot.listed):
            yield self._by_nearest(terms, every, field)
            return
        even = tuple(term.token for term in terms if not term.nearer and term.factor == 1)
        yield from self._words_of(even, field, 1) if even else ()
        yield from (self._by_form(term, field) for term in terms if term.token not in even)

    def _words_of(self, tokens: PositionTokens, field: str, factor: float) -> Iterator[Clause]:
        """Parts that add up to the weighted frequency of tokens, times a factor."""
        yield _count(field, tokens, self._weight(field) * factor)
        if field == BODY_FIELD:
            yield _count(LEAD_FIELD, tokens, self._weights.lead * factor)

    def _by_form(self, term: GradedTerm, field: str) -> Clause:
        """The frequency of a term, by the nearest form that an article holds."""
        least = added_up(list(self._words_of((term.token,), field, term.factor)))
        nearer = [
            added_up(list(self._words_of((term.token,), field, each.factor)), [one_of_terms(field, each.tokens)])
            for each in term.nearer
        ]
        return {"dis_max": {"queries": [*nearer, least]}} if nearer else least

    def _by_nearest(self, terms: Sequence[GradedTerm], every: PositionTokens, field: str) -> Clause:
        """The frequency of all terms as one, by the nearest form of a plain term, where there is none of an extra."""
        plain = [term for term in terms if not term.extra]
        factors: dict[float, list[Clause]] = {}
        for factor, tokens in _factors(plain):
            factors.setdefault(factor, []).append(one_of_terms(field, tokens))
        without_plain = [one_of_terms(field, [term.token for term in plain])] if plain else []
        for factor, tokens in _factors([term for term in terms if term.extra]):
            condition = all_of([one_of_terms(field, tokens)], without_plain)
            factors.setdefault(factor, []).append(condition)
        if len(factors) == 1:
            return added_up(list(self._words_of(every, field, next(iter(factors)))))
        parts = [
            added_up(
                list(self._words_of(every, field, factor)), [{"bool": {"should": some, "minimum_should_match": 1}}]
            )
            for factor, some in factors.items()
        ]
        return {"dis_max": {"queries": parts}}

    # Places

    def _places(self, leaf: Leaf, field: str, language: str | None) -> Iterator[Clause]:
        ways = self.tokens.ways(leaf, language)
        weight, leading = self._weight(field), leaf.is_leading(field)
        if leading:
            weight += self._weights.lead
        apart = pieces(ways, leaf.slop)
        rules = [standing(way, leaf.slop) for way in ways] if apart is None else list(map(side_by_side, apart))
        parts = []
        for rule in rules:
            inside = filtered(rule, IN_LEAD) if leading else rule
            parts.append(_standing(field, inside, weight, exact=apart is not None))
            if field == BODY_FIELD and not leading:
                early = filtered(rule, STARTS_IN_LEAD)
                parts.append(_standing(field, early, self._weights.lead, exact=apart is not None))
        yield from self._without_strange(leaf, field, language, parts)

    def _without_strange(self, leaf: Leaf, field: str, language: str | None, parts: list[Clause]) -> Iterator[Clause]:
        """The parts, less where an article holds only other forms under a strange stem."""
        single = [sequence[0] for sequence in leaf.sequences if len(sequence) == 1 and sequence[0].any_form]
        terms = [term for slot in single for term in self.tokens.graded(slot, language)]
        strange = {slot.typed: slot.typed.strange for slot in single if slot.typed and slot.typed.strange}
        odd = [term for term in terms if term.factor == self._weights.strange] if strange else []
        if not odd or not parts or leaf.is_leading(BODY_FIELD):  # among first words no form counts less
            yield from parts
            return
        others = [term.token for term in terms if term not in odd]
        nearer = [token for term in odd for each in term.nearer for token in each.tokens]
        only_odd = all_of(
            [one_of_terms(field, [term.token for term in odd])], [one_of_terms(field, [*others, *nearer])]
        )
        yield {"bool": {"should": parts, "minimum_should_match": 1, "must_not": [only_odd]}}
        yield scaled(added_up(parts, [only_odd]), "_score * params.w", w=self._weights.strange)


def _factors(terms: Iterable[GradedTerm]) -> Iterator[tuple[float, PositionTokens]]:
    """What terms count, each factor with the tokens that an article has to hold for it."""
    for term in terms:
        yield from term.nearer
        yield term.factor, (term.token,)


def _count(field: str, tokens: PositionTokens, weight: float) -> Clause:
    """How often one of the tokens stands in a field, times a weight."""
    if overlapping(tokens):
        return times(field, match(tokens), weight)
    return {"match": {field: {"query": "|".join(tokens), "boost": weight}}}


def _standing(field: str, rule: dict[str, object], weight: float, *, exact: bool) -> Clause:
    if exact:
        return times(field, rule, weight)
    return scaled(intervals(field, rule), "_score / (1.0 - _score) * params.w", w=weight)
