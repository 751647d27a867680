"""What do a question's words count in the whole archive, and which of its matches are guesses? Asked of the cluster
before the page itself, as a shard alone knows of its own articles only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.cluster.mapping import facet_field
from index.facets import LANGUAGE
from search.cluster.cluster_asked import Clause, ClusterAsked, LeafFigures
from search.cluster.compiler.clauses import added_up, at_least
from search.cluster.compiler.compile import Compiled, live
from search.kept import ENTRY, WORD
from search.query import Node
from search.query.tree import scored
from search.rank.coverage import SHORT_LIST, enough_said, has_guesses
from search.rank.preference import likeliest
from search.rank.weights import idf, weight
from search.words.function_words import function_words
from search.words.leaves import Leaf

_MOST_LANGUAGES = 500
_WORDS_OF_LEAF = 20  # what a leaf weighs in memory, about


@dataclass(frozen=True, slots=True)
class ClusterWeights:
    """What the question's words count: as `search.embedded.ordered.Weighed`."""

    rarity: dict[Leaf, int]
    factors: tuple[tuple[Leaf, float], ...]
    language: str = ""
    telling: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known of a question before its page: the `weights` of its words; what it finds, guesses left out
    (`told`), how many articles those are (`total`), how many of them have all the words, and how many more are
    guesses."""

    weights: ClusterWeights
    told: Compiled
    total: int
    all_words: int
    guesses: int


def statistics(asked: ClusterAsked, question: Compiled) -> Statistics:
    """The statistics of a question. Raises ClusterUnavailable."""
    nodes = list(scored(asked.root))
    typed: dict[Leaf, float] = {}
    lesser = function_words(nodes, asked.leaves, asked.main_languages)
    for node in nodes:
        leaf = asked.leaves[node]
        typed[leaf] = typed.get(leaf, 0) + (asked.weights.function if node in lesser else 1)
    words = _telling_words(asked)
    guessing = _has_guesses(asked)
    figures = {leaf: asked.figures.get(leaf) for leaf in typed}
    unknown = [leaf for leaf, known in figures.items() if known is None]
    bodies = [_of_leaf(asked, question, leaf) for leaf in unknown]
    if not guessing:
        bodies += _totals(question, question)
    else:
        counted = [question.matching, question.complete or question.matching]
        counted += [question.compiler.docs(word) for word in words]
        bodies += [_count([clause, *live(asked)]) for clause in counted]
    answers = asked.client.searches(asked.index, bodies)
    found = {leaf: known for leaf, known in figures.items() if known is not None}
    found |= {leaf: _kept(asked, leaf, answer) for leaf, answer in zip(unknown, answers, strict=False)}
    weights = _weights(asked, typed, found)
    counts = list(map(_total, answers[len(unknown) :]))
    if not guessing:
        return _counted(question, question, weights, counts)
    matches, complete, *holding = counts
    told = _without_guesses(asked, question, dict(zip(words, holding, strict=True)), matches, complete)
    counts = list(map(_total, asked.client.searches(asked.index, _totals(question, told))))
    return _counted(question, told, weights, counts)


def totals_of(questions: Sequence[tuple[ClusterAsked, Compiled]]) -> list[int]:
    """How many articles each of some questions to one archive finds. Raises ClusterUnavailable."""
    plain = [pair for pair in questions if not _has_guesses(pair[0])]
    bodies = [_count([question.narrowed()]) for _, question in plain]
    answers = iter(plain[0][0].client.searches(plain[0][0].index, bodies) if plain else ())
    return [statistics(*pair).total if _has_guesses(pair[0]) else _total(next(answers)) for pair in questions]


def _has_guesses(asked: ClusterAsked) -> bool:
    """Whether articles that hold too few of a question's words are left out."""
    return len(_telling_words(asked)) > 1 and has_guesses(asked.root) and not asked.query.all_words


def _telling_words(asked: ClusterAsked) -> tuple[Node, ...]:
    """The distinct words that tell something of a question of words side by side."""
    return tuple(dict.fromkeys(word for words in asked.telling.values() for word in words))


def _of_leaf(asked: ClusterAsked, question: Compiled, leaf: Leaf) -> dict[str, Any]:
    """The search that tells of a leaf its articles, by language, too, and its occurrences."""
    compiler = question.compiler
    return {
        "size": 0,
        "track_total_hits": True,
        "query": {
            "bool": {
                "filter": [*live(asked), compiler.holding(leaf)],
                "should": [compiler.frequency.occurrences(leaf)],
                "minimum_should_match": 0,
            }
        },
        "aggs": {
            "occurrences": {"sum": {"script": {"source": "_score"}}},
            "languages": {"terms": {"field": facet_field(LANGUAGE), "size": _MOST_LANGUAGES}},
        },
    }


def _count(filters: Sequence[Clause]) -> dict[str, Any]:
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": list(filters)}}}


def _total(answer: Any) -> int:
    return int(answer["hits"]["total"]["value"])


def _kept(asked: ClusterAsked, leaf: Leaf, answer: Any) -> LeafFigures:
    """What a search tells of a leaf, kept for other questions."""
    told = answer["aggregations"]
    spoken = {bucket["key"]: bucket["doc_count"] for bucket in told["languages"]["buckets"]}
    figures = LeafFigures(_total(answer), float(told["occurrences"]["value"]), spoken)
    return asked.figures.keep(leaf, figures, ENTRY + WORD * (len(spoken) + _WORDS_OF_LEAF))


def _weights(asked: ClusterAsked, typed: Mapping[Leaf, float], found: Mapping[Leaf, LeafFigures]) -> ClusterWeights:
    rarity = {leaf: found[leaf].articles for leaf in typed}
    articles = asked.numbers.articles
    factors = tuple(
        (leaf, times * weight(articles, rarity[leaf], found[leaf].occurrences)) for leaf, times in typed.items()
    )
    language = likeliest([found[leaf].spoken for leaf in typed], asked.numbers.spoken)
    return ClusterWeights(rarity, factors, language, _in_title(asked))


def _in_title(asked: ClusterAsked) -> tuple[Leaf, ...]:
    """The words of which a title may hold all, as in `search.embedded.ordered`."""
    nodes = [node for root, words in asked.telling.items() for node in words or root.wanted]
    return tuple(dict.fromkeys(asked.leaves[node] for node in nodes)) if asked.leaves.keys() >= set(nodes) else ()


def _without_guesses(
    asked: ClusterAsked, question: Compiled, holding: Mapping[Node, int], matches: int, complete: int
) -> Compiled:
    """The question without its guesses, as `search.rank.coverage` has it."""
    if matches <= SHORT_LIST:
        return question
    docs = question.compiler.docs
    parts: list[Clause] = [
        {"constant_score": {"filter": docs(word), "boost": idf(asked.numbers.articles, count)}}
        for word, count in holding.items()
    ]
    said = added_up(parts)
    best = {"bool": {"filter": [question.matching, *live(asked)], "must": [said]}}
    (answer,) = asked.client.searches(asked.index, [{"size": 1, "_source": False, "query": best}])
    enough = enough_said(float(answer["hits"]["max_score"] or 0), complete, len(holding))
    return replace(question, matching={"bool": {"filter": [question.matching, at_least(said, enough)]}})


def _totals(question: Compiled, told: Compiled) -> list[dict[str, Any]]:
    """The searches that count what a question finds, see `_counted`."""
    bodies = [_count([told.narrowed()])]
    if told.complete is not None:
        bodies.append(_count([told.narrowed(more=[told.complete])]))
    if told is not question:
        bodies.append(_count([question.narrowed()]))
    return bodies


def _counted(question: Compiled, told: Compiled, weights: ClusterWeights, counts: Sequence[int]) -> Statistics:
    total = counts[0]
    all_words = counts[1] if told.complete is not None else total
    guesses = counts[-1] - total if told is not question else 0
    return Statistics(weights, told, total, all_words, guesses)
