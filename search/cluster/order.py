"""In which order do the matches of a question come? By what its words count, or by date; sorted by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from index.cluster.mapping import LENGTH, TITLE_FIELD, facet_field
from index.facets import LANGUAGE
from search.cluster.clauses import NOTHING, all_of, any_of, between, one_of_terms
from search.cluster.cluster_asked import Clause, ClusterAsked
from search.cluster.cluster_rows import ClusterRow
from search.cluster.statistics import Statistics
from search.query import MAX_RESULTS, Sort
from search.rank.preference import HALVED, LONGEST_TITLE, OTHER_LANGUAGE, WHOLE_TITLE

_PAGE = 10_000  # groups that are asked for at once
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


class ClusterListing(NamedTuple):
    """Which matches are listed, one of each group of copies where one stands for all: `listed` lets them through, so
    many `articles`."""

    listed: Clause
    articles: int


def listing(asked: ClusterAsked, known: Statistics) -> ClusterListing:
    """The matches that are listed: of a group the first one, in the order of the group, of those with all the words;
    where none has, the first one that matches. Raises ClusterUnavailable."""
    told = known.told
    if not asked.grouped or not known.total:
        return ClusterListing({"match_all": {}}, known.total)
    groups: list[int] = []
    standing: list[str] = []
    again = 0
    after: dict[str, Any] | None = None
    least = {"min": {"field": "member"}}
    whole = {} if told.complete is None else {"whole": {"filter": told.complete, "aggs": {"least": least}}}
    while True:
        pages = {"size": _PAGE, "sources": [{"group": {"terms": {"field": "group"}}}]}
        body = {
            "size": 0,
            "query": told.narrowed(more=[{"exists": {"field": "group"}}]),
            "aggs": {
                "groups": {
                    "composite": {**pages, **({"after": after} if after else {})},
                    "aggs": {"least": least, **whole},
                }
            },
        }
        found = asked.client.search(asked.index, body)["aggregations"]["groups"]
        for bucket in found["buckets"]:
            if bucket["doc_count"] > 1:
                first = bucket.get("whole", bucket)["least"]["value"]
                first = bucket["least"]["value"] if first is None else first
                groups.append(bucket["key"]["group"])
                standing.append(f"{bucket['key']['group']}:{int(first)}")
                again += bucket["doc_count"] - 1
        after = found.get("after_key")
        if len(found["buckets"]) < _PAGE or after is None:
            break
    if not groups:
        return ClusterListing({"match_all": {}}, known.total)
    alone = all_of([], [_of_groups(groups)])
    return ClusterListing(any_of([alone, one_of_terms("standing", standing)]), known.total - again)


def _of_groups(groups: Sequence[int]) -> Clause:
    parts = [groups[first : first + _PAGE] for first in range(0, len(groups), _PAGE)]
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


def first(
    asked: ClusterAsked, known: Statistics, start: int, count: int, listed: Clause | None = None
) -> list[ClusterRow]:
    """So many of the matches in order, from `start` (0 is the first) on; none beyond `MAX_RESULTS`. `listed` are those
    of `listing`, which are worked out where they are not given. Raises ClusterUnavailable."""
    count = min(count, MAX_RESULTS - start)
    if count <= 0 or not known.total:
        return []
    listed = listing(asked, known).listed if listed is None else listed
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
