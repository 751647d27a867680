"""What do articles say? Read from the segments of this run and of the published index, by their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.segment.reader import Segment, open_segment
from index.segment.writer import Built
from index.yearless import telling_words

TellingWords = Mapping[int, NDArray[np.uint32]]
"""The numbers of the telling words (`index.yearless.telling_words`) of articles, by the ids of their places."""


def words_of(title: str, text: str) -> NDArray[np.uint32]:
    """uint32, ascending: the numbers of the telling words."""
    return np.sort(np.fromiter(telling_words(title, text), np.uint32))


@dataclass(frozen=True)
class ArchiveTexts:
    """The articles of `published` segments and of those that were `built` since, which replace them.

    `read` is what is known of articles of this run that were not put into a segment: of a dry run.
    """

    published: Sequence[Segment] = ()
    built: Sequence[Built] = ()
    read: dict[int, NDArray[np.uint32]] = field(default_factory=dict)

    def words(self, places: NDArray[np.uint64]) -> dict[int, NDArray[np.uint32]]:
        """The words of the articles at these places. Raises `IndexDamaged`.

        What is looked for is read, 50 us an article: nobody else pays for articles being compared.
        """
        words = {place: self.read[place] for place in places.tolist() if place in self.read}
        for segment, place, document in self._held(places, words):
            words[place] = words_of(segment.card(document).title, segment.text(document))
        return words

    def articles(self, places: NDArray[np.uint64]) -> dict[int, Article]:
        """The articles at these places, by place. Raises `IndexDamaged`."""
        articles: dict[int, Article] = {}
        for segment, place, document in self._held(places, articles):
            articles[place] = segment.stored(document)
        return articles

    def _held(self, places: NDArray[np.uint64], known: Mapping[int, object]) -> Iterator[tuple[Segment, int, int]]:
        """Those of the places that are not `known` and have an article, each with its newest segment and its document
        there. What is found is to be known before the next one is asked for."""
        for segment in self._newest_first:
            wanted = np.setdiff1d(places, np.fromiter(known, np.uint64, len(known)))
            if not len(wanted):
                return
            for document in segment.identities.among(wanted).tolist():
                if segment.live is None or segment.live[document]:
                    yield segment, int(segment.identities.by_document[document]), document

    @cached_property
    def _newest_first(self) -> tuple[Segment, ...]:
        return (*(open_segment(built.path) for built in reversed(self.built)), *reversed(self.published))
