"""How are all the hits of a question given? Their rows are found at once, then fetched and marked page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index.cluster.state import PUBLISHED_ANEW, is_held
from index.errors import ClusterUnavailable, NodeLost
from search.article_versions import version_id
from search.budget import MB
from search.cluster.cluster_answer import ClusterAnswer
from search.cluster.cluster_page import ShownRows, shown_rows
from search.cluster.cluster_rows import ClusterRow
from search.embedded.display import PAGE, Display
from search.results import HitPage
from search.show.finder import WordFinder
from search.show.highlight import Highlighter

_ATTEMPTS = 4  # to show a page: the nodes of others were lost or cut off
_TOGETHER = 1_000  # documents whose versions are asked for at once


def listed_rows(answer: ClusterAnswer) -> tuple[str, ...]:
    """The ids of the rows of an answer: of an older version that of the version."""
    rows, archive = answer.order.rows, answer.asked.archive
    if not archive.with_versions:
        return tuple(row.article for row in rows)
    versions: dict[str, str] = {}
    for first in range(0, len(rows), _TOGETHER):
        names = [row.name for row in rows[first : first + _TOGETHER]]
        older = {"bool": {"filter": [{"ids": {"values": names}}, {"term": {"newest": False}}]}}
        for source in archive.sources(older, sort=["_doc"], size=len(names), fields=("id", "version")):
            versions[source["_id"]] = version_id(source["id"], source["version"])
    return tuple(versions.get(row.name, row.article) for row in rows)


def exported_pages(answer: ClusterAnswer, late: Callable[[], bool], seconds: float) -> Iterator[HitPage]:
    """The hits of an answer, page by page until the time is up by `late`, each within so many seconds. Raises
    ClusterUnavailable on the way where the cluster has not had the generation for ten minutes."""
    question = answer.asked
    question.deadline.late = late
    display = Display(Highlighter(WordFinder(MB)), keeping=False)
    rows = answer.order.rows
    for start in range(0, len(rows), PAGE):
        if late():
            return
        with question.archive.client.within(seconds):
            part = _held_page(answer, rows[start : start + PAGE], display)
        yield HitPage(part.hits, not part.partial)


def _held_page(answer: ClusterAnswer, rows: Sequence[ClusterRow], display: Display) -> ShownRows:
    """What some rows show, by a node that had the generation before and afterwards: one that was cut off has not."""
    archive, lost = answer.asked.archive, ClusterUnavailable(PUBLISHED_ANEW)
    for _ in range(_ATTEMPTS):
        try:
            with archive.client.by_one_node():
                if is_held(archive.client, archive.state):
                    part = shown_rows(answer.asked, rows, answer.matches.known.weights, display)
                    if is_held(archive.client, archive.state):
                        return part
        except NodeLost as error:
            lost = error
    raise lost
