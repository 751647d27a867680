"""Which articles go on with the story of an article? As `search.embedded.story` has it, found by the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil
from typing import Any, NamedTuple

from index.article import Article
from index.cluster.page_segment import stored_article
from index.cluster.tokens import encoded
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_page import documents
from search.cluster.cluster_question import ClusterQuestion, ask_cluster
from search.cluster.cluster_rows import ClusterRow
from search.cluster.cluster_similar import term_leaf
from search.cluster.compiler.clauses import added_up, all_of, at_least, one_of_terms
from search.cluster.page_archive import FetchedDocument
from search.embedded.article_words import ArticleTerm
from search.embedded.story import (
    AHEAD,
    ALIKE,
    AT_FRONT,
    COMES_BACK,
    DAY_APART,
    DAYS,
    HEADLINE,
    MOST_OF_STORY,
    OF_A_DAY,
    SAME,
    STORY_WORDS,
    triples,
    weighed_words,
)
from search.match.matching import Deadline
from search.query import Query

_MOST = 10_000  # candidates
_ROUNDING = 1e-5  # sums of other machines are rounded otherwise


class _StoryCandidate(NamedTuple):
    """An article that is alike enough, `alike` without regard to the day."""

    name: str
    article: str
    day: int
    minute: int
    place: int
    group: int | None
    alike: float


def story_rows(
    archive: ClusterArchive, source: FetchedDocument, words: Sequence[ArticleTerm], language: str, deadline: Deadline
) -> list[ClusterRow]:
    """What goes on with the story of the article of a document, which has these words: the earliest first."""
    day = int(source["published"])
    weighed = weighed_words(archive.articles, words, language) if day else []
    if len(weighed) < STORY_WORDS:  # a few words are no event
        return []
    question = ask_cluster(archive, Query(), deadline)
    own = source.get("group")
    found = [
        each
        for each in _candidates(question, weighed)
        if each.name != source["_id"] and (own is None or each.group != own)
    ]
    elsewhen = max((each.alike for each in found if abs(each.day - day) > DAYS), default=0.0)
    offered = []
    for each in found:
        away = abs(each.day - day)
        alike = each.alike - DAY_APART * away
        if away <= DAYS and alike >= ALIKE and alike >= AHEAD * elsewhen:
            offered.append((alike, each))
    offered.sort(key=lambda pair: (-pair[0], pair[1].place))
    front = _at_front(question, [each.name for _, each in offered], [term for term, _ in weighed])
    about = [(alike, each) for alike, each in offered if each.name in front]
    chosen = list(islice(_told_anew(question, source, about), MOST_OF_STORY))
    chosen.sort(key=lambda pair: (pair[1].day, pair[1].minute, pair[1].place))
    return [ClusterRow(each.name, each.article, alike, all_words=True) for alike, each in chosen]


def _candidates(question: ClusterQuestion, weighed: Sequence[tuple[str, float]]) -> list[_StoryCandidate]:
    """The dated articles that may be offered, or are of another time and as much alike."""
    whole = sum(weight for _, weight in weighed)
    score = question.question.compiler.frequency.score
    said = added_up([score(term_leaf(term), weight / whole) for term, weight in weighed])
    archive = question.archive
    dated: dict[str, Any] = {"range": {"published": {"gt": 0}}}
    fields = ["id", "published", "minute", "place", "group"]
    body = {
        "size": _MOST,
        "query": {"bool": {"filter": [*archive.live, dated], "must": [at_least(said, ALIKE - _ROUNDING)]}},
        "_source": False,
        "docvalue_fields": fields,
    }
    hits = archive.client.search(archive.index, body)["hits"]["hits"]
    told = []
    for hit in hits:
        article, day, minute, place = (hit["fields"][name][0] for name in fields[:-1])
        group = hit["fields"].get("group", [None])[0]
        told.append(
            _StoryCandidate(hit["_id"], article, int(day), int(minute), int(place), group, float(hit["_score"]))
        )
    return told


def _at_front(question: ClusterQuestion, names: Sequence[str], terms: Sequence[str]) -> set[str]:
    """Those of some documents that have enough of the terms in their titles or leads."""
    if not names:
        return set()
    leading = [
        {"bool": {"should": [{"term": {field: encoded(term)}} for field in ("title", "lead")]}} for term in terms
    ]
    enough = {"bool": {"should": leading, "minimum_should_match": AT_FRONT}}
    clause = all_of([{"ids": {"values": list(names)}}, enough])
    return {each["_id"] for each in question.archive.sources(clause, sort=["_doc"], size=_MOST, fields=("id",))}


def _told_anew(
    question: ClusterQuestion, source: FetchedDocument, candidates: Sequence[tuple[float, _StoryCandidate]]
) -> Iterator[tuple[float, _StoryCandidate]]:
    """Those of the candidates, in their order, that are of no column and no form of the article's text: one of each
    group of copies."""
    article = stored_article(source)
    if not candidates or not _is_event(question, source, article):
        return
    seen: set[int] = set()
    own = triples(article.text)
    for alike, each in candidates:
        if each.group in seen:
            continue
        (other,) = documents(question.archive, [each.name])
        told = stored_article(other)
        if not _is_event(question, other, told):
            continue
        text = triples(told.text)
        if len(own & text) <= SAME * min(len(own), len(text)):
            if each.group is not None:
                seen.add(each.group)
            yield alike, each


def _is_event(question: ClusterQuestion, source: FetchedDocument, article: Article) -> bool:
    """Whether an article is of a day, and its headline of no column: one that comes back at other times in three of
    four words."""
    filed = article.filed_under
    if filed is None or filed.precision not in OF_A_DAY:
        return False
    archive = question.archive
    words = [word.term for word in archive.surface_terms.of(article.language, article.title)]
    if len(words) < HEADLINE:
        return True
    least = ceil(COMES_BACK * len(words))
    held = {
        "bool": {"should": [one_of_terms("title", [encoded(word)]) for word in words], "minimum_should_match": least}
    }
    day = int(source["published"])
    elsewhen = {
        "bool": {
            "should": [
                {"range": {"published": {"gt": 0, "lt": day - DAYS}}},
                {"range": {"published": {"gt": day + DAYS}}},
            ]
        }
    }
    own = [{"term": {"group": source["group"]}}] if "group" in source else []
    clause = archive.having(held, elsewhen, *([all_of([], own)] if own else []))
    return archive.counter(grouped=False).totals([clause])[0] == 0
