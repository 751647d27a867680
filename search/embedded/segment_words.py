"""Where does the embedded engine read the words of its archive? In its segments and its table of facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.facets import BY_NAME, LANGUAGE, Kind
from index.segment.reader import Segment
from search.budget import Budget
from search.embedded.archive_words import ArchiveWords
from search.embedded.everyday import EverydayWords
from search.facets.columns import FacetTable
from search.match.examples import Examples
from search.match.neighbours import ArchivePairs
from search.words.lexicon import ReadWords


@dataclass(frozen=True, kw_only=True)
class WordsOfSegments(ReadWords):
    """The words of one publication, segment by segment."""

    archive: ArchiveWords
    by_case: EverydayWords


class SegmentWords:
    """The words of some segments in some languages, with the values of a `table` of their facets."""

    def __init__(
        self, segments: Sequence[Segment], languages: Sequence[str], table: FacetTable, budget: Budget
    ) -> None:
        self._segments = segments
        self._languages = languages
        self._table = table
        self._budget = budget
        self.articles: int = sum(segment.live_count for segment in segments)

    def read(self, previous: ReadWords | None) -> WordsOfSegments:
        """The words; what `previous` has of the same segments is not read again."""
        former = previous if isinstance(previous, WordsOfSegments) else None
        archive = ArchiveWords(self._segments, former.archive if former else None)
        names = self._table.named
        names.warm()
        everyday = EverydayWords(self._segments, former.by_case if former else None)
        return WordsOfSegments(
            archive=archive,
            by_case=everyday,
            counts=archive.counts,
            everyday=everyday.words,
            values=self._values(Kind.TEXT),
            hosts=self._values(Kind.HOST),
            languages=self._table.commonest(LANGUAGE, self.articles / 10),
            names=names,
            examples=Examples(self._segments, self._languages).of,
            pairs=ArchivePairs(self._segments, self._languages, self._budget),
        )

    def _values(self, kind: Kind) -> list[tuple[str, str, int]]:
        """(facet, value, articles) of the values of the facets of a kind."""
        counts = self._table.all_counts
        return [
            (name, self._table.values[ordinal], int(counts[ordinal]))
            for name, (low, high) in self._table.parts.items()
            if BY_NAME[name].kind is kind
            for ordinal in range(low, high)
            if self._table.values[ordinal] and counts[ordinal]
        ]
