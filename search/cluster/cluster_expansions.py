"""Which other names brought articles that the words as they were typed would not have found? As
`search.embedded.expansions` has it, counted by the cluster in one request."""

from __future__ import annotations

from search.asking.brought_names import added_names, brought_names
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.compiler.clauses import all_of
from search.cluster.compiler.compile import Compiled
from search.results import Expansion


def expansions(question: ClusterQuestion, told: Compiled) -> tuple[Expansion, ...]:
    """For each word of the question the names that count as it and that stand in an article among the matches `told`
    which lacks one of the words that the name counts as: the name of most such articles first."""
    names = added_names(question.widened)
    if not names:
        return ()
    holding = question.question.compiler.holding
    clauses = [
        told.narrowed(more=[all_of([holding(name)], [all_of(map(holding, words))])]) for name, words in names.items()
    ]
    brought = question.archive.counter(grouped=False).totals(clauses)
    return tuple(brought_names(question.widened, dict(zip(names, brought, strict=True))))
