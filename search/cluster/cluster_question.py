"""What does a question ask of an archive in a cluster? It is planned as any, and written in the cluster's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from search.asking.planned import PlannedQuestion, planned
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_asked import Clause, ClusterAsked
from search.cluster.compiler.compile import Compiled, Compiler, compiled
from search.match.matching import Deadline, DeadlinePassed
from search.query import LeafNode, Listing, Node, Parsed, Query
from search.words.leaves import Leaf
from search.words.missing import Missing, missing

_PLANNED = tuple(field.name for field in fields(PlannedQuestion))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterQuestion(PlannedQuestion):
    """A question to one generation, ready to be answered: `asked` is what is compiled, `question` what was."""

    archive: ClusterArchive
    deadline: Deadline
    asked: ClusterAsked
    question: Compiled

    @property
    def grouped(self) -> bool:
        """Whether one article is listed for all its copies: the question asks for it and the archive has copies."""
        return self.query.copies is Listing.GROUP and len(self.archive.copies) > 0

    def held(self, node: LeafNode) -> int:
        """How many articles hold a word, phrase or pattern, as the engine looks for it."""
        self.deadline.check()
        leaf = self.leaves.get(node) or self.planner.leaf(node)
        if known := self.archive.figures.get(leaf):
            return known.articles
        return self._articles(self.question.compiler.holding(leaf))

    def missing(self) -> Missing:
        """What of the question no article holds, as far as there is time to find out."""
        try:
            return missing(self.root, self.held, self.archive.vocabulary, self._only_older)
        except DeadlinePassed:
            return Missing()

    def _only_older(self, node: Node) -> bool:
        """Whether older versions of articles match a node of the question, and no article does; never where it asks
        for them."""
        if not self.archive.hides_versions or self._articles(self.question.compiler.docs(node)):
            return False
        # With words of its own: those that only older versions hold are none of the archive without them.
        wider = ask_cluster(self.archive.every, self.query, self.deadline, parsed=self.parsed)
        return wider.archive.counter(grouped=False).totals([wider.archive.having(wider.docs(node))])[0] > 0

    def docs(self, node: Node) -> Clause:
        """The articles that match a node."""
        return Compiler(self.asked).docs(node)

    def _articles(self, clause: Clause) -> int:
        return self.archive.counter(grouped=False).totals([self.archive.having(clause)])[0]


def ask_cluster(
    archive: ClusterArchive,
    query: Query,
    deadline: Deadline,
    *,
    parsed: Parsed | None = None,
    leaves: Mapping[Node, Leaf] | None = None,
) -> ClusterQuestion:
    """The question of `query` to an archive; `parsed` is asked in the place of the query's words, and looks for
    `leaves` where they are given."""
    question = planned(archive, query, parsed=parsed, leaves=leaves)
    asked = ClusterAsked(
        client=archive.client,
        index=archive.index,
        generation=archive.generation,
        query=query,
        root=question.root,
        leaves=question.leaves,
        telling=question.telling,
        choices=question.choices,
        words=archive.knowledge.words,
        numbers=archive.numbers,
        weights=archive.weights,
        main_languages=archive.main_languages,
        wide=archive.with_versions,
        copies=archive.copies,
        figures=archive.figures,
    )
    told = {name: getattr(question, name) for name in _PLANNED}
    return ClusterQuestion(archive=archive, deadline=deadline, asked=asked, question=compiled(asked), **told)
