"""How do the few articles of a page become something that can be searched? As a segment of their own, in which words
are found, marked and weighed as in any other."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.mapping import facet_field
from index.cluster.page_segment import VOCABULARY, BatchAnalyser, page_segment
from index.facets import SETTLED
from index.segment.reader import Segment
from search.cluster.cluster_asked import ClusterWords
from search.cluster.cluster_question import ClusterQuestion
from search.embedded.shown import ShownArticles
from search.facets.segment_names import SegmentNames
from search.match.lists import Lists
from search.match.matching import Matcher
from search.query import Sort
from search.rank.preference import preferred, recency
from search.rank.scoring import Scorer
from search.rank.weights import Scores
from search.sets import Docs, Mask
from search.words.leaves import Leaf

FetchedDocument = Mapping[str, Any]
"""A document of the cluster but for its tokens, with its name there as `_id`."""

_local = threading.local()
_MEMORY = Path("/dev/shm")  # noqa: S108  (each page has a private folder of its own below it)


def made_segment(sources: Sequence[FetchedDocument]) -> Segment:
    """The segment of some documents, in their order. Nothing of it stays on the disk."""
    analyser = getattr(_local, "analyser", None)
    if analyser is None:
        analyser = _local.analyser = BatchAnalyser(1, VOCABULARY)
    folder = tempfile.mkdtemp(prefix="cuttings-page-", dir=_MEMORY if _MEMORY.is_dir() else None)
    try:
        segment = page_segment(Path(folder) / "page", sources, analyser)
        if analyser.full:
            analyser.trim()
        return segment
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PageNames(SegmentNames):
    """The names of the documents of a page, as these state them."""

    def __init__(self, segment: Segment, sources: Sequence[FetchedDocument], words: ClusterWords) -> None:
        super().__init__(segment)
        self._sources = sources
        self._held_by = words

    def mask(self, facet: str, value: str) -> Mask:
        """bool[doc_count]: the articles that have the value."""
        return self._having({facet: [value]})

    def holding(self, facet: str, text: str) -> Mask:
        """bool[doc_count]: the articles with a value that a filter means."""
        return self._having(self._held_by.holding(facet, text))

    def _having(self, values: Mapping[str, Sequence[str]]) -> Mask:  # type: ignore[override]
        wanted = {(facet_field(name), value) for name, some in values.items() for value in some}
        fields = dict.fromkeys(field for field, _ in wanted)
        return np.array(
            [any((field, value) in wanted for field in fields for value in source[field]) for source in self._sources],
            np.bool_,
        )


class PageCopies:
    """What is known of the copies of the documents of a page."""

    def __init__(self, sources: Sequence[FetchedDocument]) -> None:
        self._sources = sources

    def counts(self) -> NDArray[np.int64]:
        """int64: of each document how many copies it has elsewhere in the archive."""
        return np.array([source["copies"] for source in self._sources], np.int64)

    def first(self) -> Mask:
        """bool: of each document whether it stood nowhere before."""
        return np.array([source.get("member", 0) == 0 for source in self._sources], np.bool_)


class PageArchive:
    """The documents of a page, with what looks for a question in them."""

    def __init__(self, question: ClusterQuestion, sources: Sequence[FetchedDocument]) -> None:
        self._question = question
        archive = question.archive
        budget = archive.options.budget
        self.sources = sources
        self.segment = made_segment(sources)
        names = PageNames(self.segment, sources, archive.knowledge.words)
        lists = Lists(self.segment, budget, archive.readings).under(names, PageCopies(sources))
        check = question.deadline.check
        self.matcher = Matcher(self.segment, question.leaves, check, lists, telling=question.telling)
        self.scorer = Scorer(self.segment, dict(archive.numbers.mean), archive.weights, budget)
        self.articles = ShownArticles(self.segment, budget)

    @property
    def docs(self) -> Docs:
        """All its documents."""
        return np.arange(len(self.sources), dtype=np.int32)

    def scores(self, factors: Sequence[tuple[Leaf, float]], language: str, telling: tuple[Leaf, ...]) -> Scores:
        """What the question's words count in each document, as `search.embedded.ordered` has it."""
        docs = self.docs
        scores = self.scorer.score(self.matcher, docs, factors)
        scores *= preferred(self.matcher, docs, language, telling)
        if self._question.query.sort is Sort.RECENT:
            scores *= recency(self.segment.published.take(docs), *self._question.archive.span)
        return scores


def names_of(source: FetchedDocument) -> dict[str, tuple[str, ...]]:
    """The names in the text of a document by facet."""
    return {facet.name: tuple(value for value in source[facet_field(facet.name)] if value) for facet in SETTLED}
