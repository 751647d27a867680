"""Why is an article among the hits? For each word of the query where it stands, how often, and how rare it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

import numpy as np

from index.schema import LEAD_WORDS, TEXT_FIELDS
from search.match.matching import Matcher
from search.query import Field
from search.rank.scoring import Scorer
from search.results import Reason
from search.sets import Docs
from search.spans import POSITION, Spans
from search.words.leaves import Leaf


def reasons(
    matcher: Matcher, scorer: Scorer, docs: Docs, leaves: Sequence[tuple[Leaf, float]], rarity: Mapping[Leaf, int]
) -> list[tuple[Reason, ...]]:
    """For each of `docs`, a reason for each word and field or facet that it is found in, the weightiest first.

    A leaf comes with its factor in the score. Occurrences are counted in one table [leaf, document, field]; what is
    left are some twenty numbers, for which arrays would take longer.
    """
    if not leaves:
        return [()] * len(docs)
    fields = TEXT_FIELDS if any(leaf.field is Field.REMOVED for leaf, _ in leaves) else TEXT_FIELDS[:2]
    places = [matcher.standing.of(leaf, docs).start for leaf, _ in leaves]
    start = np.concatenate(places)
    stands = Spans(start, start)
    row = np.repeat(np.arange(len(leaves)) * len(docs), [len(keys) for keys in places])
    row += docs.searchsorted(stands.document_of())
    cell = row * len(fields) + stands.field_of()
    frequencies = np.bincount(cell, minlength=len(leaves) * len(docs) * len(fields)).tolist()
    leading = np.bincount(cell.compress((start & POSITION) < LEAD_WORDS), minlength=len(frequencies)).tolist()
    known = [_weights_of(scorer, field, docs) for field in fields]
    grades = _grades(matcher, scorer, docs, [leaf for leaf, _ in leaves], fields)
    named = [(leaf.label, rarity[leaf], factor, _in_values(matcher, leaf, docs)) for leaf, factor in leaves]
    k1, value = float(scorer.k1), float(scorer.value)
    explained: list[tuple[Reason, ...]] = []
    for doc in range(len(docs)):
        rows: list[tuple[float, str, str, int, int]] = []
        for number, (word, holding, factor, values) in enumerate(named):
            first_cell = (number * len(docs) + doc) * len(fields)
            parts = [(value * times, name, times) for name, times in values[doc]] if values[doc] else []
            whole = k1 + sum([weight for weight, _, _ in parts])
            for field, (factor_each, lead, norms) in enumerate(known, first_cell):
                if times := frequencies[field]:
                    weight = (factor_each * times + lead * leading[field]) * norms[doc] * grades[field]
                    whole += weight
                    parts.append((weight, fields[field - first_cell], times))
            rows += [(weight * factor / whole, word, name, times, holding) for weight, name, times in parts]
        explained.append(_weightiest_first(rows))
    return explained


def _weights_of(scorer: Scorer, field: str, docs: Docs) -> tuple[float, float, list[float]]:
    """What an occurrence in a field counts, what one in the lead counts on top, and the length norms of `docs`."""
    weights = scorer.field(field)
    return float(weights.weight), float(weights.lead), weights.norms.take(docs).tolist()


def _in_values(matcher: Matcher, leaf: Leaf, docs: Docs) -> list[list[tuple[str, int]]]:
    """For each of `docs`, the facets in which it has values that the leaf means, and how many."""
    return matcher.lists.values.by_facet(leaf.names, docs) if leaf.names else [[]] * len(docs)


def _grades(matcher: Matcher, scorer: Scorer, docs: Docs, leaves: Sequence[Leaf], fields: Sequence[str]) -> list[float]:
    """What the nearest form of each leaf makes of an occurrence, by leaf, document and field, one after another."""
    grades = np.ones((len(leaves), len(docs), len(fields)), np.float32)
    for number, leaf in enumerate(leaves):
        for column, field in enumerate(fields):
            graded = scorer.grades(matcher, docs, field, leaf)
            if graded is not None:
                grades[number, :, column] = graded
    every: list[float] = grades.ravel().tolist()
    return every


def _weightiest_first(rows: list[tuple[float, str, str, int, int]]) -> tuple[Reason, ...]:
    """The reasons of one article: each row is a part of its score, a word, a field, how often the word stands in it,
    and how many articles hold the word."""
    rows.sort(key=itemgetter(0), reverse=True)
    total = sum([share for share, _, _, _, _ in rows]) or 1.0
    return tuple(
        [Reason(w, name, times, articles, round(share / total, 4)) for share, w, name, times, articles in rows]
    )
