"""In which order do the matches of a question come? By what its words count, or by date; sorted by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.cluster.mapping import LENGTH, TITLE_FIELD, facet_field
from index.facets import LANGUAGE
from search.cluster.cluster_asked import Clause, ClusterAsked
from search.cluster.cluster_rows import ClusterRow
from search.cluster.compiler.clauses import EVERYTHING, NOTHING, all_of, any_of, between, one_of_terms
from search.cluster.statistics import Statistics
from search.query import MAX_RESULTS, Sort
from search.rank.preference import HALVED, LONGEST_TITLE, OTHER_LANGUAGE, WHOLE_TITLE

_TERMS = 65_536  # groups that a clause may name
_COMPLETE = "complete"
_NEWEST = [{"published": "desc"}, {"latest": "asc"}]
_SORTS: dict[Sort, list[dict[str, str]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, *_NEWEST],
    Sort.RECENT: [{"_score": "desc"}, *_NEWEST],
    Sort.NEWEST: _NEWEST,
    Sort.OLDEST: [{"earliest": "asc"}, {"minute": "asc"}],
    Sort.ADDED: [{"added": "desc"}, {"published_as": "asc"}],
}
_RECENCY = (
    "double days = doc['published'].value; return 1.0 /"
    " (1.0 + (params.newest - (days == 0 ? params.oldest : days)) / params.halved);"
)


def listed_matches(asked: ClusterAsked, known: Statistics) -> Clause:
    """The matches that are listed: of a group of copies the first one, in the order of the group, of those with all the
    words; where none has, the first one that matches. Raises ClusterUnavailable."""
    told = known.told
    if not asked.grouped or not known.total or not len(asked.copies):
        return EVERYTHING
    values = asked.copies.values
    (copies,) = asked.copies.of([told.narrowed()])
    groups, first = np.unique(values.of_members.take(copies.members), return_index=True)
    places = copies.members.take(first) - values.begins.take(groups)  # of the first match in each group
    if told.complete is not None and len(groups):
        whole, firsts = asked.copies.firsts(told.narrowed(more=[told.complete]))
        row = np.minimum(whole.searchsorted(groups), max(len(whole) - 1, 0))
        has = whole.take(row) == groups if len(whole) else np.zeros(len(groups), np.bool_)
        places[has] = firsts.take(row[has])
    # Nearly always it is the first of the group, so that the others are left out.
    other = np.flatnonzero(places)
    by_first = np.flatnonzero(places == 0)
    behind = int(np.isin(values.of_members.take(copies.members), groups.take(by_first)).sum()) - len(by_first)
    later: Clause = between("member", 1, None)
    if len(other) or behind < copies.later:
        later = all_of([later, _of_groups(values.groups.take(groups.take(by_first)).tolist())])
    several = values.groups.take(groups.take(other)).tolist()
    standing = [f"{group}:{place}" for group, place in zip(several, places.take(other).tolist(), strict=True)]
    rest = all_of([_of_groups(several)], [one_of_terms("standing", standing)]) if several else NOTHING
    return all_of([], [later if len(by_first) else NOTHING, rest])


def _of_groups(groups: Sequence[int]) -> Clause:
    parts = [groups[first : first + _TERMS] for first in range(0, len(groups), _TERMS)]
    return any_of({"terms": {"group": list(part)}} for part in parts)


def ranked(asked: ClusterAsked, known: Statistics, filters: Sequence[Clause]) -> Clause:
    """What filters let through, with the scores of the question."""
    weights = known.weights
    score = known.told.compiler.frequency.score
    scores = [score(leaf, factor) for leaf, factor in weights.factors if factor > 0]
    query: Clause = {"bool": {"filter": list(filters), "should": scores, "minimum_should_match": 0}}
    functions = _preferred(asked, known)
    if asked.query.sort is Sort.RECENT:
        oldest, newest = asked.numbers.span
        params = {"oldest": oldest, "newest": newest, "halved": HALVED}
        functions.append({"script_score": {"script": {"source": _RECENCY, "params": params}}})
    if not functions:
        return query
    rule = {"score_mode": "multiply", "boost_mode": "multiply"}
    return {"function_score": {"query": query, "functions": functions, **rule}}


def _preferred(asked: ClusterAsked, known: Statistics) -> list[Clause]:
    """What scores are multiplied by for the language of an article, and for a title that has all the words."""
    weights, functions = known.weights, []
    if weights.language:
        others = all_of([], [one_of_terms(facet_field(LANGUAGE), ["", weights.language])])
        functions.append({"filter": others, "weight": OTHER_LANGUAGE})
    if len(weights.telling) > 1:
        in_title = [known.told.compiler.in_field(leaf, TITLE_FIELD) for leaf in weights.telling]
        whole = all_of([*in_title, between(LENGTH[TITLE_FIELD], None, LONGEST_TITLE)])
        if whole != NOTHING:
            functions.append({"filter": whole, "weight": WHOLE_TITLE})
    return functions


def first(asked: ClusterAsked, known: Statistics, start: int, count: int) -> list[ClusterRow]:
    """So many of the matches in order, from `start` (0 is the first) on; none beyond `MAX_RESULTS`. Raises
    ClusterUnavailable."""
    count = min(count, MAX_RESULTS - start)
    if count <= 0 or not known.total:
        return []
    listed = listed_matches(asked, known)
    complete = known.told.complete
    if complete is None or asked.query.sort not in (Sort.RELEVANCE, Sort.RECENT):
        return _rows(_page(asked, known, [listed], start, count), all_words=None if complete else True)
    answer = _page(asked, known, [listed, complete], start, count)
    rows = _rows(answer, all_words=True)
    if len(rows) < count:
        before = int(answer["hits"]["total"]["value"])
        rest = all_of([listed], [complete])
        rows += _rows(_page(asked, known, [rest], max(0, start - before), count - len(rows)), all_words=False)
    return rows


def _page(asked: ClusterAsked, known: Statistics, more: Sequence[Clause], start: int, count: int) -> Any:
    query = ranked(asked, known, [known.told.narrowed(more=more)])
    complete = known.told.complete
    if complete is not None and asked.query.sort not in (Sort.RELEVANCE, Sort.RECENT):
        named = {"constant_score": {"filter": complete, "boost": 0, "_name": _COMPLETE}}
        query = {"bool": {"must": [query], "should": [named]}}
    by = _SORTS[asked.query.sort]
    ties = [] if asked.query.sort is Sort.ADDED else [{"place": "asc"}]
    body = {
        "from": start,
        "size": count,
        "track_total_hits": True,
        "track_scores": True,
        "_source": False,
        "docvalue_fields": ["id"],
        "query": query,
        "sort": [*by, *ties],
    }
    return asked.client.search(asked.index, body)


def _rows(answer: Any, *, all_words: bool | None) -> list[ClusterRow]:
    return [
        ClusterRow(
            hit["_id"],
            hit["fields"]["id"][0],
            float(hit["_score"]),
            _COMPLETE in hit.get("matched_queries", ()) if all_words is None else all_words,
        )
        for hit in answer["hits"]["hits"]
    ]
