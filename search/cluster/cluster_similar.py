"""Which articles may be about the same as one? Those that share its most telling words, scored by the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_page import documents
from search.cluster.cluster_question import ClusterQuestion, ask_cluster
from search.cluster.cluster_rows import ClusterRow
from search.cluster.compiler.clauses import any_of
from search.cluster.compiler.compile import Compiled
from search.cluster.order import first
from search.cluster.page_archive import FetchedDocument
from search.cluster.statistics import ClusterWeights, Statistics
from search.embedded.article_words import ArticleTerm
from search.embedded.similar import CANDIDATES, best
from search.match.matching import Deadline
from search.query import Query
from search.rank.weights import weight
from search.words.function_words import is_function_word
from search.words.leaves import Leaf, Slot


def candidates(
    archive: ClusterArchive, source: FetchedDocument, words: Sequence[ArticleTerm], language: str, deadline: Deadline
) -> list[tuple[ClusterRow, FetchedDocument]]:
    """The articles that share most with that of a document, which has these words, each with its document: the likest
    first, one of each group of copies, and none of its own."""
    question = ask_cluster(archive, Query(), deadline)
    leaves = list(map(term_leaf, best(archive.articles, words)))
    if not leaves:
        return []
    told = holding_any(question, leaves)
    factors = []
    for leaf, (articles, occurrences) in zip(leaves, term_figures(question, leaves), strict=True):
        typed = archive.weights.function if is_function_word(leaf.label, (language,)) else 1.0
        factors.append((leaf, typed * weight(archive.articles, articles, occurrences)))
    total = archive.counter(grouped=False).totals([told.narrowed()])[0]
    known = Statistics(ClusterWeights({}, tuple(factors), language), told, total, total, 0)
    rows = first(question.asked, known, 0, CANDIDATES + 1)
    own = source.get("group")
    found = zip(rows, documents(archive, [row.name for row in rows]), strict=True)
    others = [pair for pair in found if own is None or pair[1].get("group") != own]
    return [pair for pair in others if pair[0].name != source["_id"]][:CANDIDATES]


def term_leaf(term: str) -> Leaf:
    """A term in whatever form, in titles and bodies."""
    return Leaf(term, ((Slot((term.encode("utf-8", "surrogatepass"),)),),))


def holding_any(question: ClusterQuestion, leaves: Sequence[Leaf]) -> Compiled:
    """The articles that hold one of some leaves."""
    compiler = question.question.compiler
    return Compiled(compiler, any_of(map(compiler.holding, leaves)), None, question.archive.live, {})


def term_figures(question: ClusterQuestion, leaves: Sequence[Leaf]) -> list[tuple[int, float]]:
    """How many articles hold each leaf, and its weighted occurrences in all of them."""
    compiler = question.question.compiler
    bodies: list[dict[str, Any]] = [
        {
            "size": 0,
            "track_total_hits": True,
            "query": {
                "bool": {
                    "filter": [*question.archive.live, compiler.holding(leaf)],
                    "should": [compiler.frequency.occurrences(leaf)],
                    "minimum_should_match": 0,
                }
            },
            "aggs": {"occurrences": {"sum": {"script": {"source": "_score"}}}},
        }
        for leaf in leaves
    ]
    answers = question.archive.client.searches(question.archive.index, bodies)
    return [
        (int(answer["hits"]["total"]["value"]), float(answer["aggregations"]["occurrences"]["value"]))
        for answer in answers
    ]
