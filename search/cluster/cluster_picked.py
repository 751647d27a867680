"""Which articles of a cluster does a list of ids name? Those that are there, in its order, with the marks of a
question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.store.history import History, Moved
from search.article_versions import taken_apart, version_id
from search.asking.picked_results import picked_results
from search.cluster.cluster_answer import ClusterAnswer, ClusterMatches, ClusterOrder
from search.cluster.cluster_page import ShownRows
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.cluster_rows import ClusterRow
from search.cluster.cluster_versions import documents_of
from search.cluster.statistics import statistics
from search.results import Results

_TOGETHER = 2_000  # ids that are asked for at once


@dataclass(frozen=True, slots=True)
class PickedRows:
    """The articles of a list of ids as an `answer` with their rows, and the ids that no article has."""

    answer: ClusterAnswer
    unknown: tuple[str, ...]

    def results(self) -> Results:
        """The answer without hits and facets; partial where an article is missing."""
        rows = self.answer.order.rows
        whole = sum(row.all_words for row in rows)
        return picked_results(self.answer.asked, len(rows), whole, self.unknown, late=False)


def picked(question: ClusterQuestion, identities: Iterable[str]) -> PickedRows:
    """The articles of the ids, each once; a former id stands for the article that once had it."""
    archive = question.archive
    wanted = {one: list(former_names(archive.knowledge.history, one)) for one in dict.fromkeys(identities)}
    known = documents_of(archive, [name for names in wanted.values() for name in names])
    found: dict[str, str] = {}
    unknown = []
    for identity, names in wanted.items():
        source = next((each for name in names if (each := known.get(name)) is not None), None)
        if source is None:
            unknown.append(identity)
        else:
            found.setdefault(source["_id"], source["id"])
    whole = _complete(question, list(found))
    rows = tuple(ClusterRow(name, article, 0.0, name in whole) for name, article in found.items())
    matches = ClusterMatches(question, statistics(question.asked, question.question))
    return PickedRows(ClusterAnswer(question, matches, ClusterOrder(rows), ShownRows()), tuple(unknown))


def former_names(history: History, identity: str) -> Iterator[str]:
    """The id, and the one that its article has now where it is a former one."""
    yield identity
    article_id, number = taken_apart(identity)
    moved = history.find(article_id)
    if isinstance(moved, Moved):
        yield version_id(moved.id, number) if number else moved.id


def _complete(question: ClusterQuestion, names: Sequence[str]) -> set[str]:
    """Those of some documents that have all the words of the question."""
    complete = question.question.compiler.complete(question.root)
    whole: set[str] = set()
    for first in range(0, len(names), _TOGETHER):
        some = {"ids": {"values": list(names[first : first + _TOGETHER])}}
        clause = {"bool": {"filter": [some, complete]}}
        found = question.archive.sources(clause, sort=["_doc"], size=_TOGETHER, fields=("id",))
        whole.update(source["_id"] for source in found)
    return whole
